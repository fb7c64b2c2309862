"""The columns of the value grid, shared by its fixed header and its rows, and where each cell stands."""

from __future__ import annotations

from collections import Counter
from enum import Enum
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from app.domain.values import dataclass
from app.ui import fonts

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from PySide6.QtWidgets import QGridLayout, QWidget

    from app.services.visits import Previous

GAP = 12
CLOSE_GAP = 6
BEFORE_GRADE = 8  # pixels more between change and grade: their words meet, all others stand apart
EDGE = 12
IN_FIELD = 11  # pixels between the edge of a field and its number, over which the heads stand
CHANGE, GRADE, REMARK = 5, 6, 7  # grid columns of a line
IN_BOX = 34  # pixels around a unit in its box, its edges and arrow, beside what grows with the text
HEADS = ("analyte", "value", "unit", "reference", "previous", "change", "grade", "remark")
_MIDDLE = Qt.AlignmentFlag.AlignVCenter


class Shape(Enum):
    """How much room a value has."""

    WHOLE = "every cell beside the other"
    CLOSE = "one line; the remark in place of change and grade while there is no value, else below"
    FOLDED = "two lines of half of the cells"


@dataclass(frozen=True, slots=True)
class Columns:
    """Widths in pixels at the font in use, left to right; the remark takes what is left.

    `close`: the same without air, in fields that still show seven figures.
    """

    widths: tuple[int, ...]
    close: tuple[int, ...]

    @property
    def close_line(self) -> int:
        """The pixels of a close line."""
        return sum(self.close) + (len(self.close) - 1) * CLOSE_GAP + 2 * EDGE

    def beside(self, shape: Shape) -> Sequence[int]:
        """The width of each fixed cell; those above each other alike."""
        if shape is not Shape.FOLDED:
            return self.close if shape is Shape.CLOSE else self.widths
        across = REMARK // 2 + 1
        return [max(self.widths[at % across :: across]) for at in range(len(self.widths))]

    def place(self, layout: QGridLayout, cells: Sequence[QWidget], *, shape: Shape, at: int) -> None:
        """Put the cells of a value, the remark last, into a grid from row `at` on."""
        *fixed, remark = cells
        across = REMARK // 2 + 1 if shape is Shape.FOLDED else len(cells)
        for number, (cell, width) in enumerate(zip(fixed, self.beside(shape), strict=True)):
            cell.setFixedWidth(width)
            layout.addWidget(cell, at + number // across, number % across, _MIDDLE)
        fixed[CHANGE].setContentsMargins(0, 0, BEFORE_GRADE if shape is Shape.CLOSE else 0, 0)
        if shape is not Shape.CLOSE:
            layout.addWidget(remark, at + REMARK // across, REMARK % across, _MIDDLE)
        for column in range(len(cells)):
            layout.setColumnStretch(column, int(column == across - 1))
        layout.setHorizontalSpacing(CLOSE_GAP if shape is Shape.CLOSE else GAP)


def place_remark(layout: QGridLayout, cells: Sequence[QWidget], *, asks: bool, column: int, at: int) -> None:
    """Where a line is close: why there is no value in place of its change and grade, all else at the end of
    the line from a `column` on, or below (0)."""
    remark = cells[REMARK]
    for cell in (cells[CHANGE], cells[GRADE]):
        cell.setVisible(not asks)
    if asks:
        layout.addWidget(remark, at, CHANGE, 1, 3, _MIDDLE)
    elif column:
        side = Qt.AlignmentFlag(0) if column == REMARK else Qt.AlignmentFlag.AlignRight  # behind the grade
        layout.addWidget(remark, at, column, 1, REMARK + 1 - column, _MIDDLE | side)
        remark.raise_()
    else:
        layout.addWidget(remark, at + 1, 1, 1, REMARK, _MIDDLE)


def columns(
    *,
    heads: Mapping[str, str],
    names: Iterable[str],
    previous: Iterable[str],
    units: Iterable[str],
    missing: Iterable[str],
    references: Iterable[str],
    grade: tuple[str, str],
) -> Columns:
    """Columns that clip none of the heads, names, units and values before. `missing`: what a field says that
    has no value; `grade`: now and before.
    """
    digit = fonts.advance("0", 10)
    head = {name: fonts.advance(words, 9, bold=True) for name, words in heads.items()}
    now, was = grade
    none = max(fonts.advance(each, 10) for each in missing) + 2 * IN_FIELD + 1
    name = max([head["analyte"], *(fonts.advance(each, 10) for each in names)]) + 4
    unit = max((fonts.advance(each, 10) for each in units), default=0)
    around_unit = IN_BOX + fonts.scaled(12)
    limits = max([8 * digit, *(fonts.advance(each, 10) for each in references)]) + 2 * IN_FIELD
    reference = max(limits, head["reference"] + IN_FIELD + 2)
    before = max([10 * digit, head["previous"], *(fonts.advance(each, 10) for each in previous)]) + 4
    change = head["change"] + 2
    widest = max(fonts.advance(each, 10, bold=True) for each in (now, "G0–1"))
    graded = max(head["grade"], widest + 6 + fonts.advance(was, 10)) + 4
    return Columns(
        widths=(
            *(name, max(11 * digit, none), unit + 7 * digit, reference),
            *(before, max(8 * digit, change), graded),
        ),
        close=(
            *(name, max(9 * digit, none), unit + max(9 * digit // 2, around_unit), reference),
            *(before, max(6 * digit + digit // 2, change + 5) + BEFORE_GRADE, graded),
        ),
    )


def usual_day(previous: Mapping[str, Previous]) -> date | None:
    """The day of most of the values before, for their head."""
    days = Counter(before.day for before in previous.values())
    return max(days, key=lambda day: (days[day], day)) if days else None
