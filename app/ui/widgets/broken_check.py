"""A box to tick whose words go on in another line where its width ends: Qt would cut them."""

from __future__ import annotations

import re

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QCheckBox, QStyle, QStyleOptionButton, QWidget

from app.ui import fonts

_PIECES = re.compile(r"[\u2e80-\uffef]|[^\s\u2e80-\uffef]+\s*")  # words; each letter of Chinese
_LEAST = 160  # pixels at 100 % below which its words are not broken


class BrokenCheck(QCheckBox):
    """`say` gives it its words, which a screen reader reads without the breaks."""

    def __init__(self, words: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = ""
        self.say(words)

    def say(self, words: str) -> None:
        """Show these words."""
        self._words = words
        self.setAccessibleName(words)
        self.setText(self._in_lines(self.width()))

    def _in_lines(self, width: int) -> str:
        room, metrics = width - self._beside(), self.fontMetrics()
        if metrics.horizontalAdvance(self._words) <= room:
            return self._words
        lines = [""]
        for piece in _PIECES.findall(self._words):
            if lines[-1] and metrics.horizontalAdvance((lines[-1] + piece).rstrip()) > room:
                lines.append("")
            lines[-1] += piece
        return "\n".join(line.rstrip() for line in lines)

    def _beside(self) -> int:
        """The box and what stands between it and the words."""
        option = QStyleOptionButton()
        self.initStyleOption(option)
        style = self.style()
        box = style.pixelMetric(QStyle.PixelMetric.PM_IndicatorWidth, option, self)
        return box + style.pixelMetric(QStyle.PixelMetric.PM_CheckBoxLabelSpacing, option, self) + 4

    # Qt overrides

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        words = self._in_lines(self.width())
        if words != self.text():
            self.setText(words)

    def sizeHint(self) -> QSize:
        whole = self.fontMetrics().horizontalAdvance(self._words) + self._beside()
        return QSize(whole, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return QSize(min(fonts.scaled(_LEAST), self.sizeHint().width()), self.sizeHint().height())
