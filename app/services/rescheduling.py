"""How day 0 is corrected: every window anew, study days and verdicts with it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from app.domain.causes import DAY0
from app.domain.schedule.replan import reprojected
from app.domain.timeline import study_day
from app.services import access, reassessing, replanning, subject_records
from app.services.because import PlanChanged
from app.services.context import Changes
from app.services.contracts.amendments import Preview
from app.services.contracts.visits import Reason
from app.services.errors import ServiceError
from app.services.transactions import changing, reading
from app.storage import schema

if TYPE_CHECKING:
    from app.domain.protocol.model import Template
    from app.services.context import Context
    from app.storage.change import Change
    from app.storage.courses import Whole
    from app.storage.rows import Connection

REASON = "day0_corrected"


def preview(context: Context, subject_id: int, day0: date) -> Preview:
    """See `amendments.preview_day0`."""
    with reading(context) as connection:
        return _preview(context, connection, subject_id, day0)[0]


def apply(context: Context, seen: Preview, reason: str) -> Changes:
    """See `amendments.correct_day0`."""
    access.require(context, "amendments.correct_day0")
    why = replanning.why(REASON, reason)
    day0 = date.fromisoformat(seen.new)
    with changing(context, Reason(why.code, why.text)) as change:
        again, rows, template = _preview(context, change.connection, seen.subject_id, day0)
        if again != seen:
            raise ServiceError("stale", visit=seen.code, version=again.version)
        change.update(schema.subject, seen.subject_id, version=seen.version, day0=day0)
        plan = replanning.planned(rows, template, day0=day0)
        replanning.move(change, rows, again.moves, plan, day0=day0)
        _count_days(change, rows, day0)
        after = subject_records.whole(change.connection, seen.subject_id)
        assessed = reassessing.reassess(
            change,
            after,
            since=min(day0, rows.subject.day0),
            why=reassessing.DAY0,
            because=PlanChanged(DAY0, {"old": seen.old, "new": seen.new}),
        )
    return Changes(frozenset({seen.subject_id}), frozenset(), assessed)


def _count_days(change: Change, rows: Whole, day0: date) -> None:
    """Study days of visits outside the plan, which no move names."""
    for row in rows.visits:
        if not row.plan_id and row.actual is not None:
            change.update(schema.visit, row.id, day=study_day(day0, row.actual))


def _preview(
    context: Context, connection: Connection, subject_id: int, day0: date
) -> tuple[Preview, Whole, Template]:
    rows = replanning.enrolled(connection, subject_id)
    _check(context, rows, day0)
    template = subject_records.template_of(connection, rows)
    moved = replanning.with_day0(rows, day0)
    plan = replanning.planned(rows, template, day0=day0)
    found = Preview(
        subject_id=subject_id,
        code=rows.subject.code,
        protocol=template.id,
        version=rows.subject.version,
        old=rows.subject.day0.isoformat(),
        new=day0.isoformat(),
        moves=reprojected(replanning.standing(rows), plan),
        verdicts=replanning.verdict_changes(moved, template, since=min(day0, rows.subject.day0)),
    )
    return found, rows, template


def _check(context: Context, rows: Whole, day0: date) -> None:
    consent, today = rows.subject.consent_date, context.today()
    if day0 == rows.subject.day0:
        raise ServiceError("day0_same", day0=day0)
    if day0 > today:
        raise ServiceError("day0_future", today=today)
    if consent is not None and day0 < consent:
        raise ServiceError("day0_before_consent", consent=consent)
