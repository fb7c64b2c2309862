"""The visit form: type a lab sheet from top to bottom, see the status it would give, save."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from app.i18n.controls import field_name
from app.ui.desk import Notice
from app.ui.pages.visit_form import draft as drafting
from app.ui.pages.visit_form import texts_of_form as forms
from app.ui.pages.visit_form.answers import Open, name_of, open_matters, said
from app.ui.pages.visit_form.compare import corrections, with_additions
from app.ui.pages.visit_form.failing import FailedSave
from app.ui.pages.visit_form.frame import FormFrame
from app.ui.pages.visit_form.histories import Histories
from app.ui.pages.visit_form.keeper import DraftKeeper, draft_key
from app.ui.pages.visit_form.other_day import OtherDay, as_of
from app.ui.pages.visit_form.review import Review, Reviewer
from app.ui.pages.visit_form.saving import SavedView, Saver
from app.ui.pages.visit_form.told import saved_notice
from app.ui.pages.visit_form.two_versions import TwoVersions, begun_with, kept_fields
from app.ui.widgets.still import Still

if TYPE_CHECKING:
    from app.domain.evidence import Verdict
    from app.domain.plausibility import Problem
    from app.services.drafts import Draft
    from app.services.visits import Reason, VisitForm
    from app.ui.desk import Desk
    from app.ui.pages.visit_form.texts_of_form import FormTexts
    from app.ui.subject_view import SubjectView


class VisitFormPage(FormFrame):
    """One visit being logged or corrected. Services check and save; the page shows what they answer."""

    closed = Signal()
    saved = Signal(int)  # visit id

    def __init__(
        self,
        desk: Desk,
        *,
        form: VisitForm,
        view: SubjectView,
        kept: Draft | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(desk, form=form, view=view, parent=parent)
        self._problems: tuple[Problem, ...] = ()  # found by the domain
        self._faults: tuple[Problem, ...] = ()  # texts that mean nothing
        self._print_after = False
        self._still = Still(self)
        self._original = drafting.show(form.stored, form) if form.stored else drafting.blank(form)
        key = draft_key(form.subject_id, form.wanted)
        self._keeper = DraftKeeper(desk, key, self)
        self._failed = FailedSave(self._keeper, self.notice, desk.texts)
        self._reviewer = Reviewer(desk, self)
        self._other_day = OtherDay(desk, self._stand_on, self)
        self._newer = form, self._original  # what somebody else has saved since
        self._versions = TwoVersions(self.conflict, desk.texts, self)
        self._saver = Saver(desk, kept_as=key, parent=self)
        self._connect()
        if form.visit_id is not None and form.stored is not None:
            codes = {value.analyte for value in form.stored.values}
            self.histories = Histories(desk, self.typed, visit_id=form.visit_id, stored=codes)
            self.histories.show_former(view.former.values())
        self._show_first(kept)
        self.take_control(view)

    def open_at_first_empty(self) -> None:
        """Put the focus where typing begins."""
        self.typed.focus_first_empty()

    def keep_draft(self) -> None:
        """Keep what is typed, at once."""
        self._keeper.flush()

    def close_form(self) -> None:
        """Keep the draft and go back to the list."""
        self.keep_draft()
        if self._failed.may_close():
            self.closed.emit()

    def save(self, *, print_after: bool = False) -> None:
        """Check the form; with nothing open, save it, after asking why where stored values change."""
        if not self.may_save or self._versions.waiting:
            return
        self._print_after = print_after
        self.typed.settle()
        reading = self._read()
        if reading.draft is None or reading.faults:
            self._tell((), None)
            self._go_to_first(self._matters())
            return
        if self._form.stored is not None:
            self._saver.check(reading.draft)  # what is corrected is asked for its reason first
        elif any(matter.needed for matter in self._matters(self._faults)):
            self._go_to_first(self._matters())
        else:
            self._record(None)  # the save itself finds what stands against it

    def _connect(self) -> None:
        self.typed.edited.connect(self._on_edited)
        self.typed.settled.connect(self._on_settled)
        self._keeper.kept.connect(lambda at: self.show_state("draft_kept", at))
        self._keeper.not_kept.connect(lambda: self.show_state("draft_not_kept"))
        self._reviewer.reviewed.connect(self._on_reviewed)
        self._saver.checked.connect(self._on_checked)
        self._saver.saved.connect(self._on_saved)
        self._saver.failed.connect(self._failed.tell)
        self._saver.failed.connect(lambda _error: self._on_failed())
        self._saver.stale.connect(self._on_stale)
        self._versions.settled.connect(self._on_merged)
        self.correction.answered.connect(self._record)
        self.correction.put_off.connect(self.typed.focus_first_empty)
        self.notice.action_wanted.connect(self._discard_draft)
        self.bar.close_button.clicked.connect(self.close_form)
        self.bar.print_button.clicked.connect(lambda: self.save(print_after=True))
        self.bar.save_button.clicked.connect(lambda _on=False: self.save())
        for keys, act in (("Ctrl+S", self.save), ("Esc", self._step_back), ("Ctrl+;", self._today)):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(act)

    def _step_back(self) -> None:
        """Out of the question about a correction first, then out of the form."""
        if self.correction.isVisible():
            self.correction.go_back()
        else:
            self.close_form()

    def _show_first(self, kept: Draft | None) -> None:
        if kept is None:
            self.typed.show_texts(self._original)
        else:
            self.typed.show_texts(forms.from_json(kept.fields))
            self.show_restored(kept.saved_at)
        self._keeper.begin(held=kept is not None)
        self.unsaved = kept is not None
        self.show_state("unchanged" if kept is None else "draft_kept", kept.saved_at if kept else None)
        self._ask_review()
        self._reviewer.now()
        base = begun_with(kept.fields, self._form.version) if kept is not None else None
        if base is not None:  # the visit was saved by somebody else since the draft was kept
            self._merge(base, self._form)

    def _read(self, reason: Reason | None = None) -> drafting.Reading:
        return drafting.read(self.typed.texts(), self._form, reason=reason)

    def _on_edited(self) -> None:
        fields = kept_fields(self.typed.texts(), self._original, self._form.version)
        self._keeper.keep(fields)
        self.show_state("unsaved" if fields else "unchanged")
        self.preview.show_busy()
        self._ask_review()

    def _ask_review(self) -> None:
        reading = self._read()
        self._other_day.want(reading.draft, self._form)
        self._reviewer.want(reading.draft)
        self._faults = reading.faults
        if reading.draft is None:  # without a day nothing is asked: what cannot be read is said at once
            self._tell((), None)
        else:
            self._show_matters()

    def _on_settled(self) -> None:
        """A field was left: what was only held back while it was typed is said now."""
        self._reviewer.now()
        if any(fault.path == "day" for fault in self._faults):
            self.typed.show_problems((*self._faults, *self._problems))

    def _stand_on(self, found: VisitForm) -> None:
        self._form = as_of(self._form, found)
        self.typed.show_before(self._form)

    def _on_reviewed(self, review: Review) -> None:
        # A missing reason is asked for when saving, in a strip of its own.
        self._tell(tuple(problem for problem in review.problems if problem.path != "reason"), review.verdict)

    def _tell(self, problems: tuple[Problem, ...], verdict: Verdict | None) -> None:
        """Say what was found; without a verdict the one before stays in sight."""
        self._problems = problems
        self.show_found((*self._faults, *problems), verdict)
        self._show_matters()

    def _matters(self, problems: tuple[Problem, ...] | None = None) -> tuple[Open, ...]:
        """What is open: by what is known of the form, or by these problems alone."""
        known = self._problems if problems is None else problems
        paths = {problem.path for problem in known}
        return open_matters(
            self.typed.texts(),
            (*known, *(fault for fault in self._faults if fault.path not in paths)),
            infusions_asked=bool(self.typed.infusions_asked),
            answers_needed=self._answers_needed(),
            texts=self._desk.texts,
        )

    def _show_matters(self, *, key: str = "") -> None:
        self.bar.show_open(*said(self._matters(), self._desk.texts, key=key))

    def _go_to_first(self, matters: tuple[Open, ...]) -> bool:
        self._show_matters(key="not_saved_yet")
        return any(matter.needed and self.typed.focus(matter.path) for matter in matters)

    def _on_checked(self, problems: tuple[Problem, ...]) -> None:
        self._still.release()
        self._keeper.flush()
        asked = tuple(problem for problem in problems if problem.path != "reason")
        self._tell(asked, None)
        needed = tuple(matter for matter in self._matters() if matter.needed)
        if needed:
            self._go_to_first(needed)
            return
        if (draft := self._read().draft) is None:
            return
        changed = with_additions(corrections(self._form.stored, draft), problems, draft)
        if changed or len(asked) != len(problems):
            names = {each.path: self._name(each.path) for each in changed}
            self.bar.show_open(self._desk.texts("visit_form.correction_wanted"))
            self.correction.ask(changed, {key: name[:1].upper() + name[1:] for key, name in names.items()})
            if changed:
                self.typed.show_value(changed[0].path)
        else:
            self._record(None)

    def _name(self, path: str) -> str:
        texts = self._desk.texts
        own = texts.has(f"control.field.{path}") or texts.has(f"fields.{path}")
        return name_of(texts, path) if "." in path else field_name(texts, path if own else f"values.{path}")

    def _record(self, reason: Reason | None) -> None:
        reading = self._read(reason)
        if reading.draft is None:
            return
        self._failed.forget()
        self._keeper.pause()  # the save forgets the draft; where it fails, what waits is kept at once
        self._reviewer.stop()
        self._saver.record(reading.draft)
        # A key in these few milliseconds would be neither saved nor kept. The save has begun meanwhile.
        self._still.hold()

    def _on_saved(self, told: SavedView) -> None:
        saved = told.saved
        self._keeper.saved()
        self.saved.emit(saved.visit_id)
        self._desk.subject_read.emit(told.view)
        self._desk.changed.emit(saved.changes)
        time = f"{self._desk.context.clock():%H:%M}"
        self._desk.noticed.emit(saved_notice(saved, self._desk.texts, time=time))
        if self._print_after:
            self._desk.preview_wanted.emit(saved.visit_id)

    def _on_failed(self) -> None:
        self._still.release()
        self._on_edited()
        self._keeper.flush()

    def _on_stale(self, form: VisitForm) -> None:
        """Somebody saved in between: both versions side by side; nothing that was typed here is lost."""
        self._still.release()
        self._keeper.flush()
        self._merge(self._original, form)

    def _merge(self, base: FormTexts, form: VisitForm) -> None:
        """Put what only they changed into the form; what both changed is asked for, and until then nothing
        of theirs counts as seen: a draft kept now still began with `base`.
        """
        theirs = drafting.show(form.stored, form) if form.stored else drafting.blank(form)
        self._newer = form, theirs
        self.bar.hold(True)
        self._versions.begin(base, theirs, self.typed.texts())

    def _on_merged(self, merged: FormTexts, words: str) -> None:
        self._form, self._original = self._newer
        self.bar.hold(False)
        self.typed.show_texts(merged)
        self.notice.show_notice(Notice("warning", words))
        self._on_edited()
        self._keeper.flush()
        self.typed.focus_first_empty()

    def _discard_draft(self) -> None:
        self.notice.clear()
        self.typed.show_texts(self._original)
        self._keeper.discard()
        self.show_state("unchanged")
        self._ask_review()
        self.open_at_first_empty()

    # Qt overrides

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._keeper.flush()
