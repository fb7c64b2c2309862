"""A subject's calendar beside another plan: what an amendment or a corrected day 0 would change.

What was done never moves, and an amendment leaves alone what was due before it; a corrected day 0 sets every
window anew, since each was worked out from the wrong day.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Literal

from app.domain.schedule.plan import PlannedVisit
from app.domain.timeline import Window
from app.domain.values import dataclass

Kind = Literal["added", "removed", "moved", "changed", "rewindowed"]


@dataclass(frozen=True, slots=True)
class Standing:
    """A planned visit as a subject's calendar has it. `closed`: it took place or was declared missed."""

    plan_id: str
    title: str
    window: Window
    actual: date | None
    closed: bool
    assessment: bool = False
    infusion: str = ""
    assessments: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Move:
    """One difference. `before` or `after` None: the visit is not in that plan.

    `changed`: the same window, but something else is due; `rewindowed`: it is over, only its window moves.
    """

    kind: Kind
    plan_id: str
    title: str
    before: Window | None
    after: Window | None
    actual: date | None = None


def amended(
    standing: Iterable[Standing], planned: Iterable[PlannedVisit], *, today: date
) -> tuple[Move, ...]:
    """What another version of the plan changes from `today` on, by date."""
    wanted = {visit.plan_id: visit for visit in planned}
    present = {visit.plan_id: visit for visit in standing}
    moves = []
    for visit in present.values():
        if visit.closed or visit.window.latest < today:
            continue
        new = wanted.get(visit.plan_id)
        if new is None:
            moves.append(Move("removed", visit.plan_id, visit.title, visit.window, None))
        elif new.window != visit.window:
            moves.append(Move("moved", visit.plan_id, new.title, visit.window, new.window))
        elif _due(new) != (visit.title, visit.assessment, visit.infusion, visit.assessments):
            moves.append(Move("changed", visit.plan_id, new.title, visit.window, new.window))
    moves += [
        Move("added", visit.plan_id, visit.title, None, visit.window)
        for visit in wanted.values()
        if visit.plan_id not in present and visit.window.latest >= today
    ]
    return _by_date(moves)


def reprojected(standing: Iterable[Standing], planned: Iterable[PlannedVisit]) -> tuple[Move, ...]:
    """What another day 0 makes of every window; dates on which visits took place stay, by date."""
    wanted: Mapping[str, PlannedVisit] = {visit.plan_id: visit for visit in planned}
    moves: list[Move] = []
    present = set()
    for visit in standing:
        present.add(visit.plan_id)
        new = wanted.get(visit.plan_id)
        if new is None:
            if not visit.closed:
                moves.append(Move("removed", visit.plan_id, visit.title, visit.window, None))
        elif new.window != visit.window:
            kind: Kind = "rewindowed" if visit.closed else "moved"
            moves.append(Move(kind, visit.plan_id, visit.title, visit.window, new.window, visit.actual))
    moves += [
        Move("added", visit.plan_id, visit.title, None, visit.window)
        for visit in wanted.values()
        if visit.plan_id not in present
    ]
    return _by_date(moves)


def _due(visit: PlannedVisit) -> tuple[str, bool, str, tuple[str, ...]]:
    return visit.title, visit.assessment, visit.infusion or "", visit.assessments


def _by_date(moves: Iterable[Move]) -> tuple[Move, ...]:
    def place(move: Move) -> tuple[date, str]:
        window = move.after or move.before
        assert window is not None  # a difference has at least one side
        return window.target, move.plan_id

    return tuple(sorted(moves, key=place))
