"""Checks the half-typed form and previews its status in the worker, soon after the last key."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from app.domain.values import dataclass
from app.services import visits

if TYPE_CHECKING:
    from app.domain.evidence import Verdict
    from app.domain.plausibility import Problem
    from app.services.context import Context, ServiceError
    from app.services.visits import VisitDraft
    from app.ui.desk import Desk

QUIET_MS = 120  # after the last key


@dataclass(frozen=True, slots=True)
class Review:
    """What stands against saving, and the status if saved now (None where it could not be told)."""

    draft: VisitDraft
    problems: tuple[Problem, ...]
    verdict: Verdict | None


def review(context: Context, draft: VisitDraft) -> Review:
    """Check and preview one draft."""
    return Review(draft, visits.check(context, draft), visits.preview(context, draft))


class Reviewer(QObject):
    """Asks for one review at a time; an answer to a question that has changed since is dropped."""

    reviewed = Signal(object)  # Review

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._wanted: VisitDraft | None = None
        self._answered_for: VisitDraft | None = None
        self._busy = False
        self._timer = QTimer(self)
        self._timer.setObjectName("visit form review")
        self._timer.setSingleShot(True)
        self._timer.setInterval(QUIET_MS)
        self._timer.timeout.connect(self._ask)

    def want(self, draft: VisitDraft | None) -> None:
        """Review this draft when the keys have been quiet; None stops."""
        self._wanted = draft
        if draft is None:
            self._timer.stop()
        else:
            self._timer.start()

    def now(self) -> None:
        """Do not wait for the keys."""
        if self._wanted is not None and self._wanted != self._answered_for:
            self._timer.stop()
            self._ask()

    def stop(self) -> None:
        """Ask nothing more."""
        self.want(None)

    def _ask(self) -> None:
        if self._busy or self._wanted is None:
            return
        self._busy = True
        draft, context = self._wanted, self._desk.context
        self._desk.operations.run(
            lambda: review(context, draft), owner=self, done=self._answered, failed=self._failed
        )

    def _answered(self, answer: Review) -> None:
        self._busy = False
        if self._wanted is None:
            return
        if answer.draft == self._wanted:
            self._answered_for = answer.draft
            self.reviewed.emit(answer)
        elif not self._timer.isActive():
            self._ask()

    def _failed(self, _error: ServiceError) -> None:
        # The file may be locked for a moment; saving says so in words, the preview only stays as it was.
        self._busy = False
