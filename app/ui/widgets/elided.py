"""A line of grey text that gives way where room is short."""

from __future__ import annotations

import re

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.ui.style import theme_of
from app.ui.widgets import tips

_JOINTS = re.compile(r" · |; ")


class Elided(QWidget):
    """One line of grey text that is cut at its end where room is short, between two of the things it names
    rather than within a number; whole as tooltip and to a reader.
    """

    spoken_as = "StaticText"

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text = ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @property
    def text(self) -> str:
        """The whole text."""
        return self._text

    def set_text(self, text: str) -> None:
        """Show a text."""
        if text != self._text:
            self._text = text
            self.setToolTip(tips.plain(text))
            self.setAccessibleName(text)
            self.updateGeometry()
            self.update()

    # Qt overrides

    def sizeHint(self) -> QSize:
        metrics = self.fontMetrics()
        return QSize(metrics.horizontalAdvance(self._text) + 2, metrics.height() + 2)

    def minimumSizeHint(self) -> QSize:
        return QSize(40, self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(QColor(theme_of(self).text2))
        shown = in_room(self._text, self.fontMetrics(), self.width())
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)
        painter.end()


def in_room(text: str, metrics: QFontMetrics, room: int) -> str:
    """A text that names one thing after another, without the last of them where they exceed a room (pixels);
    cut anywhere where that would leave half of the room empty.
    """
    if metrics.horizontalAdvance(text) <= room:
        return text
    for joint in reversed([*_JOINTS.finditer(text)]):
        whole = f"{text[: joint.start()]} …"
        if room // 2 <= metrics.horizontalAdvance(whole) <= room:
            return whole
    return metrics.elidedText(text, Qt.TextElideMode.ElideRight, room)
