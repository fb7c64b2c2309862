"""Checking and saving in the worker; answers come back as signals."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from app.domain.values import dataclass
from app.services import assessments, subjects, visits
from app.ui.words import refusal

if TYPE_CHECKING:
    from app.services.assessments import AssessmentRow
    from app.services.context import Changes, Context, ServiceError
    from app.services.visits import VisitDraft
    from app.ui.desk import Desk


@dataclass(frozen=True, slots=True)
class Saved:
    """A saved visit with the subject's status before and after, and the verdicts that it changed."""

    visit_id: int
    changes: Changes
    before: str
    after: str
    rewritten: tuple[AssessmentRow, ...] = ()


def record(context: Context, draft: VisitDraft, *, code: str) -> Saved:
    """Save a visit and tell how the subject's status moved."""
    before = subjects.by_code(context, code).status
    visit_id, changes = visits.record(context, draft)
    after = subjects.by_code(context, code).status
    rewritten = assessments.rewritten(context, changes.assessments)
    return Saved(visit_id, changes, before, after, rewritten)


class Saver(QObject):
    """Runs check and record for one subject's form."""

    checked = Signal(object)  # tuple of Problem
    saved = Signal(object)  # Saved
    failed = Signal(str)  # the sentence why
    stale = Signal(object)  # VisitForm as it stands now

    def __init__(self, desk: Desk, *, code: str, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._code = code

    def check(self, draft: VisitDraft) -> None:
        """Ask what stands against saving."""
        context = self._desk.context
        self._desk.operations.run(
            lambda: visits.check(context, draft), owner=self, done=self.checked.emit, failed=self._on_failed
        )

    def record(self, draft: VisitDraft) -> None:
        """Save."""
        context, code = self._desk.context, self._code
        self._desk.operations.run(
            lambda: record(context, draft, code=code),
            owner=self,
            done=self.saved.emit,
            failed=lambda error: self._on_refused(error, draft),
        )

    def _on_refused(self, error: ServiceError, draft: VisitDraft) -> None:
        problems = error.params.get("problems")
        if error.code == "refused" and isinstance(problems, tuple):
            self.checked.emit(problems)
        elif error.code == "stale":
            context = self._desk.context
            self._desk.operations.run(
                lambda: visits.form(context, subject_id=draft.subject_id, visit_id=draft.visit_id),
                owner=self,
                done=self.stale.emit,
                failed=self._on_failed,
            )
        else:
            self._on_failed(error)

    def _on_failed(self, error: ServiceError) -> None:
        self.failed.emit(refusal(self._desk.texts, error))
