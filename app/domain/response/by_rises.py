"""Verdicts of templates whose lineages respond by a rise over the baseline (A4 item 9)."""

from collections.abc import Callable, Sequence
from datetime import date
from functools import cached_property
from typing import NamedTuple

from app.domain.criteria import Days, compile_criterion, compile_group
from app.domain.criteria.rises import CompiledRise
from app.domain.criteria.view import DayView
from app.domain.evidence import Evidence, Verdict
from app.domain.protocol.response import RiseRules
from app.domain.response.common import (
    Below,
    Closing,
    Course,
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
_Row = tuple[Truth, bool, tuple[str, ...], tuple[_Known | None, ...]]


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
        return _Course(self, days).verdict

    def counted(self, days: Days) -> _Counted:
        """What the counts of each day say."""
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

    def from_counts(self, view: DayView, row: _Row, below: Below, at: int) -> Verdict:
        """The verdict of a day on which no event decides."""
        cr, on_gcsf, missing, found = row
        flags = ["anc_on_gcsf"] if on_gcsf else []
        states = [state for state in found if state is not None]
        if len(states) < len(found):
            lines = zip(self.rules.lineages, found, strict=True)
            without = [line.analyte for line, state in lines if state is None]
            missing += tuple([f"{analyte}_BASELINE" for analyte in without])
            return self.closing.verdict(view, "NE", tuple(flags), below, at, without, missing=missing)
        if any(lost for _, lost in states):
            flags.append("response_lost")
        status = self._status(view, cr, states, missing)
        if status == "PR" and cr is UNKNOWN:
            flags.append("cr_not_excluded")
        anchor, keys = view.data.record.anchor, self.keys
        lineage: dict[str, State] = {
            key: None if since is None else (since - anchor).days
            for key, (since, _) in zip(keys, states, strict=True)
        }
        close = self.closing.verdict
        return close(view, status, tuple(flags), below, at, (), lineage=lineage, missing=missing)

    def _status(self, view: DayView, cr: Truth, states: Sequence[_Known], missing: tuple[str, ...]) -> str:
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


class _Course(Course):
    def __init__(self, plan: RisePlan, days: Days) -> None:
        super().__init__(days, plan.closing, plan.overriding)
        self._plan = plan

    @cached_property
    def _counted(self) -> _Counted:
        return self._plan.counted(self._days)  # events may leave no day that asks for it

    def _by_counts(self, view: DayView, at: int) -> Verdict:
        """CR, then the lineages, in the order of A4 item 9."""
        return self._plan.from_counts(view, self._counted.rows[at], self._below, at)

    def _below(self, view: DayView, at: int, without: Sequence[str]) -> list[Evidence]:
        """All nodes that a verdict by counts rests on. `without`: the analytes that have no baseline."""
        counted, rules = self._counted, self._plan.rules
        nodes, (cr, gcsf) = self._events(view), counted.nodes.on(at)
        if without:
            return [*nodes, *[_no_baseline(view, analyte, rules) for analyte in without], cr, gcsf]
        return [*nodes, cr, *[node(at) for node in counted.lineages], gcsf]


def _no_baseline(view: DayView, analyte: str, rules: RiseRules) -> Evidence:
    first, last = view.baseline_window()
    params: dict[str, object] = {"analyte": analyte, "first": first, "last": last}
    return Evidence(f"baseline.{analyte}", UNKNOWN, None, (), "no_baseline", rules.source, params)
