"""Pictures of the chart model as parts of a page: vector strokes and embedded fonts."""

from __future__ import annotations

from typing import Any

from app.domain.chart.primitives import Picture
from app.reports import ink
from app.reports.layout import Flowable


class Drawn(Flowable):
    """A picture at its own size; `centred` in the room that it is given."""

    def __init__(self, picture: Picture, *, centred: bool = False) -> None:
        self.picture = picture
        self._centred = centred
        self._shift = 0.0
        self.width, self.height = picture.width, picture.height

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        self._shift = max(0.0, (available_width - self.width) / 2) if self._centred else 0.0
        return self.width, self.height

    def drawOn(self, canvas: Any, x: float, y: float) -> None:  # noqa: N802 - the protocol's
        """Painted straight into the page."""
        ink.paint(canvas, self.picture, x + self._shift, y)
