"""The verdict of a visit beside the one before it: what changed a status is what is different in them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.domain.response import prepare
from app.services import subject_records
from app.services.transactions import reading
from app.storage import courses

if TYPE_CHECKING:
    from app.domain.evidence import Verdict
    from app.services.context import Context


def of_visit(context: Context, visit_id: int) -> tuple[Verdict | None, Verdict] | None:
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
        template = subject_records.template_of(connection, rows)
    record = subject_records.record(rows)
    prepared = prepare(template, record)
    days = sorted({row.day for row in rows.standing if row.day <= here.day})[-2:]
    given = [
        prepared.on(day, tuple(prior for prior in record.prior_assessments if prior.day < day))
        for day in days
    ]
    return (given[0] if len(given) > 1 else None), given[-1]
