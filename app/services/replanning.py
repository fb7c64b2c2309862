"""What amendments and a corrected day 0 share: the stored calendar, its moves, verdicts given anew."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, cast

from app.domain.response import prepare
from app.domain.schedule import plan
from app.domain.schedule.replan import Standing
from app.domain.timeline import Window, study_day
from app.services import reassessing, subject_records
from app.services.contracts.amendments import VerdictChange
from app.services.errors import ServiceError
from app.storage import schema
from app.storage.audit import Why

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from app.domain.protocol.model import Template
    from app.domain.schedule import PlannedVisit
    from app.domain.schedule.replan import Move
    from app.storage.change import Change
    from app.storage.courses import Whole
    from app.storage.rows import Connection, Row


def enrolled(connection: Connection, subject_id: int) -> Whole:
    """The rows of a subject with a plan. Raises ServiceError `amendment_not_enrolled`, `subject_unknown`."""
    rows = subject_records.whole(connection, subject_id)
    if rows.subject.day0 is None:
        raise ServiceError("amendment_not_enrolled", subject=rows.subject.code)
    return rows


def why(code: str, reason: str) -> Why:
    """The reason of a change of plan. Raises ServiceError `amendment_reason_missing`."""
    if not reason.strip():
        raise ServiceError("amendment_reason_missing")
    return Why(code, reason.strip())


def planned(rows: Whole, template: Template, *, day0: date) -> tuple[PlannedVisit, ...]:
    """The visits that a template plans for a subject. Raises ServiceError `amendment_arm`."""
    subject = rows.subject
    try:
        return plan(template, arm=subject.arm or None, anchor=day0, hsct=subject.hsct_date)
    except KeyError:
        raise ServiceError(
            "amendment_arm", protocol=template.id, version=template.version, arm=subject.arm
        ) from None


def standing(rows: Whole) -> tuple[Standing, ...]:
    """The planned visits in a subject's calendar."""
    return tuple(
        Standing(
            plan_id=row.plan_id,
            title=row.title,
            window=Window(row.earliest, row.target, row.latest),
            actual=row.actual,
            closed=row.actual is not None or bool(row.missed),
            assessment=row.assessment,
            infusion=row.infusion,
            assessments=tuple(row.assessments),
        )
        for row in rows.visits
        if row.plan_id and row.target is not None
    )


def with_day0(rows: Whole, day0: date) -> Whole:
    """The rows as they would be with another day 0."""
    subject = SimpleNamespace(**rows.subject._asdict() | {"day0": day0})
    return replace(rows, subject=cast("Row", subject))


def verdict_changes(rows: Whole, template: Template, *, since: date) -> tuple[VerdictChange, ...]:
    """Verdicts from `since` on that the template would give otherwise, or that would stand no longer."""
    day0 = rows.subject.day0
    made = [row for row in rows.visits if row.actual and row.actual >= day0]
    given = {row.visit_id: row for row in rows.standing}
    prepared = prepare(template, subject_records.record(rows))
    found = []
    for row, verdict, _ in reassessing.anew(prepared, rows, made, since):
        old = given.get(row.id)
        before, flags = (old.status, tuple(old.flags)) if old is not None else ("", ())
        if (before, flags) != (verdict.status, verdict.flags):
            day = study_day(day0, verdict.day)
            found.append(
                VerdictChange(row.id, verdict.day, day, before, verdict.status, flags, verdict.flags)
            )
    kept = {row.id for row in made}
    for row in rows.standing:
        if row.visit_id not in kept:
            flags = tuple(row.flags)
            day = study_day(day0, row.day)
            found.append(VerdictChange(row.visit_id, row.day, day, row.status, "", flags, ()))
    return tuple(sorted(found, key=lambda each: (each.day, each.visit_id or 0)))


def move(
    change: Change, rows: Whole, moves: Iterable[Move], plan_: Iterable[PlannedVisit], *, day0: date
) -> None:
    """Write the moves; a visit that left the plan is withdrawn, not deleted."""
    wanted = {visit.plan_id: visit for visit in plan_}
    stored = {row.plan_id: row for row in rows.visits if row.plan_id}
    for each in moves:
        if each.kind == "removed":
            change.update(schema.visit, stored[each.plan_id].id, withdrawn=True)
            continue
        visit = wanted[each.plan_id]
        dates: dict[str, Any] = {
            "day": study_day(day0, visit.window.target),
            "target": visit.window.target,
            "earliest": visit.window.earliest,
            "latest": visit.window.latest,
        }
        due: dict[str, Any] = {
            "title": visit.title,
            "assessment": visit.assessment,
            "infusion": visit.infusion or "",
            "assessments": list(visit.assessments),
        }
        if each.kind == "added":
            change.insert(
                schema.visit,
                subject_id=rows.subject.id,
                plan_id=visit.plan_id,
                kind="scheduled",
                **dates,
                **due,
            )
        elif each.kind == "rewindowed":
            change.update(schema.visit, stored[each.plan_id].id, **dates)
        else:
            change.update(schema.visit, stored[each.plan_id].id, **dates, **due)
