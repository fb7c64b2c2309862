"""The triangle before a group of lines: whether they are in sight. As large as the words."""

from __future__ import annotations

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPolygonF

from app.ui import fonts

_SIZE = 8  # pixels of its longer side at 100 %


def half() -> int:
    """Half of its longer side, in pixels."""
    return fonts.scaled(_SIZE) // 2


def paint_fold(painter: QPainter, at: QPointF, *, opened: bool, colour: str) -> None:
    """Down where the lines are in sight, to the right where they are not; `at` its middle."""
    side = half()
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(at)
    painter.rotate(90 if opened else 0)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(colour))
    back, tip = -side * 0.625, side * 0.75
    painter.drawPolygon(QPolygonF([QPointF(back, -side), QPointF(tip, 0), QPointF(back, side)]))
    painter.restore()
