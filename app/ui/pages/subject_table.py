"""The table of the subject list: keys, columns that give way, rows of one height."""

from __future__ import annotations

from datetime import date
from math import ceil
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QMenu, QWidget

from app.ui import fonts, words
from app.ui.pages.subject_columns import COLUMNS, KEYS
from app.ui.pages.subject_rows import SubjectRows
from app.ui.widgets import columns
from app.ui.widgets.cells import PADDING, Cell, CellDelegate, ChipDelegate, SparkDelegate, height_of
from app.ui.widgets.chip import chip_text, chip_width
from app.ui.widgets.column_order import DOWN, UP, ColumnOrder, is_menu_key
from app.ui.widgets.header import TwoLineHeader
from app.ui.widgets.own_widths import OwnWidths
from app.ui.widgets.row_pictures import PicturedTable
from app.ui.widgets.viewport import own_viewport

if TYPE_CHECKING:
    from app.ui.desk import Desk

ROW = 28
MOST_TALL = 200  # rows of their own height
# Columns that give way first when the window is narrow. Flags never do.
GIVE_WAY = ("window", "trend", "person", "day0", "next", "protocol", "day")
WIDEST_NEXT = 166  # pixels that the title of the next visit takes where there is room
SPARE = 30  # pixels that the title of the next visit gives before a column goes
AWAY = "subject_columns_away"  # setting
_LONG_ARMS = (("pgf_msc", "msc"), ("saa_atg", "control"))  # the longest of the bundled protocols


