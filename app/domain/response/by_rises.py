"""Verdicts of templates whose lineages respond by a rise over the baseline (A4 item 9)."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import NamedTuple

from app.domain.criteria import Days, compile_criterion, compile_group
from app.domain.criteria.rises import CompiledRise
from app.domain.criteria.standing import Standing
from app.domain.criteria.view import DayView
from app.domain.evidence import Evidence, Verdict
from app.domain.protocol.response import RiseRules
from app.domain.response.common import (
    Closing,
    Judged,
    Overriding,
    Plan,
    State,
    Unfolding,
    growth_factor_of,
    missing_of,
    on_growth_factor,
)
from app.domain.truth import TRUE, UNKNOWN, Truth

# CR; whether on G-CSF; what is missing; of each lineage since when it responds and whether lost, else None.
_Known = tuple[date | None, bool]
_Row = tuple[Truth, bool, list[str], tuple[_Known | None, ...]]


class _Counted(NamedTuple):
    """What the counts of all days say, and the nodes that show it."""

    rows: Sequence[_Row]
    lineages: Sequence[Callable[[int], Evidence]]
    nodes: Unfolding


class RisePlan(Plan):
    """The compiled rules of one template."""

    def __init__(self, rules: RiseRules) -> None:
        self.rules = rules
        self.overriding, self.closing = Overriding(rules.overriding), Closing(rules)
        source = rules.cr.source or rules.source
        parts = [
            evaluator
            for part in rules.cr.of
            for evaluator in compile_criterion(part, rules, scope="cr", source=source)
        ]
        self.cr = compile_group(parts, "cr", "all", source=source)
        self._all_counted = {lineage.analyte for lineage in rules.lineages} <= set(rules.counts)
        self.keys = [lineage.key for lineage in rules.lineages]
        self.lineages = [CompiledRise(lineage, rules.source) for lineage in rules.lineages]

    def judge(self, days: Days) -> Judged:
        """The verdict of each day, in the order of A4 item 9."""
        overriding, closing = self.overriding, self.closing
        counted: _Counted | None = None

        def verdict(at: int, standing: Standing) -> Verdict:
            nonlocal counted
            view = days.view(at, standing)
            entry = overriding.decisive(view)
            if entry is not None:
                flags = [entry.flag] if entry.flag else []
                return closing.verdict(view, entry.status, lambda: [overriding.node(view)], flags=flags)
            if counted is None:  # events may leave no day that asks for them
                counted = self._counted(days)
            return self._from_counts(view, at, counted)

        return verdict

    def _counted(self, days: Days) -> _Counted:
        cr, lineages = self.cr(days), [lineage.states(days) for lineage in self.lineages]
        rows = zip(
            cr.answers,
            on_growth_factor(days),
            missing_of(days, self.rules.counts),
            zip(*[found.known for found in lineages], strict=True),
            strict=True,
        )
        nodes = Unfolding(days, [cr.nodes, growth_factor_of(days)])
        return _Counted(list(rows), [found.node for found in lineages], nodes)

    def _from_counts(self, view: DayView, at: int, counted: _Counted) -> Verdict:
        cr, on_gcsf, missing, found = counted.rows[at]
        rules, flags = self.rules, ["anc_on_gcsf"] if on_gcsf else []
        states = [state for state in found if state is not None]
        if len(states) < len(found):
            without = [one.analyte for one, state in zip(rules.lineages, found, strict=True) if state is None]
            absent = [*missing, *[f"{analyte}_BASELINE" for analyte in without]]

            def instead() -> list[Evidence]:
                none = [_no_baseline(view, analyte, rules) for analyte in without]
                return [self.overriding.node(view), *none, *counted.nodes[at]]

            return self.closing.verdict(view, "NE", instead, flags=flags, missing=absent)
        if any(lost for _, lost in states):
            flags.append("response_lost")
        status = self._status(view, cr, states, missing)
        if status == "PR" and cr is UNKNOWN:
            flags.append("cr_not_excluded")
        anchor = view.record.anchor
        lineage: dict[str, State] = {
            key: None if since is None else (since - anchor).days
            for key, (since, _) in zip(self.keys, states, strict=True)
        }

        def below() -> list[Evidence]:
            lineages = [node(at) for node in counted.lineages]
            cr, gcsf = counted.nodes[at]
            return [self.overriding.node(view), cr, *lineages, gcsf]

        return self.closing.verdict(view, status, below, flags=flags, lineage=lineage, missing=missing)

    def _status(self, view: DayView, cr: Truth, states: Sequence[_Known], missing: list[str]) -> str:
        if cr is TRUE:
            return "CR"
        kept = [
            line
            for line, (since, lost) in zip(self.rules.lineages, states, strict=True)
            if since is not None and not lost
        ]
        all_there = self._all_counted and not missing
        if kept and (all_there or any(view.current(line.analyte) is not None for line in kept)):
            return "PR"
        if kept:
            return "NE"
        if any(since is not None for since, _ in states):
            return "NR"
        if cr is UNKNOWN or missing:
            return "NE"
        return "PENDING" if view.study_day < self.rules.nr_from_day else "NR"


def _no_baseline(view: DayView, analyte: str, rules: RiseRules) -> Evidence:
    first, last = view.baseline_window()
    params: dict[str, object] = {"analyte": analyte, "first": first, "last": last}
    return Evidence(f"baseline.{analyte}", UNKNOWN, None, (), "no_baseline", rules.source, params)
