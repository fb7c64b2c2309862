"""Verdicts of templates whose lineages respond by a rise over the baseline (A4 item 9)."""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cached_property
from types import MappingProxyType
from typing import NamedTuple

from app.domain.criteria import Days, compile_criterion, compile_group
from app.domain.criteria.rises import CompiledRise
from app.domain.criteria.view import DayView
from app.domain.evidence import Evidence, Verdict
from app.domain.protocol.response import RiseRules
from app.domain.response.common import Closing, Course, Judged, Overriding, Plan, State, Unfolding, missing_of
from app.domain.response.growth_factor import growth_factor_of, on_growth_factor
from app.domain.truth import TRUE, UNKNOWN, Truth

_Known = tuple[date | None, bool]  # since when a lineage responds, and whether that is lost


class _Said(NamedTuple):
    """What the counts of a day say. `without`: the places of the lineages that have no baseline."""

    status: str
    flags: tuple[str, ...]
    missing: tuple[str, ...]
    lineage: Mapping[str, State] = MappingProxyType({})
    without: tuple[int, ...] = ()


class _Counted(NamedTuple):
    """What the counts of all days say, and the nodes that show it."""

    rows: Sequence[_Said]
    nodes: Unfolding


class _Day(NamedTuple):
    """What the status of a day rests on. Of the days of a subject few differ."""

    cr: Truth
    on_gcsf: bool
    early: bool  # before the first day of an NR
    missing: tuple[str, ...]
    unmeasured: tuple[str, ...]  # analytes of the lineages that have no value
    lineages: tuple[_Known | None, ...]  # None: no baseline


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
        self.keys = [lineage.key for lineage in rules.lineages]
        self.lineages = [CompiledRise(lineage, rules.source) for lineage in rules.lineages]

    def judge(self, days: Days) -> Judged:
        """The verdict of each day, in the order of A4 item 9."""
        return _Course(self, days).verdict

    def counted(self, days: Days) -> _Counted:
        """What the counts of each day say."""
        cr, lineages = self.cr(days), [lineage.states(days) for lineage in self.lineages]
        seen = map(
            _Day,
            cr.answers,
            on_growth_factor(days),
            days.before(self.rules.nr_from_day),
            missing_of(days, self.rules.counts),
            missing_of(days, [lineage.analyte for lineage in self.rules.lineages]),
            zip(*[found.known for found in lineages], strict=True),
        )
        nodes = [cr.nodes, growth_factor_of(days), *[found.nodes for found in lineages]]
        said: dict[_Day, _Said] = {}
        rows = []
        for day in seen:
            if day not in said:
                said[day] = self._said(day, days.data.record.anchor)
            rows.append(said[day])
        return _Counted(rows, Unfolding(days, nodes))

    def _said(self, day: _Day, anchor: date) -> _Said:
        flags = ["anc_on_gcsf"] if day.on_gcsf else []
        states = [state for state in day.lineages if state is not None]
        if len(states) < len(day.lineages):
            without = tuple([at for at, state in enumerate(day.lineages) if state is None])
            absent = [f"{self.rules.lineages[at].analyte}_BASELINE" for at in without]
            return _Said("NE", tuple(flags), (*day.missing, *absent), without=without)
        if any(lost for _, lost in states):
            flags.append("response_lost")
        status = self._status(day, states)
        if status == "PR" and day.cr is UNKNOWN:
            flags.append("cr_not_excluded")
        lineage: dict[str, State] = {
            key: None if since is None else (since - anchor).days
            for key, (since, _) in zip(self.keys, states, strict=True)
        }
        return _Said(status, tuple(flags), day.missing, lineage)

    def _status(self, day: _Day, states: Sequence[_Known]) -> str:
        if day.cr is TRUE:
            return "CR"
        kept = [
            line.analyte
            for line, (since, lost) in zip(self.rules.lineages, states, strict=True)
            if since is not None and not lost
        ]
        if kept:
            return "NE" if set(kept) <= set(day.unmeasured) else "PR"
        if any(since is not None for since, _ in states):
            return "NR"
        if day.cr is UNKNOWN or day.missing:
            return "NE"
        return "PENDING" if day.early else "NR"


class _Course(Course):
    def __init__(self, plan: RisePlan, days: Days) -> None:
        super().__init__(days, plan.closing, plan.overriding)
        self._plan = plan

    @cached_property
    def _counted(self) -> _Counted:
        return self._plan.counted(self._days)  # events may leave no day that asks for it

    def _by_counts(self, view: DayView, at: int) -> Verdict:
        """CR, then the lineages, in the order of A4 item 9."""
        status, flags, missing, lineage, without = self._counted.rows[at]
        close = self._closing.verdict
        return close(view, status, flags, self._below, at, without, lineage=lineage, missing=missing)

    def _below(self, view: DayView, at: int, without: tuple[int, ...]) -> list[Evidence]:
        """All nodes that a verdict by counts rests on."""
        nodes, (cr, gcsf, *lineages) = self._events(view), self._counted.nodes.on(at)
        if without:
            return [*nodes, *[lineages[place] for place in without], cr, gcsf]
        return [*nodes, cr, *lineages, gcsf]
