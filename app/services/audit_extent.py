"""How much of the audit trail a report is asked for: its lines, and how many of them one report holds."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from app.services.contracts.trail import TrailQuery
from app.services.errors import ServiceError

if TYPE_CHECKING:
    from app.services.context import Context
    from app.services.contracts.papers import Order

MOST = 5_000  # lines; more are asked for in parts


def query(order: Order) -> TrailQuery:
    """What an order of an audit report asks the trail. Raises ServiceError `day_unreadable`."""
    return TrailQuery(
        user=order.asked("user"),
        action=order.asked("action"),
        subject=order.asked("subject"),
        since=_day(order.asked("since")),
        until=_day(order.asked("until")),
        limit=MOST,
    )


def lines(context: Context, order: Order) -> int:
    """How many lines a report would have. Raises ServiceError as `query` does, `not_allowed`,
    `subject_unknown`."""
    from app.services import subjects, trail

    subjects.written_code(context, order.asked("subject"))
    return trail.count(context, query(order))


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise ServiceError("day_unreadable", text=text) from error
