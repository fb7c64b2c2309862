"""Counts of several visits in one action: entries that can be saved are, the others say why not."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from app.services.context import Changes
from app.services.contracts.counts import CountsEntry, CountsResult, CountsSaved, StatusChange
from app.services.errors import ServiceError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from app.services.context import Context
    from app.services.contracts.visits import Reason, VisitDraft
    from app.services.visit_saving import Written
    from app.storage.change import Change
    from app.storage.courses import Whole
    from app.storage.rows import Row

__all__ = ["CountsEntry", "CountsResult", "CountsSaved", "StatusChange", "save", "try_save"]

RECORD = "visits.record"


class _Undone(Exception):  # noqa: N818 - no fault: the way out of a transaction that was only tried
    """Carries the answer of a trial past the end of its transaction."""

    def __init__(self, saved: CountsSaved) -> None:
        super().__init__()
        self.saved = saved


def save(
    context: Context, subject_id: int, entries: Sequence[CountsEntry], reason: Reason | None = None
) -> CountsSaved:
    """Save every entry that nothing stands against, all in one transaction, audited as if typed in forms.

    A refused entry carries the error that `visits.record` would raise for it. Raises ServiceError
    `subject_unknown`, `not_allowed`, `disk_full`, `study_read_only`, `study_in_use`.
    """
    from app.services import access
    from app.services.transactions import changing

    access.require(context, RECORD)
    with changing(context, reason) as change:
        return _save(change, subject_id, entries, today=context.today(), reason=reason)


def try_save(
    context: Context, subject_id: int, entries: Sequence[CountsEntry], reason: Reason | None = None
) -> CountsSaved:
    """What `save` would answer, with the statuses that would follow. Its transaction is undone."""
    from app.services import access
    from app.services.transactions import changing

    access.require(context, RECORD)
    try:
        with changing(context, reason) as change:
            raise _Undone(_save(change, subject_id, entries, today=context.today(), reason=reason))
    except _Undone as undone:
        return undone.saved


def _save(
    change: Change,
    subject_id: int,
    entries: Sequence[CountsEntry],
    *,
    today: date,
    reason: Reason | None,
) -> CountsSaved:
    from app.services import subject_records, visit_saving
    from app.storage import courses

    before = rows = subject_records.whole(change.connection, subject_id)
    written: list[Written] = []
    results: list[CountsResult] = []
    for entry in entries:
        try:
            made = visit_saving.write(change, rows, _draft(rows, entry, reason), today=today)
        except ServiceError as error:
            results.append(CountsResult(entry, entry.visit_id, error))
            continue
        written.append(made)
        rows = made.rows
        results.append(CountsResult(entry, made.visit_id))
    if not written:
        return CountsSaved(tuple(results), (), Changes())
    assessed = visit_saving.assess_written(change, before, written).new
    now = courses.standing(change.connection, subject_id)
    ids = frozenset(each.visit_id for each in written)
    return CountsSaved(
        tuple(_with_status(result, before.standing, now) for result in results),
        tuple(_others(before.standing, now, ids)),
        Changes(frozenset({subject_id}), ids, assessed),
    )


def _draft(rows: Whole, entry: CountsEntry, reason: Reason | None) -> VisitDraft:
    """The whole form of the entry's visit with its values put in."""
    from app.services import visit_forms
    from app.services.contracts.visits import VisitDraft

    visit = rows.visit(entry.visit_id)
    if entry.visit_id is not None and (visit is None or visit.actual is None):
        raise ServiceError("visit_unknown", visit=entry.visit_id)
    if visit is None:
        return VisitDraft(rows.subject.id, None, entry.day, values=entry.values, reason=reason)
    stored = visit_forms.stored_draft(rows, visit)
    given = {value.analyte: value for value in entry.values}
    kept = tuple(given.pop(value.analyte, value) for value in stored.values)
    return replace(
        stored,
        values=(*kept, *given.values()),
        expected_version=stored.expected_version if entry.version is None else entry.version,
        reason=reason,
    )


def _with_status(result: CountsResult, before: Iterable[Row], now: Sequence[Row]) -> CountsResult:
    if result.error is not None:
        return result
    own = next((row for row in now if row.visit_id == result.visit_id), None)
    if own is None:
        return result
    was = next((row.status for row in before if row.visit_id == own.visit_id), None)
    if was is None:  # newest first
        was = next((row.status for row in now if row.day < own.day), "")
    return replace(result, was=was, status=own.status)


def _others(before: Iterable[Row], now: Iterable[Row], own: frozenset[int]) -> Iterable[StatusChange]:
    were = {row.visit_id: row.status for row in before}
    for row in sorted(now, key=lambda row: (row.day, row.id)):
        was = were.get(row.visit_id)
        if row.visit_id not in own and was is not None and was != row.status:
            yield StatusChange(row.day, was, row.status)
