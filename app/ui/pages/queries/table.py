"""The table of queries: shape and word of the status, whose and which field, the question, who spoke last."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHeaderView, QTableView, QWidget

from app.i18n.controls import field_name
from app.ui import fonts
from app.ui.pages.queries import rows as said
from app.ui.pages.visit_list.model import SHAPE_ROLE
from app.ui.pages.visit_list.table import StateDelegate
from app.ui.widgets import cells, columns
from app.ui.widgets.column_order import ColumnOrder
from app.ui.widgets.fitted_table import fit_table
from app.ui.widgets.read_table import be_read

if TYPE_CHECKING:
    from app.i18n import Texts
    from app.services.contracts.control import Query
    from app.ui.desk import Desk

KEYS = ("status", "subject", "visit", "field", "age", "asked", "question", "last")
WIDTHS = (150, 80, 180, 130, 52, 100, 330, 140)
_WAYS = (
    columns.breaks("question", 200),
    columns.breaks("last", 140),
    columns.gives("visit", 120),
    columns.gives("field", 90),
    columns.hides("last"),  # the thread below the list says it, and who asked
    columns.breaks("visit", 104),
    columns.breaks("status", 112),
    columns.breaks("field", 90),
    columns.hides("asked"),
    columns.breaks("question", 96),
    columns.hides("age"),
)
_WHOLE = frozenset({"question", "last"})  # what people wrote to each other is never cut
SHAPES = {"open": "ring", "answered": "tick_open", "proposed": "tick", "closed": "dot"}
ROW, LONGEST_AGE = 28, 8888  # pixels, days
_ROOT = QModelIndex()
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)


class QueryRows(QAbstractTableModel):
    """Plain rows of queries."""

    def __init__(self, texts: Texts, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._texts = texts
        self._today = date.min
        self._order: tuple[int, Qt.SortOrder] | None = None  # none: what waits longest first
        self.rows: tuple[Query, ...] = ()

    def show_rows(self, rows: tuple[Query, ...], *, today: date) -> None:
        """Replace all rows."""
        self.beginResetModel()
        self._today = today
        self.rows = self._ordered(rows)
        self.endResetModel()

    def _ordered(self, rows: tuple[Query, ...]) -> tuple[Query, ...]:
        if self._order is None:
            return rows
        key = KEYS[self._order[0]]
        down = self._order[1] == Qt.SortOrder.DescendingOrder
        return tuple(sorted(rows, key=lambda row: self._rank(row, key), reverse=down))

    def _rank(self, row: Query, key: str) -> Any:
        """What a column is ordered by; unplanned visits stand by their days behind the others."""
        if key == "status":
            return list(SHAPES).index(row.status)
        if key == "visit":
            planned = row.visit_day is not None
            return (not planned, row.visit_day or 0, row.visit_actual or date.min)
        return said.age(row, self._today) if key == "age" else self.text(row, key).casefold()

    def position_of(self, query_id: int) -> int:
        """The place of a query, -1 when it is not shown."""
        return next((place for place, row in enumerate(self.rows) if row.id == query_id), -1)

    def text(self, row: Query, key: str) -> str:
        """The words of a cell."""
        texts = self._texts
        last = row.steps[-1] if row.steps else None
        words = {
            "status": lambda: texts(f"queries.status.{row.status}"),
            "subject": lambda: row.subject_code,
            "visit": lambda: said.visit_words(row, texts),
            "field": lambda: field_name(texts, row.field),
            "age": lambda: texts("queries.age", days=said.age(row, self._today)),
            "asked": lambda: row.steps[0].shown_name if row.steps else "",
            "question": lambda: row.text,
            "last": lambda: last.text if last is not None and len(row.steps) > 1 else "",
        }
        return words[key]()

    # Qt overrides

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        self._order = column, order
        self.layoutAboutToBeChanged.emit()
        held, before = self.persistentIndexList(), self.rows
        self.rows = self._ordered(before)
        now = [self.index(self.position_of(before[each.row()].id), each.column()) for each in held]
        self.changePersistentIndexList(held, now)
        self.layoutChanged.emit()

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: QModelIndex | QPersistentModelIndex = _ROOT) -> int:
        return 0 if parent.isValid() else len(KEYS)

    def data(
        self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if not index.isValid():
            return None
        row, key = self.rows[index.row()], KEYS[index.column()]
        if role in {
            Qt.ItemDataRole.DisplayRole,
            Qt.ItemDataRole.ToolTipRole,
            Qt.ItemDataRole.AccessibleTextRole,
        }:
            return self.text(row, key)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if key == "age" else _LEFT
        if role == cells.ROW_ROLE:
            return row
        if role == cells.SORT_ROLE:
            return self._rank(row, key)
        if role == cells.TONE_ROLE:
            return "text2" if not row.is_open else None
        if role == cells.BOLD_ROLE:
            return key == "subject" and row.is_open
        if role == SHAPE_ROLE:
            return SHAPES[row.status] if key == "status" else None
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(KEYS):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._texts(f"queries.column_{KEYS[section]}")
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if KEYS[section] == "age" else _LEFT
        return None


class QueryTable(QTableView):
    """Enter or a double click leads to the field."""

    opened = Signal(object)  # Query
    chosen_changed = Signal()

    def __init__(self, desk: Desk, rows: QueryRows, *, subject: bool, parent: QWidget) -> None:
        super().__init__(parent)
        self._rows = rows
        self._texts = desk.texts
        self.setModel(rows)
        self.setAccessibleName(desk.texts("queries.table"))
        self.setItemDelegate(cells.CellDelegate(self))
        self.setItemDelegateForColumn(KEYS.index("status"), StateDelegate(self))
        be_read(self)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setStretchLastSection(True)
        self._columns = fit_table(
            *(self, _WAYS),
            keys=KEYS,
            widths=WIDTHS,
            samples=self._samples(),
            row=ROW,
            desk=desk,
            name="queries",
            always=_WHOLE,
        )
        if not subject:
            self._columns.leave_out("subject")
        self.order = ColumnOrder(self, keys=KEYS, apply=rows.sort, desk=desk, name="queries")
        self._columns.order_with(self.order)
        self.doubleClicked.connect(lambda index: self.opened.emit(self._rows.rows[index.row()]))
        self.selectionModel().currentRowChanged.connect(lambda *_: self.chosen_changed.emit())
        desk.themed.connect(self.measure)

    def measure(self) -> None:
        """Widths and heights at the text size in use."""
        self._columns.measure()

    def _samples(self) -> dict[int, str]:
        states = [self._texts(f"queries.status.{status}") for status in SHAPES]
        widest = max(states, key=lambda words: fonts.advance(words, 10))
        age = self._texts("queries.age", days=LONGEST_AGE)
        return {KEYS.index("status"): f"{widest}nnn", KEYS.index("age"): age}  # the status with its mark

    def choose(self, query_id: int) -> None:
        """Select a query; the first one where it is not shown."""
        if self._rows.rowCount():
            place = max(self._rows.position_of(query_id), 0)
            self.setCurrentIndex(self._rows.index(place, 0))

    def chosen(self) -> Query | None:
        """The selected query."""
        current = self.currentIndex()
        return self._rows.rows[current.row()] if current.isValid() and self._rows.rows else None

    # Qt overrides

    def keyPressEvent(self, event: QKeyEvent) -> None:
        query = self.chosen()
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and query is not None:
            self.opened.emit(query)
            event.accept()
        else:
            super().keyPressEvent(event)
