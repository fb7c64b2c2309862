"""Saving a visit: checked, written and assessed in one transaction."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from app.domain.dosing import limits_of
from app.domain.endings import EARLY_TERMINATION
from app.domain.protocol.named_events import named_events
from app.domain.quantities import undecided
from app.domain.timeline import study_day
from app.domain.values import dataclass
from app.services import (
    death_checks,
    doses,
    ending_rows,
    readings,
    reassessing,
    same_transfusion,
    sign_offs,
    subject_records,
    visit_changes,
    visit_checks,
    visit_forms,
)
from app.services.because import DataChanged
from app.services.context import Changes
from app.services.contracts.saving import Saved
from app.services.errors import ServiceError
from app.services.transactions import changing, reading
from app.storage import courses, drafts, listing, schema, verdicts

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from app.domain.evidence import Verdict
    from app.domain.plausibility import Problem
    from app.domain.protocol.model import Template
    from app.services.context import Context
    from app.services.contracts.visits import VisitDraft
    from app.services.visit_changes import Step, Stored
    from app.services.visit_checks import Checked
    from app.storage.change import Change
    from app.storage.courses import Whole


@dataclass(frozen=True, slots=True)
class Written:
    """A form that was written: its visit, the first day it bears on, and the subject's rows after it."""

    visit_id: int
    since: date
    corrects: bool
    rows: Whole


_TABLES = {
    "count_value": schema.count_value,
    "transfusions": schema.transfusion,
    "medications": schema.medication,
    "infusions": schema.infusion,
    "events": schema.event,
}


def check(context: Context, draft: VisitDraft) -> tuple[Problem, ...]:
    """See `visits.check`."""
    with reading(context) as connection:
        rows = context.last_read.whole(connection, draft.subject_id)
        template = subject_records.template_of(connection, rows)
        completed = sign_offs.is_completed(sign_offs.standing(connection, rows), draft.visit_id)
    draft, before, checked = _checked(rows, draft, template, today=context.today())
    planned = visit_changes.steps(before, draft, checked.quantities)
    return (*checked.problems, *visit_checks.missing_reason(draft, planned, completed=completed))


def preview(context: Context, draft: VisitDraft) -> Verdict:
    """See `visits.preview`."""
    from app.domain.response import assess

    with reading(context) as connection:
        rows = context.last_read.whole(connection, draft.subject_id)
        template = subject_records.template_of(connection, rows)
    draft, _, checked = _checked(rows, draft, template, today=context.today())
    record = subject_records.record(rows, without=draft)
    still_open = {code: undecided(code) for code in visit_checks.open_counts(draft, checked.problems)}
    counted = {**checked.quantities, **still_open}
    return assess(template, subject_records.with_draft(record, draft, counted), draft.day)


def record(context: Context, draft: VisitDraft) -> tuple[int, Changes]:
    """See `visits.record`."""
    with changing(context, draft.reason) as change:
        changes, _, _ = _recorded(context, change, draft)
    return next(iter(changes.visits)), changes


def save(context: Context, draft: VisitDraft, *, kept_as: str) -> Saved:
    """See `visits.save`."""
    with changing(context, draft.reason) as change:
        before = listing.of(change.connection, draft.subject_id)
        changes, rows, anew = _recorded(context, change, draft)
        drafts.discard(change.connection, user_id=context.user.id, key=kept_as)
        read = readings.after(context, change.connection, rows, anew)
    rewritten = tuple(row for row in read.history if row.id in changes.assessments and row.cause is not None)
    (visit_id,) = changes.visits
    return Saved(visit_id, changes, before.status if before is not None else "", rewritten, read)


def _recorded(
    context: Context, change: Change, draft: VisitDraft
) -> tuple[Changes, Whole, Mapping[int, Verdict]]:
    """What changed, the subject's rows as written, and the verdicts that were given anew, by visit."""
    rows = context.last_read.whole(change.connection, draft.subject_id)
    written = write(change, rows, draft, today=context.today())
    anew = assess_written(change, rows, (written,))
    changes = Changes(frozenset({draft.subject_id}), frozenset({written.visit_id}), anew.new)
    return changes, written.rows, anew.verdicts


def write(change: Change, rows: Whole, draft: VisitDraft, *, today: date) -> Written:
    """Check a form and write it; verdicts are left to `assess_written`. Nothing is written when it refuses.

    Raises ServiceError as `visits.record`.
    """
    connection = change.connection
    template = subject_records.template_of(connection, rows)
    draft, before, checked = _checked(rows, draft, template, today=today)
    _refuse_stale(before, draft)
    _refuse_second_last(rows, draft)
    if checked.problems:
        raise ServiceError("refused", problems=checked.problems)
    planned = visit_changes.steps(before, draft, checked.quantities)
    standing = sign_offs.standing(connection, rows)
    completed = sign_offs.is_completed(standing, draft.visit_id)
    if unexplained := visit_checks.missing_reason(draft, planned, completed=completed):
        raise ServiceError("reason_missing", **unexplained[0].params)
    sign_offs.refuse_locked(standing, rows, visit_changes.touched_visits(planned))
    visit_id = _write(change, rows, draft, before, planned)
    units = {code: quantity.entered_unit for code, quantity in checked.quantities.items()}
    verdicts.remember_units(connection, units)
    since: date = min((day for step in planned for day in step.days()), default=draft.day)
    touched = courses.LOGS.keys() & {step.table for step in planned}
    after = courses.renewed(connection, rows, visit_id, logs=touched)
    return Written(visit_id, since, any(step.corrects for step in planned), after)


