"""A panel with a table of rows, or a sentence where there is none. Enter or a double click opens a row."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Generic, TypeVar

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt, Signal
from PySide6.QtWidgets import QApplication, QHBoxLayout, QWidget

from app.ui import fonts
from app.ui.widgets import columns
from app.ui.widgets.column_order import ColumnOrder
from app.ui.widgets.fitting_columns import FittingColumns
from app.ui.widgets.labels import label
from app.ui.widgets.panel import Panel
from app.ui.widgets.read_table import read_table
from app.ui.widgets.row_model import Column, RowModel

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.ui.desk import Desk

R = TypeVar("R")
B = TypeVar("B", bound=QWidget)
ROW = 28


class TablePanel(Panel, Generic[R]):
    """`most`: rows in sight before the table scrolls; 0 lets it fill the room that there is.

    `name`: under which widths, order and hidden columns are kept.
    """

    opened = Signal(object)  # the row
    chosen = Signal(object)  # the row, or None

    def __init__(
        self,
        title: str,
        listed: Sequence[Column[R]],
        *,
        empty: str,
        desk: Desk,
        name: str,
        most: int = 0,
        link: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(title, padded=False, link=link, parent=parent)
        self._most = most
        self.model: RowModel[R] = RowModel(listed, self)
        self.table = read_table(
            self.model,
            name=title,
            row=ROW,
            widths=[column.width for column in listed],
            samples=self._samples(listed),
            quiet=True,  # there may be others beside it
            parent=self,
        )
        self.table.setProperty("flat", True)
        self.table.setCornerButtonEnabled(False)
        self.nothing = label(empty, role="about", wrap=True, parent=self)
        self.nothing.setContentsMargins(12, 10, 12, 12)
        self.nothing.setProperty("spoken", True)
        self.nothing.setFocusPolicy(Qt.FocusPolicy.StrongFocus)  # read out where there is no table
        self.body.addWidget(self.table, 1)
        self.body.addWidget(self.nothing)
        self._filling = QWidget(self)
        self._filling.hide()
        self._fillers = QHBoxLayout(self._filling)
        self._fillers.setContentsMargins(12, 0, 12, 12)
        self._fillers.addStretch(1)
        self.body.addWidget(self._filling)
        self.body.addStretch(0)
        self._columns = FittingColumns(
            self.table,
            _ways(listed),
            wanted=self._wanted,
            row=ROW,
            desk=desk,
            name=name,
            always=frozenset(str(at) for at, each in enumerate(listed) if each.wraps),
            samples=self._samples(listed),
            by_need=True,
        )
        keys = [str(at) for at in range(len(listed))]
        self.order = ColumnOrder(self.table, keys=keys, apply=self.model.sort, desk=desk, name=name)
        self._columns.order_with(self.order)
        self.table.activated.connect(self._on_activated)
        self.table.selectionModel().currentRowChanged.connect(lambda now, _was: self._on_current(now))
        self.table.installEventFilter(self)
        self._fit()

    def show_rows(self, rows: Sequence[R]) -> None:
        """Show rows; the one that was chosen stays so, where it is still there."""
        before = self.row
        self.model.show_rows(rows)
        place = next((at for at, row in enumerate(self.model.rows) if row == before), 0)
        if rows:
            self.table.setCurrentIndex(self.model.index(place, 0))
        self._show_either(self.table if rows else self.nothing, self.nothing if rows else self.table)
        self._fit()
        self.chosen.emit(self.row)

    def leave_out(self, *places: int) -> None:
        """Show these columns never; all others when there is room."""
        self._columns.leave_out(*(str(at) for at in places))

    def offered(self, make: Callable[[QWidget], B]) -> B:
        """A button that fills the panel, made in its place: below the sentence that says it is empty."""
        button = make(self._filling)
        self._fillers.insertWidget(self._fillers.count() - 1, button)
        return button

    def take_focus(self) -> None:
        """Put the focus into the table, or on the sentence that stands there instead."""
        (self.nothing if self.table.isHidden() else self.table).setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_either(self, shown: QWidget, hidden: QWidget) -> None:
        """The focus goes over before its widget goes: Qt would send it anywhere."""
        shown.setVisible(True)
        focused = QApplication.focusWidget()
        if focused is hidden or (focused is not None and self._filling.isAncestorOf(focused)):
            shown.setFocus(Qt.FocusReason.OtherFocusReason)
        hidden.setVisible(False)
        self._filling.setVisible(shown is self.nothing and self._fillers.count() > 1)

    @property
    def row(self) -> R | None:
        """The chosen row."""
        return self.model.row_at(self.table.currentIndex().row())

    def _samples(self, listed: Sequence[Column[R]]) -> dict[int, str]:
        """The longest texts; bold ones need a little more than they are measured with."""
        return {
            at: f"{column.longest}{'n' if column.bold else ''}"
            for at, column in enumerate(listed)
            if column.longest
        }

    def _fit(self) -> None:
        """As high as its rows, up to `most` of them."""
        row = fonts.row(ROW)
        self._columns.fit()
        head = self.table.horizontalHeader().sizeHint().height()
        shown, rows = max(2, len(self.model.rows)), self.table.verticalHeader().length()
        bar = self.table.horizontalScrollBar().sizeHint().height()
        if self._most:
            least = row * self._most if shown > self._most else max(row * shown, rows)
            self.table.setMinimumHeight(head + least + bar + 2)
            self.table.setMaximumHeight(head + max(row * shown, rows) + bar + 2)
        else:
            self.table.setMinimumHeight(head + row * min(6, shown) + bar + 2)

    def _wanted(self) -> dict[str, int]:
        listed = self.model.columns
        widths = columns.needed(self.table, [each.width for each in listed], self._samples(listed))
        return {str(at): width for at, width in enumerate(widths)}

    def _on_activated(self, index: QModelIndex) -> None:
        row = self.model.row_at(index.row())
        if row is not None:
            self.opened.emit(row)

    def _on_current(self, index: QModelIndex) -> None:
        self.chosen.emit(self.model.row_at(index.row()))

    # Qt overrides

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.table and event.type() == QEvent.Type.FontChange:
            self._columns.measure()
            self._fit()
        return bool(super().eventFilter(watched, event))


def _ways(listed: Sequence[Column[R]]) -> list[columns.Way]:
    """Columns that may give way do so before anything is scrolled to the side, first what loses the least."""
    giving = [(at, each) for at, each in enumerate(listed) if each.gives]
    giving.sort(key=lambda each: each[1].gives / each[1].width)
    breaking = [(at, each) for at, each in enumerate(listed) if each.breaks]
    breaking.sort(key=lambda each: each[1].breaks / each[1].width)
    hiding = sorted((each.hides, at) for at, each in enumerate(listed) if each.hides)
    return [
        *(columns.gives(str(at), each.gives) for at, each in giving),
        *(columns.breaks(str(at), each.breaks) for at, each in breaking),
        *(columns.hides(str(at)) for _turn, at in hiding),
    ]
