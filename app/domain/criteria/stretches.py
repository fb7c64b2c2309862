"""Runs of consecutive measurement days, cut from a series once and asked for any days (A-09, A4 item 8).

A run is cut by a failing value, a gap, a day on G-CSF (where the criterion asks to be off it) or a
transfusion of the product that breaks it. A complete run holds until a failing value or such a
transfusion follows. Later days never change what an earlier day saw.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from app.domain.comparison import compare, satisfied
from app.domain.criteria.view import SubjectData
from app.domain.evidence import Evidence, Fact
from app.domain.protocol.response import Run
from app.domain.series import Series
from app.domain.truth import FALSE, UNKNOWN, Truth


@dataclass(frozen=True, slots=True)
class RunShape:
    """What makes a run complete."""

    min_values: int
    max_gap_days: int
    span_days: int

    def complete_from(self, days: Sequence[date]) -> date | None:
        """The day from which so many days, over so many calendar days with first and last, are enough."""
        for day in days[self.min_values - 1 :]:
            if (day - days[0]).days + 1 >= self.span_days:
                return day
        return None


@dataclass(slots=True, eq=False)
class Stretch:
    """One run: its days, the day on which it became complete, and what followed that ended it."""

    days: Sequence[date]
    complete_from: date | None
    ended_from: date
    ended_by: str | None  # the product that did, None where a value did or nothing yet
    whole: dict[bool, Evidence] = field(default_factory=dict)  # nodes of all its values, by whether ended

    def seen(self, day: date) -> int:
        """How many of its days were known on a day."""
        return len(self.days) if self.days[-1] <= day else bisect_right(self.days, day)

    def shown_days(self, seen: int, *, at_most: int) -> Sequence[date]:
        """The first `seen` days, of many the first and the last."""
        if seen <= at_most:
            return self.days[:seen]
        half = at_most // 2
        return [*self.days[:half], *self.days[seen - half : seen]]


class RunStates(NamedTuple):
    """The runs as known on each of some days, as columns."""

    begun: list[int]  # how many had begun
    latest: list[int | None]  # which is the latest complete one
    holds: list[bool]  # whether nothing that ends it followed the latest complete one
    lost: list[bool]  # whether some complete run no longer holds


class Stretches:
    """All runs of a series, complete or not, in date order."""

    def __init__(self, data: SubjectData, run: Run, shape: RunShape, *, off_gcsf: bool) -> None:
        self._series = data.series(run.analyte)
        breaks = data.transfusion_days(run.broken_by) if run.broken_by else []
        runs, failing = _cut(data, self._series, run, shape, off_gcsf=off_gcsf and data.on_growth_factor)
        self.all = [_stretch(days, shape, failing, breaks, run.broken_by) for days in runs]
        self._starts = [days[0] for days in runs]
        self._complete = [at for at, stretch in enumerate(self.all) if stretch.complete_from is not None]
        self._complete_from = [stretch.complete_from for stretch in self.all if stretch.complete_from]
        self._lost_from = min([self.all[at].ended_from for at in self._complete], default=date.max)

    def facts(self, stretch: Stretch, seen: int, *, at_most: int) -> list[Fact]:
        """The first `seen` values of a run, of many the first and the last."""
        own = self._series.own_facts
        return [own(day)[0] for day in stretch.shown_days(seen, at_most=at_most)]

    def end_of(self, stretch: Stretch) -> Fact | None:
        """What ended a run."""
        if stretch.ended_by is not None:
            return Fact("product", stretch.ended_by, stretch.ended_from, note="ended")
        point = self._series.at(stretch.ended_from)
        return None if point is None else point.facts("ended")[0]

    def on(self, days: Sequence[date]) -> RunStates:
        """The runs as known on each day."""
        begun = [bisect_right(self._starts, day) for day in days]
        if not self._complete:
            return RunStates(begun, [None] * len(days), [False] * len(days), [False] * len(days))
        complete = [bisect_right(self._complete_from, day) for day in days]
        latest = [self._complete[count - 1] if count else None for count in complete]
        holds = [
            at is not None and self.all[at].ended_from > day for at, day in zip(latest, days, strict=True)
        ]
        return RunStates(begun, latest, holds, [day >= self._lost_from for day in days])


def _cut(
    data: SubjectData, series: Series, run: Run, shape: RunShape, *, off_gcsf: bool
) -> tuple[list[list[date]], list[date]]:
    """The days of each run, from left to right; and the days that fail."""
    runs: list[list[date]] = []
    failing: list[date] = []
    days = series.days[bisect_left(series.days, data.first_day) :]
    breaks = data.transfusion_days(run.broken_by) if run.broken_by else []
    current: list[date] | None = None
    given, last = 0, date.min  # transfusions up to the day, the latest of them
    for day, answer in zip(days, _answers(series, days, run), strict=True):
        if answer is UNKNOWN:
            continue  # neither joins nor breaks (item 14)
        while given < len(breaks) and breaks[given] <= day:
            given, last = given + 1, breaks[given]
        if answer is FALSE:
            failing.append(day)
            current = None
        elif last == day or (off_gcsf and data.confounds(run.analyte, day)):
            current = None
        elif current is None or (day - current[-1]).days > shape.max_gap_days or last >= current[-1]:
            current = [day]
            runs.append(current)
        else:
            current.append(day)
    return runs, failing


def _answers(series: Series, days: Sequence[date], run: Run) -> list[Truth]:
    """Whether the value of each day satisfies the limit."""
    numbers = series.numbers(days)
    if any(number.bound for number in numbers):
        return [compare(number.value, number.bound, run.op, run.limit) for number in numbers]
    return satisfied([number.value for number in numbers], run.op, run.limit)


def _stretch(
    days: Sequence[date],
    shape: RunShape,
    failing: Sequence[date],
    breaks: Sequence[date],
    product: str | None,
) -> Stretch:
    """A run with what ended it: the first failing value or transfusion after its last day."""
    complete_from, last = shape.complete_from(days), days[-1]
    fails, broken = bisect_right(failing, last), bisect_right(breaks, last)
    if fails < len(failing) and (broken >= len(breaks) or failing[fails] <= breaks[broken]):
        return Stretch(days, complete_from, failing[fails], None)
    if broken < len(breaks):
        return Stretch(days, complete_from, breaks[broken], product)
    return Stretch(days, complete_from, date.max, None)
