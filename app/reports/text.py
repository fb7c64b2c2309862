"""The one door for text: letters become fonts here, never mark-up, so that nothing typed can act as a tag."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from app.reports import fonts, ink
from app.reports.breaking import Lines, broken
from app.reports.content import Words
from app.reports.ink import pieces, width
from app.reports.layout import Flowable
from app.reports.look import Type

__all__ = ["Line", "Wrapped", "cell", "paragraph", "plain", "width"]


def plain(words: Words) -> str:
    """Words without their weights."""
    return "".join(piece.text for piece in pieces(words))


def paragraph(words: Words, kind: Type, *, align: str = "left") -> Flowable:
    """Text that wraps. Built from pieces: no parser ever sees it."""
    return Wrapped(words, kind, align=align, drop=kind.size)


class Wrapped(Flowable):
    """Words in as many lines as they take; may go on on the next page.

    `drop` is the way from its top to the first base line; None: as far as in a `Line`.
    """

    def __init__(self, words: Words, kind: Type, *, align: str = "left", drop: float | None = None) -> None:
        self._words = words
        self._kind = kind
        self._align = align
        self._drop = fonts.ascent(kind.face, kind.size) if drop is None else drop
        self._lines: Lines = ()
        self._broken_at = -1.0

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        if self._broken_at != available_width:
            self._lines = broken(self._words, self._kind, available_width)
            self._broken_at = available_width
        self.width, self.height = available_width, len(self._lines) * self._kind.leading
        return self.width, self.height

    def split(self, available_width: float, available_height: float) -> Sequence[Flowable]:
        self.wrap(available_width, available_height)
        fitting = int(available_height / self._kind.leading)
        if not 0 < fitting < len(self._lines):
            return ()
        return [self._part(self._lines[:fitting]), self._part(self._lines[fitting:])]

    def drawOn(self, canvas: Any, x: float, y: float) -> None:  # noqa: N802 - the protocol's
        """Line by line from the top."""
        kind = self._kind
        base = y + self.height - self._drop
        for line in self._lines:
            ink.write(canvas, x + self._start(line), base, line, kind)
            base -= kind.leading

    def _start(self, line: Words) -> float:
        if self._align == "left":
            return 0.0
        spare = self.width - width(line, self._kind)
        return spare / 2 if self._align == "center" else spare

    def _part(self, lines: Lines) -> Wrapped:
        """Some of the lines, broken as they are."""
        made = Wrapped(self._words, self._kind, align=self._align, drop=self._drop)
        made._lines, made._broken_at = lines, self._broken_at
        return made


class Line(Flowable):
    """Words in one line, never wrapped: cells of tables, at a fraction of a paragraph's cost.

    `decimal` sets the decimal point `points_right` points left of the right edge.
    """

    def __init__(self, words: Words, kind: Type, *, align: str = "left", points_right: float = 0) -> None:
        self._words = pieces(words)
        self._kind = kind
        self._align = align
        self._right = points_right

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        self.width = available_width
        return available_width, self._kind.leading

    def drawOn(self, canvas: Any, x: float, y: float) -> None:  # noqa: N802 - the protocol's
        """Written straight into the page: a line needs no coordinates of its own."""
        kind = self._kind
        base = kind.leading - fonts.ascent(kind.face, kind.size)
        ink.write(canvas, x + self._start(), y + base, self._words, kind)

    def _start(self) -> float:
        if self._align == "left":
            return 0.0
        own = width(self._words, self._kind)
        if self._align == "center":
            return float((self.width - own) / 2)
        if self._align == "right":
            return float(self.width - own)
        whole = plain(self._words).partition(".")[0]
        return float(self.width - self._right - fonts.width(whole, self._kind.face, self._kind.size))


def cell(words: Words, kind: Type, room: float, *, align: str = "left", points_right: float = 0) -> Flowable:
    """A table cell `room` points wide: one line where it fits, else wrapped."""
    if width(words, kind) <= room:
        return Line(words, kind, align=align, points_right=points_right)
    return Wrapped(words, kind, align=align)
