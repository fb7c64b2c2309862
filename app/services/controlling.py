"""Where each visit of a subject stands, and the study's settings of the control of data."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import TYPE_CHECKING

from app.services import access, reassessing, second_lines
from app.services.context import Changes
from app.services.contracts.control import (
    COMPLETE,
    IN_WORK,
    LOCKED,
    SIGNED,
    VERIFIED,
    LateEntry,
    Settings,
    SignOff,
    VisitControl,
)
from app.services.errors import ServiceError
from app.services.transactions import changing, reading
from app.storage import controls, schema

if TYPE_CHECKING:
    from app.domain.protocol.model import Template
    from app.services.context import Context
    from app.services.contracts.visits import Reason
    from app.storage.courses import Whole
    from app.storage.rows import Connection, Row, Rows

LONGEST_LATE_DAYS = 365
_FALLING = (LOCKED, SIGNED, VERIFIED, COMPLETE)


def stage_of(standing: Iterable[str]) -> str:
    """The stage that the kinds of the sign-offs that hold amount to."""
    kinds = set(standing)
    return next((kind for kind in _FALLING if kind in kinds), IN_WORK)


def of_subject(
    connection: Connection, rows: Whole, template: Template, asked: Rows
) -> Mapping[int, VisitControl]:
    """The control of each logged visit of a subject, by the visit's id; `asked`: the subject's queries."""
    settings = controls.settings(connection)
    signed = controls.sign_offs(connection, rows.subject.id)
    waiting: dict[int, int] = {}
    for query in asked:
        if query.status != controls.CLOSED:
            waiting[query.visit_id] = waiting.get(query.visit_id, 0) + 1
    late = late_entries(connection, rows, days=settings.late_entry_days)
    second = second_lines.states(connection, rows, template) if settings.second_entry else {}
    found = {}
    for visit in rows.visits:
        if visit.actual is None:
            continue
        own = [row for row in signed if row.visit_id == visit.id]
        newest = {row.kind: _sign_off(row) for row in own}  # oldest first: the newest stays
        found[visit.id] = VisitControl(
            visit_id=visit.id,
            stage=stage_of(row.kind for row in own if row.voided_at is None),
            latest=tuple(newest.values()),
            late=late.get(visit.id, ()),
            open_queries=waiting.get(visit.id, 0),
            second_entry=second.get(visit.id, ""),
        )
    return found


def late_entries(connection: Connection, rows: Whole, *, days: int) -> Mapping[int, tuple[LateEntry, ...]]:
    """What was entered more than `days` after it was due, by visit.

    A value is due on the day of its visit. Something between visits (a transfusion, an event) is due on the
    day of the first visit after it, where it had to be asked for; before any visit, on its own day.
    """
    seen = sorted(row.actual for row in rows.visits if row.actual is not None)
    found: dict[int, list[LateEntry]] = {}
    latest: dict[date, str] = {}  # the last day in time, as text: a long course has a thousand entries

    def due(day: date) -> date:
        return seen[at] if (at := bisect_left(seen, day)) < len(seen) else day

    def is_late(day: date, entered: str) -> bool:
        if day not in latest:
            latest[day] = (due(day) + timedelta(days)).isoformat()
        return entered > latest[day]

    def note(visit_id: int, field: str, day: date, entered: str) -> None:
        when = date.fromisoformat(entered)
        found.setdefault(visit_id, []).append(LateEntry(field, day, when, (when - due(day)).days))

    for visit in rows.visits:
        if visit.actual is not None and visit.entered_at is not None:
            entered = visit.entered_at.date().isoformat()
            if is_late(visit.actual, entered):
                note(visit.id, "day", visit.actual, entered)
    analytes = {row.id: row.analyte for row in rows.counts}
    for name, entries in controls.entered_behind(connection, rows.subject.id, days=days).items():
        for row_id, visit_id, day, entered in entries:
            if is_late(day, entered):  # few are: a name for each would be made a thousand times
                last = analytes.get(row_id, row_id) if name == "values" else row_id
                note(visit_id, f"{name}.{last}", day, entered)
    return {visit_id: tuple(entries) for visit_id, entries in found.items()}


def settings(context: Context) -> Settings:
    """What the study asks of its data."""
    with reading(context) as connection:
        row = controls.settings(connection)
    return Settings(row.late_entry_days, row.second_entry, row.version)


def change_settings(context: Context, new: Settings, *, reason: Reason) -> Changes:
    """Change what the study asks of its data; an administrator's, with a reason.

    Raises ServiceError `not_allowed`, `reason_missing`, `late_days_unusable` (days, longest), `stale`.
    """
    access.require(context, "study.control")
    if not reason.text.strip():
        raise ServiceError("reason_missing", fields=("study",))
    if not 0 <= new.late_entry_days <= LONGEST_LATE_DAYS:
        raise ServiceError("late_days_unusable", days=new.late_entry_days, longest=LONGEST_LATE_DAYS)
    with changing(context, reason) as change:
        row = controls.settings(change.connection)
        change.update(
            schema.study,
            row.id,
            version=new.version,
            late_entry_days=new.late_entry_days,
            second_entry=new.second_entry,
        )
        subjects = controls.enrolled(change.connection) if row.second_entry != new.second_entry else ()
        for subject_id in subjects:  # the qualifier of their verdicts comes or goes
            reassessing.summarise(change, subject_id)
    return Changes(frozenset(subjects), study=True)


def _sign_off(row: Row) -> SignOff:
    return SignOff(
        kind=row.kind,
        user_name=row.user_name,
        display_name=row.display_name,
        at=row.at,
        meaning=row.meaning,
        digest=row.digest,
        voided_at=row.voided_at,
        void_code=row.void_code,
        void_text=row.void_text,
    )
