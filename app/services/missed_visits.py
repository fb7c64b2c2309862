"""The mark that a planned visit was missed: set and taken back, each with its reason in the trail."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.services import reassessing
from app.services.context import Changes
from app.services.errors import ServiceError
from app.services.transactions import changing
from app.storage import courses, schema

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.services.context import Context
    from app.services.contracts.visits import Reason
    from app.storage.change import Change
    from app.storage.rows import Row


def mark_missed(context: Context, visit_id: int, reason: Reason) -> Changes:
    """See `visits.mark_missed`."""

    def mark(change: Change, visit: Row) -> None:
        if visit.actual is not None:
            raise ServiceError("visit_logged", visit=visit.title)
        change.update(schema.visit, visit_id, missed=reason.code, missed_note=reason.text)

    return _of_visit(context, visit_id, reason, mark)


def take_back_missed(context: Context, visit_id: int, reason: Reason) -> Changes:
    """See `visits.take_back_missed`."""

    def take_back(change: Change, visit: Row) -> None:
        if visit.actual is not None or not visit.missed:
            raise ServiceError("visit_not_missed", visit=visit.title)
        change.update(schema.visit, visit_id, missed="", missed_note="")

    return _of_visit(context, visit_id, reason, take_back)


def _of_visit(
    context: Context, visit_id: int, reason: Reason, work: Callable[[Change, Row], None]
) -> Changes:
    """What is done to the mark of a visit, with its reason in the trail."""
    if not reason.code or (reason.code == "other" and not reason.text.strip()):
        raise ServiceError("reason_missing", fields=("missed",))
    with changing(context, reason) as change:
        subject_id = courses.subject_of_visit(change.connection, visit_id)
        rows = courses.whole(change.connection, subject_id) if subject_id is not None else None
        visit = rows.visit(visit_id) if rows is not None else None
        if visit is None:
            raise ServiceError("visit_unknown", visit=visit_id)
        work(change, visit)
        reassessing.summarise(change, visit.subject_id)
    return Changes(frozenset({visit.subject_id}), frozenset({visit_id}))
