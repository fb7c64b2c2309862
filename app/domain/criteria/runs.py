"""The evaluator of a run of consecutive measurement days (A-09, A4 item 8)."""

from collections.abc import Callable

from app.domain.criteria.stretches import RunShape, RunState, Stretch, Stretches
from app.domain.criteria.threshold import missing_reason, unit_of
from app.domain.criteria.view import DayView
from app.domain.evidence import Evidence, Limit, make_node
from app.domain.protocol.response import Run
from app.domain.truth import FALSE, TRUE, UNKNOWN, Truth

_SHOWN_RUNS, _SHOWN_VALUES = 5, 30


def compile_run(
    run: Run, max_gap_days: int, min_values: int, *, scope: str, source: str
) -> Callable[[DayView], Evidence]:
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

    def evaluate(self, view: DayView) -> Evidence:
        """The node of the run on a day, with the newest runs below it."""
        state = self._state(view, off_gcsf=self._run.off_gcsf)
        point = view.points[self._run.analyte]
        answer, reason = self._answer(view, state)
        params = self._params[state.lost]
        if point is None:
            params = {**params, **missing_reason(self._run.analyte, view)}
        facts = () if point is None else (point.fact(),)
        children = self._spans(view, state)
        return make_node((self._code, answer, self._limit, facts, reason, self._source, params, children))

    def _state(self, view: DayView, *, off_gcsf: bool) -> RunState:
        data, run, shape = view.data, self._run, self._shape
        found = data.cached((id(self), off_gcsf), lambda: Stretches(data, run, shape, off_gcsf=off_gcsf))
        return found.on(view.day)

    def _answer(self, view: DayView, state: RunState) -> tuple[Truth, str | None]:
        newest = view.points[self._run.analyte]
        if newest is None:
            return UNKNOWN, "no_value"
        watched = self._run.off_gcsf and view.data.on_growth_factor
        if state.holds:
            return (UNKNOWN, "on_gcsf") if watched and view.data.confounded(newest) else (TRUE, None)
        if watched and self._state(view, off_gcsf=False).holds:
            return UNKNOWN, "on_gcsf"
        return FALSE, "run_ended" if state.lost else "no_complete_run"

    def _spans(self, view: DayView, state: RunState) -> tuple[Evidence, ...]:
        """The newest runs, each with why it counts or not; the latest complete one is always among them."""
        oldest, latest = max(0, state.begun - _SHOWN_RUNS), state.latest_complete
        found = [self._span(view, state.stretches[at]) for at in range(oldest, state.begun)]
        if latest is not None and latest < oldest:
            found.insert(0, self._span(view, state.stretches[latest]))
        return tuple(found)

    def _span(self, view: DayView, stretch: Stretch) -> Evidence:
        seen, ended = stretch.seen(view.day), stretch.ended_on(view.day)
        found = stretch.shown.get((seen, ended))
        if found is None:
            found = stretch.shown[seen, ended] = self._describe(stretch, seen, ended=ended)
        return found

    def _describe(self, stretch: Stretch, seen: int, *, ended: bool) -> Evidence:
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
        facts = stretch.facts(seen, at_most=_SHOWN_VALUES)
        if ended and stretch.ended_by is not None:
            params["ended_on"] = stretch.ended_by.day
            facts = (*facts, stretch.ended_by)
        return make_node((self._span_code, answer, self._limit, facts, reason, self._source, params, ()))
