"""What became of a subject: response, relapse and survival, from all that is known now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.domain.values import dataclass
from app.services.errors import ServiceError

if TYPE_CHECKING:
    from datetime import date

    from app.domain.endings import Ending
    from app.domain.protocol.model import Template
    from app.domain.response.outcomes import Outcomes
    from app.services.context import Context
    from app.storage.courses import Whole
    from app.storage.rows import Connection


@dataclass(frozen=True, slots=True)
class CourseOfResponse:
    """The outcomes of a subject with the template whose rules they follow and day 0."""

    outcomes: Outcomes
    template: Template
    anchor: date


def of_subject(context: Context, subject_id: int, *, on: date | None = None) -> CourseOfResponse:
    """Outcomes up to the end of `on` (today). Raises ServiceError `subject_unknown`, `no_status_yet`."""
    from app.services import subject_records
    from app.services.transactions import reading

    with reading(context) as connection:
        rows = subject_records.whole(connection, subject_id)
        return of_rows(connection, rows, on=on or context.today())


def of_rows(connection: Connection, rows: Whole, *, on: date, also: Ending | None = None) -> CourseOfResponse:
    """Outcomes of a subject's rows. Raises ServiceError `no_status_yet` before day 0 is set.

    `also`: an end of the participation that is not stored, as if it were.
    """
    from dataclasses import replace

    from app.domain.endings import DEATH, ends_of
    from app.domain.record import Event
    from app.domain.response.outcomes import Assessed, Left, outcomes
    from app.services import ending_rows, subject_records

    day0 = rows.subject.day0
    if day0 is None:
        raise ServiceError("no_status_yet", subject=rows.subject.code)
    plan = {row.id: row.plan_id for row in rows.visits}
    template = subject_records.template_of(connection, rows)
    official = [row for row in reversed(rows.standing) if row.official]
    counted = [subject_records.counted(row, rows.overrides) for row in official]
    given = [
        Assessed(said.day, said.status, plan.get(row.visit_id, ""))
        for row, said in zip(official, counted, strict=True)
    ]
    seen = [row.actual for row in rows.visits if row.actual and row.actual <= on]
    record = replace(subject_records.record(rows), prior_assessments=())
    ends = ending_rows.of_rows(rows)
    if also is not None:
        ends = ends_of([each for each in (ends.left, ends.treatment, also) if each is not None])
        if also.kind == DEATH:
            record = replace(record, events=(*record.events, Event(also.day, DEATH, also.note)))
    left = ends.left if ends.left is not None and ends.left.kind != DEATH else None
    found = outcomes(
        template,
        record,
        given,
        on=on,
        last_contact=max(seen, default=day0),
        hsct=rows.subject.hsct_date,
        left=Left(left.kind, left.day) if left is not None else None,
    )
    return CourseOfResponse(found, template, day0)
