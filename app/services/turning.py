"""The verdicts that changed a status, each beside the one before it: what is different in them is why."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from app.domain.response import prepare
from app.services import subject_records
from app.services.transactions import reading
from app.storage import courses

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from app.domain.evidence import Verdict
    from app.services.context import Context
    from app.storage.courses import Whole
    from app.storage.rows import Connection

NEWEST = 6  # turns of one subject that are worked out: more than a person reads at once
Turn = tuple["Verdict | None", "Verdict"]


def of_visit(context: Context, visit_id: int) -> Turn | None:
    """The verdict before, None where there was none, and that of a visit; None for one without a verdict.

    Both are worked out again from the data as they are now.
    """
    with reading(context) as connection:
        subject_id = courses.subject_of_visit(connection, visit_id)
        if subject_id is None:
            return None
        rows = subject_records.whole(connection, subject_id)
        here = next((row for row in rows.standing if row.visit_id == visit_id), None)
        if here is None:
            return None
        days = sorted({row.day for row in rows.standing if row.day <= here.day})[-2:]
        given = _given(connection, rows, days)
    return given.get(days[-2]) if len(days) > 1 else None, given[here.day]


def of_subject(context: Context, subject_id: int) -> Mapping[date, Turn]:
    """The newest days on which a subject's status became another one, as in `of_visit`."""
    with reading(context) as connection:
        rows = subject_records.whole(connection, subject_id)
        said = dict(sorted((row.day, row.status) for row in rows.standing))
        turns = [(before, day) for before, day in pairwise(said) if said[before] != said[day]][-NEWEST:]
        given = _given(connection, rows, {day for turn in turns for day in turn})
    return {day: (given[before], given[day]) for before, day in turns}


def _given(connection: Connection, rows: Whole, days: Iterable[date]) -> dict[date, Verdict]:
    record = subject_records.record(rows)
    prepared = prepare(subject_records.template_of(connection, rows), record)
    return {
        day: prepared.on(day, tuple(prior for prior in record.prior_assessments if prior.day < day))
        for day in days
    }
