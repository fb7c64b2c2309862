"""Paints pictures of the chart model with QPainter, in the colours of a theme."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QLineF, QPointF, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetricsF, QPainter, QPen, QPolygonF

from app.domain.chart.primitives import Disc, Item, Label, Path, Picture, Polygon, Segment, Stroke
from app.ui import fonts

if TYPE_CHECKING:
    from app.ui.theme import Theme


def colour(theme: Theme, role: str) -> QColor:
    """The colour of a role."""
    if role.startswith(("status.", "tint.")):
        kind, _, status = role.partition(".")
        tone = theme.statuses.get(status, theme.statuses["NE"])
        return QColor(tone.ink if kind == "status" else tone.ground)
    return QColor(
        {
            "ink": theme.text,
            "secondary": theme.text2,
            "accent": theme.accent,
            "axis": theme.control,
            "frame": theme.border,
            "hair": theme.line,
            "limit": theme.text2,
            "band": theme.band,
            "band_edge": theme.line if theme.contrast else theme.band,  # without tints the edge alone tells
            "paper": theme.surface,
            "treatment": theme.text2,
            "treatment_edge": theme.text2,
            "ANC": theme.accent,
            "HB": theme.hb,
            "PLT": theme.plt,
        }.get(role, theme.text2)
    )


def font(size: float, *, bold: bool) -> QFont:
    """The font of a label `size` units high."""
    made = QFont([fonts.LATIN, fonts.CHINESE])
    made.setPixelSize(max(1, round(size)))
    made.setBold(bold)
    return made


def paint(painter: QPainter, picture: Picture, theme: Theme) -> None:
    """Paint a picture with its upper left corner at the painter's origin."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for item in picture.items:
        _paint(painter, item, theme)


def _paint(painter: QPainter, item: Item, theme: Theme) -> None:
    match item:
        case Segment(x1, y1, x2, y2, stroke):
            painter.setPen(_pen(theme, stroke))
            painter.drawLine(QLineF(_crisp(x1, x2), _crisp(y1, y2), _crisp(x2, x1), _crisp(y2, y1)))
        case Path(points, stroke):
            painter.setPen(_pen(theme, stroke))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawPolyline(QPolygonF([QPointF(x, y) for x, y in points]))
        case Polygon(points, stroke, fill):
            painter.setPen(_pen(theme, stroke))
            painter.setBrush(_brush(theme, fill))
            painter.drawPolygon(QPolygonF([QPointF(x, y) for x, y in points]))
        case Disc(x, y, radius, stroke, fill):
            painter.setPen(_pen(theme, stroke))
            painter.setBrush(_brush(theme, fill))
            painter.drawEllipse(QPointF(x, y), radius, radius)
        case Label():
            _write(painter, item, theme)


def _crisp(first: float, second: float) -> float:
    """An upright or level line stands on the middle of a pixel, so that it isn't smeared over two."""
    return int(first) + 0.5 if first == second else first


def _write(painter: QPainter, label: Label, theme: Theme) -> None:
    made = font(label.size, bold=label.bold)
    painter.setFont(made)
    painter.setPen(colour(theme, label.role))
    own = QFontMetricsF(made).horizontalAdvance(label.text) if label.align != "start" else 0.0
    shift = {"start": 0.0, "middle": own / 2, "end": own}[label.align]
    painter.drawText(QPointF(label.x - shift, label.y), label.text)


def _pen(theme: Theme, stroke: Stroke | None) -> QPen:
    if stroke is None:
        return QPen(Qt.PenStyle.NoPen)
    pen = QPen(colour(theme, stroke.role), stroke.width)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    if stroke.dash:
        pen.setDashPattern([max(part / stroke.width, 0.1) for part in stroke.dash])
    return pen


def _brush(theme: Theme, fill: str) -> QBrush:
    return QBrush(colour(theme, fill)) if fill else QBrush(Qt.BrushStyle.NoBrush)