def assess_written(change: Change, before: Whole, written: Sequence[Written]) -> reassessing.Anew:
    """Give the verdicts anew after forms were written one upon the other."""
    after = written[-1].rows
    return reassessing.give_anew(
        change,
        after,
        since=min(each.since for each in written),
        why=reassessing.CORRECTION if any(each.corrects for each in written) else reassessing.NEW_DATA,
        because=DataChanged(change.connection, before, after),
    )


def _checked(
    rows: Whole, draft: VisitDraft, template: Template, *, today: date
) -> tuple[VisitDraft, Stored, Checked]:
    """The draft completed by what the study knows, what it would change, and what stands against it."""
    before = visit_changes.stored(rows, draft)
    if draft.visit_id is not None and before.visit is None:
        raise ServiceError("visit_unknown", visit=draft.visit_id)
    previous = visit_forms.previous(rows.counts, before=draft.day, visit_id=draft.visit_id)
    completed = _with_versions(doses.with_weights(draft, previous), template.ctcae)
    completed = visit_changes.with_stored_limits(completed, before)
    facts = visit_checks.Facts(
        rows.subject.birth_date,
        today,
        previous,
        limits_of(template),
        ending_rows.window_of(before.visit) if before.visit is not None else None,
        _exact(draft, template),
        death_checks.died_elsewhere(rows, draft),
        same_transfusion.elsewhere(rows, draft.visit_id),
        death_checks.seen_elsewhere(rows, draft.visit_id),
    )
    return completed, before, visit_checks.check(completed, before, facts)


def _exact(draft: VisitDraft, template: Template) -> frozenset[str]:
    """The kinds of events that the rules ask for; asked only where a day is not exact."""
    if not any(entry.day_known for entry in draft.events):
        return frozenset()
    return named_events(template)


def _with_versions(draft: VisitDraft, version: str) -> VisitDraft:
    """Each grade gets the CTCAE version of its template once, when it is first given."""
    return replace(
        draft,
        events=tuple(
            replace(entry, ctcae=version)
            if entry.grade is not None and not entry.ctcae and entry.type != "gvhd" and entry.id is None
            else entry
            for entry in draft.events
        ),
    )


def _refuse_stale(before: Stored, draft: VisitDraft) -> None:
    if before.visit is None or draft.expected_version is None:
        return
    if before.visit.version != draft.expected_version:
        raise ServiceError("stale", visit=before.visit.title, version=before.visit.version)


def _refuse_second_last(rows: Whole, draft: VisitDraft) -> None:
    """A participation ends with one last visit: another is logged in the form of the first."""
    if draft.visit_id is None and draft.kind == EARLY_TERMINATION:
        if rows.subject.day0 is None:
            raise ServiceError("ending_not_enrolled", subject=rows.subject.code)
        if any(row.kind == EARLY_TERMINATION for row in rows.visits):
            raise ServiceError("last_visit_exists")


def _write(change: Change, rows: Whole, draft: VisitDraft, before: Stored, planned: tuple[Step, ...]) -> int:
    own, *others = planned
    if before.visit is None:
        visit_id = _add_visit(change, rows, draft, own)
    else:
        visit_id = before.visit.id
        values: dict[str, Any] = (
            dict(own.values) if before.logged else {**own.values, "entered_at": change.at}
        )
        if values:
            change.update(schema.visit, visit_id, **values)
        elif others:
            change.touch(schema.visit, visit_id)
    both = same_transfusion.answered(rows, draft, before.logs.get("transfusions", {}))
    told = {f"transfusions.{number}" for number in both}
    for step in others:
        table = _TABLES[step.table]
        if step.row is None:
            added = {"subject_id": draft.subject_id, "visit_id": visit_id, "entered_at": change.at}
            row_id = change.insert(table, **added, **step.values)
        else:
            row_id = step.row.id
            mark = {"changed": True} if step.corrects else {}
            change.update(table, row_id, version=step.row.version, **step.values, **mark)
        if step.path in told:
            change.note("kept_both", table=table.name, row_id=row_id, subject_id=draft.subject_id)
    return visit_id


def _add_visit(change: Change, rows: Whole, draft: VisitDraft, step: Step) -> int:
    day0 = rows.subject.day0
    last = draft.kind == EARLY_TERMINATION
    return change.insert(
        schema.visit,
        subject_id=draft.subject_id,
        kind=EARLY_TERMINATION if last else "unscheduled",
        day=study_day(day0, draft.day) if day0 is not None else None,
        assessments=ending_rows.last_visit_asks(rows) if last else [],
        entered_at=change.at,
        **step.values,
    )
