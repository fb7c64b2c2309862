"""Where a visit stands: before, in or after its window; done, missed or never planned."""

from datetime import date
from enum import Enum
from typing import Literal

from app.domain.timeline import Window

Place = Literal["early", "in_window", "late"]


class VisitState(Enum):
    """State of a visit on a day. A late visit is still to be done; a missed one was declared so.

    One that is not expected lies after the end of the subject's participation.
    """

    UPCOMING = "upcoming"
    DUE = "due"
    LATE = "late"
    DONE = "done"
    DONE_EARLY = "done_early"
    DONE_LATE = "done_late"
    MISSED = "missed"
    NOT_EXPECTED = "not_expected"
    UNSCHEDULED = "unscheduled"

    @property
    def done(self) -> bool:
        """Whether a planned visit took place, inside its window or not."""
        return self in {VisitState.DONE, VisitState.DONE_EARLY, VisitState.DONE_LATE}

    @property
    def out_of_window(self) -> bool:
        """Whether the visit took place outside its window: a deviation."""
        return self in {VisitState.DONE_EARLY, VisitState.DONE_LATE}


OPEN = frozenset({VisitState.UPCOMING, VisitState.DUE, VisitState.LATE})  # planned and still to be made
_DONE: dict[Place, VisitState] = {
    "early": VisitState.DONE_EARLY,
    "in_window": VisitState.DONE,
    "late": VisitState.DONE_LATE,
}


def place(window: Window, actual: date) -> Place:
    """Where a date lies against a window; both ends are inside."""
    if actual < window.earliest:
        return "early"
    return "late" if actual > window.latest else "in_window"


def state(
    window: Window | None, *, actual: date | None, missed: bool, today: date, expected: bool = True
) -> VisitState:
    """State of a visit on `today`. `window` None: it was never planned; `expected`: see `endings.Ends`.

    A date on which it took place outweighs a mark as missed, since what happened outweighs what was expected.
    """
    if window is None:
        return VisitState.UNSCHEDULED
    if actual is not None:
        return _DONE[place(window, actual)]
    if missed:
        return VisitState.MISSED
    if not expected:
        return VisitState.NOT_EXPECTED
    waiting: dict[Place, VisitState] = {
        "early": VisitState.UPCOMING,
        "in_window": VisitState.DUE,
        "late": VisitState.LATE,
    }
    return waiting[place(window, today)]


def days_left(window: Window, today: date) -> int:
    """Days until the window closes, 0 on its last day and after it."""
    return max(0, (window.latest - today).days)


def days_late(window: Window, day: date) -> int:
    """Days since the window closed, 0 while it is open or ahead."""
    return max(0, (day - window.latest).days)
