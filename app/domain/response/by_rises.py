"""Verdicts of templates whose lineages respond by a rise over the baseline (A4 item 9)."""

from app.domain.criteria import compile_criterion, compile_group
from app.domain.criteria.rises import RiseState, compile_rise, rise_state
from app.domain.criteria.view import DayView
from app.domain.evidence import Evidence, Verdict
from app.domain.protocol.response import RiseRules
from app.domain.response.common import Draft, Overriding, State, finish, growth_factor, missing_counts
from app.domain.truth import TRUE, UNKNOWN, Truth


class RisePlan:
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
        self.shown = [compile_rise(lineage, source=rules.source) for lineage in rules.lineages]

    def verdict(self, view: DayView) -> Verdict:
        """The verdict of a day, in the order of A4 item 9."""
        rules = self.rules
        events, decided = self.overriding.look(view)
        if decided is not None:
            return finish(view, rules, decided)
        cr = self.cr(view)
        gcsf, on_gcsf = growth_factor(view)
        flags = ["anc_on_gcsf"] if on_gcsf else []
        missing = missing_counts(view, rules.counts)
        without = [line.analyte for line in rules.lineages if view.baseline(line.analyte) is None]
        if without:
            missing += [f"{analyte}_BASELINE" for analyte in without]
            nodes = [events, *(_no_baseline(view, analyte, rules) for analyte in without), cr, gcsf]
            return finish(view, rules, Draft("NE", flags, nodes, {}, missing))
        states = [rise_state(view, line) for line in rules.lineages]
        nodes = [
            events,
            cr,
            *(show(view, state) for show, state in zip(self.shown, states, strict=True)),
            gcsf,
        ]
        if any(state.lost for state in states):
            flags.append("response_lost")
        status = self._status(view, cr.verdict, states, missing)
        if status == "PR" and cr.verdict is UNKNOWN:
            flags.append("cr_not_excluded")
        lineage: dict[str, State] = {
            line.key: _days(view, state) for line, state in zip(rules.lineages, states, strict=True)
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
        if any(view.current(line.analyte) is not None for line in kept):
            return "PR"
        if kept:
            return "NE"
        if any(state.responded for state in states):
            return "NR"
        if cr is UNKNOWN or missing:
            return "NE"
        return "PENDING" if view.study_day < self.rules.nr_from_day else "NR"


def _days(view: DayView, state: RiseState) -> int | None:
    """Days from the first infusion to the response."""
    return None if state.pair is None else (state.pair[0].point.day - view.record.anchor).days


def _no_baseline(view: DayView, analyte: str, rules: RiseRules) -> Evidence:
    first, last = view.baseline_window()
    params: dict[str, object] = {"analyte": analyte, "first": first, "last": last}
    return Evidence(f"baseline.{analyte}", UNKNOWN, None, (), "no_baseline", rules.source, params)
