"""Columns that find room for all that matters: words are cut, then broken, then the least important hide."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtWidgets import QMenu

from app.ui import fonts
from app.ui.widgets import columns
from app.ui.widgets.cells import CellDelegate
from app.ui.widgets.column_order import ColumnOrder, is_menu_key
from app.ui.widgets.own_widths import OwnWidths
from app.ui.widgets.word_room import WordRoom

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

    from PySide6.QtWidgets import QTableView

    from app.ui.desk import Desk

MANY = 100  # more rows than any screen shows
MOST_LINES = 3  # in a column that is too narrow for its words; the whole is their tooltip
_CALM_LINES = 2  # more of them, and the columns whose words are broken share their room anew


class FittingColumns(QObject):
    """Keeps a table from being scrolled to the side. A table has one; its delegates are `CellDelegate`s.

    `wanted` gives the pixels of each column, by key and in the order of the model; `ways` says what gives
    way, first what is missed least; the words of `always` break wherever their column is too narrow. `row`:
    the height of a row at 100 per cent; `samples` as in `columns.needed`: no word or date of them is broken.
    The menu of the header tells which columns have no room, and lets a person put others away for them, those
    of `optional`, too, which never hide by themselves. With `desk` and `name` that is kept for the person; so
    are drawn widths, which give way last. `grows`: a column that takes what is left up to so many pixels at
    100 per cent; the last one stretches. `heights`: gives rows their heights where there are thousands of
    them; the columns are fitted as the table is resized then. `by_need`: a column whose words need less than
    it was designed with gives room to those whose words would be cut. `lines`: in how many words are broken
    at most.
    """

    raised = Signal()  # rows became higher or lower

    def __init__(
        self,
        table: QTableView,
        ways: Sequence[columns.Way],
        *,
        wanted: Callable[[], Mapping[str, int]],
        row: int,
        desk: Desk | None = None,
        name: str = "",
        always: frozenset[str] = frozenset(),
        samples: Mapping[int, str] | None = None,
        optional: Collection[str] = (),
        grows: tuple[str, int] | None = None,
        heights: Callable[[], None] | None = None,
        by_need: bool = False,
        lines: int = MOST_LINES,
    ) -> None:
        super().__init__(table)
        self._table, self._ways, self._measure = table, tuple(ways), wanted
        self._row, self._desk, self._setting = row, desk, f"columns_away.{name}"
        self._order: ColumnOrder | None = None
        self.below_lines = False  # each line has a menu, which offers these columns: the keys lead there
        self._always = always
        first = {way.key: way for way in reversed(self._ways)}
        self._breaking = {key for key, way in first.items() if way.breaks}  # rather than be cut
        self._least = {key: way.least for key, way in first.items()}
        self._samples = samples or {}
        self._words = WordRoom(table, aside=self._samples, on=by_need)
        self._hideable = frozenset({*optional, *(way.key for way in ways if not way.least)})
        self._grows, self._heights, self._lines = grows, heights, lines
        self._fits_at = QEvent.Type.Paint if heights is None else QEvent.Type.Resize
        self.widths: Mapping[str, int] = {}  # as shared last, 0 for what is not shown
        kept = desk.state.get(self._setting, "").split(",") if desk is not None else ()
        self._away = {key for key in kept if key in self._hideable}
        self._absent: frozenset[str] = frozenset()
        self._no_room: frozenset[str] = frozenset()
        self._wanted: dict[str, int] = {}
        self._heads: dict[str, int] = {}
        self._broken: tuple[int, ...] = ()
        self._raised = False
        self._raised_for: tuple[object, ...] = ()
        self._fitted = -1  # the width that was shared last
        header, model = table.horizontalHeader(), table.model()
        header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        header.customContextMenuRequested.connect(self._show_menu)
        self._own: OwnWidths | None = None
        designed = wanted()
        if desk is not None:
            self._own = OwnWidths(header, desk.state, name=name, keys=tuple(designed))
            self._own.changed.connect(self.measure)
        model.modelReset.connect(self._on_other_rows)
        model.layoutChanged.connect(lambda *_parents: self._raise_rows())
        model.rowsInserted.connect(lambda _parent, first, last: self._raise_rows(first, last))
        table.installEventFilter(self)
        self._viewport = table.viewport()
        self._viewport.installEventFilter(self)
        self._take(designed)

    @property
    def broken(self) -> set[str]:
        """The columns whose words go on in another line."""
        keys = list(self._wanted)
        return {keys[at] for at in self._broken}

    def leave_out(self, *keys: str) -> None:
        """Show these columns never: they would say the same in each row."""
        self._absent = frozenset(keys)
        self.fit()

    def measure(self) -> None:
        """Take the widths anew, at the text size in use, and fit them."""
        self._take(self._measure())

    def _take(self, wanted: Mapping[str, int]) -> None:
        self._wanted = self._own.over(wanted) if self._own is not None else dict(wanted)
        header = self._table.horizontalHeader()
        self._heads = {
            key: max(columns.head_width(header, at), columns.unbroken_width(self._samples.get(at, "")))
            for at, key in enumerate(self._wanted)
        }
        self._table.verticalHeader().setDefaultSectionSize(fonts.row(self._row))
        self._words.forget()
        self.fit()

    def fit(self) -> None:
        """Share the room that there is now."""
        self._fitted = self._room()
        gone = self._away | self._absent
        wanted = {key: 0 if key in gone else width for key, width in self._wanted.items()}
        needs = self._needed()
        least = {key: min(width, needs.get(key, width)) for key, width in wanted.items()}
        found = columns.shared(least, self._by_turns(), self._fitted, heads=self._heads)
        shown = dict(zip(wanted, found.widths, strict=True))
        least = {key: self._heads[key] for key in found.broken | self._always}
        shown = columns.pressed(shown, least, self._fitted)
        if needs:
            shown = columns.filled(columns.filled(shown, needs, self._fitted), wanted, self._fitted)
            least = {key: self._floors()[key] for key in self._breaking | found.broken | self._always}
            shown = columns.balanced(shown, needs, least, lines=_CALM_LINES)
        self._spread(shown)
        self.widths = shown
        self._no_room = frozenset(key for key, width in shown.items() if not width and key not in gone)
        for at, width in enumerate(shown.values()):
            self._table.setColumnHidden(at, not width)
            if width:
                self._table.setColumnWidth(at, width)
        lacking = {key for key, need in needs.items() if shown[key] < need}
        broken = found.broken | self._always | (lacking & self._breaking)
        self._broken = tuple(at for at, key in enumerate(shown) if key in broken and shown[key])
        for at in range(len(shown)):
            delegate = self._delegate(at)
            if isinstance(delegate, CellDelegate):
                delegate.broken = dict.fromkeys(self._broken, 0 if self._always else self._lines)
        if self._room_for_words() != self._raised_for:
            self._raise_rows()

    def _needed(self) -> Mapping[str, int]:
        """What the words of each column need; a date or a code always has room, and so has a drawn width."""
        # Below what it gives way to otherwise no column goes: a row that was not looked at may need it.
        found, own = self._words.needed(self._floors()), self._own
        return found if own is None else {key: need for key, need in found.items() if not own.drew(key)}

    def _floors(self) -> dict[str, int]:
        """What each column keeps where it gives way."""
        least = {key: min(fonts.scaled(self._least.get(key, 0)), wide) for key, wide in self._wanted.items()}
        return {key: max(head, least[key]) for key, head in self._heads.items()}

    def _spread(self, shown: dict[str, int]) -> None:
        """Give what is left to the column that grows, then to the last one, which stretches."""
        left = max(0, self._fitted - sum(shown.values()))
        key, most = self._grows or ("", 0)
        if shown.get(key) and not (self._own is not None and self._own.drew(key)):
            more = max(0, min(left, fonts.scaled(most) - shown[key]))
            shown[key], left = shown[key] + more, left - more
        last = next(reversed(shown))
        if self._heights is not None and shown[last]:
            shown[last] += left

    def order_with(self, order: ColumnOrder) -> None:
        """Let the menu of the columns order the rows, too."""
        self._order = order

    def _room(self) -> int:
        """Pixels for all columns, less the scroll bar that Qt shows for many rows only later."""
        bar, width = self._table.verticalScrollBar(), self._viewport.width()
        coming = not bar.isVisible() and self._table.model().rowCount() > MANY
        return width - bar.sizeHint().width() if coming else width

    def _by_turns(self) -> Sequence[columns.Way]:
        own = self._own
        return sorted(self._ways, key=lambda way: own.drew(way.key)) if own is not None else self._ways

    def _delegate(self, at: int) -> object:
        own: object = self._table.itemDelegateForColumn(at)
        return self._table.itemDelegate() if own is None else own

    def _on_other_rows(self) -> None:
        """Their heights go by the room that there is now: a table that was hidden is not yet fitted to it."""
        self._words.forget()
        if self._room() == self._fitted and not self._needed():
            self._raise_rows()
        else:
            self._raised_for = ()
            self.fit()

    def _room_for_words(self) -> tuple[object, ...]:
        """What the heights of the rows hang on beside the rows themselves."""
        usual = self._table.verticalHeader().defaultSectionSize()
        if self._heights is not None:
            return (fonts.in_use(), usual, *self.widths.values())
        return (fonts.in_use(), usual, *((at, self._table.columnWidth(at)) for at in self._broken))

    def _raise_rows(self, first: int = 0, last: int | None = None) -> None:
        """Give a row whose words go on in another line the height for it."""
        if last is None:
            self._raised_for = self._room_for_words()
        if self._heights is not None:
            self._heights()
            return
        if not self._broken and not self._raised:
            return
        model, header = self._table.model(), self._table.verticalHeader()
        usual = header.defaultSectionSize()
        delegates = [(at, self._delegate(at), self._table.columnWidth(at)) for at in self._broken]
        taller = changed = False
        for row in range(first, model.rowCount() if last is None else last + 1):
            height = usual
            for at, delegate, width in delegates:
                if isinstance(delegate, CellDelegate):
                    height = max(height, delegate.height_of(model.index(row, at), width))
            taller |= height > usual
            if header.sectionSize(row) != height:
                header.resizeSection(row, height)
                changed = True
        self._raised = taller or (self._raised and last is not None)
        if changed:
            self.raised.emit()

    def offer(self, menu: QMenu) -> None:
        """The same at the end of the menu of a line, which the keys of the table lead to where it has one."""
        if self._order is not None:
            self._order.offer(menu)
        if self._hideable and self._desk is not None:
            self._list(menu.addMenu(self._desk.texts("common.columns")))

    def _show_menu(self, at: QPoint) -> None:
        """The columns that may hide, with those that have no room for now; and the orders."""
        if not (self._hideable or self._order):
            return
        menu = QMenu(self._table)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._list(menu)
        if self._order is not None:
            self._order.offer(menu)
        menu.popup(self._table.horizontalHeader().mapToGlobal(at))

    def _list(self, menu: QMenu) -> None:
        model, sideways = self._table.model(), Qt.Orientation.Horizontal
        for place, key in enumerate(self._wanted):
            if key not in self._hideable or key in self._absent:
                continue
            name = str(model.headerData(place, sideways) or "").replace("\n", " ")
            if key in self._no_room and self._desk is not None:
                name = self._desk.texts("common.column_no_room", column=name)
            action = menu.addAction(name)
            action.setCheckable(True)
            action.setChecked(key not in self._away)
            action.toggled.connect(lambda on, which=key: self._switch(which, on=on))

    def _switch(self, key: str, *, on: bool) -> None:
        (self._away.discard if on else self._away.add)(key)
        if self._desk is not None:
            self._desk.state.put(self._setting, ",".join(sorted(self._away)))
        self.fit()

    # Qt overrides

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # The kind first: a table that is being taken down still sends events, and may not be asked anything.
        kind = event.type()
        if kind == self._fits_at and watched is self._viewport:
            # Usually not when it is resized: a page on its way to the front is laid out twice, and all
            # rows of a table that was fitted twice would be painted anew.
            if self._room() != self._fitted:
                self.fit()
        elif kind == QEvent.Type.FontChange and watched is self._table:
            self.measure()
        elif kind == QEvent.Type.KeyPress and watched is self._table and is_menu_key(event):
            if self.below_lines and self._table.currentIndex().isValid():
                return False  # the table opens the menu of the line, which ends with this one
            self._show_menu(self._table.horizontalHeader().rect().bottomLeft())
            return bool(self._hideable or self._order)
        return False
