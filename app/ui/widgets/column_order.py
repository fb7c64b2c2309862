"""The order of a table: by a click on a header or the menu of the columns; kept over runs for the person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QMenu

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtWidgets import QTableView

    from app.ui.desk import Desk

UP, DOWN = Qt.SortOrder.AscendingOrder, Qt.SortOrder.DescendingOrder


class ColumnOrder(QObject):
    """Listens to the header of a table. `keys`: of the columns, "" for one that orders nothing.

    `apply` orders the rows by a column, up or down. It is called at once where an order was kept.
    """

    def __init__(
        self,
        table: QTableView,
        *,
        keys: Sequence[str],
        apply: Callable[[int, Qt.SortOrder], None],
        desk: Desk,
        name: str,
    ) -> None:
        super().__init__(table)
        self._table, self._keys, self._apply = table, tuple(keys), apply
        self._desk, self._setting = desk, f"order.{name}"
        self._now: tuple[int, Qt.SortOrder] | None = None
        header = table.horizontalHeader()
        header.setSectionsClickable(True)
        header.setSortIndicatorShown(False)
        header.sectionClicked.connect(self.turn)
        kept = self.kept()
        if kept is not None:
            self.show(*kept)
            apply(*kept)

    def kept(self) -> tuple[int, Qt.SortOrder] | None:
        """The order of the last time, None where there was none or its column is gone."""
        said = self._desk.state.get(self._setting, "")
        key, way = said.removeprefix("-"), DOWN if said.startswith("-") else UP
        return (self._keys.index(key), way) if key and key in self._keys else None

    def turn(self, column: int) -> None:
        """Order by a column, the other way round where it is the one already."""
        if self._keys[column]:
            self.by(column, DOWN if self._now == (column, UP) else UP)
        elif self._now is not None:  # Qt has put the arrow over what orders nothing
            self.show(*self._now)

    def by(self, column: int, way: Qt.SortOrder) -> None:
        """Order by a column, and keep that."""
        self.show(column, way)
        self._desk.state.put(self._setting, f"{'-' if way == DOWN else ''}{self._keys[column]}")
        self._apply(column, way)

    def show(self, column: int, way: Qt.SortOrder) -> None:
        """Put the arrow where an order has it that the rows have already."""
        self._now = column, way
        header = self._table.horizontalHeader()
        header.setSortIndicatorShown(True)
        header.setSortIndicator(column, way)

    def offer(self, menu: QMenu) -> None:
        """What a click on a header does; that of the order in use turns it round."""
        orders = menu.addMenu(self._desk.texts("common.order_by"))
        model, now = self._table.model(), self._now[0] if self._now is not None else -1
        for place, key in enumerate(self._keys):
            if not key or self._table.isColumnHidden(place):
                continue
            said = str(model.headerData(place, Qt.Orientation.Horizontal) or "")
            action = orders.addAction(said.replace("\n", " "))
            action.setCheckable(True)
            action.setChecked(place == now)
            action.triggered.connect(lambda _on=False, at=place: self.turn(at))


def is_menu_key(event: QEvent) -> bool:
    """Whether a key asks for the menu of what has the focus: the Menu key, or Shift+F10 without one."""
    if not isinstance(event, QKeyEvent):
        return False
    shifted = event.modifiers() == Qt.KeyboardModifier.ShiftModifier
    return event.key() == Qt.Key.Key_Menu or (event.key() == Qt.Key.Key_F10 and shifted)
