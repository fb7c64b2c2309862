"""The table of visits: states drawn as shape and word; Enter or a double click opens the form."""

from __future__ import annotations

from datetime import date
from functools import partial
from math import ceil
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import QAbstractItemView, QStyleOptionViewItem, QWidget

from app.domain.status_marks import OVERRIDE
from app.domain.truth import Truth
from app.ui import fonts, icons
from app.ui.pages.visit_list.model import KEYS, SHAPE_ROLE, WIDTHS, VisitRows
from app.ui.widgets import columns, stamps
from app.ui.widgets.cells import (
    PADDING,
    CellDelegate,
    ChipDelegate,
    Index,
    paint_words,
    tone_colour,
)
from app.ui.widgets.chip import chip_text, chip_width
from app.ui.widgets.fitting_columns import FittingColumns
from app.ui.widgets.row_pictures import PicturedTable
from app.ui.widgets.verdict_mark import paint_mark

if TYPE_CHECKING:
    from collections.abc import Iterable

    from app.services.subjects import VisitRow
    from app.ui.desk import Desk
    from app.ui.theme import Theme

ROW = 28
_MARK = 14
_LONGEST_DAY = date(2028, 11, 30)
_BESIDE = 7  # pixels between the mark of a state and its words
_IF_LOGGED = ("actual", "status", "control", "flags")  # columns in which open visits have nothing to say
_MEASURED = ("title", "window", "state", "control", "flags")  # as wide as what a subject's visits have to say
# Columns of words that give way where dates need the room, and what each keeps at 100 % text.
_WAYS = (
    columns.breaks("control", 120),
    columns.gives("state", 196),  # "Upcoming, opens in 1311 d" stays whole
    columns.breaks("flags", 90),
    columns.breaks("title", 164),
    columns.hides("window"),  # the form says it again
    columns.breaks("control", 84),
    columns.breaks("title", 124),
    columns.breaks("state", 108),
    columns.breaks("control", 104),
    columns.hides("flags"),
    columns.hides("control"),
    columns.hides("actual"),
    columns.hides("day"),
)


def paint_state(painter: QPainter, theme: Theme, shape: str, *, rect: QRectF, colour: str) -> None:
    """The mark of a visit's state: told apart without colour."""
    if shape == "tick":
        paint_mark(painter, theme, Truth.TRUE, rect=rect)
        return
    if shape in {"warning", "done"}:
        icons.paint(painter, shape, rect=rect, colour=colour)
        return
    if shape == "tick_open":
        icons.paint(painter, "done", rect=rect, colour=colour)
        return
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    pen = QPen(QColor(theme.accent if shape == "ring" else colour), 2.0 if shape == "ring" else 1.3)
    box = rect.adjusted(2, 2, -2, -2)
    if shape == "dashed_ring":
        pen.setDashPattern([2.2, 1.8])
    painter.setPen(pen)
    if shape == "cross":
        painter.drawLine(box.topLeft(), box.bottomRight())
        painter.drawLine(box.topRight(), box.bottomLeft())
    elif shape == "dash":
        painter.drawLine(QPointF(box.left(), box.center().y()), QPointF(box.right(), box.center().y()))
    elif shape == "dot":
        painter.setBrush(QColor(colour))
        painter.drawEllipse(QPointF(box.center()), 2.5, 2.5)
    else:
        painter.drawEllipse(box)
    painter.restore()


def _paint_state(painter: QPainter, rect: QRectF, *, theme: Theme, shape: str, colour: str) -> None:
    paint_state(painter, theme, shape, rect=rect, colour=colour)


class StateDelegate(CellDelegate):
    """Shape and words of a visit's state."""

    before = _MARK + _BESIDE

    # Qt overrides

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        painter.save()
        theme = self.paint_ground(painter, option, index)
        cell = self.cell(index)
        rect = option.rect.adjusted(PADDING, 0, -PADDING, 0)
        size = fonts.scaled(_MARK)
        square = QRectF(rect.left(), rect.center().y() - size / 2, size, size)
        shape = str(index.data(SHAPE_ROLE))
        colour = tone_colour(theme, cell.tone)
        draw = partial(_paint_state, theme=theme, shape=shape, colour=colour)
        stamps.press(painter, ("state", theme.name, shape, colour), square, draw)
        rect.setLeft(rect.left() + fonts.scaled(self.before))  # the room that the words are measured for
        paint_words(painter, theme, cell, rect=rect)
        painter.restore()


