"""The audit trail as rows of a table that grows page by page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal

from app.i18n import trail as words
from app.ui.widgets import columns
from app.ui.widgets.cells import CELL_ROLE, ROW_ROLE, SORT_ROLE, TONE_ROLE, Cell
from app.ui.widgets.worded_rows import TOP, Index, WordedRows

if TYPE_CHECKING:
    from app.i18n import Texts
    from app.services.trail import TrailPage, TrailRow

COLUMNS = ("id", "at", "who", "action", "subject", "what", "change", "reason")
WIDTHS = (52, 132, 108, 100, 68, 200, 322, 110)
ROW = 26
LINES = 6  # what a change says is cut by the row model, not by the column
WAYS = (
    columns.breaks("change", 220),
    columns.breaks("change", 150),
    columns.breaks("what", 116),
    columns.breaks("at", 88),
    columns.breaks("reason", 88),
    columns.breaks("action", 84),
    columns.hides("reason"),  # the whole line stands below the list
    columns.breaks("change", 104),
    columns.breaks("what", 92),
    columns.hides("subject"),
)
_QUIET = frozenset({"id", "at", "who"})


class AuditRows(WordedRows["TrailRow"]):
    """Newest first. `wanted` asks for the page behind the last row; a view asks when it is scrolled there."""

    wanted = Signal()

    def __init__(self, texts: Texts, parent: QObject | None = None) -> None:
        super().__init__(texts, area="trail", columns=COLUMNS, parent=parent)
        self._more = False
        self._cells: dict[tuple[int, int], Cell] = {}  # by row and column: measured first, then painted often

    def show_page(self, page: TrailPage) -> None:
        """Show a first page."""
        self._more = page.more
        self._cells.clear()
        self.show_rows(page.rows)

    def add_page(self, page: TrailPage) -> None:
        """Add the page behind."""
        if page.rows:
            first = len(self._rows)
            self.beginInsertRows(TOP, first, first + len(page.rows) - 1)
            self._rows = (*self._rows, *page.rows)
            self.endInsertRows()
        self._more = page.more

    def _text(self, row: TrailRow, column: str) -> str:
        texts = self._texts
        if column == "id":
            return str(row.id)
        if column == "at":
            return texts.moment(row.at)
        if column == "who":
            return row.who
        if column == "action":
            return words.action_text(row.action, texts)
        if column == "subject":
            return row.subject
        if column == "what":
            return words.place_text(row, texts)
        if column == "change":
            return texts("trail.hidden") if row.hidden else words.change_text(row, texts)
        reason = words.reason_text(row.reason_code, row.reason_text, texts)
        return words.marked(reason, texts, set_back=row.set_back)

    def _cell(self, place: int, at: int) -> Cell:
        known = self._cells.get((place, at))
        if known is None:
            row, column = self._rows[place], COLUMNS[at]
            known = self._cells[place, at] = Cell(self._text(row, column), tone=_tone(row, column))
        return known

    # Qt overrides

    def canFetchMore(self, parent: Index) -> bool:
        return self._more and not parent.isValid()

    def fetchMore(self, parent: Index) -> None:
        if self._more and not parent.isValid():
            self._more = False  # until the page is there
            self.wanted.emit()

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        if role == CELL_ROLE:
            return self._cell(index.row(), index.column())
        row, column = self._rows[index.row()], COLUMNS[index.column()]
        if role == SORT_ROLE:
            return row.id
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self._text(row, column)
        if role == ROW_ROLE:
            return row
        if role == TONE_ROLE:
            return _tone(row, column)
        if role == Qt.ItemDataRole.ToolTipRole:
            told = row.set_back and column in ("at", "reason")
            return self._texts("trail.set_back_about") if told else self._text(row, column)
        return None


def _tone(row: TrailRow, column: str) -> str | None:
    if row.set_back and column in ("at", "reason"):
        return "warning"
    return "text2" if column in _QUIET or (column == "change" and row.hidden) else None
