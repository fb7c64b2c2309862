"""What the tabs of one subject show, read in one go in the worker."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from app.services import assessments, subjects

if TYPE_CHECKING:
    from app.domain.evidence import Verdict
    from app.domain.protocol.model import Template
    from app.services.assessments import AssessmentRow
    from app.services.context import Context
    from app.services.subjects import Course


@dataclass(frozen=True, slots=True)
class SubjectView:
    """One subject: stored rows, its template, the standing verdict of the latest logged visit, and all verdicts."""

    course: Course
    template: Template
    verdict: Verdict | None
    history: tuple[AssessmentRow, ...]


class SubjectTab(Protocol):
    """A tab of the subject page. Built on first use, then shown the subject again after each change."""

    def show_subject(self, view: SubjectView) -> None:
        """Show a subject, or the same one after a change, keeping selection and scroll where that makes sense."""


def load(context: Context, subject_id: int) -> SubjectView:
    """Read a subject. Raises ServiceError `subject_unknown`."""
    course = subjects.course(context, subject_id)
    logged = [visit for visit in course.visits if visit.actual is not None and visit.status]
    latest = max(logged, key=lambda visit: (visit.actual, visit.id), default=None)
    return SubjectView(
        course=course,
        template=subjects.template(context, subject_id),
        verdict=assessments.verdict_of_visit(context, latest.id) if latest else None,
        history=assessments.history(context, subject_id),
    )
