"""A field to search in: magnifier at its left, the key that leads to it at its right."""

from __future__ import annotations

import string
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QRectF
from PySide6.QtGui import QInputMethodEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from app.ui import fonts, icons
from app.ui.style import theme_of
from app.ui.widgets.buttons import cap_width, key_name, paint_cap

if TYPE_CHECKING:
    from app.ui.widgets.field_button import FieldButton

_SIGN = 14  # pixels of the magnifier at 100 %
_WIDE = 0xFEE0  # from a sign of ASCII to the same one in full width
_PLAIN = {ord(sign) + _WIDE: sign for sign in string.ascii_letters + string.digits + "-"}


class SearchField(QLineEdit):
    """`hint` says what can be typed, `name` what the field is; `keys` are shown, not bound.

    With `clear`, a button of that name empties the field. It is made for the first letter: a page is painted
    without it.
    """

    def __init__(
        self, *, hint: str, name: str, keys: str = "", clear: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._keys = key_name(keys) if keys else ""
        self._clear = clear
        self._button: FieldButton | None = None
        if clear:
            self.textChanged.connect(self._offer_clear)
        self.setPlaceholderText(hint)
        self.setAccessibleName(name)
        self._margins()

    def _margins(self) -> None:
        self.setTextMargins(fonts.scaled(_SIGN) + 6, 0, cap_width(self._keys) + 6 if self._keys else 0, 0)
        if self._button is not None:
            self._button.settle()

    def _offer_clear(self, text: str) -> None:
        if self._button is None:
            from app.ui.widgets.field_button import FieldButton

            self._button = FieldButton("close", self)
            self._button.say(self._clear)
            self._button.clicked.connect(self._empty)
        self._button.offer(bool(text))

    def _empty(self) -> None:
        self.clear()
        self.textEdited.emit("")  # by a person, as if the letters had been taken out

    # Qt overrides

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        if event.commitString():  # a Chinese keyboard may hand over ＴＪ－０１４, which no code says
            said = event.commitString().translate(_PLAIN)
            event.setCommitString(said, event.replacementStart(), event.replacementLength())
        super().inputMethodEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._button is not None:
            self._button.settle()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._margins()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        theme = theme_of(self)
        painter = QPainter(self)
        middle, size = self.height() / 2, fonts.scaled(_SIGN)
        icons.paint(painter, "search", rect=QRectF(8, middle - size / 2, size, size), colour=theme.text2)
        if self._keys and not self.text():
            right = self.width() - 8
            paint_cap(painter, self._keys, right=right, middle=middle, ink=theme.text2, edge=theme.border)
        painter.end()
