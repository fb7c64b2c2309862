"""Runs of consecutive measurement days (A-09, A4 item 8).

A run is cut by a failing value, a gap, a day on G-CSF (where the criterion asks to be off it) or a
transfusion of the product that breaks it. A complete run holds until a failing value or such a
transfusion follows.
"""

from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date

from app.domain.comparison import compare
from app.domain.criteria.threshold import missing_reason, unit_of
from app.domain.criteria.view import DayView, SubjectData
from app.domain.evidence import Evidence, Fact, Limit
from app.domain.protocol.response import Run
from app.domain.series import Point
from app.domain.truth import FALSE, TRUE, UNKNOWN, Truth

_SHOWN_RUNS, _SHOWN_VALUES = 5, 30


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
class Segments:
    """All runs of a series, complete or not, with the days that end one."""

    runs: list[list[Point]] = field(default_factory=list)
    failing: list[Point] = field(default_factory=list)


def segments_of(data: SubjectData, run: Run, shape: RunShape, *, off_gcsf: bool) -> Segments:
    """Cut the series of an analyte into runs, from left to right: later data never changes the earlier."""
    found = Segments()
    breaks = data.transfusion_days(run.broken_by) if run.broken_by else []
    series = data.series(run.analyte)
    first = data.record.anchor if data.settings.values_from_anchor else date.min
    current: list[Point] = []
    for point in series.between(first, date.max):
        answer = compare(point.value, point.bound, run.op, run.limit)
        if answer is UNKNOWN:
            continue  # neither joins nor breaks (item 14)
        if answer is FALSE:
            found.failing.append(point)
            current = []
        elif (off_gcsf and data.confounded(point)) or _last(breaks, point.day) == point.day:
            current = []
        elif current and _joins(current[-1], point, shape, breaks):
            current.append(point)
        else:
            current = [point]
            found.runs.append(current)
    return found


def _joins(before: Point, point: Point, shape: RunShape, breaks: Sequence[date]) -> bool:
    if (point.day - before.day).days > shape.max_gap_days:
        return False
    cut = _last(breaks, point.day)
    return cut is None or cut < before.day


def _last(days: Sequence[date], day: date) -> date | None:
    index = bisect_right(days, day)
    return days[index - 1] if index else None


@dataclass(frozen=True, slots=True)
class RunState:
    """The runs up to one day. `ended_by` says for each run what followed it, None where nothing did."""

    runs: tuple[tuple[Point, ...], ...]
    complete: tuple[bool, ...]
    ended_by: tuple[Fact | None, ...]

    @property
    def holds(self) -> bool:
        """Whether the latest complete run is not followed by anything that ends it."""
        latest = self.latest_complete
        return latest is not None and self.ended_by[latest] is None

    @property
    def latest_complete(self) -> int | None:
        """Index of the latest complete run."""
        return max((i for i, complete in enumerate(self.complete) if complete), default=None)

    @property
    def lost(self) -> bool:
        """Whether some complete run no longer holds."""
        return any(done and end is not None for done, end in zip(self.complete, self.ended_by, strict=True))


def state_on(data: SubjectData, run: Run, shape: RunShape, day: date, *, off_gcsf: bool) -> RunState:
    """The runs as known on a day."""
    cached = data.cached(
        ("run", run, shape, off_gcsf), lambda: segments_of(data, run, shape, off_gcsf=off_gcsf)
    )
    runs = [upto for points in cached.runs if (upto := _until(points, day))]
    failing = _until(cached.failing, day)
    breaks = data.transfusion_days(run.broken_by) if run.broken_by else []
    broken = _last(breaks, day)
    return RunState(
        tuple(runs),
        tuple(shape.complete([point.day for point in points]) for points in runs),
        tuple(_end(points[-1].day, failing, broken, run) for points in runs),
    )


def _until(points: Sequence[Point], day: date) -> tuple[Point, ...]:
    if points and points[-1].day <= day:
        return tuple(points)
    return tuple(point for point in points if point.day <= day)


