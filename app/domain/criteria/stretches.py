"""Runs of consecutive measurement days, cut from a series once and asked for any day (A-09, A4 item 8).

A run is cut by a failing value, a gap, a day on G-CSF (where the criterion asks to be off it) or a
transfusion of the product that breaks it. A complete run holds until a failing value or such a
transfusion follows. Later days never change what an earlier day saw.
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from app.domain.comparison import OPERATORS, compare
from app.domain.criteria.view import SubjectData
from app.domain.evidence import Evidence, Fact
from app.domain.protocol.response import Run
from app.domain.series import Point
from app.domain.truth import FALSE, TRUE, UNKNOWN


@dataclass(frozen=True, slots=True)
class RunShape:
    """What makes a run complete."""

    min_values: int
    max_gap_days: int
    span_days: int

    def complete(self, days: Sequence[date]) -> bool:
        """Whether so many days over so many calendar days, first and last included, are enough."""
        return len(days) >= self.min_values and (days[-1] - days[0]).days + 1 >= self.span_days


@dataclass(slots=True)
class Stretch:
    """One run: its days, the day on which it became complete, and what followed that ended it."""

    points: list[Point] = field(default_factory=list)
    days: list[date] = field(default_factory=list)
    complete_from: date | None = None
    ended_by: Fact | None = None
    shown: dict[tuple[int, bool], Evidence] = field(default_factory=dict)  # nodes by values seen and end

    def add(self, point: Point, shape: RunShape) -> None:
        """One more day."""
        self.points.append(point)
        self.days.append(point.day)
        if self.complete_from is None and shape.complete(self.days):
            self.complete_from = point.day

    def seen(self, day: date) -> int:
        """How many of its days were known on a day."""
        return len(self.days) if self.days[-1] <= day else bisect_right(self.days, day)

    def facts(self, seen: int, *, at_most: int) -> tuple[Fact, ...]:
        """The first `seen` values, of many the first and the last."""
        if seen <= at_most:
            return tuple([point.fact() for point in self.points[:seen]])
        half = at_most // 2
        shown = (*self.points[:half], *self.points[seen - half : seen])
        return tuple([point.fact() for point in shown])

    def ended_on(self, day: date) -> bool:
        """Whether something that ends the run was known on a day."""
        end = self.ended_by
        return end is not None and end.day is not None and end.day <= day


class RunState(NamedTuple):
    """The runs as known on one day: the first `begun` of all; which is the latest complete one."""

    stretches: Sequence[Stretch]
    begun: int
    latest_complete: int | None
    holds: bool  # the latest complete run is not followed by anything that ends it
    lost: bool  # some complete run no longer holds


class Stretches:
    """All runs of a series, complete or not."""

    def __init__(self, data: SubjectData, run: Run, shape: RunShape, *, off_gcsf: bool) -> None:
        self.all: list[Stretch] = []
        breaks = data.transfusion_days(run.broken_by) if run.broken_by else []
        failing = self._cut(data, run, shape, breaks, off_gcsf=off_gcsf and data.on_growth_factor)
        self._starts = [stretch.days[0] for stretch in self.all]
        self._complete = [at for at, stretch in enumerate(self.all) if stretch.complete_from is not None]
        self._complete_from: list[date] = []
        self._lost_from: list[date] = []  # for the first n complete runs: the day on which one was lost
        lost = date.max
        fail_days = [point.day for point in failing]
        for stretch in self.all:
            stretch.ended_by = _end(stretch.days[-1], failing, fail_days, breaks, run)
            if stretch.complete_from is not None:
                if stretch.ended_by is not None and stretch.ended_by.day is not None:
                    lost = min(lost, stretch.ended_by.day)
                self._complete_from.append(stretch.complete_from)
                self._lost_from.append(lost)

    def _cut(
        self, data: SubjectData, run: Run, shape: RunShape, breaks: Sequence[date], *, off_gcsf: bool
    ) -> list[Point]:
        """Cut the series into runs, from left to right; the points that fail."""
        failing: list[Point] = []
        first = data.record.anchor if data.settings.values_from_anchor else date.min
        current: Stretch | None = None
        given = 0  # transfusions up to the point's day
        op, limit, holds = run.op, run.limit, OPERATORS[run.op]
        for point in data.series(run.analyte).between(first, date.max):
            if point.bound:
                answer = compare(point.value, point.bound, op, limit)
            else:
                answer = TRUE if holds(point.value, limit) else FALSE
            if answer is UNKNOWN:
                continue  # neither joins nor breaks (item 14)
            while given < len(breaks) and breaks[given] <= point.day:
                given += 1
            last = breaks[given - 1] if given else None
            if answer is FALSE:
                failing.append(point)
                current = None
            elif last == point.day or (off_gcsf and data.confounded(point)):
                current = None
            else:
                if current is None or not _joins(current.days[-1], point.day, shape, last):
                    current = Stretch()
                    self.all.append(current)
                current.add(point, shape)
        return failing

    def on(self, day: date) -> RunState:
        """The runs as known on a day."""
        begun = bisect_right(self._starts, day)
        complete = bisect_right(self._complete_from, day)
        if not complete:
            return RunState(self.all, begun, None, holds=False, lost=False)
        latest = self._complete[complete - 1]
        holds = not self.all[latest].ended_on(day)
        return RunState(self.all, begun, latest, holds, lost=self._lost_from[complete - 1] <= day)


def _joins(before: date, day: date, shape: RunShape, last_break: date | None) -> bool:
    near = (day - before).days <= shape.max_gap_days
    return near and (last_break is None or last_break < before)


def _end(
    last: date, failing: Sequence[Point], fail_days: Sequence[date], breaks: Sequence[date], run: Run
) -> Fact | None:
    """What ended a run: the first failing value or transfusion after its last day, whichever came first."""
    fails, broken = bisect_right(fail_days, last), bisect_right(breaks, last)
    if fails < len(failing) and (broken >= len(breaks) or fail_days[fails] <= breaks[broken]):
        return failing[fails].facts("ended")[0]
    if broken < len(breaks) and run.broken_by:
        return Fact("product", run.broken_by, breaks[broken], note="ended")
    return None
