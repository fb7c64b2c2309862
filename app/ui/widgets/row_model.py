"""A table of frozen rows: each column says how it reads, sorts and looks."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from app.domain.values import dataclass
from app.ui.widgets.cells import CELL_ROLE, ROW_ROLE, SORT_ROLE, Cell

if TYPE_CHECKING:
    from typing import Any

R = TypeVar("R")
Index = QModelIndex | QPersistentModelIndex
_TOP = QModelIndex()
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
_WORDS = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole)


def _nothing(_row: object) -> str:
    return ""


@dataclass(frozen=True, slots=True)
class Column(Generic[R]):
    """One column. `order` gives what it is sorted by (None: as it reads); `longest` is never cut.

    `tone`: text2, warning or error; `icon`: the name of one.
    """

    head: str
    width: int
    text: Callable[[R], str]
    order: Callable[[R], Any] | None = None
    right: bool = False
    bold: bool = False
    tone: Callable[[R], str] = _nothing
    icon: Callable[[R], str] = _nothing
    longest: str = ""
    gives: int = 0  # the least that it keeps where the table is too narrow for all; 0: it never gives way
    breaks: int = 0  # the least where even that is too little: words go on in another line; 0: they do not
    hides: int = 0  # its turn to hide where that is too little, too; 0: it never does
    wraps: bool = False  # words that do not fit take a second line, and the row with them


class RowModel(QAbstractTableModel, Generic[R]):
    """Rows in the order in which they were given, until a header is clicked."""

    def __init__(self, columns: Sequence[Column[R]], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self._given: tuple[R, ...] = ()
        self._rows: list[R] = []
        self._cells: dict[tuple[int, int], Cell] = {}  # by row and column: measured first, then painted often
        self._order: tuple[int, Qt.SortOrder] = (-1, Qt.SortOrder.AscendingOrder)

    @property
    def rows(self) -> Sequence[R]:
        """What is shown, in its order."""
        return self._rows

    @property
    def given(self) -> tuple[R, ...]:
        """The same rows in the order in which they were given."""
        return self._given

    def show_rows(self, rows: Sequence[R]) -> None:
        """Show other rows, in the order in use."""
        self.beginResetModel()
        self._given = tuple(rows)
        self._rows = self._sorted()
        self._cells.clear()
        self.endResetModel()

    def row_at(self, place: int) -> R | None:
        """The row at a place."""
        return self._rows[place] if 0 <= place < len(self._rows) else None

    def _cell(self, place: int, at: int) -> Cell:
        known = self._cells.get((place, at))
        if known is None:
            row, column = self._rows[place], self.columns[at]
            side = _RIGHT if column.right else _LEFT
            tone, icon = column.tone(row) or None, column.icon(row) or None
            known = self._cells[place, at] = Cell(column.text(row), side, column.bold, tone, icon)
        return known

    def _sorted(self) -> list[R]:
        at, way = self._order
        if not 0 <= at < len(self.columns):
            return list(self._given)
        column = self.columns[at]
        return sorted(self._given, key=_key(column), reverse=way == Qt.SortOrder.DescendingOrder)

    # Qt overrides

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        self._order = (column, order)
        self.layoutAboutToBeChanged.emit()
        before = list(self._rows)
        self._rows = self._sorted()
        self._cells.clear()
        places = {id(row): place for place, row in enumerate(self._rows)}
        old = self.persistentIndexList()
        new = [self.index(places[id(before[each.row()])], each.column()) for each in old]
        self.changePersistentIndexList(old, new)
        self.layoutChanged.emit()

    def rowCount(self, parent: Index = _TOP) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = _TOP) -> int:
        return 0 if parent.isValid() else len(self.columns)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self.columns):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.columns[section].head
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if self.columns[section].right else _LEFT
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        if role == CELL_ROLE:
            return self._cell(index.row(), index.column())
        row, column = self._rows[index.row()], self.columns[index.column()]
        if role in _WORDS:
            return column.text(row)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if column.right else _LEFT
        if role == ROW_ROLE:
            return row
        if role == SORT_ROLE:
            return column.order(row) if column.order is not None else column.text(row)
        return None


def _key(column: Column[R]) -> Callable[[R], tuple[bool, Any]]:
    """What is not known stands behind what is."""
    order = column.order
    if order is None:
        return lambda row: (False, column.text(row).casefold())

    def key(row: R) -> tuple[bool, Any]:
        value = order(row)
        return (value is None, 0 if value is None else value)

    return key
