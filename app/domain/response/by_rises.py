"""Verdicts of templates whose lineages respond by a rise over the baseline (A4 item 9)."""

from collections.abc import Sequence

from app.domain.criteria import Days, compile_criterion, compile_group
from app.domain.criteria.rises import CompiledRise, RiseState
from app.domain.criteria.view import DayView
from app.domain.evidence import Evidence, Verdict
from app.domain.protocol.response import RiseRules
from app.domain.response.common import (
    Draft,
    Judged,
    Overriding,
    Plan,
    State,
    finish,
    growth_factors,
    missing_of,
)
from app.domain.truth import TRUE, UNKNOWN, Truth

# CR; growth factor; what is missing; each lineage, None without a baseline.
_Row = tuple[Evidence, tuple[Evidence, bool], list[str], tuple[tuple[RiseState, Evidence] | None, ...]]


class RisePlan(Plan):
    """The compiled rules of one template."""

    def __init__(self, rules: RiseRules) -> None:
        self.rules = rules
        self.overriding = Overriding(rules.overriding)
        source = rules.cr.source or rules.source
        parts = [
            evaluator
            for part in rules.cr.of
            for evaluator in compile_criterion(part, rules, scope="cr", source=source)
        ]
        self.cr = compile_group(parts, "cr", "all", source=source)
        self._counted = {lineage.analyte for lineage in rules.lineages} <= set(rules.counts)
        self.lineages = [CompiledRise(lineage, rules.source) for lineage in rules.lineages]

    def judge(self, days: Days) -> Judged:
        """The verdict of each day, in the order of A4 item 9."""
        rules, overriding = self.rules, self.overriding
        rows: Sequence[_Row] = ()

        def verdict(at: int) -> Verdict:
            nonlocal rows
            view = days.views[at]
            events, decided = overriding.look(view)
            if decided is not None:
                return finish(view, rules, decided)
            if not rows:  # events may leave no day that asks for them
                rows = self._rows(days)
            return self._from_counts(view, events, rows[at])

        return verdict

    def _rows(self, days: Days) -> Sequence["_Row"]:
        """What the counts of each day say: CR, the growth factor, what is missing, the lineages."""
        cr, missing = self.cr(days), missing_of(days, self.rules.counts)
        lineages = zip(*[lineage.states(days) for lineage in self.lineages], strict=True)
        return list(zip(cr, growth_factors(days), missing, lineages, strict=True))

    def _from_counts(self, view: DayView, events: Evidence, row: "_Row") -> Verdict:
        cr, (gcsf, on_gcsf), missing, found = row
        rules, flags = self.rules, ["anc_on_gcsf"] if on_gcsf else []
        without = [one.analyte for one, state in zip(rules.lineages, found, strict=True) if state is None]
        if without:
            missing += [f"{analyte}_BASELINE" for analyte in without]
            nodes = [events, *(_no_baseline(view, analyte, rules) for analyte in without), cr, gcsf]
            return finish(view, rules, Draft("NE", flags, nodes, {}, missing))
        lineages = [state for state in found if state is not None]
        states = [state for state, _ in lineages]
        nodes = [events, cr, *[node for _, node in lineages], gcsf]
        if any(state.lost for state in states):
            flags.append("response_lost")
        status = self._status(view, cr.verdict, states, missing)
        if status == "PR" and cr.verdict is UNKNOWN:
            flags.append("cr_not_excluded")
        anchor = view.record.anchor
        lineage: dict[str, State] = {
            line.key: None if state.pair is None else (state.pair[0].point.day - anchor).days
            for line, state in zip(rules.lineages, states, strict=True)
        }
        return finish(view, rules, Draft(status, flags, nodes, lineage, missing))

    def _status(self, view: DayView, cr: Truth, states: list[RiseState], missing: list[str]) -> str:
        if cr is TRUE:
            return "CR"
        kept = [
            line
            for line, state in zip(self.rules.lineages, states, strict=True)
            if state.responded and not state.lost
        ]
        all_there = self._counted and not missing
        if kept and (all_there or any(view.current(line.analyte) is not None for line in kept)):
            return "PR"
        if kept:
            return "NE"
        if any(state.responded for state in states):
            return "NR"
        if cr is UNKNOWN or missing:
            return "NE"
        return "PENDING" if view.study_day < self.rules.nr_from_day else "NR"


def _no_baseline(view: DayView, analyte: str, rules: RiseRules) -> Evidence:
    first, last = view.baseline_window()
    params: dict[str, object] = {"analyte": analyte, "first": first, "last": last}
    return Evidence(f"baseline.{analyte}", UNKNOWN, None, (), "no_baseline", rules.source, params)
