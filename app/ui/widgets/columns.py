"""Widths of columns: as designed at the text size in use, more where a language needs more."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime

from PySide6.QtWidgets import QHeaderView, QTableView

from app.ui import fonts
from app.ui.widgets.cells import PADDING


def head_width(header: QHeaderView, column: int) -> int:
    """What the words over a column need, the larger line of two."""
    words = str(header.model().headerData(column, header.orientation()) or "")
    return max(fonts.advance(line, 9, bold=True) for line in words.split("\n")) + 2 * PADDING + 2


def needed(table: QTableView, designed: Sequence[int], samples: Mapping[int, str] | None = None) -> list[int]:
    """The widths of all columns. `samples`: the longest text of a column that is never cut: a date."""
    least = {column: fonts.advance(text, 10) + 2 * PADDING + 2 for column, text in (samples or {}).items()}
    header = table.horizontalHeader()
    return [
        max(fonts.scaled(width), head_width(header, column), least.get(column, 0))
        for column, width in enumerate(designed)
    ]


def with_room(widths: Sequence[int], giving: Iterable[tuple[int, int]], room: int) -> list[int]:
    """The widths with those columns cut that give way until all fit, as far as they do.

    `giving`: column and the least that it keeps at 100 per cent, in the order in which they give.
    """
    fitted = list(widths)
    for column, least in giving:
        short = max(0, sum(fitted) - room)
        fitted[column] = max(min(fitted[column], fonts.scaled(least)), fitted[column] - short)
    return fitted


LONGEST = datetime(2028, 11, 30, 20, 58, tzinfo=UTC)


def fit(table: QTableView, designed: Sequence[int], samples: Mapping[int, str] | None = None) -> None:
    """Give a table the widths of its columns."""
    for column, width in enumerate(needed(table, designed, samples)):
        table.setColumnWidth(column, width)
