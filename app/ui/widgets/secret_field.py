"""A passphrase field: hidden, with Show at its right end, and Caps Lock told while one types."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

from PySide6 import QtCore
from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from app.i18n import Texts
from app.ui.widgets.buttons import Button


def shows_last(inputs: Iterable[QWidget]) -> None:
    """Let Tab lead from a passphrase to its repetition: what is typed there must not go to Show."""
    secrets = [each for each in inputs if isinstance(each, SecretField)]
    for one, following in pairwise([*secrets, *(each.show_button for each in secrets)]):
        QWidget.setTabOrder(one, following)


def lead_to(control: QWidget) -> None:
    """Give the focus to a field that something is wrong with; what nobody sees is typed anew, not mended."""
    control.setFocus()
    if isinstance(control, SecretField):
        control.selectAll()


class SecretField(QLineEdit):
    """`caps_lock` tells what the keys typed so far show: a letter that came out against Shift."""

    caps_lock = Signal(bool)

    def __init__(self, texts: Texts, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._texts = texts
        self._caps = False
        self.setEchoMode(QLineEdit.EchoMode.Password)
        self.show_button = Button(texts("common.show"), kind="link", parent=self)
        self.show_button.setCheckable(True)
        self.show_button.toggled.connect(self._reveal)
        self.show_button.installEventFilter(self)
        self._place_button()

    @property
    def caps(self) -> bool:
        """Whether Caps Lock seems to be on."""
        return self._caps

    def hide_again(self) -> None:
        """Hide what is typed."""
        self.show_button.setChecked(False)

    def _reveal(self, shown: bool) -> None:
        self.setEchoMode(QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password)
        self.show_button.setText(self._texts("common.hide" if shown else "common.show"))
        self._name_button()
        self._place_button()

    def _name_button(self) -> None:
        """Two passphrases on a page have a Show each: a reader hears whose."""
        if self.accessibleName():
            self.show_button.setAccessibleName(
                self._texts.spoken((self.show_button.text(), self.accessibleName()))
            )

    def _place_button(self) -> None:
        size = self.show_button.sizeHint()
        height = min(size.height(), self.height() - 4)
        self.show_button.setGeometry(
            self.width() - size.width() - 5, (self.height() - height) // 2, size.width(), height
        )
        self.setTextMargins(0, 0, size.width() + 2, 0)

    def _say_caps(self, on: bool) -> None:
        if on != self._caps:
            self._caps = on
            self.caps_lock.emit(on)

    # Qt overrides

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_button()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._name_button()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "show_button"):
            self._place_button()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        letter = event.text()
        if event.key() == QtCore.Qt.Key.Key_CapsLock:
            if self._caps:  # it went off; that it went on shows with the next letter
                self._say_caps(False)
        elif len(letter) == 1 and letter.lower() != letter.upper():
            shifted = bool(event.modifiers() & QtCore.Qt.KeyboardModifier.ShiftModifier)
            self._say_caps(letter.isupper() != shifted)
        super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusOut and not self.hasFocus():
            self.hide_again()
        return super().eventFilter(watched, event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if not self.show_button.hasFocus():
            self.hide_again()