class SubjectTable(PicturedTable):
    """Enter or a double click opens; letters and digits go to the search."""

    opened = Signal(int)  # subject id
    typed = Signal(str)

    def __init__(self, desk: Desk, rows: SubjectRows, parent: QWidget) -> None:
        super().__init__(rows.look_of, parent)
        own_viewport(self)
        self._desk = desk
        self._rows = rows
        kept = desk.state.get(AWAY, "").split(",")  # columns that the user has switched off
        self._put_away = {key for key in kept if key in KEYS}
        self._no_room: set[str] = set()
        self._widths: dict[str, int] = {}
        self.setModel(rows)
        self.setAccessibleName(desk.texts("subjects.table"))
        self.setHorizontalHeader(TwoLineHeader(self))
        self.setItemDelegate(CellDelegate(self))
        self.setItemDelegateForColumn(KEYS.index("status"), ChipDelegate(desk.texts, self))
        self.setItemDelegateForColumn(KEYS.index("trend"), SparkDelegate(self))
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header = self.horizontalHeader()
        header.setMinimumSectionSize(24)
        header.setStretchLastSection(True)
        header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        header.customContextMenuRequested.connect(self._column_menu)
        self._own = OwnWidths(header, desk.state, name="subjects", keys=KEYS)
        self._own.changed.connect(self._make_room)
        sorting = [column.key if column.sort else "" for column in COLUMNS]
        self.order = ColumnOrder(self, keys=sorting, apply=rows.sort, desk=desk, name="subjects")
        if self.order.kept() is None:
            self.order.show(0, UP)
        self.doubleClicked.connect(self._open)
        self._tall: set[int] = set()
        self._flags_width = 0
        rows.modelReset.connect(self._grow_rows)
        rows.dataChanged.connect(lambda _first, _last: self._grow_rows())
        desk.themed.connect(self.measure)
        self.measure()

    def measure(self) -> None:
        """Widths and heights at the text size in use."""
        self.forget_pictures()
        self._widths = self._needed_widths()
        self._make_room()
        self._grow_rows()

    def choose(self, subject_id: int) -> None:
        """Select a subject, or the first row when it is not in the list."""
        place = max(self._rows.position_of(subject_id), 0)
        if self._rows.rowCount():
            self.setCurrentIndex(self._rows.index(place, 0))

    def chosen(self) -> int:
        """The id of the selected subject, 0 without one."""
        current = self.currentIndex()
        row = self._rows.row(current.row()) if current.isValid() else None
        return row.id if row is not None else 0

    def show_order(self, sort: str, *, descending: bool) -> None:
        """Put the arrow where an order has it that was not asked for by a click."""
        place = next(at for at, column in enumerate(COLUMNS) if column.sort == sort)
        down = descending != COLUMNS[place].reversed
        self.order.show(place, DOWN if down else UP)

    def _scale(self) -> float:
        return fonts.sized(10).pointSizeF() / fonts.BODY_POINTS

    def _make_room(self) -> None:
        room = self.viewport().width()
        own = self._own.over(self._widths)
        shown = {key: width for key, width in own.items() if key not in self._put_away}
        if "next" in shown:  # a title may be cut, with the whole of it as tooltip; a date may not
            over = sum(shown.values()) - room
            shown["next"] -= min(max(over, 0), round(SPARE * self._scale()))
        self._no_room = set()
        for key in GIVE_WAY:
            if sum(shown.values()) <= room:
                break
            if shown.pop(key, None) is not None:
                self._no_room.add(key)
        if "next" in shown and not self._own.drew("next"):  # what is left over, or what a column left
            left = max(0, room - sum(shown.values()))
            shown["next"] = min(round(WIDEST_NEXT * self._scale()), shown["next"] + left)
        # What the last column will be stretched to: its header learns that later than rows are measured.
        self._flags_width = shown["flags"] + max(0, room - sum(shown.values()))
        for place, column in enumerate(COLUMNS):
            self.setColumnHidden(place, column.key not in shown)
            if column.key in shown and column is not COLUMNS[-1]:
                self.setColumnWidth(place, shown[column.key])

    def _needed_widths(self) -> dict[str, int]:
        """The designed widths at the text size in use, more where the longest date needs more."""
        texts, metrics = self._desk.texts, QFontMetrics(fonts.sized(10))
        longest = date(2028, 11, 30)
        short = texts.short_date(longest)
        samples = {
            "day0": texts.date(longest),
            "target": texts.date(longest),
            "window": f"{short} – {short}",
            "person": texts.spoken((texts("common.sex_F"), texts("common.age_years", years=44))),
            "protocol": max(
                (words.protocol_arm(*each, texts=texts) for each in _LONG_ARMS), key=metrics.horizontalAdvance
            ),
        }
        least = {key: metrics.horizontalAdvance(text) + 2 * PADDING + 2 for key, text in samples.items()}
        least["status"] = ceil(chip_width(chip_text(texts, "CLONAL_EVOLUTION"))) + PADDING + 2
        scale, head = self._scale(), self.horizontalHeader()
        return {
            column.key: max(
                round(column.width * scale), least.get(column.key, 0), columns.head_width(head, place)
            )
            for place, column in enumerate(COLUMNS)
        }

    def _grow_rows(self) -> None:
        """A flag is never cut: the row of one that needs a second line has room for it.

        Where many do, every row has: rows of their own height are told to Qt one by one.
        """
        usual = round(ROW * max(self._scale(), 1))
        needed: dict[str, int] = {}  # a few things, said ten thousand times
        tall: dict[int, int] = {}
        for place, row in self._rows.placed():
            text = self._rows.text(row, "flags")
            if text not in needed:
                needed[text] = self._height_of(text)
            if needed[text] > usual:
                tall[place] = needed[text]
        every = max(tall.values(), default=usual) if len(tall) > MOST_TALL else usual
        header = self.verticalHeader()
        if every != header.defaultSectionSize():
            header.setDefaultSectionSize(every)
            self.updateGeometries()  # a hidden header does not tell the table
        for place in self._tall - tall.keys():
            header.resizeSection(place, every)
        for place, height in tall.items():
            header.resizeSection(place, max(height, every))
        self._tall = set(tall)

    def _height_of(self, flags: str) -> int:
        return height_of(Cell(flags, wrap=True), self._flags_width)

    def _column_menu(self, at: QPoint) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for column in COLUMNS[1:-1]:
            if column.key == "status":
                continue  # the status is never put away
            name = self._desk.texts(f"subjects.column_{column.key}")
            if column.key in self._no_room:
                name = self._desk.texts("common.column_no_room", column=name)
            action = menu.addAction(name)
            action.setCheckable(True)
            action.setChecked(column.key not in self._put_away)
            action.toggled.connect(lambda on, key=column.key: self._switch(key, on=on))
        self.order.offer(menu)
        menu.popup(self.horizontalHeader().mapToGlobal(at))

    def _switch(self, key: str, *, on: bool) -> None:
        (self._put_away.discard if on else self._put_away.add)(key)
        self._desk.state.put(AWAY, ",".join(sorted(self._put_away)))
        self._make_room()

    def _open(self, index: QModelIndex) -> None:
        row = self._rows.row(index.row()) if index.isValid() else None
        if row is not None:
            self.opened.emit(row.id)

    # Qt overrides

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open(self.currentIndex())
        elif is_menu_key(event):
            self._column_menu(self.horizontalHeader().rect().bottomLeft())
        elif (
            event.text().strip()
            and event.text().isprintable()
            and not event.modifiers()
            & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier)
        ):
            self.typed.emit(event.text())
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._make_room()
            self._grow_rows()
