"""The small ANC course of the list: logarithmic, dashes at 0.5, a dot on the newest value."""

from __future__ import annotations

from decimal import Decimal
from math import log10

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from app.ui.theme import Theme

LOWEST, HIGHEST, LIMIT = 0.05, 3.0, 0.5


def height_of(value: float, *, top: float, bottom: float) -> float:
    """The height of a value between top and bottom of the drawing, clamped to 0.05–3 ×10⁹/L."""
    clamped = min(max(value, LOWEST), HIGHEST)
    share = (log10(clamped) - log10(LOWEST)) / (log10(HIGHEST) - log10(LOWEST))
    return bottom - share * (bottom - top)


def paint_spark(painter: QPainter, theme: Theme, values: tuple[Decimal, ...], *, rect: QRectF) -> None:
    """Draw the values, oldest first, into a rectangle."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    limit = round(height_of(LIMIT, top=rect.top(), bottom=rect.bottom())) + 0.5
    pen = QPen(QColor(theme.text2), 1)
    pen.setDashPattern([2, 2])
    painter.setPen(pen)
    painter.drawLine(QPointF(rect.left(), limit), QPointF(rect.right(), limit))
    step = (rect.width() - 4) / max(len(values) - 1, 1)
    start = rect.left() if len(values) > 1 else rect.right() - 4
    points = [
        QPointF(start + place * step, height_of(float(value), top=rect.top(), bottom=rect.bottom()))
        for place, value in enumerate(values)
    ]
    painter.setPen(QPen(QColor(theme.accent), 1.5))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPolyline(QPolygonF(points))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(theme.accent))
    painter.drawEllipse(points[-1], 2.2, 2.2)
    painter.restore()
