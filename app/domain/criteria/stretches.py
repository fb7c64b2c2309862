"""Runs of consecutive measurement days, cut from a series once and asked for any day (A-09, A4 item 8).

A run is cut by a failing value, a gap, a day on G-CSF (where the criterion asks to be off it) or a
transfusion of the product that breaks it. A complete run holds until a failing value or such a
transfusion follows. Later days never change what an earlier day saw.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from app.domain.comparison import OPERATORS, compare
from app.domain.criteria.view import SubjectData
from app.domain.evidence import Evidence, Fact
from app.domain.protocol.response import Run
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

    days: list[date] = field(default_factory=list)
    complete_from: date | None = None
    ended_by: str | None = None  # the product that did, None where a value did or nothing yet
    ended_from: date = date.max
    whole: dict[bool, Evidence] = field(default_factory=dict)  # nodes of all its values, by whether ended

    def add(self, day: date, shape: RunShape) -> None:
        """One more day."""
        self.days.append(day)
        if self.complete_from is None and shape.complete(self.days):
            self.complete_from = day

    def seen(self, day: date) -> int:
        """How many of its days were known on a day."""
        return len(self.days) if self.days[-1] <= day else bisect_right(self.days, day)

    def shown_days(self, seen: int, *, at_most: int) -> Sequence[date]:
        """The first `seen` days, of many the first and the last."""
        if seen <= at_most:
            return self.days[:seen]
        half = at_most // 2
        return [*self.days[:half], *self.days[seen - half : seen]]


class RunState(NamedTuple):
    """The runs as known on one day: the first `begun` of all; which is the latest complete one."""

    runs: "Stretches"
    begun: int
    latest_complete: int | None
    holds: bool  # the latest complete run is not followed by anything that ends it
    lost: bool  # some complete run no longer holds


class Stretches:
    """All runs of a series, complete or not."""

    def __init__(self, data: SubjectData, run: Run, shape: RunShape, *, off_gcsf: bool) -> None:
        self.all: list[Stretch] = []
        self._series = data.series(run.analyte)
        breaks = data.transfusion_days(run.broken_by) if run.broken_by else []
        failing = self._cut(data, run, shape, breaks, off_gcsf=off_gcsf and data.on_growth_factor)
        self._starts = [stretch.days[0] for stretch in self.all]
        self._complete = [at for at, stretch in enumerate(self.all) if stretch.complete_from is not None]
        self._complete_from: list[date] = []
        self._lost_from: list[date] = []  # for the first n complete runs: the day on which one was lost
        lost = date.max
        for stretch in self.all:
            self._end(stretch, failing, breaks, run)
            if stretch.complete_from is not None:
                lost = min(lost, stretch.ended_from)
                self._complete_from.append(stretch.complete_from)
                self._lost_from.append(lost)

    def _cut(
        self, data: SubjectData, run: Run, shape: RunShape, breaks: Sequence[date], *, off_gcsf: bool
    ) -> list[date]:
        """Cut the series into runs, from left to right; the days that fail."""
        failing: list[date] = []
        first = data.record.anchor if data.settings.values_from_anchor else date.min
        days = self._series.days[bisect_left(self._series.days, first) :]
        current: Stretch | None = None
        given = 0  # transfusions up to the day
        op, limit, holds = run.op, run.limit, OPERATORS[run.op]
        for day, number in zip(days, self._series.numbers(days), strict=True):
            if number.bound:
                answer = compare(number.value, number.bound, op, limit)
            else:
                answer = TRUE if holds(number.value, limit) else FALSE
            if answer is UNKNOWN:
                continue  # neither joins nor breaks (item 14)
            while given < len(breaks) and breaks[given] <= day:
                given += 1
            last = breaks[given - 1] if given else None
            if answer is FALSE:
                failing.append(day)
                current = None
            elif last == day or (off_gcsf and data.confounds(run.analyte, day)):
                current = None
            else:
                if current is None or not _joins(current.days[-1], day, shape, last):
                    current = Stretch()
                    self.all.append(current)
                current.add(day, shape)
        return failing

    def _end(self, stretch: Stretch, failing: Sequence[date], breaks: Sequence[date], run: Run) -> None:
        """Note what ends a run: the first failing value or transfusion after its last day."""
        last = stretch.days[-1]
        fails, broken = bisect_right(failing, last), bisect_right(breaks, last)
        if fails < len(failing) and (broken >= len(breaks) or failing[fails] <= breaks[broken]):
            stretch.ended_from = failing[fails]
        elif broken < len(breaks):
            stretch.ended_from, stretch.ended_by = breaks[broken], run.broken_by

    def facts(self, stretch: Stretch, seen: int, *, at_most: int) -> list[Fact]:
        """The first `seen` values of a run, of many the first and the last."""
        return [point.fact() for point in self._series.on(stretch.shown_days(seen, at_most=at_most)) if point]

    def end_of(self, stretch: Stretch) -> Fact | None:
        """What ended a run."""
        if stretch.ended_by is not None:
            return Fact("product", stretch.ended_by, stretch.ended_from, note="ended")
        point = self._series.at(stretch.ended_from)
        return None if point is None else point.facts("ended")[0]

    def on(self, day: date) -> RunState:
        """The runs as known on a day."""
        begun = bisect_right(self._starts, day)
        complete = bisect_right(self._complete_from, day)
        if not complete:
            return RunState(self, begun, None, holds=False, lost=False)
        latest = self._complete[complete - 1]
        holds = self.all[latest].ended_from > day
        return RunState(self, begun, latest, holds, lost=self._lost_from[complete - 1] <= day)


def _joins(before: date, day: date, shape: RunShape, last_break: date | None) -> bool:
    near = (day - before).days <= shape.max_gap_days
    return near and (last_break is None or last_break < before)
