"""The calendar of one subject: what was done, what is due, what lies ahead."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QButtonGroup, QStackedWidget, QVBoxLayout, QWidget

from app.domain.endings import DEATH, EARLY_TERMINATION
from app.domain.schedule import OPEN
from app.i18n.deviations import deviation_texts
from app.i18n.endings import said_text
from app.services import access, deviations
from app.ui import kept_choice
from app.ui.desk import Notice
from app.ui.pages.visit_list import rows as said
from app.ui.pages.visit_list.kept import KeptVisits
from app.ui.pages.visit_list.model import VisitRows
from app.ui.pages.visit_list.table import VisitTable
from app.ui.visit_choice import after_end, listed_next, next_visit
from app.ui.widgets.buttons import Button
from app.ui.widgets.flow import Flow
from app.ui.widgets.labels import label
from app.ui.widgets.notice import NoticeStrip
from app.ui.widgets.segments import Segment, SegmentRow
from app.ui.widgets.tab_order import through
from app.ui.words import refusal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.domain.schedule.deviations import Deviation
    from app.services.context import ServiceError
    from app.services.subjects import VisitRow
    from app.ui.desk import Desk
    from app.ui.pages.visit_list.marking import Marking
    from app.ui.subject_view import SubjectView

KEPT = "visits.filter"
FILTERS: tuple[said.Which, ...] = ("all", "open", "done")


class VisitListPage(QWidget):
    """Table with filter and actions. The visit to log next is selected when a subject is first shown."""

    visit_opened = Signal(object)  # visit id; the kind of a new visit, None: unscheduled

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._view: SubjectView | None = None
        self._matched: tuple[SubjectView | None, VisitRow | None] = (None, None)  # what the buttons go by
        self._deviations_of: SubjectView | None = None  # the view that they were last looked up in
        self._every_deviation: Sequence[Deviation] = ()
        self._wanted: int | None = None  # select this visit as soon as it is in the list
        self.marking: Marking | None = None  # built when something is first asked about a visit
        self.rows = VisitRows(desk.texts, self)
        self._kept = KeptVisits(desk, self)
        self.table = VisitTable(desk, self.rows, self)
        self.strip = NoticeStrip(desk.texts, parent=self)
        self.filters: dict[str, Segment] = {}
        self._lay_out()
        through(*self.filters.values(), self.table)
        self.table.opened.connect(self.visit_opened)
        self._kept.turned.connect(self._on_filter)
        self.table.selectionModel().currentChanged.connect(lambda *_: self._match())

    def show_subject(self, view: SubjectView) -> None:
        """Show the visits of a subject; the selection stays with the same subject."""
        same = self._view is not None and self._view.course.subject.id == view.course.subject.id
        row = self.table.chosen()
        kept = row.id if same and row is not None else None
        self._view = view
        self._kept.read(view.course.subject.id)
        if not same:
            if self.marking is not None:
                self.marking.put_away()
            self.strip.clear()
        self._show_rows()
        wanted, self._wanted = self._wanted, None
        if wanted is None or self.rows.position_of(wanted) < 0:
            wanted = kept
        if wanted is None:
            ahead = next_visit(self.rows.rows)
            wanted = ahead.id if ahead is not None else None
        self.table.choose(wanted)
        self._match()

    def focus_visit(self, visit_id: int | None) -> None:
        """Select a visit, now or when it arrives with the next reading, and put the focus into the table."""
        if visit_id is not None and self.rows.position_of(visit_id) >= 0:
            self.table.choose(visit_id)
        self._wanted = visit_id
        self.table.setFocus()

    def show_refusal(self, words: str) -> None:
        """Say why something could not be done."""
        self.strip.show_notice(Notice("error", words))

    def _lay_out(self) -> None:
        texts = self._desk.texts
        self.summary_button = Button(texts("visits.print_summary"), parent=self)
        self.missed_button = Button(texts("visits.mark_missed"), parent=self)
        self.reschedule_button = Button(texts("visits.reschedule"), parent=self)
        self.last_button = Button(texts("visits.last_visit"), parent=self)
        self.last_button.setToolTip(texts("visits.not_in_protocol"))
        self.last_button.hide()
        self.unscheduled_button = Button(texts("visits.unscheduled_visit"), parent=self)
        self.log_button = Button(texts("visits.log_visit"), kind="primary", parent=self)
        self._about = label(role="about", wrap=True, parent=self)
        head = Flow()
        head.add(label(texts("visits.title"), role="title", parent=self))
        head.add(self._about, grows=True)
        head.add(
            *(self.summary_button, self.missed_button, self.reschedule_button, self.last_button),
            *(self.unscheduled_button, self.log_button),
            right=True,
        )
        self._empty = label(texts("visits.empty"), role="about", wrap=True, parent=self)
        self._empty.setContentsMargins(0, 24, 0, 0)
        held = QWidget(self)
        holding = QVBoxLayout(held)
        holding.setContentsMargins(0, 0, 0, 0)
        holding.addWidget(self._empty)
        holding.addStretch(1)
        self.deviations = label(role="question", wrap=True, parent=self)
        self.deviations.hide()
        self._shown = QStackedWidget(self)
        self._shown.addWidget(self.table)
        self._shown.addWidget(held)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(16, 12, 16, 12)
        outer.setSpacing(10)
        outer.addLayout(head)
        outer.addLayout(self._filter_row())
        outer.addWidget(self.strip)
        self._asked = QVBoxLayout()  # what is asked about a visit
        outer.addLayout(self._asked)
        outer.addWidget(self._shown, 1)
        outer.addWidget(self.deviations)
        for button, action in (
            (self.missed_button, "visits.mark_missed"),
            (self.reschedule_button, "visits.reschedule"),
            (self.unscheduled_button, "visits.record"),
        ):
            button.setVisible(access.may(self._desk.context, action))
        self.log_button.clicked.connect(self._log)
        self.unscheduled_button.clicked.connect(lambda: self.visit_opened.emit(None))
        self.last_button.clicked.connect(lambda: self.visit_opened.emit(EARLY_TERMINATION))
        self.missed_button.clicked.connect(
            lambda: self.ask("missed_back" if _is_missed(self.table.chosen()) else "missed")
        )
        self.reschedule_button.clicked.connect(lambda: self.ask("reschedule"))
        self.summary_button.clicked.connect(self._print)

    def _filter_row(self) -> SegmentRow:
        group = QButtonGroup(self)
        group.setExclusive(True)
        row = SegmentRow()
        kept = kept_choice.chosen(self._desk, KEPT)
        chosen = kept if kept in FILTERS else "all"
        for which in FILTERS:
            button = Segment(self)
            button.setCheckable(True)
            button.setChecked(which == chosen)
            button.toggled.connect(lambda on: self._on_filter() if on else None)
            group.addButton(button)
            row.addWidget(button)
            self.filters[which] = button
        return row

    def _which(self) -> said.Which:
        return next((which for which in FILTERS if self.filters[which].isChecked()), "all")

    def _on_filter(self) -> None:
        row = self.table.chosen()
        which = self._which()
        kept_choice.keep(self._desk, KEPT, "" if which == "all" else which)
        self._show_rows()
        if self.rows.rowCount():
            self.table.choose(row.id if row is not None else None)
        self._match()

    def _show_rows(self) -> None:
        if self._view is None:
            return
        texts, course = self._desk.texts, self._view.course
        every = said.ordered(course.visits)
        for which in FILTERS:
            count = len(said.chosen(every, which))
            self.filters[which].say(texts(f"visits.filter_{which}"), texts.number(count))
        shown = said.chosen(every, self._which())
        self.rows.show_rows(
            shown,
            day0=course.subject.day0,
            today=self._desk.context.today(),
            controls=self._view.controls,
            corrected=frozenset(former.visit_id for former in self._view.former.values()),
            drafts=self._kept.ids,
        )
        self._shown.setCurrentIndex(0 if shown else 1)
        left = course.ends.left
        ahead = listed_next(course)
        if ahead is not None:
            state = " · ".join(
                part for part in (self.rows.text(ahead, "state"), self.rows.agreed(ahead)) if part
            )
            about = texts("visits.next", visit=said.title(ahead, texts), state=state)
        elif left is not None:
            about = texts("endings.none_ahead", said=said_text(left.kind, left.day, texts))
        else:
            about = texts("visits.nothing_ahead")
        self._about.setText(about)
        # Planned or made it stands in the list; before the end of a participation the menu has it.
        wanted = left is not None and left.kind != DEATH and not after_end(every)
        self.last_button.setVisible(wanted and access.may(self._desk.context, "visits.record"))

    def _match(self) -> None:
        """Enable what the selected visit allows; a disabled button says why."""
        texts, row = self._desk.texts, self.table.chosen()
        view, matched = self._matched
        if view is not None and view is self._view and row is matched:
            return
        self._matched = (self._view, row)
        logged = row is not None and row.actual is not None
        may = access.may(self._desk.context, "visits.record")
        self.log_button.setText(texts("visits.correct_visit" if logged or not may else "visits.log_visit"))
        self.log_button.setEnabled(logged or (may and row is not None))
        self.summary_button.setEnabled(logged)
        self.summary_button.setToolTip("" if logged else texts("visits.not_logged_yet"))
        markable = row is not None and said.state_of(row) in OPEN
        missed = _is_missed(row)
        self.missed_button.setText(texts("visits.take_back_missed" if missed else "visits.mark_missed"))
        self.missed_button.setEnabled(markable or missed)
        self.missed_button.setToolTip("" if markable or missed else texts("visits.not_open"))
        self.reschedule_button.setEnabled(markable)
        self.reschedule_button.setToolTip("" if markable else texts("visits.not_rescheduled"))
        self._show_deviations(row)

    def _show_deviations(self, row: VisitRow | None) -> None:
        """The deviations of the selected visit in words, below the list; of how many in all."""
        if self._view is None:
            return
        texts = self._desk.texts
        if self._deviations_of is not self._view:
            self._deviations_of = self._view
            self._every_deviation = deviations.of_course(self._view.course, self._view.template)
        every = self._every_deviation
        own = [each for each in every if row is not None and each.visit_id == row.id]
        said = [texts("visits.deviations_all", count=len(every))] if every else []
        if row is not None and row.kind == EARLY_TERMINATION:
            said.insert(0, texts("visits.not_in_protocol"))
        said += deviation_texts(own, texts)
        if row is not None and (agreed := self.rows.agreed(row)):
            said.insert(0, agreed)
        self.deviations.setText(" · ".join(said))
        self.deviations.setVisible(bool(said))

    def _log(self) -> None:
        row = self.table.chosen()
        if row is not None:
            self.visit_opened.emit(row.id)

    def _print(self) -> None:
        row = self.table.chosen()
        if row is not None:
            self._desk.preview_wanted.emit(row.id)

    def ask(self, what: str) -> None:
        """Ask why the selected visit was missed, why that is taken back, or for which day it was agreed."""
        row = self.table.chosen()
        fits = row is not None and (_is_missed(row) if what == "missed_back" else said.state_of(row) in OPEN)
        window = said.window_of(row) if row is not None and fits else None
        if row is None or window is None:
            return
        from app.ui.pages.visit_list.marking import Asked, Marking

        if self.marking is None:
            self.marking = Marking(
                self._desk,
                place=self._asked,
                failed=self._on_refused,
                left=self.table.setFocus,
                parent=self,
            )
            through(*self.filters.values(), *self.marking.strips(), self.table)
        title = said.title(row, self._desk.texts)
        self.marking.ask(what, Asked(row.id, title, window, row.agreed, row.agreed_note))
        # The strip takes room from the table: the row that it is about stays in sight.
        QTimer.singleShot(0, self.table, lambda: self.table.scrollTo(self.table.currentIndex()))

    def _on_refused(self, error: ServiceError) -> None:
        self.show_refusal(refusal(self._desk.texts, error))


def _is_missed(row: VisitRow | None) -> bool:
    """Whether a visit is marked as missed and was not logged after all."""
    return row is not None and row.actual is None and bool(row.missed)
