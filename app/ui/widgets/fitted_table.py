"""The columns of a list that is read: designed widths, and more for the words that would be cut."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.ui.widgets import columns
from app.ui.widgets.fitting_columns import MOST_LINES, FittingColumns

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from PySide6.QtWidgets import QTableView

    from app.ui.desk import Desk


def fit_table(
    table: QTableView,
    ways: Sequence[columns.Way],
    *,
    keys: Sequence[str],
    widths: Sequence[int],
    samples: Mapping[int, str],
    row: int,
    desk: Desk,
    name: str,
    always: frozenset[str] = frozenset(),
    lines: int = MOST_LINES,
) -> FittingColumns:
    """Fit the designed widths of a table; `samples` as in `columns.needed`, the rest as of the columns."""
    return FittingColumns(
        table,
        ways,
        wanted=lambda: dict(zip(keys, columns.needed(table, widths, samples), strict=True)),
        row=row,
        desk=desk,
        name=name,
        always=always,
        lines=lines,
        samples=samples,
        by_need=True,
    )
