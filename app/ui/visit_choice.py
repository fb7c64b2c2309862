"""Which visit of a subject an action without a choice means."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.domain.endings import EARLY_TERMINATION

if TYPE_CHECKING:
    from collections.abc import Iterable

    from app.services.subjects import Course, VisitRow


def next_due(course: Course) -> VisitRow | None:
    """The visit of a subject to log next: after its end it can only be the early-termination visit."""
    return next_visit(course.visits if course.ends.left is None else after_end(course.visits))


def listed_next(course: Course) -> VisitRow | None:
    """The visit that the list of subjects names as next; it may be late while another one is due.

    The list knows no windows of other visits: one that is due goes before one that is not open yet.
    """
    subject = course.subject
    named = subject.next_visit, subject.next_target
    open_ones = [visit for visit in course.visits if visit.actual is None]
    listed = next((visit for visit in open_ones if (visit.title, visit.target) == named), None)
    if listed is not None and listed.state == "upcoming":
        return next_visit(visit for visit in open_ones if visit.state == "due") or listed
    return listed


def next_visit(rows: Iterable[VisitRow]) -> VisitRow | None:
    """The visit to log: the due one whose window closes first, else the newest late one, else the next."""
    planned = [row for row in rows if row.actual is None and row.target is not None]

    def of(state: str) -> list[VisitRow]:
        return [row for row in planned if row.state == state]

    if due := of("due"):
        return min(due, key=lambda row: (row.latest or row.target, row.id))
    if late := of("late"):
        return max(late, key=lambda row: (row.target, row.id))
    return min(of("upcoming"), key=lambda row: (row.target, row.id), default=None)


def after_end(rows: Iterable[VisitRow]) -> tuple[VisitRow, ...]:
    """What can still be next of who has left the study: the early-termination visit."""
    return tuple(row for row in rows if row.kind == EARLY_TERMINATION)


def last_visit(course: Course) -> int | str:
    """The early-termination visit, planned or made; the kind of a new one where there is none."""
    held = (visit.id for visit in course.visits if visit.kind == EARLY_TERMINATION)
    return next(held, EARLY_TERMINATION)


def latest_logged(course: Course) -> VisitRow | None:
    """The newest visit that took place."""
    logged = [visit for visit in course.visits if visit.actual is not None]
    return max(logged, key=lambda visit: (visit.actual, visit.id), default=None)
