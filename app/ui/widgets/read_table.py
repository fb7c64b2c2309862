"""A table that is read and chosen from, never typed into: the lists of the Study page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QAbstractItemModel, Qt
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from app.ui import fonts
from app.ui.widgets import columns
from app.ui.widgets.cells import CellDelegate


def be_read(table: QTableView) -> None:
    """Let whole rows be chosen, one at a time, and nothing be typed; Tab leaves the table."""
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setShowGrid(False)
    table.setTabKeyNavigation(False)
    table.setWordWrap(False)
    table.verticalHeader().hide()


def read_table(
    model: QAbstractItemModel,
    *,
    name: str,
    row: int,
    widths: Sequence[int],
    samples: Mapping[int, str],
    quiet: bool = False,
    parent: QWidget,
) -> QTableView:
    """One row chosen at a time. `row`: height of a row at 100 per cent; `samples` as in `columns.needed`;
    `quiet` as of the delegate."""
    table = QTableView(parent)
    table.setModel(model)
    table.setAccessibleName(name)
    be_read(table)
    table.verticalHeader().setDefaultSectionSize(fonts.row(row))
    delegate = CellDelegate(table)
    delegate.quiet = quiet
    table.setItemDelegate(delegate)
    header = table.horizontalHeader()
    header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    header.setHighlightSections(False)
    header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
    header.setStretchLastSection(True)
    columns.fit(table, widths, samples)
    return table


def fit_rows(table: QTableView, *, least: int, most: int) -> None:
    """As high as its rows below the header: at least so many, at most so many."""
    head, rows = table.horizontalHeader().sizeHint().height(), table.verticalHeader()
    shown = min(rows.count(), most)
    height = sum(rows.sectionSize(at) for at in range(shown)) + rows.defaultSectionSize() * max(
        least - shown, 0
    )
    edges = 5  # both, and what the line below the header takes more, in the schemes of high contrast
    table.setFixedHeight(head + height + edges)
