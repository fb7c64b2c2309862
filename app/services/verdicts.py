"""Reading verdicts: the stored rows, and the evidence computed again from the data as they are now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.domain import cause_values
from app.domain.response import prepare
from app.services import happenings, overrides, subject_records
from app.services.contracts.assessments import AssessmentRow, Known, TwoViews
from app.services.errors import ServiceError
from app.services.transactions import reading
from app.storage import asof, courses

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from app.domain.evidence import Verdict
    from app.services.context import Context
    from app.storage.courses import Whole
    from app.storage.rows import Connection, Row, Rows


def history(context: Context, subject_id: int) -> tuple[AssessmentRow, ...]:
    """See `assessments.history`."""
    with reading(context) as connection:
        return with_overrides(
            courses.verdicts(connection, subject_id), courses.overrides(connection, subject_id)
        )


def with_overrides(given: Rows, signed: Rows) -> tuple[AssessmentRow, ...]:
    """Stored verdicts, each standing one with the overrides of its visit."""
    return tuple(
        assessment_row(
            row,
            [each for each in signed if each.visit_id == row.visit_id] if row.superseded_at is None else (),
        )
        for row in given
    )


def assessment_row(row: Row, signed: Rows = ()) -> AssessmentRow:
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
        cause=cause_values.from_json(row.cause),
        overrides=tuple(overrides.row(each, standing=row.id) for each in signed),
    )


def verdict_of_visit(context: Context, visit_id: int) -> Verdict | None:
    """See `assessments.verdict_of_visit`."""
    with reading(context) as connection:
        found = standing_of_visit(connection, visit_id)
        return again(connection, found[0], found[1].day) if found is not None else None


def standing_of_visit(connection: Connection, visit_id: int) -> tuple[Whole, Row] | None:
    """The rows of a visit's subject and the verdict that stands for the visit; None without one."""
    subject_id = courses.subject_of_visit(connection, visit_id)
    if subject_id is None:
        return None
    rows = subject_records.whole(connection, subject_id)
    standing = next((row for row in rows.standing if row.visit_id == visit_id), None)
    return (rows, standing) if standing is not None else None


def on_day(context: Context, subject_id: int, day: date, *, known: Known) -> Verdict:
    """See `assessments.on_day`."""
    with reading(context) as connection:
        return again(connection, rows_known(connection, subject_id, day, known=known), day)


def rows_known(connection: Connection, subject_id: int, day: date, *, known: Known) -> Whole:
    """A subject's rows as they are now, or as they stood at the end of a day."""
    rows = subject_records.whole(connection, subject_id)
    return rows if known == "now" else _then(connection, subject_id, day)


def both(context: Context, subject_id: int, day: date) -> TwoViews:
    """See `assessments.both`."""
    with reading(context) as connection:
        now = subject_records.whole(connection, subject_id)
        then = _then(connection, subject_id, day)
        return TwoViews(
            then=again(connection, then, day),
            now=again(connection, now, day),
            later=happenings.between(then, now, until=day),
        )


def _then(connection: Connection, subject_id: int, day: date) -> Whole:
    """A subject's rows at the end of a day; the subject itself must have been in the study by then."""
    rows = asof.whole(connection, subject_id, day)
    if rows is None:
        raise ServiceError("nothing_known_then", day=day, first=asof.first_entry(connection, subject_id))
    return rows


def again(connection: Connection, rows: Whole, day: date) -> Verdict:
    """The verdict of a day with its evidence, from a subject's rows."""
    return again_on(connection, rows, (day,))[day]


def again_on(connection: Connection, rows: Whole, days: Iterable[date]) -> dict[date, Verdict]:
    """The same of several days, from one preparation."""
    record = subject_records.record(rows)
    prepared = prepare(subject_records.template_of(connection, rows), record)
    return {
        day: prepared.on(day, tuple(prior for prior in record.prior_assessments if prior.day < day))
        for day in days
    }
