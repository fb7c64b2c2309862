"""The list of the home page: Enter or the link acts, the right button shows the rest, groups fold."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QMenu, QTreeView, QWidget

from app.services import access
from app.services.contracts.today import CHANGED, CRITICAL, DRAFT, INFUSION, VISIT, Line
from app.ui import fonts
from app.ui.pages.today.delegate import TodayDelegate
from app.ui.pages.today.model import COLUMNS, STATUS, STEP, SUBJECT, WHAT, WHEN, More, TodayModel
from app.ui.widgets.cells import PADDING
from app.ui.widgets.chip import chip_text, chip_width
from app.ui.widgets.column_order import is_menu_key

if TYPE_CHECKING:
    from app.ui.desk import Desk

FOLDED_AT_FIRST = ("queries", "verify")
# Pixels of the words beside the status, without it, and of the day where the words need what it can spare.
_LEAST_WHAT, _TIGHT_WHAT, _TIGHT_WHEN = 240, 110, 100
_IN_TWO = 190  # what the words need below each other, before the status goes
_BREAKS = 320  # below this the reason stands under what it is the reason of


class TodayTree(QTreeView):
    """Keeps the chosen line and what is folded when the lines are read again."""

    wanted = Signal(str, object)  # act, open, seen, evidence, missed, reschedule, ask or discard; the Line
    more_wanted = Signal(object)  # More

    def __init__(self, desk: Desk, model: TodayModel, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk = desk
        self._lines = model
        self._folded = set(FOLDED_AT_FIRST)
        self._words: dict[int, int] | None = None  # pixels of the longest text of each column, once measured
        self.setModel(model)
        self._paints = TodayDelegate(desk.texts, self)
        self.setItemDelegate(self._paints)
        self.setAccessibleName(desk.texts("today.table"))
        self.setRootIsDecorated(False)
        self.setIndentation(0)
        self.setExpandsOnDoubleClick(False)
        self.setMouseTracking(True)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        header = self.header()
        header.setSectionsMovable(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header.setStretchLastSection(False)
        header.setMinimumSectionSize(24)
        self.customContextMenuRequested.connect(self._menu)
        self.doubleClicked.connect(self._act)
        self.clicked.connect(self._on_clicked)
        self.expanded.connect(lambda index: self._fold(index, folded=False))
        self.collapsed.connect(lambda index: self._fold(index, folded=True))
        model.modelReset.connect(self._dress)
        desk.themed.connect(self._measure)

    def chosen(self) -> tuple[str, int]:
        """The group and row id of the line in front, ("", 0) without one."""
        line = self._lines.line(self.currentIndex())
        return (line.group, line.row_id) if isinstance(line, Line) else ("", 0)

    def choose(self, key: tuple[str, int]) -> None:
        """Put a line in front, or the first one when it is gone."""
        index = self._lines.find(key)
        if not index.isValid() and self._lines.rowCount():
            first = next((place for place in range(self._lines.rowCount()) if self._is_open(place)), 0)
            top = self._lines.index(first, 0)
            index = self._lines.index(0, 0, top) if self.isExpanded(top) else top
        if index.isValid():
            self.setCurrentIndex(index)

    def movable(self) -> Line | None:
        """The line in front where it is a visit that can be rescheduled."""
        line = self._lines.line(self.currentIndex())
        return line if isinstance(line, Line) and line.kind in (VISIT, INFUSION) else None

    def _is_open(self, place: int) -> bool:
        return self._lines.groups[place].key not in self._folded

    def _dress(self) -> None:
        alone = len(self._lines.groups) == 1
        for place, group in enumerate(self._lines.groups):
            self.setExpanded(self._lines.index(place, 0), alone or group.key not in self._folded)
        # After all of them are open: the first one lays the whole list out.
        for place in range(len(self._lines.groups)):
            self.setFirstColumnSpanned(place, QModelIndex(), True)
        self._measure()

    def _fold(self, index: QModelIndex, *, folded: bool) -> None:
        if len(self._lines.groups) > 1 and index.isValid():
            key = self._lines.groups[index.row()].key
            (self._folded.add if folded else self._folded.discard)(key)

    def _act(self, index: QModelIndex) -> None:
        line = self._lines.line(index)
        if isinstance(line, More):
            self.more_wanted.emit(line)
        elif line is None:
            if index.isValid():
                top = index.siblingAtColumn(0)
                self.setExpanded(top, not self.isExpanded(top))
        else:
            self.wanted.emit("act", line)

    def _on_clicked(self, index: QModelIndex) -> None:
        line = self._lines.line(index)
        if line is None or isinstance(line, More) or (index.column() == STEP and self._has_step(index)):
            self._act(index)

    def _has_step(self, index: QModelIndex) -> bool:
        return bool(self._lines.words(index).step)

    def _menu(self, at: QPoint) -> None:
        index = self.indexAt(at)
        line = self._lines.line(index)
        if isinstance(line, Line):
            self.menu_of(index, line).popup(self.viewport().mapToGlobal(at))

    def menu_of(self, index: QModelIndex, line: Line) -> QMenu:
        """What can be done about a line."""
        texts = self._desk.texts
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        step = self._lines.words(index).step
        if step:
            menu.addAction(step, lambda: self.wanted.emit("act", line))
        if line.subject_id:
            menu.addAction(texts("today.step_open"), lambda: self.wanted.emit("open", line))
        if line.kind == DRAFT:
            menu.addAction(texts("today.step_discard"), lambda: self.wanted.emit("discard", line))
        if line.kind in (VISIT, INFUSION) and access.may(self._desk.context, "visits.mark_missed"):
            menu.addAction(texts("visits.mark_missed"), lambda: self.wanted.emit("missed", line))
            menu.addAction(texts("visits.reschedule"), lambda: self.wanted.emit("reschedule", line))
        if line.asked_field is not None and access.may(self._desk.context, "queries.raise"):
            menu.addAction(texts("queries.raise"), lambda: self.wanted.emit("ask", line))
        if line.group == CHANGED:
            menu.addAction(texts("today.step_seen"), lambda: self.wanted.emit("seen", line))
        elif line.group == CRITICAL:
            menu.addAction(texts("today.step_evidence"), lambda: self.wanted.emit("evidence", line))
        return menu

    def _measure(self) -> None:
        """Other lines, or another text size."""
        self._words = None
        self._make_room()

    def _longest(self) -> dict[int, int]:
        """What the texts of each column need that are never cut."""
        texts = self._desk.texts
        heads = [texts(f"today.column_{key}") for key in COLUMNS]
        widths = {column: fonts.advance(head, 9, bold=True) for column, head in enumerate(heads)}
        for index in self._every_line():
            words, line = self._lines.words(index), self._lines.line(index)
            if isinstance(line, Line):
                widths[SUBJECT] = max(widths[SUBJECT], fonts.advance(line.code, 10, bold=True))
                chip = ceil(chip_width(chip_text(texts, line.status)))
                widths[STATUS] = max(widths[STATUS], chip)
                widths[WHEN] = max(widths[WHEN], fonts.advance(words.when, 10))
                widths[STEP] = max(widths[STEP], fonts.advance(words.step, 10, bold=True))
        return widths

    def _make_room(self) -> None:
        """Codes, statuses, dates and steps are never cut: the words in the middle give way."""
        if self._words is None:
            self._words = self._longest()
        widths = dict(self._words)
        room = self.viewport().width()
        for column, width in widths.items():
            widths[column] = width + 2 * PADDING + 2
        others = sum(width for column, width in widths.items() if column != WHAT)
        tight = others + fonts.scaled(_LEAST_WHAT) > room
        spared = max(0, widths[WHEN] - fonts.scaled(_TIGHT_WHEN)) if tight else 0  # it breaks into two lines
        bare = tight and others - spared + fonts.scaled(_IN_TWO) > room
        self.setColumnHidden(STATUS, bare)
        if tight:
            others -= widths[STATUS] if bare else 0
            spared = min(spared, max(0, fonts.scaled(_LEAST_WHAT) - (room - others)))
            widths[WHEN], others = widths[WHEN] - spared, others - spared
        self._break_lines(tight=room - others < fonts.scaled(_BREAKS))
        widths[WHAT] = max(room - others, fonts.scaled(_TIGHT_WHAT))
        for column, width in widths.items():
            self.setColumnWidth(column, width)

    def _break_lines(self, *, tight: bool) -> None:
        """Rows of as many lines as their words need where one would cut them."""
        self._paints.tight = tight
        self.scheduleDelayedItemsLayout()

    def _every_line(self) -> list[QModelIndex]:
        model = self._lines
        tops = [model.index(place, 0) for place in range(model.rowCount())]
        return [model.index(row, 0, top) for top in tops for row in range(min(model.rowCount(top), 200))]

    # Qt overrides

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._act(self.currentIndex())
        elif event.key() == Qt.Key.Key_Delete:
            line = self._lines.line(self.currentIndex())
            if isinstance(line, Line) and line.kind == DRAFT:
                self.wanted.emit("discard", line)
        elif is_menu_key(event):
            self._menu(self.visualRect(self.currentIndex()).center())
        else:
            super().keyPressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        line = self._lines.line(index)
        link = isinstance(line, More) or (
            isinstance(line, Line) and index.column() == STEP and self._has_step(index)
        )
        shape = Qt.CursorShape.PointingHandCursor if link else Qt.CursorShape.ArrowCursor
        self.viewport().setCursor(shape)
        super().mouseMoveEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().height() < event.oldSize().height() and self.currentIndex().isValid():
            self.scrollTo(self.currentIndex())  # a strip that asks about a line takes room from it
        if event.size().width() != event.oldSize().width():
            self._make_room()
