"""The verdicts that changed a status, each beside the one before it: what is different in them is why."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from app.services import subject_records, verdicts
from app.services.transactions import reading

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from app.domain.evidence import Verdict
    from app.services.context import Context

NEWEST = 6  # turns of one subject that are worked out: more than a person reads at once
Turn = tuple["Verdict | None", "Verdict"]


def of_visit(context: Context, visit_id: int) -> Turn | None:
    """The verdict before, None where there was none, and that of a visit; None for one without a verdict.

    Both are worked out again from the data as they are now.
    """
    with reading(context) as connection:
        found = verdicts.standing_of_visit(connection, visit_id)
        if found is None:
            return None
        rows, here = found
        days = sorted({row.day for row in rows.standing if row.day <= here.day})[-2:]
        given = verdicts.again_on(connection, rows, days)
    return given.get(days[-2]) if len(days) > 1 else None, given[here.day]


def of_subject(context: Context, subject_id: int) -> Mapping[date, Turn]:
    """The newest days on which a subject's status became another one, as in `of_visit`."""
    with reading(context) as connection:
        rows = subject_records.whole(connection, subject_id)
        said = dict(sorted((row.day, row.status) for row in rows.standing))
        turns = [(before, day) for before, day in pairwise(said) if said[before] != said[day]][-NEWEST:]
        given = verdicts.again_on(connection, rows, {day for turn in turns for day in turn})
    return {day: (given[before], given[day]) for before, day in turns}
