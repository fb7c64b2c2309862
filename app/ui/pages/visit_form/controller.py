"""What the control row of the form sets going: steps of the workflow, queries, the second entry."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication

from app.services import workflow
from app.services.context import ServiceError
from app.services.contracts.control import COMPLETE, LOCKED, SIGNED, VERIFIED
from app.services.visits import Reason
from app.ui.desk import Notice
from app.ui.failed import failure
from app.ui.pages.visit_form.query_marks import QueryMarks
from app.ui.pages.visit_form.query_strip import QueryStrip, belonging
from app.ui.pages.visit_form.second_strip import SecondStrip
from app.ui.pages.visit_form.steps import StepForms
from app.ui.subject_view import NEW_QUERY, QUERIES, STEP

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from app.services.context import Changes
    from app.services.contracts.control import Query, VisitControl
    from app.ui.desk import Desk
    from app.ui.pages.visit_form.control_bar import ControlBar
    from app.ui.pages.visit_form.panel import TypedPanel
    from app.ui.subject_view import SubjectView
    from app.ui.widgets.notice import NoticeStrip


class Controlled(Protocol):
    """The form as its control sees it."""

    control: ControlBar
    typed: TypedPanel
    notice: NoticeStrip

    @property
    def title(self) -> str:
        """The title of the visit."""

    @property
    def version(self) -> int:
        """The version of the visit that the form shows."""

    @property
    def unsaved(self) -> bool:
        """Whether something is typed that is not saved."""

    def place_below(self, part: QWidget) -> None:
        """Put a strip between what is typed and the buttons."""

    def cover(self, on: bool) -> None:
        """Take what was typed out of sight, or show it again."""

    def show_locked(self, words: str) -> None:
        """Say that the visit is locked, and by whom; "" for one that is not."""


class VisitController(QObject):
    """Wires the control row of one form. The version that is signed off is the one that the form shows."""

    read_only = Signal(bool)

    def __init__(self, desk: Desk, frame: Controlled, *, visit_id: int, day: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk, self._frame, self._visit_id, self._day = desk, frame, visit_id, day
        self._view: SubjectView | None = None
        self._focus: QWidget | None = None  # the field that was left for the button
        self._stepped = False  # a step was taken, and the form does not show yet where the visit stands now
        self.marks = QueryMarks(frame.typed, texts=desk.texts)
        self.strip = QueryStrip(desk, visit_id=visit_id, parent=parent)
        self.forms = StepForms(desk, parent)
        self.second = SecondStrip(desk, visit_id=visit_id, parent=parent)
        frame.place_below(self.second)
        frame.place_below(self.strip)
        for form in self.forms.all:
            frame.place_below(form)
        bar = frame.control
        bar.step_wanted.connect(self._on_step)
        bar.query_wanted.connect(self.raise_query)
        bar.second_wanted.connect(self._open_second)
        self.second.saved.connect(self._tell)
        self.second.blind.connect(frame.cover)
        self.second.taken.connect(frame.typed.grid.take)
        bar.queries_wanted.connect(lambda: self._show_queries(None))
        self.marks.wanted.connect(self._show_queries)
        self.strip.done.connect(lambda step: self._tell(desk.texts(f"queries.told.{step}")))
        self.strip.closed.connect(self._return_focus)
        self.forms.signing.connect(self._sign)
        self.forms.unlocking.connect(self._unlock)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._on_focus)

    @property
    def control(self) -> VisitControl | None:
        """Where the visit stands, as last read."""
        return self._view.controls.get(self._visit_id) if self._view is not None else None

    def show_view(self, view: SubjectView) -> None:
        """The subject was read: show where the visit stands now."""
        self._view = view
        control = self.control
        if control is None:
            return
        own = self._own_queries()
        self._frame.control.show_control(control, asked=len(own), title=self._frame.title)
        self.marks.show_queries(own)
        self.strip.refresh(own)
        self._frame.show_locked(self._locked_words(control))
        if self._stepped:
            self._stepped = False
            self._go_on()

    def focus_field(self, field: str) -> None:
        """Lead to a field and what was asked of it, to all queries, or to a new one: see `OpensVisits`."""
        if field == QUERIES:
            self._show_queries(None)
        elif field == STEP:
            self._go_on()
        elif field.startswith(f"{NEW_QUERY}."):
            self._begin_query(field.removeprefix(f"{NEW_QUERY}."))
        else:
            self._go_to(field)  # to see or change it: nobody said that they want to ask
            if belonging(self._own_queries(), field):
                self._show_queries(field)

    def _begin_query(self, field: str) -> None:
        self._go_to(field)  # beside what is asked, and where the focus goes back to
        self.strip.begin(field)

    def _go_to(self, field: str) -> None:
        area, _, rest = field.partition(".")
        typed = self._frame.typed
        row = rest.isdigit() and typed.since.focus_row(area, int(rest))
        if not row:
            typed.focus(field)

    def raise_query(self) -> None:
        """Begin a query about the field that was in focus."""
        self.strip.begin(self._frame.typed.path_of(self._focus))

    def _open_second(self) -> None:
        """Type blind: what was entered first leaves the form until the second entry stands."""
        self.second.open()

    def _show_queries(self, field: str | None) -> None:
        if self._view is not None:
            self.strip.show_field(field, self._own_queries())

    def _own_queries(self) -> tuple[Query, ...]:
        asked = self._view.queries if self._view is not None else ()
        return tuple(query for query in asked if query.visit_id == self._visit_id)

    def _locked_words(self, control: VisitControl) -> str:
        texts, lock = self._desk.texts, control.of(LOCKED)
        if not control.locked or lock is None:
            return ""
        who = lock.shown_name
        return texts("control.locked_by", time=texts.moment(lock.at), who=who)

    def _on_step(self, step: str) -> None:
        context, visit_id, version = self._desk.context, self._visit_id, self._frame.version
        texts = self._desk.texts
        if self._frame.unsaved and step != "unlock":
            way_out = texts("visit_form.discard_draft")
            self._frame.notice.show_notice(failure(texts, self._unsaved()), action=way_out)
        elif step == SIGNED:
            meaning = texts(f"control.meaning.{workflow.MEANING}")
            who = context.user.shown_name
            self.forms.ask_signature(
                texts("control.sign_asked", who=who, visit=self._frame.title, day=self._day, meaning=meaning)
            )
        elif step == "unlock":
            self.forms.ask_unlock(visit_id)
        else:
            act = {COMPLETE: workflow.complete, VERIFIED: workflow.verify, LOCKED: workflow.lock}[step]
            self._run(lambda: act(context, visit_id, version=version), step)

    def _unsaved(self) -> ServiceError:
        """What is signed off is what is saved, not what stands in the fields beside it."""
        return ServiceError("unsaved_first", visit=self._frame.title)

    def _sign(self, passphrase: str) -> None:
        if self._frame.unsaved:  # typed after the signature was asked for
            self.forms.sign.show_refusal(self._unsaved())
            return
        context, visit_id, version = self._desk.context, self._visit_id, self._frame.version
        self._run(
            lambda: workflow.sign(context, visit_id, version=version, passphrase=passphrase),
            SIGNED,
            failed=self.forms.sign.show_refusal,
        )

    def _unlock(self, code: str, note: str) -> None:
        context, visit_id = self._desk.context, self._visit_id
        self._run(
            lambda: workflow.unlock(context, visit_id, reason=Reason(code, note)),
            "unlock",
            failed=self.forms.unlock.show_refusal,
        )

    def _run(
        self,
        act: Callable[[], Changes],
        step: str,
        *,
        failed: Callable[[ServiceError], None] | None = None,
    ) -> None:
        self._frame.control.setEnabled(False)

        def refuse(error: ServiceError) -> None:
            self._frame.control.setEnabled(True)
            (failed or self._on_refused)(error)

        self._desk.operations.run(
            act, owner=self, done=lambda changes: self._on_done(step, changes), failed=refuse
        )

    def _on_done(self, step: str, changes: Changes) -> None:
        self._frame.control.setEnabled(True)
        self.forms.put_away()
        self._stepped = True
        self._desk.changed.emit(changes)
        self._tell(self._desk.texts(f"control.told.{step}", visit=self._frame.title))

    def _on_refused(self, error: ServiceError) -> None:
        self._frame.notice.show_notice(failure(self._desk.texts, error))

    def _tell(self, words: str) -> None:
        self._frame.notice.show_notice(Notice("done", words))

    def _on_focus(self, _old: QWidget | None, new: QWidget | None) -> None:
        if new is not None and self._frame.typed.path_of(new):
            self._focus = new

    def _go_on(self) -> None:
        """The focus went with the button or the form of the step: to the next step, or back to the values."""
        button = self._frame.control.step_button
        if button.isVisible() and button.isEnabled():
            button.setFocus()
        else:
            self._return_focus()

    def _return_focus(self) -> None:
        if self._focus is not None and self._focus.isVisible():
            self._focus.setFocus()
        else:
            self._frame.typed.focus_first_empty()
