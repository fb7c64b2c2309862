"""A table of rows whose columns have keys: what stands over each is a text of the program."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.i18n import Texts

R = TypeVar("R")
Index = QModelIndex | QPersistentModelIndex
TOP = QModelIndex()


class WordedRows(QAbstractTableModel, Generic[R]):
    """Says how many rows and columns there are and what they are called; `data` is of each table.

    `area`: of the texts, where the head of a column is `column_<key>`.
    """

    def __init__(
        self, texts: Texts, *, area: str, columns: Sequence[str], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._texts, self._area, self._keys = texts, area, columns
        self._rows: Sequence[R] = ()

    @property
    def rows(self) -> Sequence[R]:
        """What is shown, in its order."""
        return self._rows

    def show_rows(self, rows: Sequence[R]) -> None:
        """Show these rows in this order."""
        self.beginResetModel()
        self._rows = tuple(rows)
        self.endResetModel()

    def row_at(self, place: int) -> R | None:
        """The row at a place, None where there is none."""
        return self._rows[place] if 0 <= place < len(self._rows) else None

    # Qt overrides

    def rowCount(self, parent: Index = TOP) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = TOP) -> int:
        return 0 if parent.isValid() else len(self._keys)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._texts(f"{self._area}.column_{self._keys[section]}")
        return None
