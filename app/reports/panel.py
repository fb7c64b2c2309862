"""Columns side by side with their own room around them, on grounds and between rules."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from app.domain.values import dataclass
from app.reports import ink
from app.reports.layout import Flowable


@dataclass(slots=True)
class Column:
    """Flowables below each other in `width` points, with room inside: left, right, above and below them."""

    content: Sequence[Flowable]
    width: float
    left: float = 0
    right: float = 0
    above: float = 0
    below: float = 0
    middle: bool = False  # in the middle of the panel's height, not at its top
    role: str = ""  # the ground
    before: tuple[float, str] | None = None  # a rule on its left edge: how wide, in which colour


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules around a panel: how wide, in which colour."""

    above: tuple[float, str] | None = None
    below: tuple[float, str] | None = None
    box: tuple[float, str] | None = None


NO_RULES = Rules()


class Panel(Flowable):
    """Columns of one height. Never split: for blocks of a few lines."""

    def __init__(self, columns: Sequence[Column], *, rules: Rules = NO_RULES) -> None:
        self._columns = columns
        self._rules = rules
        self._sizes: list[list[float]] = []

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        self._sizes = [
            [part.wrap(column.width - column.left - column.right, 10_000)[1] for part in column.content]
            for column in self._columns
        ]
        self.width = sum(column.width for column in self._columns)
        self.height = max(
            sum(sizes) + column.above + column.below
            for column, sizes in zip(self._columns, self._sizes, strict=True)
        )
        return self.width, self.height

    def drawOn(self, canvas: Any, x: float, y: float) -> None:  # noqa: N802 - the protocol's
        """Grounds, then contents, then rules."""
        left = x
        for column in self._columns:
            if column.role:
                ink.ground(canvas, left, y, column.width, self.height, role=column.role)
            left += column.width
        left = x
        for column, sizes in zip(self._columns, self._sizes, strict=True):
            self._draw_column(canvas, column, sizes, left, y)
            left += column.width
        self._draw_rules(canvas, x, y)

    def _draw_column(self, canvas: Any, column: Column, sizes: list[float], x: float, y: float) -> None:
        spare = self.height - column.above - column.below - sum(sizes)
        top = y + self.height - column.above - (spare / 2 if column.middle else 0)
        for part, size in zip(column.content, sizes, strict=True):
            top -= size
            part.drawOn(canvas, x + column.left, top)

    def _draw_rules(self, canvas: Any, x: float, y: float) -> None:
        left, right, top = x, x + self.width, y + self.height
        for column in self._columns:
            if column.before is not None:
                wide, role = column.before
                ink.rule(canvas, left, y, left, top, line=wide, role=role)
            left += column.width
        for edge, height in ((self._rules.above, top), (self._rules.below, y)):
            if edge is not None:
                ink.rule(canvas, x, height, right, height, line=edge[0], role=edge[1])
        if self._rules.box is not None:
            wide, role = self._rules.box
            ink.frame(canvas, x, y, self.width, self.height, line=wide, role=role)
