"""Writing, correcting and taking back an end: the row or the event, the last visit, the verdicts after it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from app.domain.endings import (
    DEATH,
    EARLY_TERMINATION,
    LAST_VISIT_DAYS,
    LAST_VISIT_TITLE,
    WITH_LAST_VISIT,
    Ending,
    ends_of,
)
from app.domain.timeline import study_day
from app.services import ending_checks, ending_rows, outcomes, reassessing, subject_records
from app.services.because import DataChanged
from app.services.context import Changes
from app.services.contracts.endings import Following, Told
from app.services.contracts.visits import Reason
from app.services.errors import ServiceError
from app.services.transactions import changing, reading, signature, undone
from app.storage import courses, schema

if TYPE_CHECKING:
    from datetime import date

    from app.domain.response.outcomes import Outcomes
    from app.services.context import Context
    from app.services.contracts.endings import EndingDraft
    from app.storage.change import Change
    from app.storage.courses import Whole
    from app.storage.rows import Connection, Row


def preview(context: Context, draft: EndingDraft, *, instead: Ending | None) -> Following:
    """See `endings.preview`."""
    today = context.today()
    with reading(context) as connection:
        rows = subject_records.whole(connection, draft.subject_id)
        without = _without(rows, instead)
        ending_checks.check(without, draft, ending_rows.of_rows(without), today=today)
        made = Ending(draft.kind, draft.day, draft.reason, draft.note)
        ends = ends_of([*_standing(without), made])
        gone = [
            row.title
            for row in sorted(rows.visits, key=lambda row: (row.target or today, row.id))
            if row.actual is None and not row.missed and not ending_rows.expected(row, ends)
        ]
        before = outcomes.of_rows(connection, without, on=today).outcomes
        return Following(tuple(gone), before, _outcomes_with(connection, without, made, on=today))


def history(context: Context, subject_id: int) -> tuple[Told, ...]:
    """See `endings.history`."""
    with reading(context) as connection:
        rows = courses.endings(connection, subject_id)
    return tuple(
        Told(
            ending_rows.ending(row),
            row.display_name or row.user_name,
            row.at,
            row.undone_at,
            row.undone_by,
            row.undo_code,
            row.undo_text,
        )
        for row in rows
    )


def end(context: Context, draft: EndingDraft) -> Changes:
    """See `endings.end`."""
    ending_checks.check_why(draft)
    with changing(context, Reason(draft.reason, draft.note.strip())) as change:
        rows = subject_records.whole(change.connection, draft.subject_id)
        ending_checks.check(rows, draft, ending_rows.of_rows(rows), today=context.today())
        _write(context, change, rows, draft)
        assessed = _after(change, rows, since=draft.day)
    return Changes(frozenset({draft.subject_id}), assessments=assessed)


def correct(context: Context, was: Ending, draft: EndingDraft, reason: Reason) -> Changes:
    """See `endings.correct`."""
    ending_checks.check_reason(reason)
    ending_checks.check_why(draft)
    with changing(context, reason) as change:
        rows = subject_records.whole(change.connection, draft.subject_id)
        row = _standing_row(rows, was)
        without = _without(rows, was)
        ending_checks.check(without, draft, ending_rows.of_rows(without), today=context.today())
        if was.kind == draft.kind == DEATH:
            change.update(schema.event, row.id, **_death(draft))
        else:
            _take_back(context, change, rows, was, reason)
            _write(context, change, rows, draft)
        assessed = _after(change, rows, since=min(was.day, draft.day))
    return Changes(frozenset({draft.subject_id}), assessments=assessed)


def undo(context: Context, subject_id: int, was: Ending, reason: Reason) -> Changes:
    """See `endings.undo`."""
    ending_checks.check_reason(reason)
    with changing(context, reason) as change:
        rows = subject_records.whole(change.connection, subject_id)
        _take_back(context, change, rows, was, reason)
        assessed = _after(change, rows, since=was.day)
    return Changes(frozenset({subject_id}), assessments=assessed)


def _write(context: Context, change: Change, rows: Whole, draft: EndingDraft) -> None:
    if draft.kind == DEATH:
        added: dict[str, Any] = {"subject_id": draft.subject_id, "entered_at": change.at}
        change.insert(schema.event, **added, type=DEATH, **_death(draft))
        return
    wanted = draft.last_visit and draft.kind in WITH_LAST_VISIT
    change.insert(
        schema.ending,
        subject_id=draft.subject_id,
        visit_id=_plan_last_visit(change, rows, draft) if wanted else None,
        kind=draft.kind,
        day=draft.day,
        reason_code=draft.reason,
        reason_text=draft.note.strip(),
        **signature(context, change),
    )


def _death(draft: EndingDraft) -> dict[str, Any]:
    """The same fact as the visit form's, with the code of its cause."""
    return {"day": draft.day, "note": draft.note.strip(), "details": {ending_rows.CAUSE: draft.reason}}


