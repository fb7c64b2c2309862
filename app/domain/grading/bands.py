"""Intervals that carry a grade, and the proof that a table of them has neither a gap nor an overlap."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from itertools import pairwise

from app.domain.values import dataclass


@dataclass(frozen=True, slots=True)
class Band:
    """Values from `low` to `high` (None: no end). `low_in`, `high_in` say whether an end belongs to it."""

    grade: int
    low: Decimal | None
    high: Decimal | None
    low_in: bool = True
    high_in: bool = False

    def holds(self, value: Decimal) -> bool:
        """Whether a value lies inside."""
        above = self.low is None or value > self.low or (self.low_in and value == self.low)
        below = self.high is None or value < self.high or (self.high_in and value == self.high)
        return above and below

    @property
    def empty(self) -> bool:
        """Whether no value can lie inside, as grade 1 where LLN is below its lower end."""
        if self.low is None or self.high is None:
            return False
        return self.low > self.high or (self.low == self.high and not (self.low_in and self.high_in))


@dataclass(frozen=True, slots=True)
class BandFault:
    """A fault of a table: `gap` or `overlap` at a value, `order`, or an `open_start` or `open_end`."""

    code: str
    at: Decimal | None


def grade_in(bands: Iterable[Band], value: Decimal) -> int | None:
    """The highest grade of the bands that hold a value, None where none does."""
    return max((band.grade for band in bands if band.holds(value)), default=None)


def prove(bands: Sequence[Band], *, start: Decimal | None = Decimal(0)) -> tuple[BandFault, ...]:
    """What is wrong with bands that should cover everything from `start` on exactly once, grades in order.

    Empty bands are passed over. `start` None: everything from minus infinity.
    """
    held = sorted((band for band in bands if not band.empty), key=_place)
    if not held:
        return (BandFault("gap", start),)
    faults = []
    first, last = held[0], held[-1]
    if first.low is not None and (
        start is None or first.low > start or (first.low == start and not first.low_in)
    ):
        faults.append(BandFault("open_start", first.low))
    if last.high is not None:
        faults.append(BandFault("open_end", last.high))
    for one, other in pairwise(held):
        faults += _joint(one, other)
    grades = [band.grade for band in held]
    if grades != sorted(grades) and grades != sorted(grades, reverse=True):
        faults.append(BandFault("order", None))
    if len(set(grades)) != len(grades):
        faults.append(BandFault("order", None))
    return tuple(faults)


def _place(band: Band) -> tuple[bool, Decimal, bool]:
    return (band.low is not None, band.low or Decimal(0), not band.low_in)


def _joint(one: Band, other: Band) -> list[BandFault]:
    """Two neighbours must meet at one value that belongs to exactly one of them."""
    if one.high is None or other.low is None or one.high > other.low:
        return [BandFault("overlap", other.low)]
    if one.high < other.low:
        return [BandFault("gap", one.high)]
    if one.high_in and other.low_in:
        return [BandFault("overlap", other.low)]
    return [] if one.high_in or other.low_in else [BandFault("gap", other.low)]
