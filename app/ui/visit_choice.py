"""Which visit of a subject an action without a choice means."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.domain.endings import EARLY_TERMINATION

if TYPE_CHECKING:
    from app.services.subjects import Course, VisitRow

# In the order of urgency: a visit that is late is still to be done.
_OPEN = ("late", "due", "upcoming")


def next_due(course: Course) -> VisitRow | None:
    """The visit to log next: the earliest late one, else the earliest due, else the next planned.

    Of who has left the study it can only be the early-termination visit.
    """
    left = course.ends.left is not None
    for state in _OPEN:
        open_visits = [
            visit
            for visit in course.visits
            if visit.actual is None and visit.state == state and (visit.kind == EARLY_TERMINATION or not left)
        ]
        if open_visits:
            return min(open_visits, key=lambda visit: (visit.target is None, visit.target, visit.id))
    return None


def last_visit(course: Course) -> int | str:
    """The early-termination visit, planned or made; the kind of a new one where there is none."""
    held = (visit.id for visit in course.visits if visit.kind == EARLY_TERMINATION)
    return next(held, EARLY_TERMINATION)


def latest_logged(course: Course) -> VisitRow | None:
    """The newest visit that took place."""
    logged = [visit for visit in course.visits if visit.actual is not None]
    return max(logged, key=lambda visit: (visit.actual, visit.id), default=None)
