"""The columns of the value grid, shared by its fixed header and its rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QFont, QFontMetrics

from app.domain.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable

GAP = 12
EDGE = 12


@dataclass(frozen=True, slots=True)
class Columns:
    """Widths in pixels at the font in use; the remark takes what is left."""

    name: int
    value: int
    unit: int
    reference: int
    previous: int
    change: int
    grade: int

    @property
    def widths(self) -> tuple[int, ...]:
        """All widths but the remark's, left to right."""
        return (
            *(self.name, self.value, self.unit, self.reference),
            *(self.previous, self.change, self.grade),
        )


def columns(
    font: QFont,
    *,
    names: Iterable[str],
    previous: Iterable[str],
    units: Iterable[str],
    grades: Iterable[str],
    references: Iterable[str],
) -> Columns:
    """Columns that clip none of the names, units, previous values and grades."""
    metrics, bold = QFontMetrics(font), QFontMetrics(_bold(font))
    digit = metrics.horizontalAdvance("0")
    return Columns(
        name=max((metrics.horizontalAdvance(name) for name in names), default=0) + 4,
        value=digit * 11,
        unit=max((metrics.horizontalAdvance(unit) for unit in units), default=0) + digit * 7,
        reference=max([digit * 8, *(bold.horizontalAdvance(text) for text in references)]) + 22,
        previous=max([digit * 10, *(bold.horizontalAdvance(text) for text in previous)]) + 4,
        change=digit * 8,
        grade=max((bold.horizontalAdvance(text) for text in grades), default=0) + 4,
    )


def _bold(font: QFont) -> QFont:
    bold = QFont(font)
    bold.setBold(True)
    return bold
