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

    from app.domain.evidence import Verdict
    from app.services.context import Context
    from app.storage.courses import Whole
    from app.storage.rows import Connection, Row


def history(context: Context, subject_id: int) -> tuple[AssessmentRow, ...]:
    """See `assessments.history`."""
    with reading(context) as connection:
        return tuple(map(assessment_row, courses.verdicts(connection, subject_id)))


def assessment_row(row: Row) -> AssessmentRow:
    """A stored verdict."""
    return AssessmentRow(
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


def verdict_of_visit(context: Context, visit_id: int) -> Verdict | None:
    """See `assessments.verdict_of_visit`."""
    with reading(context) as connection:
        subject_id = courses.subject_of_visit(connection, visit_id)
        if subject_id is None:
            return None
        rows = subject_records.whole(connection, subject_id)
        standing = next((row for row in rows.standing if row.visit_id == visit_id), None)
        return again(connection, rows, standing.day) if standing is not None else None


def on_day(context: Context, subject_id: int, day: date) -> Verdict:
    """See `assessments.on_day`."""
    with reading(context) as connection:
        return again(connection, subject_records.whole(connection, subject_id), day)


def again(connection: Connection, rows: Whole, day: date) -> Verdict:
    """The verdict of a day with its evidence, from a subject's rows."""
    template = subject_records.template_of(connection, rows)
    record = subject_records.record(rows)
    priors = tuple(prior for prior in record.prior_assessments if prior.day < day)
    return assess(template, replace(record, prior_assessments=priors), day)
