"""The overview of a subject: the course, why this status, what comes next, what is missing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QActionGroup, QResizeEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QMenu,
    QStackedLayout,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.domain.chart import screen
from app.domain.chart.course import Course
from app.domain.timeline import date_of
from app.services.charts import course_chart
from app.ui import fonts, words
from app.ui.chart import CourseChart
from app.ui.pages.overview.continuing import ContinuePanel
from app.ui.pages.overview.counts import CountsPanel
from app.ui.pages.overview.panels import MissingPanel, NextPanel, WhyPanel
from app.ui.pages.overview.picture import PictureButton
from app.ui.pages.overview.readout import readout, summary
from app.ui.widgets import tips
from app.ui.widgets.choice_box import ChoiceBox
from app.ui.widgets.flow import Flow
from app.ui.widgets.kept_split import KeptSplitter
from app.ui.widgets.labels import label
from app.ui.widgets.panel import Panel
from app.ui.widgets.rule import rule
from app.ui.widgets.runs import Run, RunLabel, plain
from app.ui.widgets.segments import Segment, SegmentRow
from app.ui.widgets.side_scroll import SideScroll
from app.ui.widgets.tab_order import through

if TYPE_CHECKING:
    from app.ui.desk import Desk
    from app.ui.subject_view import SubjectView

CHOICES = {"usual": ("ANC", "HB", "PLT"), "retic": ("ANC", "HB", "PLT", "RETIC_ABS")}
# What a person looks at, and how: kept.
CHOSEN, LOG, LOG_EVERY = "overview.chosen", "overview.log", "overview.log_every"
SIDE_WIDTH, NARROW = 308, 940  # below the second width the panels stand under the chart


class OverviewTab(QWidget):
    """The course in the wide column, the panels in the narrow one."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._texts = desk.texts
        self._view: SubjectView | None = None
        self._course: Course | None = None
        self._anchor = date.min
        self.chart = CourseChart(
            words=screen.Words(
                day=self._texts.study_day,
                date=lambda day: self._texts.short_date(date_of(self._anchor, day)),
                since=lambda days: self._texts("chart.since_last", days=days),
                log=self._texts("overview.log_unit"),
            ),
            readout=self.readout_of,
            parent=self,
        )
        self.readout = RunLabel(self)
        self.why = WhyPanel(desk, parent=self)
        self.next = NextPanel(desk, parent=self)
        self.go_on = ContinuePanel(desk, parent=self)
        self.missing = MissingPanel(desk, parent=self)
        self.counts = CountsPanel(desk, parent=self)
        self.main = Panel(self._texts("overview.course"), parent=self)
        self._fill_main()
        zoom = (self.wider, self.fit, self.closer)
        through(self.choice, self.log_button, self.linear_button, *zoom, self.table, self._tools, self.chart)
        self.splitter = KeptSplitter(desk, name="overview", parent=self)
        self.splitter.addWidget(self.main)
        self.splitter.addWidget(self._side())
        self.splitter.setStretchFactor(0, 1)
        self.splitter.setStretchFactor(1, 0)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 12, 16, 12)
        layout.addWidget(self.splitter)
        layout.setSizeConstraint(QVBoxLayout.SizeConstraint.SetNoConstraint)  # narrow: see resizeEvent
        self.chart.selected.connect(lambda _day: self._say())

    def begin(self) -> None:
        """Come to the front: the arrow keys go through the days."""
        if self._course is not None:
            self.chart.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_subject(self, view: SubjectView) -> None:
        """Show a subject; the same one keeps its zoom and its selected day."""
        same = self._view is not None and self._view.course.subject.id == view.course.subject.id
        self._view = view
        self._draw(keep=same)
        for panel in (self.why, self.go_on, self.next, self.missing, self.counts):
            panel.show_subject(view)

    def readout_of(self, day: int | None) -> str:
        """The words of a day."""
        return plain(self._said_of(day))

    def _said_of(self, day: int | None) -> tuple[Run, ...]:
        course, view = self._course, self._view
        if course is None or view is None or day is None:
            return ()
        return readout(course, view, day, texts=self._texts)

    def _draw(self, *, keep: bool) -> None:
        view = self._view
        if view is None:
            return
        subject = view.course.subject
        self.picture_button.show_subject(subject)
        chosen = CHOICES[self.choice.code]
        course = course_chart(
            view.course, view.template, view.history, texts=self._texts, analytes=chosen, former=view.former
        )
        if course is not None:
            course = replace(course, phase_note=self._texts.listed(words.flags(self._texts, subject.flags)))
        self._course = course
        self._anchor = subject.day0 or (course.since if course is not None else None) or date.min
        self._stack.setCurrentIndex(0 if course is not None else 1)
        for part in (self._tools, self._keys):
            part.setVisible(course is not None)
        failed = subject.state == "screen_failed"
        self._waiting.setText(self._texts("overview.no_course" if failed else "overview.no_day0"))
        self.chart.show_course(course, keep=keep)
        self.chart.setAccessibleName(summary(course, self._anchor, texts=self._texts))
        dated = course is not None and subject.day0 is None
        title = self._texts("overview.course_dated" if dated else "overview.course")
        if subject.day0 is not None and course is not None and course.days:
            title = self._texts("overview.course_to", day=self._texts.study_day(course.days[-1]))
        self.main.title.setText(title)
        self._arrange_tools()
        self._say()

    def _say(self) -> None:
        self.readout.say(self._said_of(self.chart.view.selected))

    def _fill_main(self) -> None:
        self._add_tools()
        holder = QWidget(self.main)
        self._stack = QStackedLayout(holder)
        self._stack.addWidget(self.chart)
        self._waiting = label(role="about", wrap=True, parent=holder)
        self._waiting.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._stack.addWidget(self._waiting)
        self.main.body.addWidget(holder, 1)
        self.main.body.addWidget(rule(self.main))
        foot = QHBoxLayout()
        foot.addWidget(self.readout, 1)
        self._keys = label(self._texts("overview.keys"), role="secondary", parent=self.main)
        foot.addWidget(self._keys)
        self.main.body.addLayout(foot)

    def _add_tools(self) -> None:
        texts = self._texts
        self._tools = QWidget(self.main)
        tools = Flow(self._tools, gap=6)
        tools.setContentsMargins(0, 0, 0, 0)
        self.choice = ChoiceBox(self._tools)
        self.choice.setProperty("dense", True)
        self.choice.setAccessibleName(texts("overview.choice"))
        self.choice.setSizeAdjustPolicy(ChoiceBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        for key in CHOICES:
            self.choice.addItem(texts(f"overview.choice_{key}"), key)
        self.choice.choose(self._desk.state.get(CHOSEN, ""))
        self._give_choice_room()
        self.choice.currentIndexChanged.connect(lambda _index: self._on_choice())
        self.log_button = self._tool("log", checkable=True)
        self.linear_button = self._tool("linear", checkable=True)
        (self.log_button if self._desk.state.get(LOG, True) else self.linear_button).setChecked(True)
        self._offer_forms()
        self.chart.set_log(self.log_button.isChecked(), every=self.log_every.isChecked())
        self.wider = self._tool("wider", name=True)
        self.fit = self._tool("fit")
        self.closer = self._tool("closer", name=True)
        self.wider.clicked.connect(lambda: self.chart.zoom(2.0))
        self.fit.clicked.connect(self.chart.fit)
        self.closer.clicked.connect(lambda: self.chart.zoom(0.5))
        self.table = self._tool("table", name=True)
        for asked in (self.table.clicked, self.chart.table_wanted):
            asked.connect(self._show_table)
        self.picture_button = PictureButton(self._desk, lambda: self.chart.picture, parent=self._tools)
        tools.add(self.choice, grows=True)
        for joined in ((self.log_button, self.linear_button), (self.wider, self.fit, self.closer)):
            row = SegmentRow()
            row.add(*joined)
            tools.add_row(row)
        tools.add(self.table, self.picture_button)
        self.main.head.addWidget(self._tools)
        self._tools.installEventFilter(self)

    def _give_choice_room(self) -> None:
        """As wide as what is chosen: room for the longest choice would push the tools into a second line."""
        letters = fonts.advance(self.choice.currentText(), 10) // fonts.advance("X", 10) + 1
        self.choice.setMinimumContentsLength(letters)

    def _show_table(self, _on: bool = False) -> None:
        """What the chart draws as a table that is read cell by cell: the tab of the counts."""
        if self._view is not None:
            self._desk.subject_wanted.emit(self._view.course.subject.id, "counts")

    def _offer_forms(self) -> None:
        """Logarithmic where it is usual, for every lane (in the button's menu), or linear."""
        menu = QMenu(self.log_button)
        forms = QActionGroup(menu)
        for key in ("log_usual", "log_every"):
            action = menu.addAction(self._texts(f"overview.{key}"))
            action.setCheckable(True)
            action.setActionGroup(forms)
        self.log_usual, self.log_every = forms.actions()
        (self.log_every if self._desk.state.get(LOG_EVERY, False) else self.log_usual).setChecked(True)
        self.log_button.setMenu(menu)
        self.log_button.setPopupMode(QToolButton.ToolButtonPopupMode.MenuButtonPopup)
        forms.triggered.connect(lambda _action: self.log_button.setChecked(True))
        forms.triggered.connect(lambda _action: self._apply_form())
        self.log_button.toggled.connect(lambda _on: self._apply_form())

    def _on_choice(self) -> None:
        self._give_choice_room()
        self._desk.state.put(CHOSEN, self.choice.code)
        self._draw(keep=True)

    def _apply_form(self) -> None:
        log, every = self.log_button.isChecked(), self.log_every.isChecked()
        for setting, on in ((LOG, log), (LOG_EVERY, every)):
            self._desk.state.put(setting, on)
        self.chart.set_log(log, every=every)

    def _arrange_tools(self) -> None:
        """The tools stand beside the title, or below it where both have no room."""
        inner = self.width() - 32 - 48  # margins of the page and of the panel's title row, and its gaps
        if self.splitter.orientation() == Qt.Orientation.Horizontal:
            inner -= self.splitter.handleWidth() + self._side_area.minimumSizeHint().width()
        beside = self.main.title.sizeHint().width() + self._tools.sizeHint().width() <= inner
        if beside == (self.main.head.indexOf(self._tools) >= 0):
            return
        if beside:
            self.main.head.addWidget(self._tools)
        else:
            self.main.body.insertWidget(0, self._tools)

    def _tool(self, key: str, *, checkable: bool = False, name: bool = False) -> Segment:
        button = Segment(self._tools, text=self._texts(f"overview.{key}"))
        button.setCheckable(checkable)
        button.setAutoExclusive(checkable)
        if name:
            said = self._texts(f"overview.{key}_name")
            button.setAccessibleName(said)
            button.setToolTip(tips.plain(said))
        return button

    def _side(self) -> QWidget:
        inner = QWidget()
        inner.setObjectName("page")
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        for panel in (self.why, self.go_on, self.next, self.missing, self.counts):
            column.addWidget(panel)
        column.addStretch(1)
        self._column = inner
        self._side_area = SideScroll(inner, least=SIDE_WIDTH, parent=self.splitter)
        return self._side_area

    # Qt overrides

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:  # the tools have other sizes: another scheme's edges
            self._arrange_tools()
        return super().eventFilter(watched, event)

    def minimumSizeHint(self) -> QSize:
        if self.splitter.orientation() == Qt.Orientation.Horizontal:
            # The margins of the page are 24: a chart that lacks a few pixels is read better than scrolled.
            return QSize(SIDE_WIDTH * 2, max(SIDE_WIDTH, self.main.minimumSizeHint().height() + 16))
        main = self.main.minimumSizeHint()
        return QSize(main.width() + 32, main.height() + self._column.minimumSizeHint().height() + 36)

    def resizeEvent(self, event: QResizeEvent) -> None:
        wide = self.width() >= fonts.scaled(NARROW)
        way = Qt.Orientation.Horizontal if wide else Qt.Orientation.Vertical
        if self.splitter.orientation() != way:
            self.splitter.setOrientation(way)
            self.splitter.arrange((10_000, SIDE_WIDTH) if wide else (600, 300))
            self.updateGeometry()
        super().resizeEvent(event)
        self._arrange_tools()
