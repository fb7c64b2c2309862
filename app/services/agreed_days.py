"""The day that was agreed with the family for a planned visit. Window and target stay the protocol's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.domain.schedule import OPEN
from app.services import access, course_rows, ending_rows, reassessing, subject_records
from app.services.context import Changes
from app.services.contracts.visits import Reason
from app.services.errors import ServiceError
from app.services.transactions import changing
from app.storage import courses, schema

if TYPE_CHECKING:
    from datetime import date

    from app.services.context import Context
    from app.storage.courses import Whole
    from app.storage.rows import Row

ACTION = "visits.reschedule"


def reschedule(context: Context, visit_id: int, day: date, note: str = "") -> Changes:
    """Say that an open planned visit will take place on `day`, in its window or not; `note`: why.

    Raises ServiceError `not_allowed`, `visit_unknown`, `reschedule_not_open` (made, missed, outside the plan,
    after the end of the participation, before enrolment), `reschedule_past` (day, today).
    """
    access.require(context, ACTION)
    today = context.today()
    if day < today:
        raise ServiceError("reschedule_past", day=day, today=today)
    return _agree(context, visit_id, day, note.strip())


def take_back(context: Context, visit_id: int) -> Changes:
    """Forget the agreed day of a visit: its target holds again. Raises ServiceError as `reschedule`."""
    access.require(context, ACTION)
    return _agree(context, visit_id, None, "")


def _agree(context: Context, visit_id: int, day: date | None, note: str) -> Changes:
    with changing(context, Reason("", note)) as change:
        subject_id = courses.subject_of_visit(change.connection, visit_id)
        rows = subject_records.whole(change.connection, subject_id) if subject_id is not None else None
        visit = rows.visit(visit_id) if rows is not None else None
        if rows is None or visit is None:
            raise ServiceError("visit_unknown", visit=visit_id)
        if not _is_open(rows, visit, context.today()):
            raise ServiceError("reschedule_not_open", visit=visit.title)
        change.update(schema.visit, visit_id, agreed=day, agreed_note=note)
        reassessing.summarise(change, rows.subject.id)
    return Changes(frozenset({rows.subject.id}), frozenset({visit_id}))


def _is_open(rows: Whole, visit: Row, today: date) -> bool:
    """Whether a visit of the plan is still to be made."""
    if rows.subject.day0 is None or visit.target is None:
        return False
    return course_rows.visit_state(visit, today, ending_rows.of_rows(rows)) in OPEN
