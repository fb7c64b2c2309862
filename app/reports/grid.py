"""A table of finished cells: rules, hairlines, grounds, a head that repeats, and rows that stay together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from app.reports import ink
from app.reports.layout import Flowable

PAD = 3.5
ABOVE, BELOW = 1.8, 0.9  # room over and under the text of a row


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
    """Rows on fixed columns. The first `heads` rows stand on a band and repeat on each page."""

    def __init__(self, rows: Sequence[Row], widths: Sequence[float], *, heads: int = 0) -> None:
        super().__init__()
        self._rows = list(rows)
        self._widths = list(widths)
        self._heads = heads
        self._sizes: list[list[list[float]]] = []
        self._heights: list[float] = []

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        if not self._heights:
            self._measure()
        self.width, self.height = sum(self._widths), sum(self._heights)
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
        if at <= self._heads:
            return []
        rest = [*self._rows[: self._heads], *self._rows[at:]]
        return [
            Grid(self._rows[:at], self._widths, heads=self._heads),
            Grid(rest, self._widths, heads=self._heads),
        ]

    def draw(self) -> None:
        canvas = self.canv
        y = self.height
        for row, sizes, height in zip(self._rows, self._sizes, self._heights, strict=True):
            y -= height
            if row.role:
                ink.ground(canvas, 0, y, self.width, height, role=row.role)
            for cell, size in zip(row.cells, sizes, strict=True):
                self._draw_cell(canvas, cell, size, y, height)
        self._rules(canvas)

    def _measure(self) -> None:
        for row in self._rows:
            sizes = []
            for cell in row.cells:
                room = self._room(cell)
                sizes.append([flowable.wrap(room, 10_000)[1] for flowable in cell.content])
            self._sizes.append(sizes)
            self._heights.append(max((sum(size) for size in sizes), default=0) + ABOVE + BELOW)

    def _room(self, cell: Cell) -> float:
        return sum(self._widths[cell.column : cell.column + cell.span]) - 2 * PAD

    def _draw_cell(self, canvas: Any, cell: Cell, sizes: list[float], y: float, height: float) -> None:
        x = sum(self._widths[: cell.column]) + PAD
        spare = height - ABOVE - BELOW - sum(sizes)
        top = y + height - ABOVE - (0 if cell.top else spare / 2)
        for flowable, size in zip(cell.content, sizes, strict=True):
            top -= size
            flowable.drawOn(canvas, x, top)

    def _rules(self, canvas: Any) -> None:
        y = self.height
        ink.rule(canvas, 0, y, self.width, y, line=0.8, role="ink")
        for at, height in enumerate(self._heights):
            y -= height
            last = at == len(self._heights) - 1
            line, role = (0.8, "ink") if last else ((0.5, "ink") if at == self._heads - 1 else (0.35, "hair"))
            ink.rule(canvas, 0, y, self.width, y, line=line, role=role)
