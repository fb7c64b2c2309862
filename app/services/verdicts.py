"""Reading verdicts: the stored rows, and the evidence computed again from the data as they are now."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from app.domain.response import assess
from app.services import subject_records
from app.services.assessments import AssessmentRow
from app.services.transactions import reading
from app.storage import courses

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy import Connection

    from app.domain.evidence import Verdict
    from app.services.context import Context


def history(context: Context, subject_id: int) -> tuple[AssessmentRow, ...]:
    """See `assessments.history`."""
    with reading(context) as connection:
        rows = courses.assessments(connection, subject_id)
    return tuple(
        AssessmentRow(
            id=row.id,
            visit_id=row.visit_id,
            day=row.day,
            study_day=row.study_day,
            status=row.status,
            flags=tuple(row.flags),
            official=row.official,
            why=row.why,
            computed_at=row.computed_at,
            superseded_at=row.superseded_at,
        )
        for row in rows
    )


def verdict_of_visit(context: Context, visit_id: int) -> Verdict | None:
    """See `assessments.verdict_of_visit`."""
    with reading(context) as connection:
        visit = courses.one_visit(connection, visit_id)
        if visit is None or visit.actual is None:
            return None
        rows = courses.assessments(connection, visit.subject_id, standing=True)
        if not any(row.visit_id == visit_id for row in rows):
            return None
        return _assess(connection, visit.subject_id, visit.actual)


def on_day(context: Context, subject_id: int, day: date) -> Verdict:
    """See `assessments.on_day`."""
    with reading(context) as connection:
        return _assess(connection, subject_id, day)


def _assess(connection: Connection, subject_id: int, day: date) -> Verdict:
    template = subject_records.template_of(connection, subject_id)
    record = subject_records.record(connection, subject_id)
    priors = tuple(prior for prior in record.prior_assessments if prior.day < day)
    return assess(template, replace(record, prior_assessments=priors), day)
