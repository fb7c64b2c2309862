"""A visit of a plan as it comes into the study: in an enrolment, and where infusions go on."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.domain.schedule import PlannedVisit
    from app.storage.change import Change


def add(change: Change, subject_id: int, visit: PlannedVisit) -> int:
    """Store a planned visit; its id."""
    from app.storage import schema

    return change.insert(
        schema.visit,
        subject_id=subject_id,
        plan_id=visit.plan_id,
        title=visit.title,
        kind="scheduled",
        day=visit.day,
        target=visit.window.target,
        earliest=visit.window.earliest,
        latest=visit.window.latest,
        assessment=visit.assessment,
        infusion=visit.infusion or "",
        assessments=list(visit.assessments),
    )
