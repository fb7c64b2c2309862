"""Draws pictures of the chart model on a page: plain vector strokes and embedded fonts."""

from __future__ import annotations

from typing import Any, Literal

from reportlab.platypus import Flowable

from app.domain.chart.primitives import Disc, Item, Label, Path, Picture, Polygon, Segment, Stroke
from app.reports import fonts
from app.reports.look import COLOURS, Type
from app.reports.text import draw_words


class Drawn(Flowable):
    """A picture as part of a page, at its own size."""

    def __init__(self, picture: Picture, *, align: Literal["LEFT", "CENTER"] = "LEFT") -> None:
        super().__init__()
        self.picture = picture
        self.width, self.height = picture.width, picture.height
        self.hAlign = align

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        return self.width, self.height

    def draw(self) -> None:
        draw_picture(self.canv, self.picture)


def draw_picture(canvas: Any, picture: Picture) -> None:
    """Draw a picture with its lower left corner at the canvas' origin; y is turned upside down here."""
    canvas.saveState()
    canvas.setLineCap(0)
    canvas.setLineJoin(1)
    for item in picture.items:
        _draw(canvas, item, picture.height)
    canvas.restoreState()


def _draw(canvas: Any, item: Item, height: float) -> None:
    match item:
        case Segment(x1, y1, x2, y2, stroke):
            _pen(canvas, stroke)
            canvas.line(x1, height - y1, x2, height - y2)
        case Path(points, stroke):
            _pen(canvas, stroke)
            canvas.drawPath(_outline(canvas, points, height, closed=False), stroke=1, fill=0)
        case Polygon(points, stroke, fill):
            _pen(canvas, stroke)
            _brush(canvas, fill)
            outline = _outline(canvas, points, height, closed=True)
            canvas.drawPath(outline, stroke=int(stroke is not None), fill=int(bool(fill)))
        case Disc(x, y, radius, stroke, fill):
            _pen(canvas, stroke)
            _brush(canvas, fill)
            canvas.circle(x, height - y, radius, stroke=int(stroke is not None), fill=int(bool(fill)))
        case Label():
            _write(canvas, item, height)


def _write(canvas: Any, label: Label, height: float) -> None:
    kind = Type("bold" if label.bold else "regular", label.size, label.size, label.role)
    own = 0.0 if label.align == "start" else fonts.width(label.text, kind.face, kind.size)
    shift = {"start": 0.0, "middle": own / 2, "end": own}[label.align]
    draw_words(canvas, label.x - shift, height - label.y, label.text, kind)


def _outline(canvas: Any, points: tuple[tuple[float, float], ...], height: float, *, closed: bool) -> Any:
    path = canvas.beginPath()
    path.moveTo(points[0][0], height - points[0][1])
    for x, y in points[1:]:
        path.lineTo(x, height - y)
    if closed:
        path.close()
    return path


def _pen(canvas: Any, stroke: Stroke | None) -> None:
    if stroke is not None:
        canvas.setStrokeColor(COLOURS[stroke.role])
        canvas.setLineWidth(stroke.width)
        canvas.setDash(list(stroke.dash), 0)


def _brush(canvas: Any, fill: str) -> None:
    if fill:
        canvas.setFillColor(COLOURS[fill])