def _plan_last_visit(change: Change, rows: Whole, draft: EndingDraft) -> int:
    """Plan the early-termination visit; one that took place after a former end is that visit still."""
    made = next((row for row in rows.visits if row.kind == EARLY_TERMINATION and row.actual), None)
    if made is not None:
        return int(made.id)
    return change.insert(
        schema.visit,
        subject_id=draft.subject_id,
        kind=EARLY_TERMINATION,
        title=LAST_VISIT_TITLE,
        day=study_day(rows.subject.day0, draft.day),
        target=draft.day,
        earliest=draft.day,
        latest=draft.day + timedelta(days=LAST_VISIT_DAYS),
        assessments=ending_rows.last_visit_asks(rows),
    )


def _take_back(context: Context, change: Change, rows: Whole, was: Ending, reason: Reason) -> None:
    row = _standing_row(rows, was)
    if was.kind == DEATH:
        change.update(schema.event, row.id, voided=True)
        return
    change.update(
        schema.ending,
        row.id,
        **undone(context, change, reason),
    )
    visit = rows.visit(row.visit_id)
    if visit is not None and visit.actual is None:
        change.update(schema.visit, visit.id, withdrawn=True)


def _standing_row(rows: Whole, was: Ending) -> Row:
    """The stored row of an end. A death that belongs to a visit is changed in that visit's form."""
    held = [row for row in rows.logs["events"] if row.type == DEATH] if was.kind == DEATH else rows.endings
    row = next((row for row in held if row.id == was.id), None)
    if row is None:
        raise ServiceError("ending_unknown")
    if was.kind == DEATH and row.visit_id is not None:
        visit = rows.visit(row.visit_id)
        raise ServiceError("ending_in_visit", visit=visit.title if visit is not None else "")
    return row


def _after(change: Change, rows: Whole, *, since: date) -> frozenset[int]:
    """Verdicts on and after the day, and the line of the list."""
    after = subject_records.whole(change.connection, rows.subject.id)
    change.touch(schema.subject, rows.subject.id)
    return reassessing.reassess(
        change,
        after,
        since=since,
        why=reassessing.NEW_DATA,
        because=DataChanged(change.connection, rows, after),
    )


def _standing(rows: Whole) -> list[Ending]:
    ends = ending_rows.of_rows(rows)
    return [each for each in (ends.left, ends.treatment) if each is not None]


def _without(rows: Whole, instead: Ending | None) -> Whole:
    """The rows as if an end had not been entered."""
    if instead is None:
        return rows
    if instead.kind != DEATH:
        return replace(rows, endings=[row for row in rows.endings if row.id != instead.id])
    events = [row for row in rows.logs["events"] if row.id != instead.id]
    return replace(rows, logs=rows.logs | {"events": events})


def _outcomes_with(connection: Connection, rows: Whole, made: Ending, *, on: date) -> Outcomes:
    """The outcomes with an end that is not stored."""
    return outcomes.of_rows(connection, rows, on=on, also=made).outcomes
