"""The ends of a subject's participation from its stored rows: those of their own table, and a death."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.domain.endings import DEATH, EARLY_TERMINATION, LOST, NONE, Ending, Ends, ends_of
from app.domain.timeline import Window

if TYPE_CHECKING:
    from app.storage.courses import Whole
    from app.storage.rows import Row

CAUSE = "cause"  # key of a death's details
BLOOD_COUNT = ("WBC", "ANC", "LYM", "HB", "PLT", "RETIC_ABS")


def of_rows(rows: Whole) -> Ends:
    """What stands of the ends of a subject. Who never took part has none."""
    died = [death(row) for row in rows.logs["events"] if row.type == DEATH]
    if rows.subject.day0 is None or not (died or rows.endings):
        return NONE
    return ends_of([*died, *map(ending, rows.endings)])


def ending(row: Row) -> Ending:
    """A stored end."""
    return Ending(row.kind, row.day, row.reason_code, row.reason_text, row.id, row.visit_id)


def death(row: Row) -> Ending:
    """An event that is a death. One that was entered in a visit's form has no code of its cause."""
    cause = str((row.details or {}).get(CAUSE, ""))
    return Ending(DEATH, row.day, cause, row.note, row.id, row.visit_id)


def state_of(subject: Row, ends: Ends) -> str:
    """What the list says of a subject: left, where it has left, else as it came in."""
    return "left" if ends.left is not None and subject.state == "enrolled" else str(subject.state)


def expected(row: Row, ends: Ends) -> bool:
    """Whether a stored visit that was not made is still expected."""
    window = Window(row.earliest, row.target, row.latest) if row.target else None
    return ends.expects(window, infusion=bool(row.infusion), last_visit=row.kind == EARLY_TERMINATION)


def asked_for(row: Row, ends: Ends) -> bool:
    """Whether a stored visit can be the next one: of who has left, the early-termination visit alone."""
    return expected(row, ends) and (ends.left is None or row.kind == EARLY_TERMINATION)


def window_of(row: Row) -> Window | None:
    """The window by the protocol: an early-termination visit has none, only days of a reminder."""
    if row.target is None or row.kind == EARLY_TERMINATION:
        return None
    return Window(row.earliest, row.target, row.latest)


def last_visit_asks(rows: Whole) -> list[str]:
    """What an early-termination visit asks for: what the last response visit of the plan does.

    No published protocol defines that visit; without a plan it is a blood count.
    """
    planned = [row for row in rows.visits if row.assessment and row.target]
    last = max(planned, key=lambda row: (row.target, row.id), default=None)
    return list(last.assessments if last is not None else BLOOD_COUNT)


def is_last_contact(kind: str) -> bool:
    """Whether the day of an end is that of the last contact, so that nothing can have been done after it."""
    return kind in (LOST, DEATH)
