"""Where every text of a document stands, noted as it is drawn: exact, and quicker than reading a PDF."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

import pytest

from app.reports import base, ink, look
from app.reports.base import BODY_FOOT, Sheet
from app.reports.look import Type

SLACK = 0.6  # points that a letter may reach over its advance width


class Placed(NamedTuple):
    """A text on a page, in points from its lower left corner; `y` is the base line.

    `page` counts in thousands for each canvas: a document may be laid out more than once.
    """

    page: int
    left: float
    right: float
    y: float
    size: float
    text: str
    heading: bool
    picture: bool

    @property
    def top(self) -> float:
        """About the height of a capital."""
        return self.y + self.size * 0.7


@contextmanager
def noted() -> Iterator[list[Placed]]:
    """Notes every text that is drawn meanwhile."""
    found: list[Placed] = []
    canvases: list[Any] = []  # kept, so that each is known by its place; a document may be tried twice
    corner: list[tuple[float, float]] = []
    real_write, real_paint = ink.write, ink.paint

    def write(canvas: Any, x: float, y: float, words: Any, kind: Type, *, upside_down: bool = False) -> None:
        text = "".join(piece.text for piece in ink.pieces(words))
        left, height = x, y
        if corner:
            left, height = corner[-1][0] + x, corner[-1][1] - y
        if text.strip():
            right = left + ink.width(words, kind)
            if not any(one is canvas for one in canvases):
                canvases.append(canvas)
            page = len(canvases) * 1000 + len(getattr(canvas, "_kept", ()))
            heading = kind is look.SECTION
            found.append(Placed(page, left, right, height, kind.size, text, heading, bool(corner)))
        real_write(canvas, x, y, words, kind, upside_down=upside_down)

    def footer(canvas: Any, x: float, y: float, words: Any, kind: Type) -> float:
        real_write(canvas, x, y, words, kind)
        return x + ink.width(words, kind)

    def paint(canvas: Any, picture: Any, x: float, y: float) -> None:
        corner.append((x, y + picture.height))
        try:
            real_paint(canvas, picture, x, y)
        finally:
            corner.pop()

    patch = pytest.MonkeyPatch()
    patch.setattr(ink, "write", write)
    patch.setattr(ink, "paint", paint)
    patch.setattr(base, "write", real_write)  # the page's own words
    patch.setattr(base, "write_on", footer)
    try:
        yield found
    finally:
        patch.undo()


def texts_of(make: Callable[[], object]) -> list[Placed]:
    """The texts of the body of what `make` draws."""
    with noted() as found:
        make()
    return found


def assert_in_frame(placed: list[Placed], sheet: Sheet) -> None:
    """No text outside the frame of its page."""
    for one in placed:
        assert one.left >= sheet.left - SLACK, one
        assert one.right <= sheet.left + sheet.width + SLACK, one
        assert one.y >= BODY_FOOT - SLACK, one
        assert one.top <= sheet.size[1] - sheet.top + SLACK, one


def assert_apart(placed: list[Placed]) -> None:
    """No text over another; labels of a chart may stand closer to each other than words of a text."""
    pages: dict[int, list[Placed]] = {}
    for one in placed:
        pages.setdefault(one.page, []).append(one)
    for found in pages.values():
        found.sort(key=lambda one: -one.y)
        for at, one in enumerate(found):
            for other in found[at + 1 :]:
                if one.y - other.y > max(one.size, other.size):
                    break
                across = min(one.right, other.right) - max(one.left, other.left)
                down = min(one.top, other.top) - max(one.y, other.y)
                allowed = (2.0, 2.6) if one.picture and other.picture else (0.8, 1.2)
                assert not (across > allowed[0] and down > allowed[1]), (one, other)


def assert_no_orphan(placed: list[Placed]) -> None:
    """No heading without anything under it on its page."""
    for one in placed:
        if one.heading:
            below = [other for other in placed if other.page == one.page and other.y < one.y - 4]
            assert below, one
