"""The second view of the home page: a week of the calendar, with the way to the weeks beside it."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QScrollArea, QVBoxLayout, QWidget

from app.services import access, today
from app.ui.pages.today.week import WeekCalendar
from app.ui.widgets.buttons import Button
from app.ui.widgets.labels import label

if TYPE_CHECKING:
    from app.services.contracts.today import Planned, PlannedDay
    from app.ui.desk import Desk

_OPEN = ("upcoming", "due", "late")


class WeekPane(QWidget):
    """Reads a week when it is shown, and again when something changed meanwhile."""

    opened = Signal(int, int)  # subject, visit
    reschedule_wanted = Signal(object)  # Planned
    refused = Signal(object)  # ServiceError

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk = desk
        self._texts = texts = desk.texts
        self._protocol = ""
        self.monday: date | None = None
        self.turning = QWidget(parent)  # stands above the week, where the list has its filters
        self.turning.hide()
        self.before = Button(texts("today.week_before"), parent=self.turning)
        self.now = Button(texts("today.this_week"), parent=self.turning)
        self.after = Button(texts("today.week_after"), parent=self.turning)
        self.span = label(role="strong", parent=self.turning)
        self.week = WeekCalendar(texts)
        turning = QHBoxLayout(self.turning)
        turning.setContentsMargins(0, 0, 0, 0)
        turning.setSpacing(8)
        for part in (self.before, self.now, self.after, self.span):
            turning.addWidget(part)
        turning.addStretch(1)
        area = QScrollArea(self)
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setProperty("framed", True)
        area.setWidget(self.week)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(area)
        self.week.opened.connect(self.opened)
        self.week.turned.connect(self.turn)
        self.week.menu_wanted.connect(lambda at: self.menu().popup(at))
        self.before.clicked.connect(lambda: self.turn(-1))
        self.now.clicked.connect(lambda: self.turn(0))
        self.after.clicked.connect(lambda: self.turn(1))

    def movable(self) -> Planned | None:
        """The visit that the keys stand on where it can be rescheduled."""
        visit = self.week.current
        return visit if visit is not None and visit.state in _OPEN else None

    def menu(self) -> QMenu:
        """What can be done about the visit that the keys stand on."""
        menu, visit, movable = QMenu(self), self.week.current, self.movable()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if visit is not None:
            open_it = partial(self.opened.emit, visit.subject_id, visit.visit_id)
            menu.addAction(self._texts("visits.correct_visit"), open_it)
        if movable is not None and access.may(self._desk.context, "visits.reschedule"):
            menu.addAction(self._texts("visits.reschedule"), partial(self.reschedule_wanted.emit, movable))
        return menu

    def read(self, *, protocol: str) -> None:
        """Read the week in front again, this week at first."""
        self._protocol = protocol
        if self.monday is None:
            self.turn(0)
        else:
            self._ask(self.monday, keep=True)

    def turn(self, weeks: int) -> None:
        """Go some weeks on or back; 0: to this week."""
        day = self._desk.context.today()
        this = day - timedelta(days=day.weekday())
        there = this if not weeks or self.monday is None else self.monday + timedelta(weeks=weeks)
        self._ask(there, keep=False)

    def _ask(self, monday: date, *, keep: bool) -> None:
        self.monday = monday
        context, protocol = self._desk.context, self._protocol
        self._desk.operations.run(
            lambda: today.week(context, monday, protocol=protocol),
            owner=self,
            done=lambda days: self._show(monday, days, keep=keep),
            failed=self.refused.emit,
        )

    def _show(self, monday: date, days: tuple[PlannedDay, ...], *, keep: bool) -> None:
        if monday != self.monday:
            return  # turned on since
        self.week.show_days(days, today=self._desk.context.today(), keep=keep)
        texts, sunday = self._texts, monday + timedelta(days=6)
        self.span.setText(texts.span(monday, sunday))
