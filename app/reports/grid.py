"""A table of finished cells: rules, hairlines, grounds, a head that repeats, and rows that stay together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

from app.reports import ink
from app.reports.layout import Flowable

PAD = 3.5
ABOVE, BELOW = (
    2.2,
    0.2,
)  # a row of 4.1 mm: room over and under the lines of a row: letters stand high in their own line


@dataclass(slots=True)
class Cell:
    """Flowables below each other, over `span` columns from `column` on."""

    column: int
    content: Sequence[Flowable]
    span: int = 1
    top: bool = False  # at the top of its row, not in its middle


@dataclass(slots=True)
class Row:
    """A row; `keep` rows after it stay on its page; `role` is the ground."""

    cells: Sequence[Cell]
    role: str = ""
    keep: int = 0


class Grid(Flowable):
    """Rows on fixed columns. The first `heads` rows stand on a band and repeat on each page.

    `upright`: rules between the columns too, for tables that are filled by hand.
    """

    def __init__(
        self, rows: Sequence[Row], widths: Sequence[float], *, heads: int = 0, upright: bool = False
    ) -> None:
        self._upright = upright
        self._rows = list(rows)
        self._widths = list(widths)
        self._lefts = [0.0, *accumulate(self._widths)]
        self._heads = heads
        self._sizes: list[list[list[float]]] = []
        self._heights: list[float] = []

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        if not self._heights:
            self._measure()
        self.width, self.height = self._lefts[-1], sum(self._heights)
        return self.width, self.height

    def split(self, available_width: float, available_height: float) -> list[Flowable]:
        self.wrap(available_width, available_height)
        at, used = 0, 0.0
        while at < len(self._rows) and used + self._heights[at] <= available_height:
            used += self._heights[at]
            at += 1
        for before in range(max(at - 4, self._heads), at):  # a row keeps those that belong to it
            if before + self._rows[before].keep >= at and at < len(self._rows):
                at = before
                break
        if len(self._rows) - at == 1 and at - 1 > self._heads:
            at -= 1  # the last row is never alone on the next page
        if at <= self._heads:
            return []
        heads = list(range(self._heads))
        return [self._part(list(range(at))), self._part([*heads, *range(at, len(self._rows))])]

    def _part(self, places: Sequence[int]) -> Grid:
        """Some of the rows with their measures: a long table is measured once, not on every page."""
        made = Grid([self._rows[at] for at in places], self._widths, heads=self._heads, upright=self._upright)
        made._sizes = [self._sizes[at] for at in places]
        made._heights = [self._heights[at] for at in places]
        return made

    def drawOn(self, canvas: Any, x: float, y: float) -> None:  # noqa: N802 - the protocol's
        """Row by row from the top, then the rules over them."""
        foot = y + self.height
        for row, sizes, height in zip(self._rows, self._sizes, self._heights, strict=True):
            foot -= height
            if row.role:
                ink.ground(canvas, x, foot, self.width, height, role=row.role)
            for cell, size in zip(row.cells, sizes, strict=True):
                left, top = x + self._lefts[cell.column] + PAD, foot + height - ABOVE
                if not cell.top:
                    top -= (height - ABOVE - BELOW - sum(size)) / 2
                for part, own in zip(cell.content, size, strict=True):
                    top -= own
                    part.drawOn(canvas, left, top)
        if self._upright:
            self._uprights(canvas, x, y)
        self._rules(canvas, x, y)

    def _uprights(self, canvas: Any, x: float, y: float) -> None:
        top = y + self.height - sum(self._heights[: self._heads])
        for left in self._lefts[1:-1]:
            ink.rule(canvas, x + left, y, x + left, top, line=0.4, role="hair")

    def _measure(self) -> None:
        for row in self._rows:
            sizes = []
            for cell in row.cells:
                room = self._room(cell)
                sizes.append([flowable.wrap(room, 10_000)[1] for flowable in cell.content])
            self._sizes.append(sizes)
            self._heights.append(max((sum(size) for size in sizes), default=0) + ABOVE + BELOW)

    def _room(self, cell: Cell) -> float:
        return self._lefts[cell.column + cell.span] - self._lefts[cell.column] - 2 * PAD

    def _rules(self, canvas: Any, x: float, y: float) -> None:
        at, right = y + self.height, x + self.width
        ink.rule(canvas, x, at, right, at, line=0.8, role="ink")
        last = len(self._heights) - 1
        for number, height in enumerate(self._heights):
            at -= height
            line, role = (0.35, "hair")
            if number == last:
                line, role = (0.8, "ink")
            elif number == self._heads - 1:
                line, role = (0.5, "ink")
            ink.rule(canvas, x, at, right, at, line=line, role=role)
