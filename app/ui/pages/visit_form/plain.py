"""A form to read: its fields as plain text, nothing to press but the marks of queries; and back again."""

from __future__ import annotations

from PySide6.QtWidgets import QAbstractButton, QComboBox, QLineEdit, QWidget

from app.ui.widgets.field_button import FieldButton
from app.ui.widgets.labels import restyle


def be_plain(root: QWidget, *, on: bool) -> None:
    """Make every field below `root` plain text that still takes the focus, or typable again."""
    for field in root.findChildren(QLineEdit):
        field.setReadOnly(on)
        _hush(field, on)
        _wear(field, on)
    for box in root.findChildren(QComboBox):
        _switch(box, on)
        _wear(box, on)
    for button in root.findChildren(QAbstractButton):
        if button.property("mark") is None and not isinstance(button.parent(), QLineEdit):
            _switch(button, on)
            _wear(button, on)


def _hush(field: QLineEdit, on: bool) -> None:
    """No hint and nothing to press within a field that takes nothing; both come back."""
    for button in field.findChildren(FieldButton):
        button.offer(not on)
    if on and field.property("was_hint") is None:
        field.setProperty("was_hint", field.placeholderText())
        field.setPlaceholderText("–" if field.placeholderText() == "HH:MM" else field.placeholderText())
    elif not on and field.property("was_hint") is not None:
        field.setPlaceholderText(str(field.property("was_hint")))
        field.setProperty("was_hint", None)


def _switch(control: QWidget, on: bool) -> None:
    """Off while plain; afterwards as it was before."""
    if on:
        if control.property("was_enabled") is None:
            control.setProperty("was_enabled", control.isEnabled())
        control.setEnabled(False)
    elif control.property("was_enabled") is not None:
        control.setEnabled(bool(control.property("was_enabled")))
        control.setProperty("was_enabled", None)


def _wear(control: QWidget, on: bool) -> None:
    if bool(control.property("plain")) != on:
        control.setProperty("plain", on)
        restyle(control)
