"""The evaluator of a run of consecutive measurement days (A-09, A4 item 8)."""

from collections.abc import Mapping
from datetime import date

from app.domain.criteria.days import Days, Evaluator
from app.domain.criteria.stretches import RunShape, RunState, Stretch, Stretches
from app.domain.criteria.threshold import missing_reason, unit_of
from app.domain.criteria.view import DayView, SubjectData
from app.domain.evidence import Evidence, Limit, make_node, make_nodes
from app.domain.protocol.response import Run
from app.domain.series import Point
from app.domain.truth import FALSE, TRUE, UNKNOWN, Truth

_SHOWN_RUNS, _SHOWN_VALUES = 5, 30


def compile_run(run: Run, max_gap_days: int, min_values: int, *, scope: str, source: str) -> Evaluator:
    """The evaluator of a run. Unknown where only days on G-CSF make it, or nothing was measured lately.

    `params["lost"]` says that a complete run existed that no longer holds.
    """
    compiled = _CompiledRun(
        run, RunShape(min_values, max_gap_days, run.span_days), scope, run.source or source
    )
    return compiled.evaluate


class _CompiledRun:
    def __init__(self, run: Run, shape: RunShape, scope: str, source: str) -> None:
        self._run, self._shape, self._source = run, shape, source
        self._code, self._span_code = f"{scope}.run.{run.analyte}", f"{scope}.run_span.{run.analyte}"
        self._limit = Limit(run.op, run.limit, unit_of(run.analyte))
        self._params = {lost: self._params_of(lost=lost) for lost in (False, True)}

    def _params_of(self, *, lost: bool) -> dict[str, object]:
        return {
            "combine": "run",
            "analyte": self._run.analyte,
            "values": self._shape.min_values,
            "gap": self._shape.max_gap_days,
            "span": self._shape.span_days,
            "lost": lost,
        }

    def evaluate(self, days: Days) -> list[Evidence]:
        """The node of the run on each day, with the newest runs below it."""
        points, found = (
            days.points(self._run.analyte),
            self._stretches(days.data, off_gcsf=self._run.off_gcsf),
        )
        states = [found.on(view.day) for view in days.views]
        rows = list(zip(days.views, points, states, strict=True))
        answers = [self._answer(days.data, *row) for row in rows]
        return make_nodes(
            self._code,
            [answer for answer, _ in answers],
            required=self._limit,
            observed=[() if point is None else point.facts()[:1] for point in points],
            reasons=[reason for _, reason in answers],
            source=self._source,
            params=[self._params_on(*row) for row in rows],
            children=[self._spans(view.day, state) for view, _, state in rows],
        )

    def _stretches(self, data: SubjectData, *, off_gcsf: bool) -> Stretches:
        key = (id(self), off_gcsf)
        return data.cached(key, lambda: Stretches(data, self._run, self._shape, off_gcsf=off_gcsf))

    def _params_on(self, view: DayView, point: Point | None, state: RunState) -> Mapping[str, object]:
        params = self._params[state.lost]
        return params if point is not None else {**params, **missing_reason(self._run.analyte, view)}

    def _answer(
        self, data: SubjectData, view: DayView, newest: Point | None, state: RunState
    ) -> tuple[Truth, str | None]:
        if newest is None:
            return UNKNOWN, "no_value"
        watched = self._run.off_gcsf and data.on_growth_factor
        if state.holds:
            return (UNKNOWN, "on_gcsf") if watched and data.confounded(newest) else (TRUE, None)
        if watched and self._stretches(data, off_gcsf=False).on(view.day).holds:
            return UNKNOWN, "on_gcsf"
        return FALSE, "run_ended" if state.lost else "no_complete_run"

    def _spans(self, day: date, state: RunState) -> tuple[Evidence, ...]:
        """The newest runs, each with why it counts or not; the latest complete one is always among them."""
        oldest, latest = max(0, state.begun - _SHOWN_RUNS), state.latest_complete
        runs = state.runs
        shown = runs.all[oldest : state.begun]
        if latest is not None and latest < oldest:
            shown = [runs.all[latest], *shown]
        # The node of a run whose values are all known is the same on every day but that on which it ends.
        known = [
            stretch.whole.get(stretch.ended_from <= day) if stretch.days[-1] <= day else None
            for stretch in shown
        ]
        return tuple(
            [node or self._span(day, runs, stretch) for node, stretch in zip(known, shown, strict=True)]
        )

    def _span(self, day: date, runs: Stretches, stretch: Stretch) -> Evidence:
        ended = stretch.ended_from <= day
        if stretch.days[-1] > day:
            return self._describe(runs, stretch, stretch.seen(day), ended=ended)
        found = stretch.whole[ended] = self._describe(runs, stretch, len(stretch.days), ended=ended)
        return found

    def _describe(self, runs: Stretches, stretch: Stretch, seen: int, *, ended: bool) -> Evidence:
        """The first `seen` values of a run: whether they are enough, and what ended it."""
        shape, first, last = self._shape, stretch.days[0], stretch.days[seen - 1]
        days = (last - first).days + 1
        params: dict[str, object] = {
            "first": first,
            "last": last,
            "values": seen,
            "span": days,
            "needed_values": shape.min_values,
            "needed_span": shape.span_days,
        }
        answer, reason = TRUE, None
        if seen < shape.min_values:
            answer, reason = FALSE, "too_few_values"
        elif days < shape.span_days:
            answer, reason = FALSE, "too_short"
        elif ended:
            answer, reason = FALSE, "run_ended"
        facts = runs.facts(stretch, seen, at_most=_SHOWN_VALUES)
        if ended and (end := runs.end_of(stretch)) is not None:
            params["ended_on"] = end.day
            facts.append(end)
        fields = (self._span_code, answer, self._limit, tuple(facts), reason, self._source, params, ())
        return make_node(fields)
