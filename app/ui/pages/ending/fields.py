"""What stands in the form of an end, and which of its parts a subject's state leaves open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.domain.endings import DEATH, KINDS, REASONS, WITH_LAST_VISIT, WITHDREW_TREATMENT
from app.i18n.endings import ending_text, reason_label
from app.services import endings
from app.ui.pages.ending.frame import EndingFrame
from app.ui.pages.ending.typed import Typed, of_ending

if TYPE_CHECKING:
    from app.domain.endings import Ending
    from app.ui.subject_view import SubjectView


class EndingFields(EndingFrame):
    """Shows an empty form, or that of an end that stands. Knows nothing of what is stored."""

    _instead: Ending | None = None  # the end that is corrected
    _elsewhere = False  # a death that a visit's form holds

    def typed(self) -> Typed:
        """What stands in the fields."""
        return Typed(
            self.kind.code,
            self.day.text(),
            self.reason.code,
            self.note.text(),
            last_visit=self.last_visit.isChecked() and not self.last_visit.isHidden(),
            why=self.why.code,
            why_text=self.why_text.text(),
        )

    def show_form(self, view: SubjectView, instead: Ending | None) -> None:
        """Show an empty form, or the end that is to be corrected."""
        texts = self._texts
        self._instead = instead
        self._elsewhere = instead is not None and instead.kind == DEATH and instead.visit_id is not None
        # The first line chooses nothing: nobody answers for what happened to stand first.
        self.kind.offer([("", texts("endings.kind_choose")), *self._kinds(view)])
        why = [(code, texts(f"endings.why.{code}")) for code in endings.UNDO_REASONS]
        self.why.offer([("", texts("endings.why_choose")), *why])
        for field in self.fields.values():
            field.clear_problem()
        self._show_standing(view)
        self.show_typed(of_ending(instead) if instead is not None else Typed())

    def show_typed(self, typed: Typed) -> None:
        """Put texts into the fields."""
        self.kind.choose(typed.kind)
        self.match_kind()
        self.day.setText(typed.day)
        self.reason.choose(typed.reason)
        self.note.setText(typed.note)
        self.note.setCursorPosition(0)  # read from its beginning
        self.last_visit.setChecked(typed.last_visit)
        self.why.choose(typed.why)
        self.why_text.setText(typed.why_text)

    def match_kind(self) -> None:
        """Reasons, captions and the button follow what ended."""
        texts, kind, before = self._texts, self.kind.code, self.reason.code
        reasons = [(code, texts(f"endings.reason.{code}")) for code in REASONS.get(kind, ())]
        choose = texts("endings.reason_choose.death" if kind == DEATH else "endings.reason_choose")
        self.reason.offer([("", choose), *reasons])
        self.reason.choose(before)
        self.fields["day"].caption.setText(texts(f"endings.day.{kind}" if kind else "endings.day"))
        self.fields["reason"].caption.setText(reason_label(kind, texts))
        for key in ("day", "reason"):
            self.fields[key].control.setAccessibleName(self.fields[key].caption.text())
        self.last_visit.setVisible(kind in WITH_LAST_VISIT and not self._elsewhere)
        key = "go_treatment" if kind == WITHDREW_TREATMENT else "go"
        self.go_button.setText(texts(f"endings.{'go_correct' if self._instead is not None else key}"))

    def _kinds(self, view: SubjectView) -> list[tuple[str, str]]:
        """What can still end. A death is a fact of its own: nothing else is corrected into one, nor it."""
        held, instead = view.course.ends.treatment, self._instead
        kinds = [kind for kind in KINDS if held in (None, instead) or kind != WITHDREW_TREATMENT]
        if instead is not None:
            kinds = [kind for kind in kinds if (kind == DEATH) == (instead.kind == DEATH)]
        return [(kind, self._texts(f"endings.kind.{kind}")) for kind in kinds]

    def _show_standing(self, view: SubjectView) -> None:
        texts, instead, treatment = self._texts, self._instead, view.course.ends.treatment
        other = treatment if instead is None else None
        shown = instead or other
        said = texts("endings.standing", said=ending_text(shown, texts)) if shown is not None else ""
        if self._elsewhere and instead is not None:
            title = next((row.title for row in view.course.visits if row.id == instead.visit_id), "")
            said = texts("endings.in_visit", visit=texts.written(title) or texts("visits.unscheduled"))
        self.standing.setText(said)
        self.standing_link.setVisible(other is not None)
        corrects = instead is not None and not self._elsewhere
        for key, field in self.fields.items():
            field.setVisible(corrects if key in ("why", "why_text") else not self._elsewhere)
        self.undo_button.setVisible(corrects)
        self.visit_button.setVisible(self._elsewhere)
        self.go_button.setVisible(not self._elsewhere)
        self.follows.setVisible(not self._elsewhere)