def _end(last: date, failing: Sequence[Point], broken: date | None, run: Run) -> Fact | None:
    """What ended a run: the newest failing value, else a transfusion after its last day."""
    if failing and failing[-1].day > last:
        return next(point for point in failing if point.day > last).facts("ended")[0]
    if broken is not None and broken > last and run.broken_by:
        return Fact("product", run.broken_by, broken, note="ended")
    return None


def compile_run(
    run: Run, max_gap_days: int, min_values: int, *, scope: str, source: str
) -> Callable[[DayView], Evidence]:
    """The evaluator of a run. Unknown where only days on G-CSF make it, or nothing was measured lately.

    `params["lost"]` says that a complete run existed that no longer holds.
    """
    shape = RunShape(min_values, max_gap_days, run.span_days)
    source = run.source or source
    code, limit = f"{scope}.run.{run.analyte}", Limit(run.op, run.limit, unit_of(run.analyte))

    def evaluate(view: DayView) -> Evidence:
        state = state_on(view.data, run, shape, view.day, off_gcsf=run.off_gcsf)
        point = view.current(run.analyte)
        answer, reason = _answer(view, run, shape, state)
        params: dict[str, object] = {
            "combine": "run",
            "analyte": run.analyte,
            "values": shape.min_values,
            "gap": shape.max_gap_days,
            "span": shape.span_days,
            "lost": state.lost,
        }
        if point is None:
            params |= missing_reason(run.analyte, view)
        children = _spans(run, shape, state, f"{scope}.run_span.{run.analyte}", source)
        return Evidence(
            code, answer, limit, () if point is None else (point.fact(),), reason, source, params, children
        )

    return evaluate


def _answer(view: DayView, run: Run, shape: RunShape, state: RunState) -> tuple[Truth, str | None]:
    newest = view.current(run.analyte)
    if newest is None:
        return UNKNOWN, "no_value"
    if state.holds:
        if run.off_gcsf and view.data.confounded(newest):
            return UNKNOWN, "on_gcsf"
        return TRUE, None
    if run.off_gcsf and state_on(view.data, run, shape, view.day, off_gcsf=False).holds:
        return UNKNOWN, "on_gcsf"
    if state.lost:
        return FALSE, "run_ended"
    return FALSE, "no_complete_run"


def _spans(run: Run, shape: RunShape, state: RunState, code: str, source: str) -> tuple[Evidence, ...]:
    """The newest runs, each with why it counts or not; the latest complete one is always among them."""
    shown = set(range(max(0, len(state.runs) - _SHOWN_RUNS), len(state.runs)))
    if state.latest_complete is not None:
        shown.add(state.latest_complete)
    return tuple(_span(run, shape, state, index, code=code, source=source) for index in sorted(shown))


def _span(run: Run, shape: RunShape, state: RunState, index: int, *, code: str, source: str) -> Evidence:
    points, end = state.runs[index], state.ended_by[index]
    days = (points[-1].day - points[0].day).days + 1
    params: dict[str, object] = {
        "first": points[0].day,
        "last": points[-1].day,
        "values": len(points),
        "span": days,
        "needed_values": shape.min_values,
        "needed_span": shape.span_days,
    }
    if len(points) < shape.min_values:
        answer, reason = FALSE, "too_few_values"
    elif days < shape.span_days:
        answer, reason = FALSE, "too_short"
    elif end is not None:
        answer, reason = FALSE, "run_ended"
    else:
        answer, reason = TRUE, None
    half = _SHOWN_VALUES // 2
    shown = points if len(points) <= _SHOWN_VALUES else (*points[:half], *points[-half:])
    facts = tuple(point.fact() for point in shown)
    if end is not None:
        params["ended_on"] = end.day
        facts = (*facts, end)
    limit = Limit(run.op, run.limit, unit_of(run.analyte))
    return Evidence(code, answer, limit, facts, reason, source, params)
