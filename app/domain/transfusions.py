"""Transfusions over time: units a month of the study, and how long there was none."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

from app.domain.timeline import study_day
from app.domain.values import dataclass

ZERO = Decimal(0)
MONTH_DAYS = 30  # a month of the study, counted from day 0


@dataclass(frozen=True, slots=True)
class Given:
    """Units of a product on a day."""

    day: date
    units: Decimal


@dataclass(frozen=True, slots=True)
class Month:
    """Units within study days `first` to `last`, both included; `first` None: all before day 0."""

    first: int | None
    last: int
    units: Decimal


@dataclass(frozen=True, slots=True)
class Interval:
    """A stretch without transfusion: from the day after `after` to the day before `until`, or until today.

    `days` is the difference of the two dates: after it reaches the 28 or 14 days of a rule, the subject is
    free of the product. `open`: it goes on.
    """

    after: date
    until: date
    open: bool = False

    @property
    def days(self) -> int:
        """Days from the transfusion before to the one after, or to today."""
        return (self.until - self.after).days


def months(given: Iterable[Given], anchor: date, *, until: date) -> tuple[Month, ...]:
    """Units before day 0 and in each month of 30 days from day 0 to `until`; empty months count, too."""
    rows = tuple(given)
    last = max([study_day(anchor, until), *(study_day(anchor, row.day) for row in rows)])
    found = [Month(None, -1, _sum(row.units for row in rows if row.day < anchor))]
    for first in range(0, last + 1, MONTH_DAYS):
        stop = first + MONTH_DAYS - 1
        units = _sum(row.units for row in rows if first <= study_day(anchor, row.day) <= stop)
        found.append(Month(first, stop, units))
    return tuple(found)


def intervals(days: Sequence[date], *, until: date) -> tuple[Interval, ...]:
    """The stretches between neighbouring transfusion days, and the one that goes on, oldest first."""
    known = sorted(set(days))
    found = [Interval(first, second) for first, second in pairwise(known)]
    if known and until > known[-1]:
        found.append(Interval(known[-1], until, open=True))
    return tuple(found)


def longest(stretches: Iterable[Interval]) -> Interval | None:
    """The longest stretch, the later one of equals; None where there is none."""
    return max(stretches, key=lambda each: (each.days, each.until), default=None)


def free_since(days: Sequence[date], *, needed: int, on: date) -> date | None:
    """The day from which the subject counts as free of a product on `on`; None while it does not (A-07).

    A day `needed` days after the last transfusion is free (A4 item 3).
    """
    known = [day for day in days if day <= on]
    if not known:
        return None
    free = max(known) + timedelta(days=needed)
    return free if free <= on else None


def _sum(units: Iterable[Decimal]) -> Decimal:
    return sum(units, ZERO)
