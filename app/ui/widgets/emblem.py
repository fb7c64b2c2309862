"""The program's sign: a rising course over a dashed limit."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPaintEvent, QPen, QPixmap, QPolygonF
from PySide6.QtWidgets import QWidget

from app.ui.style import theme_of
from app.ui.theme import Theme

SIZE = 32


def paint_emblem(painter: QPainter, theme: Theme, *, rect: QRectF) -> None:
    """Draw the sign into a square."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(theme.accent))
    painter.drawRoundedRect(rect, 3, 3)
    painter.translate(rect.topLeft())
    painter.scale(rect.width() / 32, rect.height() / 32)
    limit = QPen(QColor(theme.on_accent), 1.6)
    limit.setDashPattern([2, 1.6])
    painter.setPen(limit)
    painter.drawLine(QPointF(6, 12), QPointF(26, 12))
    course = QPen(QColor(theme.on_accent), 2.6)
    course.setCapStyle(Qt.PenCapStyle.RoundCap)
    course.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(course)
    painter.drawPolyline(QPolygonF([QPointF(6, 21), QPointF(12, 17), QPointF(17, 20), QPointF(26, 11)]))
    painter.restore()


def emblem_icon(theme: Theme) -> QIcon:
    """The sign for the window's frame and the task bar."""
    icon = QIcon()
    for size in (16, 32, 64):
        picture = QPixmap(size, size)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        paint_emblem(painter, theme, rect=QRectF(0, 0, size, size))
        painter.end()
        icon.addPixmap(picture)
    return icon


class Emblem(QWidget):
    """The sign as a widget."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedSize(SIZE, SIZE)

    # Qt overrides

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint_emblem(painter, theme_of(self), rect=QRectF(self.rect()))
        painter.end()
