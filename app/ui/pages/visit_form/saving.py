"""Checking and saving in the worker; answers come back as signals."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from app.domain.values import dataclass
from app.services import visits
from app.ui import subject_view

if TYPE_CHECKING:
    from app.services.context import Context, ServiceError
    from app.services.visits import VisitDraft
    from app.ui.desk import Desk
    from app.ui.subject_view import SubjectView


@dataclass(frozen=True, slots=True)
class SavedView:
    """A saved visit, and the subject as its page shows it from now on."""

    saved: visits.Saved
    view: SubjectView


def save(context: Context, draft: VisitDraft, *, kept_as: str) -> SavedView:
    """Save a visit and read what the page shows next."""
    saved = visits.save(context, draft, kept_as=kept_as)
    return SavedView(saved, subject_view.of_reading(context, saved.read))


class Saver(QObject):
    """Runs check and save for the form whose draft is kept under a key."""

    checked = Signal(object)  # tuple of Problem
    saved = Signal(object)  # SavedView
    failed = Signal(object)  # ServiceError
    stale = Signal(object)  # VisitForm as it stands now

    def __init__(self, desk: Desk, *, kept_as: str, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._kept_as = kept_as

    def check(self, draft: VisitDraft) -> None:
        """Ask what stands against saving."""
        context = self._desk.context
        self._desk.operations.run(
            lambda: visits.check(context, draft), owner=self, done=self.checked.emit, failed=self.failed.emit
        )

    def record(self, draft: VisitDraft) -> None:
        """Save."""
        context, kept_as = self._desk.context, self._kept_as
        self._desk.operations.run(
            lambda: save(context, draft, kept_as=kept_as),
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
                failed=self.failed.emit,
            )
        else:
            self.failed.emit(error)
