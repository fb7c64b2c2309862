"""The parts of the home page and where they stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QButtonGroup,
    QSizePolicy,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from app.services import access
from app.ui import fonts
from app.ui.kept_choice import keep_box
from app.ui.news import NewsPlace
from app.ui.pages.today.filters import Filters
from app.ui.pages.today.model import TodayModel
from app.ui.pages.today.side import WIDTH, FilePanel, NextDays
from app.ui.pages.today.tree import TodayTree
from app.ui.pages.today.week_pane import WeekPane
from app.ui.widgets.at_rest import AtRest, lay_out_now
from app.ui.widgets.busy import BusyBar
from app.ui.widgets.buttons import Button
from app.ui.widgets.choice_box import ChoiceBox
from app.ui.widgets.empty import EmptyState
from app.ui.widgets.flow import Flow
from app.ui.widgets.labels import label
from app.ui.widgets.notice import NoticeStrip
from app.ui.widgets.segments import Segment, SegmentRow
from app.ui.widgets.side_scroll import SideScroll
from app.ui.widgets.tab_order import through

if TYPE_CHECKING:
    from datetime import date

    from app.ui.desk import Desk

NARROW = 1000
_MOST = 16_777_215  # what Qt takes for no limit
_STEPS = {
    "log_visit": "visits.record",
    "log_infusion": "visits.record",
    "enter_value": "visits.record",
    "note_seen": "today.note_seen",
    "record_consent": "consents.record",
    "verify": "visits.verify",
    "sign": "visits.sign",
}


class TodayFrame(QWidget):
    """Title, filters, list or week, and the panels at the right, or below where there is no room."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._texts = texts = desk.texts
        self.rows = TodayModel(texts, self)
        desk.changed.connect(lambda changes: self.rows.doubt(changes.subjects))
        self.about = label(role="about", wrap=True, parent=self)
        self.list_button, self.week_button = Segment(self), Segment(self)
        self.print_button = Button(texts("today.print"), keys="Ctrl+P", parent=self)
        self.filters = Filters(desk, self)
        self.protocol = ChoiceBox(self)
        self.busy = BusyBar(self)
        self.strip = NoticeStrip(texts, parent=self)
        self.news_place = NewsPlace(margins=(0, 0, 0, 8), parent=self)
        self.tree = TodayTree(desk, self.rows, self)
        self.empty = EmptyState(self)
        self.calendar = WeekPane(desk, self)
        self.days = NextDays(desk, self)
        self.file = FilePanel(desk, self)
        self._lay_out()
        desk.themed.connect(self._make_room)

    def begin(self) -> None:
        """The page comes to the front."""
        front = self.calendar.week if self.week_button.isChecked() else self.tree
        front.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def view(self) -> str:
        """What is in front: today, the list, or the calendar."""
        return "calendar" if self.week_button.isChecked() else "today"

    def may_do(self) -> dict[str, bool]:
        """Which steps of a line the role may take."""
        return {step: access.may(self._desk.context, action) for step, action in _STEPS.items()}

    def show_nothing(self, why: str) -> None:
        """Say that there is nothing, with what can be done: for a filter, in a new study, or "" for today."""
        texts, key = self._texts, f"today.empty_{why}" if why else "today.empty"
        may = why != "new" or access.may(self._desk.context, "enrolment.enrol")
        self.empty.show_state(texts(key), texts(f"{key}_action") if may else "")
        self.put_in_front(self.empty)

    def order_keys(self) -> None:
        """Tab goes as one reads, through what was just built beside the list too."""
        through(self.list_button, self.week_button, self.print_button, self.filters)
        through(self.filters, self.calendar.turning, self.protocol)
        through(self.protocol, self.tree, self.empty, self.calendar, self.days, self.file)

    def put_in_front(self, part: QWidget) -> None:
        """The list, the calendar, or what stands there when there is nothing."""
        week = part is self.calendar
        self.title.setText(self._texts("today.title_calendar" if week else "today.title"))
        if week != (self._pages.currentWidget() is self.calendar):
            self._rest.paint()
        if not week:
            self._pages.setCurrentWidget(part)
        self.side.setVisible(not week)
        self.filters.setVisible(not week)
        self.calendar.turning.setVisible(week)
        if week:  # last: it is laid out once, in the whole room of the page
            lay_out_now()
            self._pages.setCurrentWidget(part)

    def offer_protocols(self, protocols: tuple[str, ...]) -> None:
        """Let the list be narrowed to these, too."""
        known = {self.protocol.itemData(place) for place in range(self.protocol.count())}
        for name in protocols:
            if name not in known:
                self.protocol.addItem(name, name)

    def show_day(self, day: date) -> None:
        """Say beside the title which day it is about."""
        weekday = self._texts(f"today.weekday_{day.weekday()}")
        self.about.setText(self._texts("today.day", weekday=weekday, date=self._texts.date(day)))

    def _lay_out(self) -> None:
        self.protocol.addItem(self._texts("today.all_protocols"), "")
        self.protocol.setAccessibleName(self._texts("today.filter_protocol"))
        keep_box(self.protocol, self._desk, "today.protocol", said=str)
        page = QVBoxLayout(self)
        page.setContentsMargins(16, 16, 16, 8)
        page.setSpacing(0)
        page.addLayout(self._title_row())
        page.addSpacing(8)
        page.addWidget(self.strip)
        page.addWidget(self.news_place)
        self.asked = QVBoxLayout()  # what is asked about a line
        page.addLayout(self.asked)
        row = Flow()
        row.add(self.filters, self.calendar.turning, grows=True)
        row.add(self.protocol, right=True)
        page.addLayout(row)
        page.addSpacing(3)
        page.addWidget(self.busy)
        page.addSpacing(4)
        body = QWidget(self)
        self._pages = QStackedLayout(body)
        self._rest = AtRest(body)
        for part in (self.tree, self.empty, self.calendar):
            self._pages.addWidget(part)
        self.side = self._side_column()
        self._across = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._across.setSpacing(16)
        self._across.addWidget(body, 1)
        self._across.addWidget(self.side)
        page.addLayout(self._across, 1)

    def _title_row(self) -> Flow:
        top = Flow(gap=12)
        self.title = label(self._texts("today.title"), role="title", parent=self)
        top.add(self.title)
        top.add(self.about, grows=True)
        views = SegmentRow()
        group = QButtonGroup(self)
        for button, code in ((self.list_button, "list"), (self.week_button, "week")):
            button.setText(self._texts(f"today.{code}"))
            button.setAccessibleDescription(self._texts("today.view"))
            button.setCheckable(True)
            group.addButton(button)
            views.addWidget(button)
        self.list_button.setChecked(True)
        top.add_row(views, right=True)
        top.add(self.print_button, right=True)
        return top

    def _side_column(self) -> SideScroll:
        inside = QWidget()
        inside.setObjectName("page")
        self._stacked = QBoxLayout(QBoxLayout.Direction.TopToBottom, inside)
        self._stacked.setContentsMargins(0, 0, 0, 0)
        self._stacked.setSpacing(16)
        for panel in (self.days, self.file):
            self._stacked.addWidget(panel, 0, Qt.AlignmentFlag.AlignTop)
        return SideScroll(inside, least=WIDTH, parent=self)

    def _make_room(self) -> None:
        """The panels stand beside the list where there is room, else below it."""
        narrow = self.width() < fonts.scaled(NARROW)
        below = QBoxLayout.Direction.TopToBottom
        beside = QBoxLayout.Direction.LeftToRight
        self._across.setDirection(below if narrow else beside)
        self._stacked.setDirection(beside if narrow else below)
        # Side by side the panels share the width; below each other they are as high as they need.
        for at in range(2):
            self._stacked.setStretch(at, 1 if narrow or at else 0)
        self.side.least = 0 if narrow else fonts.scaled(WIDTH)
        across = QSizePolicy.Policy.Preferred if narrow else QSizePolicy.Policy.Fixed
        self.side.setSizePolicy(across, QSizePolicy.Policy.Preferred)
        self.side.setMaximumHeight(round(self.height() * 0.35) if narrow else _MOST)

    # Qt overrides

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._make_room()
