"""The table of the subject list: keys, columns that give way, rows of one height."""

from __future__ import annotations

from datetime import date
from math import ceil
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QWidget

from app.ui import fonts, words
from app.ui.pages.subjects.columns import COLUMNS, KEYS
from app.ui.pages.subjects.rows import SubjectRows
from app.ui.widgets import columns
from app.ui.widgets.cells import PADDING, Cell, CellDelegate, ChipDelegate, SparkDelegate, height_of
from app.ui.widgets.chip import chip_text, chip_width
from app.ui.widgets.column_order import DOWN, UP, ColumnOrder, is_menu_key
from app.ui.widgets.columns import breaks, gives, hides
from app.ui.widgets.fitting_columns import MOST_LINES, FittingColumns
from app.ui.widgets.header import TwoLineHeader
from app.ui.widgets.row_pictures import PicturedTable
from app.ui.widgets.viewport import own_viewport

if TYPE_CHECKING:
    from app.ui.desk import Desk

ROW = 28
MOST_TALL = 200  # rows of their own height
# A title may be cut, with the whole of it as tooltip; a date may not. Then columns go, and the title breaks:
# which visit is next, and when, is what the list is opened for. Flags never go.
WAYS = (
    gives("next", 110),
    *map(hides, ("window", "trend", "person", "day0", "protocol")),
    breaks("next", 110),
    hides("day"),
    breaks("flags", 116),
    breaks("next", 90),
    hides("next"),
)
OPTIONAL = ("anc", "plt", "target")  # go only where a person puts them away
WIDEST_NEXT = 196  # pixels that the title of the next visit takes where there is room
_LONG_ARMS = (("pgf_msc", "msc"), ("saa_atg", "control"))  # the longest of the bundled protocols


class SubjectTable(PicturedTable):
    """Enter or a double click opens; letters and digits go to the search."""

    opened = Signal(int)  # subject id
    typed = Signal(str)
    menu_wanted = Signal(object, object)  # SubjectRow, QPoint of the screen

    def __init__(self, desk: Desk, rows: SubjectRows, parent: QWidget) -> None:
        super().__init__(rows.look_of, parent)
        own_viewport(self)
        self._desk = desk
        self._rows = rows
        self.setModel(rows)
        self.setAccessibleName(desk.texts("subjects.table"))
        self.setHorizontalHeader(TwoLineHeader(self))
        self.setItemDelegate(CellDelegate(self))
        self.setItemDelegateForColumn(KEYS.index("status"), ChipDelegate(desk.texts, self))
        self.setItemDelegateForColumn(KEYS.index("trend"), SparkDelegate(self))
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        header = self.horizontalHeader()
        header.setMinimumSectionSize(24)
        header.setStretchLastSection(True)
        sorting = [column.key if column.sort else "" for column in COLUMNS]
        self.order = ColumnOrder(self, keys=sorting, apply=rows.sort, desk=desk, name="subjects")
        if self.order.kept() is None:
            self.order.show(0, UP)
        self.doubleClicked.connect(self._open)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(lambda at: self._ask_menu(self.indexAt(at), at))
        self._tall: set[int] = set()
        self.columns: FittingColumns | None = None  # while it is made it measures already
        self.columns = FittingColumns(
            self,
            WAYS,
            wanted=self._needed_widths,
            row=ROW,
            desk=desk,
            name="subjects",
            optional=OPTIONAL,
            grows=("next", WIDEST_NEXT),
            heights=self._grow_rows,
        )
        self.columns.order_with(self.order)
        self.columns.below_lines = True
        self._grow_rows()
        rows.dataChanged.connect(lambda _first, _last: self._grow_rows())
        desk.themed.connect(self.measure)

    def measure(self) -> None:
        """Widths and heights at the text size in use."""
        self.forget_pictures()
        if self.columns is not None:
            self.columns.measure()

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
        self.order.show(place, DOWN if descending else UP)

    def _scale(self) -> float:
        return fonts.sized(10).pointSizeF() / fonts.BODY_POINTS

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
        """A title that breaks is not cut, nor a flag that no line holds: its row has room for a second line.

        Where many do, every row has: rows of their own height are told to Qt one by one.
        """
        if self.columns is None:
            return
        usual = fonts.row(ROW)
        self._rows.fit_flags(self.columns.widths["flags"])
        titles = "next" in self.columns.broken
        needed: dict[tuple[str, bool, str], int] = {}  # a few things, said ten thousand times
        tall: dict[int, int] = {}
        for place, row in self._rows.placed():
            title = self._rows.text(row, "next") if titles else ""
            said = self._rows.flags_line(row), self._rows.critical(row), title
            if said not in needed:
                needed[said] = self._height_of(*said)
            if needed[said] > usual:
                tall[place] = needed[said]
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

    def _height_of(self, flags: str, critical: bool, title: str) -> int:
        # What the last column will be stretched to: its header learns that later than rows are measured.
        widths = self.columns.widths if self.columns is not None else {"flags": 0, "next": 0}
        icon = "warning" if critical else None
        high = height_of(Cell(flags, bold=critical, icon=icon, wrap=True), widths["flags"])
        return max(high, height_of(Cell(title, wrap=True, most=MOST_LINES), widths["next"]))

    def _open(self, index: QModelIndex) -> None:
        row = self._rows.row(index.row()) if index.isValid() else None
        if row is not None:
            self.opened.emit(row.id)

    def _ask_menu(self, index: QModelIndex, at: QPoint) -> None:
        row = self._rows.row(index.row()) if index.isValid() else None
        if row is not None:
            self.setCurrentIndex(index)  # whose menu it is shows in the list
            self.menu_wanted.emit(row, self.viewport().mapToGlobal(at))

    # Qt overrides

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open(self.currentIndex())
        elif is_menu_key(event):
            current = self.currentIndex()
            self._ask_menu(current, self.visualRect(current).center())
        elif (
            event.text().strip()
            and event.text().isprintable()
            and not event.modifiers()
            & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier)
        ):
            self.typed.emit(event.text())
        else:
            super().keyPressEvent(event)
