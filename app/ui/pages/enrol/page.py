"""The enrolment page: six steps in sight, a draft that keeps itself, and one button that enrols."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import Qt
from PySide6.QtGui import QHideEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.services.enrolment import Stop
from app.ui.desk import Notice
from app.ui.failed import failure
from app.ui.pages.enrol.actions import Actions
from app.ui.pages.enrol.asking import Asker, Keeper
from app.ui.pages.enrol.form import Form, from_fields
from app.ui.pages.enrol.heading import Heading
from app.ui.pages.enrol.keeping import Opening, enrol_and_forget, fail_and_forget, opening
from app.ui.pages.enrol.pages import StepPages
from app.ui.pages.enrol.presenter import (
    STEPS,
    Evaluation,
    Told,
    failure_hindrance,
    merged,
    next_hindrance,
    step_states,
    stop_text,
    summary,
    unchosen,
)
from app.ui.pages.enrol.reading import changed, read
from app.ui.pages.enrol.step import Standing, Step
from app.ui.pages.enrol.steps import StepList
from app.ui.widgets.notice import NoticeStrip
from app.ui.widgets.scrolled_stack import CurrentStack, scrolled
from app.ui.widgets.tab_order import through

if TYPE_CHECKING:
    from app.services.context import Changes, ServiceError
    from app.ui.desk import Desk
    from app.ui.pages.enrol.protocol import ProtocolStep


class EnrolPage(QWidget):
    """Collects a draft and asks the services; `begin` opens a new or the kept one."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._texts = desk.texts
        self._opened = Opening((), (), None, "")
        self.form = Form()
        self._reading = read(self.form, today=desk.context.today())
        self._evaluation = Evaluation()
        self._asked = self._busy = False
        self.heading = Heading(desk)
        self.strip = NoticeStrip(desk.texts)
        self.steps = StepList(desk.texts)
        self._standing: Standing | None = None  # what every step was told last
        self.pages = StepPages(desk, self._furnish)
        self.stack = CurrentStack()
        self.actions_bar = Actions(desk)
        self._asker = Asker(desk, lambda: self._reading.draft, self)
        self._keeper = Keeper(desk, lambda: self.form, self)
        self._build()

    def begin(self) -> None:
        """Open the kept draft, or a new one with the next free code."""
        self.keep_draft()  # the worker keeps it before it reads
        self._desk.operations.run(
            lambda: opening(self._desk.context),
            owner=self,
            done=self._open,
            failed=self._show_refusal,
            behind=True,
        )

    @property
    def step(self) -> str:
        """The step in sight."""
        return STEPS[self.form.step]

    def go(self, at: int) -> None:
        """Show a step that can be reached."""
        if 0 <= at < len(STEPS) and at != self.form.step:
            self._change({"step": at})
            self._show_step()

    @property
    def settled(self) -> bool:
        """Whether the services have been asked about all that was typed."""
        return not self._asker.waiting

    def keep_draft(self) -> None:
        """Keep the draft at once, without waiting for a pause in typing."""
        self._keeper.keep()

    # opening

    def _open(self, found: Opening) -> None:
        self._opened = found
        unusable = [(protocol, self._refusal_text(why)) for protocol, why in found.unusable]
        self._protocol_step.show_templates(found.templates, unusable)
        if found.draft is not None:
            self.form = from_fields(found.draft.fields)
            said = self._texts("enrol.draft_restored", moment=self._texts.moment(found.draft.saved_at))
            self.strip.show_notice(Notice("done", said), action=self._texts("enrol.discard"))
            self.heading.show_kept(found.draft.saved_at)
        else:
            self.form = Form(code=found.code, screening_date=self._desk.context.today().isoformat())
            self.strip.clear()
            self.heading.show_kept(None)
            self.actions_bar.forget()
        if found.template(self.form.protocol) is None:
            self.form = replace(self.form, protocol="", arm="", step=0)
        self._keeper.forget()
        for page in self.pages.values():
            page.show_form(self.form)
        self._tell()
        self._asker.ask()
        self._show_step()

    # typing

    def _change(self, changes: dict[str, object]) -> None:
        before = self.form
        self.form = changed(before, changes, self._opened.forms, today=self._desk.context.today())
        if self.form == before:
            return
        self._keeper.touch()
        self.actions_bar.stay()
        if set(changes) == {"step"}:
            return
        # A date that is written plainly as it is left asks nothing new: the click that left it is not lost.
        self._asked = self._asked and read(self.form, today=self._desk.context.today()) == self._reading
        self._tell()
        if not self._asked:
            self._asker.ask_soon()

    def _on_answer(self, answer: Evaluation) -> None:
        self._evaluation = answer
        self._asked = True
        self._tell()

    def _tell(self) -> None:
        """Show everywhere what is known of the draft."""
        texts, today = self._texts, self._desk.context.today()
        self._reading = read(self.form, today=today)
        template = self._opened.template(self.form.protocol)
        stops = merged(self._reading.stops, self._evaluation.stops) or unchosen(self.form)
        told = Told(template, self._evaluation, stops, asked=self._asked)
        problems: dict[str, Stop] = {}
        for stop in stops:
            problems.setdefault(stop.path, stop)
        self._standing = Standing(self.form, self._reading, told, today, problems, self._opened.forms)
        for page in self.pages.values():
            page.tell(self._standing)
        draft = self._reading.draft
        self.heading.show_summary(summary(texts, draft, today))
        self.steps.show_states(step_states(texts, draft, told, today=today), current=self.form.step)
        why = next_hindrance(texts, told, self.step)
        self.actions_bar.show_step(self.form.step, hindrance=why, busy=self._busy, waits=not self._asked)
        self.actions_bar.allow_failure(failure_hindrance(texts, told))

    def _show_step(self) -> None:
        self.stack.setCurrentWidget(self.pages[self.step])
        self.actions_bar.close_failure()
        self._tell()
        page = self.pages[self.step]
        through(*page.order(), self.actions_bar)
        (page.first_open() or self.steps).setFocus()

    # actions

    def _next(self) -> None:
        if self.step == STEPS[-1]:
            self._enrol()
        else:
            self.go(self.form.step + 1)

    def _enrol(self) -> None:
        context, draft = self._desk.context, self._reading.draft
        self._set_busy(True)
        self._desk.operations.run(
            lambda: enrol_and_forget(context, draft),
            owner=self,
            done=self._on_enrolled,
            failed=lambda refusal: self._on_refused(refusal, draft.code),
        )

    def _on_enrolled(self, answer: tuple[int, Changes]) -> None:
        subject_id, changes = answer
        said = self._texts("enrol.enrolled", code=self._reading.draft.code, n=len(self._evaluation.calendar))
        self._leave(changes, said)
        self._desk.subject_wanted.emit(subject_id, "overview")

    def _keep_failure(self, reason: str) -> None:
        context, draft = self._desk.context, self._reading.draft
        self._set_busy(True)
        self._desk.operations.run(
            lambda: fail_and_forget(context, draft, reason=reason),
            owner=self,
            done=self._on_failure_kept,
            failed=lambda refusal: self._on_refused(refusal, draft.code),
        )

    def _on_failure_kept(self, answer: tuple[int, Changes]) -> None:
        self._leave(answer[1], self._texts("enrol.failure.done", code=self._reading.draft.code))
        self._desk.page_wanted.emit("subjects")

    def _leave(self, changes: Changes, said: str) -> None:
        self._keeper.forget()
        self._set_busy(False)
        self._desk.changed.emit(changes)
        self._desk.noticed.emit(Notice("done", said))

    def _on_refused(self, refusal: ServiceError, code: str) -> None:
        self._set_busy(False)
        said = self._texts("enrol.not_enrolled", code=code, reason=self._refusal_text(refusal))
        self.strip.show_notice(failure(self._texts, refusal, said))
        self._asker.ask()

    def _close(self) -> None:
        if self.actions_bar.close_failure():
            return  # Esc leaves the reason first
        self.keep_draft()
        self._desk.back_wanted.emit()

    def _show_refusal(self, refusal: ServiceError) -> None:
        self.strip.show_notice(failure(self._texts, refusal, self._refusal_text(refusal)))

    def _refusal_text(self, refusal: ServiceError) -> str:
        return stop_text(self._texts, Stop("", refusal.code, refusal.params))

    def _set_busy(self, busy: bool) -> None:
        self._busy = busy
        if busy:
            self._keeper.hold()
        self._tell()

    @property
    def _protocol_step(self) -> ProtocolStep:
        return cast("ProtocolStep", self.pages["protocol"])

    def _furnish(self, page: Step) -> None:
        """A step that was just built: it shows what is known by now."""
        page.edited.connect(self._change)
        page.finished.connect(self.actions_bar.lead_on)
        self.stack.addWidget(page)
        page.show_form(self.form)
        if self._standing is not None:
            page.tell(self._standing)

    def _build(self) -> None:
        self.stack.setCurrentWidget(self._protocol_step)
        self.steps.wanted.connect(self.go)
        self._asker.answered.connect(self._on_answer)
        self._keeper.kept.connect(self.heading.show_kept)
        for worker in (self._asker, self._keeper):
            worker.refused.connect(self._show_refusal)
        bar = self.actions_bar
        bar.next_wanted.connect(self._next)
        bar.back_wanted.connect(lambda: self.go(self.form.step - 1))
        bar.close_wanted.connect(self._close)
        bar.failure_given.connect(self._keep_failure)
        self.strip.action_wanted.connect(self._ask_discard)
        self.heading.discard_wanted.connect(lambda: self._keeper.discard(self.begin))
        within = Qt.ShortcutContext.WidgetWithChildrenShortcut
        QShortcut(QKeySequence("Esc"), self, context=within).activated.connect(self._close)
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addWidget(scrolled(self.stack), 1)
        right.addWidget(bar)
        middle = QHBoxLayout()
        middle.setSpacing(12)
        middle.addWidget(self.steps)
        middle.addLayout(right, 1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(16, 12, 16, 16)
        outer.setSpacing(12)
        outer.addWidget(self.heading)
        outer.addWidget(self.strip)
        outer.addLayout(middle, 1)

    def _ask_discard(self) -> None:
        self.strip.clear()
        self.heading.ask_discard()

    # Qt overrides

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.steps.fit(event.size().width())
        super().resizeEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        self.keep_draft()
        super().hideEvent(event)
