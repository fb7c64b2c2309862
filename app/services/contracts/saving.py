"""A visit that was saved, with all that the window shows of its subject next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.domain.values import dataclass

if TYPE_CHECKING:
    from app.services.context import Changes
    from app.services.contracts.assessments import AssessmentRow
    from app.services.readings import Reading


@dataclass(frozen=True, slots=True)
class Saved:
    """`before`: the subject's status until then; `rewritten`: the new verdicts that took another one's place.

    `read` is the subject as the save left it.
    """

    visit_id: int
    changes: Changes
    before: str
    rewritten: tuple[AssessmentRow, ...]
    read: Reading

    @property
    def after(self) -> str:
        """The subject's status now."""
        return self.read.course.subject.status
