"""The evidence of a verdict as a read-only tree for Qt's views."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QFont

from app.domain.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from app.ui.pages.response.rows import Row

Index = QModelIndex | QPersistentModelIndex

CRITERION, REQUIRED, OBSERVED, VERDICT, SOURCE = range(5)
ROW_ROLE = Qt.ItemDataRole.UserRole + 1  # the Row itself
VERDICT_ROLE = Qt.ItemDataRole.UserRole + 2  # "met", "not_met" or "unknown"
ASIDE_ROLE = Qt.ItemDataRole.UserRole + 3  # grey text behind the cell's own: the unit as entered


@dataclass(frozen=True, slots=True)
class _Node:
    """A row with its place in the tree; `parent` and `children` are positions in the model's flat list."""

    row: Row
    parent: int | None
    place: int
    children: tuple[int, ...]


def _flatten(rows: Sequence[Row]) -> tuple[list[_Node], tuple[int, ...]]:
    nodes: list[_Node | None] = []

    def add(row: Row, parent: int | None, place: int) -> int:
        own = len(nodes)
        nodes.append(None)
        below = tuple(add(child, own, at) for at, child in enumerate(row.children))
        nodes[own] = _Node(row, parent, place, below)
        return own

    top = tuple(add(row, None, at) for at, row in enumerate(rows))
    return [node for node in nodes if node is not None], top


class EvidenceModel(QAbstractItemModel):
    """Rows of evidence with roles for the row, its verdict, and what a screen reader says."""

    def __init__(self, headers: Sequence[str], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._headers = tuple(headers)
        self._nodes: list[_Node] = []
        self._top: tuple[int, ...] = ()

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Show other evidence."""
        self.beginResetModel()
        self._nodes, self._top = _flatten(rows)
        self.endResetModel()

    def row_of(self, index: Index) -> Row | None:
        """The row that stands at an index."""
        return self._nodes[index.internalId()].row if index.isValid() else None

    def indexes(self) -> Iterator[QModelIndex]:
        """The first cell of every row, in reading order."""
        for own, node in enumerate(self._nodes):
            yield self.createIndex(node.place, CRITERION, own)

    def find(self, criterion: str) -> QModelIndex:
        """The first row of a criterion code; an invalid index when there is none."""
        for index in self.indexes():
            if self._nodes[index.internalId()].row.code == criterion:
                return index
        return QModelIndex()

    def index(self, row: int, column: int, parent: Index = QModelIndex()) -> QModelIndex:  # noqa: B008 - Qt's own default
        """Qt's index of a cell."""
        below = self._below(parent)
        if 0 <= row < len(below) and 0 <= column < len(self._headers):
            return self.createIndex(row, column, below[row])
        return QModelIndex()

    def parent(self, index: Index) -> QModelIndex:  # type: ignore[override]  # QObject.parent() is the other form
        """Qt's index of the row above."""
        above = self._nodes[index.internalId()].parent if index.isValid() else None
        return QModelIndex() if above is None else self.createIndex(self._nodes[above].place, 0, above)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """How many rows stand below a row."""
        return len(self._below(parent))

    def columnCount(self, _parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """Always the same columns."""
        return len(self._headers)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Every cell can be selected and none changed."""
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """The names of the columns."""
        if orientation == Qt.Orientation.Horizontal and 0 <= section < len(self._headers):
            if role == Qt.ItemDataRole.DisplayRole:
                return self._headers[section]
            if role == Qt.ItemDataRole.TextAlignmentRole:
                return int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """What a cell shows, says and stands for."""
        row = self.row_of(index)
        if row is None:
            return None
        if role == ROW_ROLE:
            return row
        if role == VERDICT_ROLE:
            return row.verdict.value
        if role == Qt.ItemDataRole.DisplayRole:
            return row.cells[index.column()]
        if role == ASIDE_ROLE:
            return row.asides.get(index.column(), "")
        if role == Qt.ItemDataRole.ToolTipRole:
            return row.reason if row.reason and index.column() == VERDICT else row.whole(index.column())
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return row.spoken if index.column() == CRITERION else row.cells[index.column()]
        if role == Qt.ItemDataRole.FontRole and row.group:
            font = QFont()
            font.setBold(True)
            return font
        return None

    def _below(self, parent: Index) -> tuple[int, ...]:
        if not parent.isValid():
            return self._top
        return self._nodes[parent.internalId()].children if parent.column() == 0 else ()
