"""The values that satisfy a criterion, as boxes: for each analyte an interval, for each other fact yes or no.

Enough to say whether a tree of criteria can be satisfied at all, and where two statuses leave a hole or
overlap. Facts whose meaning reaches over several days (a rise, a run of a longer span) are taken as free.
"""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from itertools import combinations

from app.domain.protocol.response import (
    AboveBaseline,
    All,
    Any,
    AtLeast,
    Criterion,
    FreeOf,
    Not,
    Run,
    Threshold,
)
from app.domain.protocol.settings import RuleSettings
from app.domain.quantities import ANALYTES
from app.domain.values import dataclass

_MOST_BOXES = 2000
_OPPOSITE = {">": "<=", ">=": "<", "<": ">=", "<=": ">"}
_ONE = Decimal(1)


@dataclass(frozen=True, slots=True)
class Interval:
    """Values between two ends, each left out or not; `high` None: without end."""

    low: Decimal
    low_open: bool
    high: Decimal | None
    high_open: bool

    @property
    def empty(self) -> bool:
        """Whether no value lies inside."""
        if self.high is None:
            return False
        return self.low > self.high or (self.low == self.high and (self.low_open or self.high_open))

    def meet(self, other: "Interval") -> "Interval":
        """The values of both."""
        low, low_open = max((self.low, self.low_open), (other.low, other.low_open))
        ends = [
            side
            for side in ((self.high, self.high_open), (other.high, other.high_open))
            if side[0] is not None
        ]
        high, high_open = min(ends, key=lambda end: (end[0], not end[1]), default=(None, True))
        return Interval(low, low_open, high, high_open)

    def within(self, other: "Interval") -> bool:
        """Whether every value lies in the other."""
        return self.meet(other) == self

    def text(self) -> str:
        """`20 < x ≤ 50`, for a sentence."""
        left = f"{self.low} {'<' if self.low_open else '≤'} x"
        return left if self.high is None else f"{left} {'<' if self.high_open else '≤'} {self.high}"


Box = dict[str, Interval]
EVERYTHING = Interval(Decimal(0), False, None, True)


class TooMany(Exception):  # noqa: N818 - a limit of the search, nobody's fault
    """The criterion is too large to be looked through."""


def regions(criterion: Criterion, rules: RuleSettings, *, holds: bool = True) -> list[Box]:
    """Boxes that satisfy a criterion, or with `holds` False fail it. Raises TooMany."""
    match criterion:
        case All() | Any() | AtLeast():
            count = {All: len(criterion.of), Any: 1}.get(type(criterion), getattr(criterion, "count", 1))
            needed = count if holds else len(criterion.of) - count + 1
            return _at_least(needed, [regions(part, rules, holds=holds) for part in criterion.of])
        case Not():
            return regions(criterion.of, rules, holds=not holds)
        case Threshold() | Run():
            return _compared(criterion, rules, holds=holds)
        case AboveBaseline():
            risen = _atom(f"above:{criterion.analyte}:{criterion.limit}", holds=holds)
            absolute = _numeric(criterion.analyte, criterion.op, criterion.limit, holds=holds)
            return joined(absolute, risen) if holds else [*absolute, *risen]
        case FreeOf():
            days = (
                rules.transfusion_free_days(criterion.product) if criterion.days is None else criterion.days
            )
            return _numeric(f"free of {criterion.product}", ">=", Decimal(days), holds=holds)
        case _:
            return _atom(criterion.model_dump_json(), holds=holds)


def _compared(criterion: Threshold | Run, rules: RuleSettings, *, holds: bool) -> list[Box]:
    limit = rules.retic_severe if criterion.limit == "retic_severe" else criterion.limit
    if not isinstance(limit, Decimal):
        return _numeric(f"{criterion.analyte} of normal", criterion.op, _ONE, holds=holds)
    name = criterion.analyte if isinstance(criterion, Threshold) else f"run of {criterion.analyte}"
    return _numeric(name, criterion.op, limit, holds=holds)


def _numeric(name: str, op: str, limit: Decimal, *, holds: bool) -> list[Box]:
    op = op if holds else _OPPOSITE[op]
    found = {
        ">": Interval(limit, True, None, True),
        ">=": Interval(limit, False, None, True),
        "<": Interval(Decimal(0), False, limit, True),
        "<=": Interval(Decimal(0), False, limit, False),
    }[op].meet(domain(name))
    return [] if found.empty else [{name: found}]


def _atom(name: str, *, holds: bool) -> list[Box]:
    value = _ONE if holds else Decimal(0)
    return [{f"is {name}": Interval(value, False, value, False)}]


def domain(name: str) -> Interval:
    """The values that an analyte can have at all."""
    spec = ANALYTES.get(name.removeprefix("run of "))
    if spec is None:
        return EVERYTHING
    return Interval(spec.hard.low, spec.hard.low_open, spec.hard.high, False)


def _at_least(count: int, parts: Sequence[list[Box]]) -> list[Box]:
    if count <= 0:
        return [{}]
    found: list[Box] = []
    for chosen in combinations(parts, count):
        boxes: list[Box] = [{}]
        for part in chosen:
            boxes = joined(boxes, part)
        found += boxes
        if len(found) > _MOST_BOXES:
            raise TooMany
    return found


def joined(left: Sequence[Box], right: Sequence[Box]) -> list[Box]:
    """The boxes of both at once. Raises TooMany."""
    if len(left) * len(right) > _MOST_BOXES:
        raise TooMany
    return [box for one in left for other in right if (box := _both(one, other)) is not None]


def _both(one: Box, other: Box) -> Box | None:
    box = dict(one)
    for name, interval in other.items():
        box[name] = interval if name not in box else box[name].meet(interval)
        if box[name].empty:
            return None
    return box


def holes(intervals: Iterable[Interval]) -> list[Interval]:
    """The gaps between intervals, those without end below or above not counted."""
    ordered = sorted(intervals, key=lambda one: (one.low, one.low_open))
    found: list[Interval] = []
    if not ordered:
        return found
    high, high_open = ordered[0].high, ordered[0].high_open
    for one in ordered[1:]:
        if high is None:
            break
        if one.low > high or (one.low == high and one.low_open and high_open):
            found.append(Interval(high, not high_open, one.low, not one.low_open))
        if one.high is None or (one.high, not one.high_open) > (high, not high_open):
            high, high_open = one.high, one.high_open
    return found
