"""The audit trail as rows of a table that grows page by page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from app.i18n import trail as words
from app.ui.widgets import columns
from app.ui.widgets.cells import ROW_ROLE, SORT_ROLE, TONE_ROLE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.i18n import Texts
    from app.services.trail import TrailPage, TrailRow

Index = QModelIndex | QPersistentModelIndex
_TOP = QModelIndex()
COLUMNS = ("id", "at", "who", "action", "subject", "what", "change", "reason")
WIDTHS = (52, 132, 108, 100, 68, 200, 322, 110)
ROW = 26
WAYS = (
    columns.gives("change", 220),
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


class AuditRows(QAbstractTableModel):
    """Newest first. `wanted` asks for the page behind the last row; a view asks when it is scrolled there."""

    wanted = Signal()

    def __init__(self, texts: Texts, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._texts = texts
        self._rows: list[TrailRow] = []
        self._more = False

    @property
    def rows(self) -> Sequence[TrailRow]:
        """What is shown."""
        return self._rows

    def show_page(self, page: TrailPage) -> None:
        """Show a first page."""
        self.beginResetModel()
        self._rows, self._more = list(page.rows), page.more
        self.endResetModel()

    def add_page(self, page: TrailPage) -> None:
        """Add the page behind."""
        if page.rows:
            first = len(self._rows)
            self.beginInsertRows(_TOP, first, first + len(page.rows) - 1)
            self._rows += page.rows
            self.endInsertRows()
        self._more = page.more

    def row_at(self, place: int) -> TrailRow | None:
        """The line of a row."""
        return self._rows[place] if 0 <= place < len(self._rows) else None

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

    # Qt overrides

    def rowCount(self, parent: Index = _TOP) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = _TOP) -> int:
        return 0 if parent.isValid() else len(COLUMNS)

    def canFetchMore(self, parent: Index) -> bool:
        return self._more and not parent.isValid()

    def fetchMore(self, parent: Index) -> None:
        if self._more and not parent.isValid():
            self._more = False  # until the page is there
            self.wanted.emit()

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._texts(f"trail.column_{COLUMNS[section]}")
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        row, column = self._rows[index.row()], COLUMNS[index.column()]
        if role == SORT_ROLE:
            return row.id
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self._text(row, column)
        if role == ROW_ROLE:
            return row
        if role == TONE_ROLE and row.set_back and column in ("at", "reason"):
            return "warning"
        if role == Qt.ItemDataRole.ToolTipRole:
            told = row.set_back and column in ("at", "reason")
            return self._texts("trail.set_back_about") if told else self._text(row, column)
        if role == TONE_ROLE and (column in _QUIET or (column == "change" and row.hidden)):
            return "text2"
        return None
