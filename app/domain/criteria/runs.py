"""The evaluator of a run of consecutive measurement days (A-09, A4 item 8)."""

from collections.abc import Mapping
from datetime import date

from app.domain.criteria.counts import Span, places
from app.domain.criteria.days import Column, Days, Evaluator
from app.domain.criteria.stretches import RunShape, RunStates, Stretch, Stretches
from app.domain.criteria.threshold import missing_reason, unit_of
from app.domain.criteria.view import SubjectData
from app.domain.evidence import Evidence, Limit, make_node
from app.domain.protocol.response import Run
from app.domain.series import Facts, Point
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
        self._params: Mapping[bool, Mapping[str, object]] = {
            lost: self._params_of(lost=lost) for lost in (False, True)
        }

    def _params_of(self, *, lost: bool) -> dict[str, object]:
        return {
            "combine": "run",
            "analyte": self._run.analyte,
            "values": self._shape.min_values,
            "gap": self._shape.max_gap_days,
            "span": self._shape.span_days,
            "lost": lost,
        }

    def evaluate(self, days: Days) -> Column:
        """Whether the run holds on each day; its nodes have the newest runs below them."""
        runs = self._stretches(days.data, off_gcsf=self._run.off_gcsf)
        states, counts = runs.on(days.days), days.counts(self._run.analyte)
        answers, reasons = self._answers(days, states, counts.odd)

        def node(at: int, facts: Facts) -> Evidence:
            params = self._params[states.lost[at]]
            if at in counts.odd:
                point = counts.odd[at]
                facts = () if point is None else point.facts()[:1]
                if point is None:
                    params = {**params, **missing_reason(self._run.analyte, days.view(at))}
            below = self._spans(days.days[at], runs, states.begun[at], states.latest[at])
            fields = (self._code, answers[at], self._limit, facts, reasons[at], self._source, params, below)
            return make_node(fields)

        def nodes(span: Span) -> list[Evidence]:
            return list(map(node, places(span), counts.facts(span)))

        return Column(answers, nodes, states.lost)

    def _stretches(self, data: SubjectData, *, off_gcsf: bool) -> Stretches:
        key = (id(self), off_gcsf)
        return data.cached(key, lambda: Stretches(data, self._run, self._shape, off_gcsf=off_gcsf))

    def _answers(
        self, days: Days, states: RunStates, odd: Mapping[int, Point | None]
    ) -> tuple[list[Truth], list[str | None]]:
        """Whether the run holds on each day, and why not."""
        answers = [TRUE if holds else FALSE for holds in states.holds]
        reasons = [
            None if holds else "run_ended" if lost else "no_complete_run"
            for holds, lost in zip(states.holds, states.lost, strict=True)
        ]
        if self._run.off_gcsf and days.data.on_growth_factor:
            with_it = self._stretches(days.data, off_gcsf=False).on(days.days)
            for at, holds in enumerate(states.holds):
                point = odd.get(at)
                doubtful = point is not None and days.data.confounded(point)
                if doubtful if holds else with_it.holds[at]:
                    answers[at], reasons[at] = UNKNOWN, "on_gcsf"
        for at, point in odd.items():
            if point is None:
                answers[at], reasons[at] = UNKNOWN, "no_value"
        return answers, reasons

    def _spans(self, day: date, runs: Stretches, begun: int, latest: int | None) -> tuple[Evidence, ...]:
        """The newest runs, each with why it counts or not; the latest complete one is always among them."""
        if not begun:
            return ()
        oldest, newest = max(0, begun - _SHOWN_RUNS), runs.all[begun - 1]
        older = runs.all[oldest : begun - 1]
        if latest is not None and latest < oldest:
            older = [runs.all[latest], *older]
        # Only the newest may have values still to come: of the others every value is known.
        known = [run.whole.get(run.ended_from <= day) or self._span(day, runs, run) for run in older]
        return (*known, self._span(day, runs, newest))

    def _span(self, day: date, runs: Stretches, stretch: Stretch) -> Evidence:
        """A run on a day. With all its values known, its node is one of two: still open, or ended."""
        ended = stretch.ended_from <= day
        if stretch.days[-1] > day:
            return self._describe(runs, stretch, stretch.seen(day), ended=ended)
        found = stretch.whole.get(ended)
        if found is None:
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
