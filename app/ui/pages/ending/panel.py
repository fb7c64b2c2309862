"""Ends a subject's participation, corrects such an end or takes it back, without leaving the subject."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from app.i18n.endings import said_text
from app.services import drafts, endings
from app.services.contracts.visits import Reason
from app.ui.desk import Notice
from app.ui.pages.ending import follows
from app.ui.pages.ending.fields import EndingFields
from app.ui.pages.ending.typed import Typed, restored
from app.ui.pages.visit_form.keeper import DraftKeeper
from app.ui.words import refusal

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from app.domain.endings import Ending
    from app.services.context import Changes, ServiceError
    from app.services.contracts.endings import EndingDraft, Following
    from app.services.drafts import Draft
    from app.ui.desk import Desk
    from app.ui.subject_view import SubjectView

_OF_DAY = frozenset({"ending_day_future", "ending_day_early", "ending_day_seen"})


class EndingPanel(EndingFields):
    """Opens with `ask`. Nothing is stored before the button; what is typed is kept as a draft."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._keeper: DraftKeeper | None = None
        self._shown = Typed()  # the form as it opened
        for box in (self.kind, self.reason, self.why):
            box.activated.connect(lambda _index: self._on_typed())
        self.kind.currentIndexChanged.connect(lambda _index: self.match_kind())
        for line in (self.day, self.note, self.why_text):
            line.textEdited.connect(lambda _text: self._on_typed())
        self.day.day_changed.connect(lambda _day: self._look_ahead())
        self.day.stepped.connect(lambda _step: self.reason.setFocus())
        self.last_visit.clicked.connect(lambda _on: self._on_typed())
        self.note.returnPressed.connect(self.save)
        self.why_text.returnPressed.connect(self.save)
        self.go_button.clicked.connect(self.save)
        self.undo_button.clicked.connect(self._undo)
        self.visit_button.clicked.connect(self._open_visit)
        self.standing_link.clicked.connect(self._correct_treatment)
        self.way_out.forgotten.connect(self._forget_draft)
        desk.locking.connect(self.keep_draft)
        self.hide()

    def ask(self, view: SubjectView) -> None:
        """Open for a subject: its end, if one stands, else an empty form."""
        self._open(view, view.course.ends.left)

    def show_subject(self, view: SubjectView) -> None:
        """The subject as it is after a change: another one, or another end of it, closes the form."""
        if self._view is None:
            return
        if view.course.subject.id != self.subject_id or view.course.ends != self._view.course.ends:
            self.put_away()
        else:
            self._view = view

    def keep_draft(self) -> None:
        """Keep what is typed, at once."""
        if self._keeper is not None:
            self._keeper.flush()

    def save(self) -> None:
        """End the participation, or correct its end, when nothing hinders."""
        typed, context, instead = self.typed(), self._desk.context, self._instead
        draft = typed.draft(self.subject_id)
        if self._hindered(typed.missing(corrects=instead is not None)) or draft is None:
            return
        if instead is None:
            self._send(lambda: endings.end(context, draft), draft)
        else:
            reason = Reason(typed.why, typed.why_text.strip())
            self._send(lambda: endings.correct(context, instead, draft, reason), draft)

    # opening

    def _open(self, view: SubjectView, instead: Ending | None) -> None:
        self.keep_draft()
        self._round += 1
        self._view, self._sending = view, False
        about = f"{instead.kind}:{instead.id}" if instead is not None else "new"
        key = f"ending:{self.subject_id}:{about}"
        self._keeper = DraftKeeper(self._desk, key, self)
        self.show_form(view, instead)
        self._say("")
        self._shown = self.typed()
        self.way_out.match(typed=False)
        self.show()
        first = self.visit_button if self._elsewhere else self.kind
        first.setFocus(Qt.FocusReason.OtherFocusReason)
        keeper, context = self._keeper, self._desk.context
        self._desk.operations.run(
            lambda: drafts.find(context, key),
            owner=self,
            done=lambda found: self._on_found(keeper, found),
            failed=lambda _error: None,
        )
        self._look_ahead()

    def _on_found(self, keeper: DraftKeeper, found: Draft | None) -> None:
        """A draft comes back into the form that asked for it, while nothing is typed there."""
        if found is not None and keeper is self._keeper and self._shown == self.typed():
            keeper.begin(held=True)
            self.show_typed(restored(found.fields))
            self.way_out.match(typed=True)
            self.way_out.tell(found.saved_at)
            self._look_ahead()

    def _forget_draft(self) -> None:
        """The form as it opened."""
        if self._keeper is not None and self._view is not None:
            self._keeper.discard()
            self.show_form(self._view, self._instead)
            self._on_typed()
            self.kind.setFocus(Qt.FocusReason.OtherFocusReason)

    # typing

    def _on_typed(self) -> None:
        if self._keeper is not None:
            typed = self.typed()
            changed = typed != self._shown
            self._keeper.keep(typed.plain() if changed else None)
            self.way_out.match(typed=changed)
        for field in self.fields.values():
            field.clear_problem()
        self._say("")
        self._look_ahead()

    def _look_ahead(self) -> None:
        """Ask what would follow, as soon as kind and day are there."""
        self._round += 1
        asked, context, instead = self._round, self._desk.context, self._instead
        draft = self.typed().draft(self.subject_id) if self._view is not None else None
        if draft is None or self._elsewhere:
            self.follows.setText(self._texts("endings.follows_ask"))
            return
        self._desk.operations.run(
            lambda: endings.preview(context, draft, instead=instead),
            owner=self,
            done=lambda found: self._show_following(asked, draft, found),
            failed=lambda error: self._on_not_possible(asked, error),
        )

    def _show_following(self, asked: int, draft: EndingDraft, found: Following) -> None:
        if asked == self._round and self._view is not None:
            self.fields["day"].clear_problem()
            self.follows.setText("\n".join(follows.sentences(found, draft, self._view, self._texts)))

    def _on_not_possible(self, asked: int, error: ServiceError) -> None:
        if asked == self._round:
            self.follows.setText("")
            self._tell(error)

    # doing

    def _hindered(self, found: dict[str, str]) -> bool:
        for key, field in self.fields.items():
            if key in found or key != "day":  # what the study says against a readable day goes on standing
                field.show_problem(self._texts(f"endings.{found[key]}") if key in found else "")
        return self._focus_first(found)

    def _undo(self) -> None:
        typed, context, instead, subject_id = self.typed(), self._desk.context, self._instead, self.subject_id
        if instead is None or self._hindered(typed.missing(corrects=False, undoes=True)):
            return
        reason = Reason(typed.why, typed.why_text.strip())
        self._send(lambda: endings.undo(context, subject_id, instead, reason), None)

    def _send(self, work: Callable[[], Changes], draft: EndingDraft | None) -> None:
        if self._sending:
            return
        self._sending = True
        self._desk.operations.run(
            work,
            owner=self,
            done=lambda changes: self._on_done(changes, draft),
            failed=self._on_refused,
        )

    def _on_done(self, changes: Changes, draft: EndingDraft | None) -> None:
        self._sending = False
        texts, view = self._texts, self._view
        if self._keeper is not None:
            self._keeper.discard()
        self._keeper = None
        self.put_away()
        self._desk.changed.emit(changes)
        if view is None:
            return
        code = view.course.subject.code
        words = texts("endings.undone", code=code)
        if draft is not None:
            words = texts("endings.done", code=code, said=said_text(draft.kind, draft.day, texts))
        self._desk.noticed.emit(Notice("done", words))

    def _on_refused(self, error: ServiceError) -> None:
        self._sending = False
        self._tell(error)

    def _tell(self, error: ServiceError) -> None:
        words = refusal(self._texts, error)
        if error.code in _OF_DAY:
            self.fields["day"].show_problem(words)
        else:
            self._say(words)

    def _forget(self) -> None:
        self._instead = self._keeper = None

    def _correct_treatment(self) -> None:
        if self._view is not None:
            self._open(self._view, self._view.course.ends.treatment)

    def _open_visit(self) -> None:
        if self._view is not None and self._instead is not None:
            subject_id, visit_id = self.subject_id, self._instead.visit_id
            self.put_away()
            self._desk.visit_wanted.emit(subject_id, visit_id)
