"""Today: what needs a person, by urgency; each line leads to the place to act. Read late, in the worker."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property, partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QApplication, QWidget

from app.services import subjects, today
from app.services.contracts.today import CRITICAL, DRAFT, QUERY, VALUE, Line, Planned, Today, TodayQuery
from app.ui.desk import Notice
from app.ui.failed import failure
from app.ui.pages.today.frame import TodayFrame
from app.ui.subject_view import NEW_QUERY, QUERIES, STEP

if TYPE_CHECKING:
    from app.services.context import ServiceError
    from app.ui.desk import Desk
    from app.ui.pages.today.drafts import KeptDrafts
    from app.ui.pages.today.model import More
    from app.ui.pages.visit_list.marking import Marking

EXPLAINED = 24  # changed statuses whose reason is worked out at once: more than one screen of them
Answer = tuple[Today, int, tuple[str, ...]]


class TodayPage(TodayFrame):
    """The list with its filters, the week, and what stands beside them."""

    viewed = Signal(str)  # the view that came to the front

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._query = TodayQuery(protocol=self.protocol.code)
        self._today: Today | None = None
        self._subjects = 0
        self._round = 0
        self._stale = True
        self._marking: Marking | None = None
        self._connect()

    @cached_property
    def _kept(self) -> KeptDrafts:
        """Built when the page is come back to, or a draft is chosen."""
        from app.ui.pages.today.drafts import KeptDrafts

        made = KeptDrafts(self._desk, self.asked, self, page=lambda: (self._today, self._query))
        made.stale.connect(self.read)
        made.asked.connect(self._ask)
        made.failed.connect(self._failed)
        return made

    def read(self) -> None:
        """Ask for everything again."""
        self._round += 1
        self._stale = False
        asked, query, context = self._round, self._query, self._desk.context
        self.busy.begin()

        def begun(answer: Today) -> None:
            if self._today is None:  # the first time: what is most urgent stands there while the rest is read
                self._show_begun(asked, answer)
            self._desk.operations.run(
                lambda: (
                    today.complete(context, query, answer),
                    subjects.count(context),
                    context.library.ids(),
                ),
                owner=self,
                done=lambda whole: self._show(asked, whole),
                failed=lambda error: self._refused(asked, error),
            )

        self._desk.operations.run(
            lambda: today.begin(context, query),
            owner=self,
            done=begun,
            failed=lambda error: self._refused(asked, error),
            behind=self.window().isVisible(),  # while the window itself is built the worker goes on beside it
        )
        if self.week_button.isChecked():
            self.calendar.read(protocol=query.protocol)

    def show_view(self, view: str) -> None:
        """Put the list or the calendar in front."""
        if view != self.view:
            (self.week_button if view == "calendar" else self.list_button).setChecked(True)
            self._switch()

    def show_week(self) -> None:
        """Put the calendar in front."""
        self.show_view("calendar")

    def reschedule(self) -> None:
        """Ask for another day of the visit that the keys stand on, if they stand on one."""
        visit = self.calendar.movable() if self.week_button.isChecked() else self.tree.movable()
        if visit is not None:
            self._ask("reschedule", visit)

    def print_it(self) -> None:
        """Show the day list of what is on the page."""
        self._desk.day_list_wanted.emit(self._query.protocol)

    def _show_begun(self, asked: int, begun: Today) -> None:
        if asked == self._round and begun.groups:
            self.show_day(begun.day)
            self._put_lines(begun)

    def _show(self, asked: int, answer: Answer) -> None:
        if asked != self._round:
            return
        self.busy.end()
        self.strip.clear()
        self._today, self._subjects, protocols = answer
        self.offer_protocols(protocols)
        self.show_day(self._today.day)
        self.filters.show_counts(self._today)
        self._show_lines()
        self.days.show_days(self._today.week, today=self._today.day)
        self.file.show_state(self._today)
        self.order_keys()
        if self._query == TodayQuery() and not self._stale:  # the rail tells of all that waits, as it is
            self._desk.counted.emit("today", self._today.total)
        self._explain()

    def _show_lines(self) -> None:
        if self._today is not None:
            self._put_lines(self._today)

    def _put_lines(self, read: Today) -> None:
        chosen, focused = self.tree.chosen(), QApplication.focusWidget()
        self.rows.show_today(read, only=self.filters.only, steps=self.may_do())
        self.tree.choose(chosen)
        if not self.week_button.isChecked():
            self._bring_lines()
            if self.rows.rowCount() and focused is not None and self.empty.isAncestorOf(focused):
                self.tree.setFocus(Qt.FocusReason.OtherFocusReason)

    def _bring_lines(self) -> None:
        """The list in front, or what stands there without lines."""
        if self.rows.rowCount() or self._today is None:
            self.put_in_front(self.tree)
        else:
            narrowed = bool(self.filters.only or self._query.protocol)
            self.show_nothing("filter" if narrowed else "" if self._subjects else "new")

    def _explain(self) -> None:
        """Work out why statuses changed, behind what is on the page already."""
        lines = self.rows.unexplained(EXPLAINED)
        if not lines:
            return
        context, texts = self._desk.context, self._texts
        self._desk.operations.run(
            lambda: today.reasons(context, lines, texts=texts),
            owner=self,
            done=self.rows.show_reasons,
            failed=lambda _error: None,  # the line says what changed; why it did stands on the response page
        )

    def _switch(self) -> None:
        if self.week_button.isChecked():
            self.put_in_front(self.calendar)
            self.calendar.read(protocol=self._query.protocol)
        else:
            self.calendar.monday = None
            self._bring_lines()
        self.begin()
        self.viewed.emit(self.view)

    def _do(self, what: str, line: Line) -> None:
        """Lead to the place to act, or take note of a line."""
        desk = self._desk
        if line.kind == DRAFT and what in ("act", "discard"):
            self._kept.do(what, line)
        elif what == "seen" or (what == "act" and line.kind == VALUE):
            self._note(line)
        elif what == "evidence" or (what == "act" and line.rests_on_evidence):
            desk.subject_wanted.emit(line.subject_id, "response")
        elif what in ("missed", "reschedule"):
            self._ask(what, line)
        elif what == "ask":
            desk.field_wanted.emit(line.subject_id, line.visit_id, f"{NEW_QUERY}.{line.asked_field}")
        elif what == "act" and line.kind == QUERY:
            desk.field_wanted.emit(line.subject_id, line.visit_id, QUERIES)
        elif what == "act" and line.waits_for_step:
            desk.field_wanted.emit(line.subject_id, line.visit_id, STEP)
        elif what == "act" and line.visit_id is not None:
            desk.visit_wanted.emit(line.subject_id, line.visit_id)
        else:
            desk.subject_wanted.emit(line.subject_id, line.form_above if what == "act" else "overview")

    def _ask(self, what: str, about: Line | Planned) -> None:
        """Ask above the list why a visit was missed, or for which day it was agreed."""
        from app.ui.pages.visit_list.marking import Marking, asked_of
        from app.ui.widgets.tab_order import follow, stops

        if self._marking is None:
            left = self._kept.after(self.begin)
            self._marking = Marking(
                self._desk, place=self.asked, failed=self._failed, left=left, parent=self, gap=True
            )
            follow(self.filters.buttons[""], [each for s in self._marking.strips() for each in stops(s)])
        self._marking.ask(what, asked_of(about, self._texts))

    def _note(self, line: Line) -> None:
        context = self._desk.context

        def done(_none: object) -> None:
            self.read()
            if line.group == CRITICAL:
                self._desk.noticed.emit(Notice("done", self._texts("today.noted", code=line.code)))

        self._desk.operations.run(
            lambda: today.note_seen(context, line),
            owner=self,
            done=done,
            failed=self._failed,
        )

    def _failed(self, error: ServiceError) -> None:
        self._refused(self._round, error)

    def _refused(self, asked: int, error: ServiceError) -> None:
        if asked == self._round:
            self.busy.end()
            self.strip.show_notice(failure(self._texts, error), action=self._texts("common.try_again"))

    def _on_filter(self, _key: str) -> None:
        self._show_lines()
        self.filters.show_counts(self._today)
        self._explain()

    def _on_protocol(self) -> None:
        self._query = replace(self._query, protocol=self.protocol.code)
        self.read()

    def _on_more(self, more: More) -> None:
        if more.cut:
            self._on_group(more.group)
        else:
            self._query = replace(self._query, limit=self._query.limit * 5)
            self.read()

    def _on_group(self, key: str) -> None:
        self.filters.choose(key)
        self._on_filter(key)
        self.tree.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_empty_action(self) -> None:
        if self.filters.only or self._query.protocol:
            self.filters.choose("")
            if self.protocol.currentIndex():
                self.protocol.setCurrentIndex(0)
            else:
                self._on_filter("")
        elif not self._subjects:
            self._desk.enrolment_wanted.emit()
        else:
            self.show_week()

    def _again(self) -> None:
        """Whatever was written may be on this page: a visit, a query, a signature, a backup."""
        if self.isVisible():
            self.read()
        else:
            self._stale = True

    def _connect(self) -> None:
        desk = self._desk
        self.filters.chosen.connect(self._on_filter)
        self.protocol.currentIndexChanged.connect(lambda _place: self._on_protocol())
        self.list_button.clicked.connect(lambda _checked: self._switch())
        self.week_button.clicked.connect(lambda _checked: self._switch())
        self.print_button.clicked.connect(self.print_it)
        within = Qt.ShortcutContext.WidgetWithChildrenShortcut
        QShortcut(QKeySequence("Ctrl+P"), self, context=within).activated.connect(self.print_it)
        self.tree.wanted.connect(self._do)
        self.tree.more_wanted.connect(self._on_more)
        self.calendar.reschedule_wanted.connect(partial(self._ask, "reschedule"))
        self.calendar.opened.connect(desk.visit_wanted.emit)
        self.calendar.refused.connect(self._failed)
        self.days.opened.connect(desk.visit_wanted.emit)
        self.days.week_wanted.connect(self.show_week)
        self.file.group_wanted.connect(self._on_group)
        self.file.backups_wanted.connect(lambda: desk.study_wanted.emit("backups"))
        self.empty.action_wanted.connect(self._on_empty_action)
        self.strip.action_wanted.connect(self.read)
        desk.changed.connect(lambda _changes: self._again())
        desk.day_turned.connect(self._again)

    # Qt overrides

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.read() if self._stale else self._kept.look()
