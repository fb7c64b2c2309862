"""Typed fields of the steps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from app.ui import fonts
from app.ui.widgets.field import Field
from app.ui.widgets.labels import label, set_role

if TYPE_CHECKING:
    from PySide6.QtWidgets import QLayout


class TypedField(Field):
    """A field for typed text with its unit beside it. A half-typed text is not criticised."""

    edited = Signal(str)

    def __init__(
        self,
        caption: str,
        control: QLineEdit,
        *,
        beside: str | QWidget = "",
        about: str = "",
        width: int = 0,
    ) -> None:
        super().__init__(caption, control, about=about)
        self.editor = control
        self._touched = False
        self._typing = False
        self._against = ""
        self._soft = False
        if width:
            control.setFixedWidth(fonts.scaled(width))
        if width or beside:
            self._put_beside(beside, stretch=bool(width))
        set_role(self.caption, "secondary")
        control.textEdited.connect(self._on_edited)
        control.textChanged.connect(self.edited)
        control.editingFinished.connect(self._on_left)

    def show_text(self, text: str) -> None:
        """Show a text that comes from the draft. What is wrong with a kept text is told at once."""
        if self.editor.text() != text:
            self.editor.setText(text)
        self._typing = False
        self._touched = bool(text)

    def tell(self, text: str, *, soft: bool = False) -> None:
        """Say what stands against the text, or "" for nothing, as soon as the text is not being typed."""
        self._against, self._soft = text, soft
        self._refresh()

    def _put_beside(self, beside: str | QWidget, *, stretch: bool) -> None:
        column = self.layout()
        if not isinstance(column, QVBoxLayout):
            return
        column.removeWidget(self.editor)
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(self.editor)
        if beside:
            line.addWidget(label(beside, role="about") if isinstance(beside, str) else beside)
        if stretch:
            line.addStretch(1)
        column.insertLayout(1, line)

    def _on_edited(self, _text: str) -> None:
        self._typing = True
        self._touched = True
        self._refresh()

    def _on_left(self) -> None:
        self._typing = False
        self._touched = True
        self._refresh()

    def _refresh(self) -> None:
        shown = self._touched and not self._typing
        self.show_problem(self._against if shown else "", soft=self._soft)


def empty(layout: QLayout) -> None:
    """Take every widget out of a layout and let it go."""
    while (item := layout.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