class VisitTable(PicturedTable):
    """All visits of one subject."""

    opened = Signal(object)  # visit id

    def __init__(self, desk: Desk, rows: VisitRows, parent: QWidget) -> None:
        super().__init__(rows.look_of, parent)
        self._rows = rows
        self._widest_chip = 0
        self._empty: set[str] = set()  # columns without a word in them, left out
        self._longest: dict[str, str] = {}  # of each column that is as wide as what stands in it
        self.setModel(rows)
        self._texts = desk.texts
        self.setAccessibleName(desk.texts("visits.table"))
        self.setItemDelegate(CellDelegate(self))
        self.setItemDelegateForColumn(KEYS.index("state"), StateDelegate(self))
        self.setItemDelegateForColumn(KEYS.index("status"), ChipDelegate(desk.texts, self))
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setStretchLastSection(True)
        header.setSectionsClickable(False)
        self._columns = FittingColumns(
            self,
            _WAYS,
            wanted=self._wanted,
            row=ROW,
            desk=desk,
            name="visits",
            samples={KEYS.index(key): desk.texts.date(_LONGEST_DAY) for key in ("target", "actual")},
            by_need=True,
        )
        self._led_to = -1  # the row that was brought into sight last, until somebody scrolls
        self._columns.raised.connect(lambda: QTimer.singleShot(0, self, self._lead_again))
        self.verticalScrollBar().actionTriggered.connect(self._let_go)
        rows.modelReset.connect(self._on_rows)
        self.doubleClicked.connect(lambda index: self.opened.emit(self._rows.rows[index.row()].id))

    def measure(self) -> None:
        """Widths and heights at the text size in use."""
        self.forget_pictures()
        self._columns.measure()

    def choose(self, visit_id: int | None) -> None:
        """Select a visit and bring it into sight; without it, the first row."""
        if not self._rows.rowCount():
            return
        index = self._rows.index(max(self._rows.position_of(visit_id), 0), 0)
        self.setCurrentIndex(index)
        self.scrollTo(index, QAbstractItemView.ScrollHint.PositionAtCenter)
        self._led_to = index.row()

    def _lead_again(self) -> None:
        """A table that was hidden has its rows at another height once it is fitted to its room."""
        if self._led_to == self.currentIndex().row() >= 0:
            self.scrollTo(self.currentIndex(), QAbstractItemView.ScrollHint.PositionAtCenter)

    def _let_go(self, _action: int) -> None:
        self._led_to = -1

    def chosen(self) -> VisitRow | None:
        """The selected visit."""
        current = self.currentIndex()
        return self._rows.rows[current.row()] if current.isValid() else None

    def _samples(self) -> dict[int, str]:
        """The longest texts: of dates and windows any that there could be, of words those shown."""
        texts, day = self._texts, _LONGEST_DAY
        longest = dict(self._longest)
        longest["target"] = texts.date(day)
        longest["actual"] = max(texts.date(day), longest.get("actual", ""), key=len)
        longest["flags"] = max(texts("flags.unconfirmed"), longest.get("flags", ""), key=len)
        longest["window"] = max(texts.span(date(2028, 10, 30), day), longest.get("window", ""), key=len)
        return {KEYS.index(key): text for key, text in longest.items()}

    def _on_rows(self) -> None:
        rows = self._rows.rows
        empty = {key for key in _IF_LOGGED if rows and not any(self._rows.text(row, key) for row in rows)}
        if empty != self._empty:  # their room goes to words that would be broken
            self._empty = empty
            self._columns.leave_out(*empty)
        longest = {key: self._longest_of(rows, key) for key in _MEASURED}
        # An agreed day is wider than the date that it stands in the place of.
        longest["actual"] = self._longest_of([row for row in rows if row.agreed is not None], "actual")
        chips = {(row.status, OVERRIDE in row.flags) for row in rows if row.status}
        wide = [chip_width(chip_text(self._texts, status), signed=signed) for status, signed in chips]
        widest = ceil(max(wide, default=0)) + 2 * PADDING
        if (longest, widest) != (self._longest, self._widest_chip):
            self._longest, self._widest_chip = longest, widest
            self._columns.measure()

    def _longest_of(self, rows: Iterable[VisitRow], key: str) -> str:
        return max({self._rows.text(row, key) for row in rows}, key=len, default="")

    def _wanted(self) -> dict[str, int]:
        wanted = dict(zip(KEYS, columns.needed(self, WIDTHS, self._samples()), strict=True))
        wanted["state"] += fonts.scaled(StateDelegate.before)
        head = columns.head_width(self.horizontalHeader(), KEYS.index("status"))
        wanted["status"] = max(head, self._widest_chip)
        return wanted

    # Qt overrides

    def keyPressEvent(self, event: QKeyEvent) -> None:
        row = self.chosen()
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and row is not None:
            self.opened.emit(row.id)
            event.accept()
        else:
            super().keyPressEvent(event)
