"""Planned visits of a subject, their windows, and where each visit stands on a day."""

from app.domain.schedule.plan import PlannedVisit, needs_hsct, plan, visit_counts
from app.domain.schedule.state import OPEN, Place, VisitState, days_late, days_left, place, state

__all__ = [
    "OPEN",
    "Place",
    "PlannedVisit",
    "VisitState",
    "days_late",
    "days_left",
    "needs_hsct",
    "place",
    "plan",
    "state",
    "visit_counts",
]
