"""Verdicts of templates whose CR and PR are criteria of one day (A4 items 5 to 7)."""

from collections.abc import Mapping, Sequence
from functools import cache, cached_property
from typing import NamedTuple

from app.domain.criteria import Days, compile_criterion
from app.domain.criteria.compiling import Group, compile_group
from app.domain.criteria.view import DayView
from app.domain.evidence import Evidence, Verdict
from app.domain.protocol.response import All, CriteriaRules, Criterion, FreeOf, Threshold
from app.domain.response.common import Closing, Course, Judged, Overriding, Plan, Unfolding, missing_of
from app.domain.response.growth_factor import growth_factor_of, on_growth_factor
from app.domain.response.lineages import CompiledLineage
from app.domain.response.readings import Readings
from app.domain.response.relapse import Seen, watch
from app.domain.truth import TRUE, UNKNOWN, Truth

# What the counts of a day say, whatever was given before: what decides the status, what is missing, the
# states of the lineages, and PR in the other readings.
_Row = tuple["_Said", tuple[str, ...], Mapping[str, str], Evidence | None]


class _Said(NamedTuple):
    """What decides the status of a day, whatever was given before. Few different ones exist."""

    cr: Truth
    pr: Truth
    early: bool  # before the first day of an NR
    on_gcsf: bool
    sensitive: bool  # to the reading of 'above the baseline'


class _Counted(NamedTuple):
    """What the counts of all days say, and the nodes that show it."""

    rows: Sequence[_Row]
    nodes: Unfolding


class CriteriaPlan(Plan):
    """The compiled rules of one template."""

    def __init__(self, rules: CriteriaRules) -> None:
        self.rules = rules
        self.overriding, self.closing = Overriding(rules.overriding), Closing(rules)
        self.cr = _compile(cr_with_options(rules), rules, "cr")
        self.pr = _compile(rules.pr, rules, "pr")
        self.lineages = [CompiledLineage(lineage, rules) for lineage in rules.lineages]
        self.readings = Readings(rules)
        self.nr_from_day = rules.nr_from_day
        keys = [lineage.key for lineage in self.lineages]
        self._lineage_of = cache(lambda states: dict(zip(keys, states, strict=True)))  # few differ
        self._said = cache(_Said)
        self.status_of = cache(_status)

    def judge(self, days: Days) -> Judged:
        """The verdict of each day, in the order of A4 item 7."""
        return _Course(self, days).verdict

    def counted(self, days: Days) -> _Counted:
        """What the counts of each day say."""
        parts = self.pr.columns(days)
        cr, pr = self.cr(days), self.pr.join(parts)
        lineages = [lineage.states(days) for lineage in self.lineages]
        states = zip(*[found for found, _ in lineages], strict=True) if lineages else [()] * len(days)
        readings = self.readings.column(days, cr, pr, parts)
        said = map(
            self._said,
            cr.answers,
            pr.answers,
            days.before(self.nr_from_day),
            on_growth_factor(days),
            [reading is not None and reading.verdict is not TRUE for reading in readings],
        )
        rows = zip(said, self._missing(days), map(self._lineage_of, states), readings, strict=True)
        nodes = [cr.nodes, pr.nodes, growth_factor_of(days), *[nodes for _, nodes in lineages]]
        return _Counted(list(rows), Unfolding(days, nodes))

    def _missing(self, days: Days) -> list[tuple[str, ...]]:
        missing, rising = missing_of(days, self.rules.counts), self.readings.clause
        if rising is not None and self.rules.above_baseline_mode != "absolute_only":
            for at, start in enumerate(days.starts(rising.analyte)):
                if start is None:
                    missing[at] = (*missing[at], f"{rising.analyte}_BASELINE")
        return missing

    def not_proven(self, view: DayView) -> bool:
        """`nr_rule: strict`: NR only with a transfusion in the window, otherwise NE (A-13)."""
        settings = view.settings
        return self.rules.nr_rule == "strict" and all(
            view.free_of(product, settings.transfusion_free_days(product)) for product in ("RBC", "PLT")
        )


class _Course(Course):
    def __init__(self, plan: CriteriaPlan, days: Days) -> None:
        super().__init__(days, plan.closing, plan.overriding)
        self._plan = plan
        self._watched = None if plan.rules.relapse is None else watch(days.data, plan.rules.relapse)

    @cached_property
    def _counted(self) -> _Counted:
        return self._plan.counted(self._days)  # events and relapses may leave no day that asks for it

    def _by_counts(self, view: DayView, at: int) -> Verdict:
        """A relapse, else the status by the counts, in the order of A4 item 7."""
        plan, close, standing = self._plan, self._closing.verdict, view.standing
        seen = None if self._watched is None else self._watched.on(view)
        if seen is not None and seen.flag is not None:
            return close(view, "RELAPSE", (seen.flag,), self._before, seen)
        said, missing, lineage, reading = self._counted.rows[at]
        suspected = seen is not None and seen.suspected
        responded, relapsed = standing.response is not None, standing.relapse is not None
        status, flags = plan.status_of(said, suspected, responded, relapsed)
        if status == "NR" and plan.not_proven(view):
            status = "NE"
        return close(view, status, flags, self._below, seen, at, reading, lineage=lineage, missing=missing)

    def _before(self, view: DayView, seen: Seen | None) -> list[Evidence]:
        """The nodes of what is asked before the counts."""
        nodes = self._events(view)
        if self._watched is not None:
            nodes.append(self._watched.node(view.data, seen))
        return nodes

    def _below(self, view: DayView, seen: Seen | None, at: int, reading: Evidence | None) -> list[Evidence]:
        """All nodes that a verdict by counts rests on."""
        nodes = [*self._before(view, seen), *self._counted.nodes.on(at)]
        if reading is not None:
            nodes.append(reading)
        return nodes


def _status(said: _Said, suspected: bool, responded: bool, relapsed: bool) -> tuple[str, tuple[str, ...]]:
    """Step e: the status and its flags, from what the counts say and what was given before."""
    status, flags = _status_by_counts(said, suspected, responded, relapsed)
    if said.on_gcsf:
        flags.append("anc_on_gcsf")
    if said.sensitive:
        flags.append("interpretation_sensitive")
    return status, tuple(flags)


def _status_by_counts(said: _Said, suspected: bool, responded: bool, relapsed: bool) -> tuple[str, list[str]]:
    cr, pr = said.cr, said.pr
    flags = ["relapse_suspected"] if suspected else []
    if cr is TRUE or pr is TRUE:
        status = "CR" if cr is TRUE else "PR"
        if status == "PR" and cr is UNKNOWN:
            flags.append("cr_not_excluded")
        if relapsed:
            flags.append("after_relapse")
        return status, flags
    if relapsed:
        return "RELAPSE", [*flags, "relapse_persisting"]
    if suspected or cr is UNKNOWN or pr is UNKNOWN:
        return "NE", flags
    if responded:
        flags.append("response_lost")
    return ("PENDING" if said.early else "NR"), flags


def cr_with_options(rules: CriteriaRules) -> All:
    """CR with transfusion independence and reticulocytes where the template asks for them (A-02)."""
    # Not checked again: the parts are sound, and the first check of each kind would write its validator.
    extra: list[Criterion] = []
    if rules.cr_requires_ti:
        extra += [
            FreeOf.model_construct(kind="free_of", product=product, source="site A-02")
            for product in ("RBC", "PLT")
        ]
    if rules.cr_requires_retic:
        extra.append(
            Threshold.model_construct(
                kind="threshold", analyte="RETIC_ABS", op=">", limit=rules.cr_retic_above, source="site A-02"
            )
        )
    return rules.cr.model_copy(update={"of": (*rules.cr.of, *extra)})


def _compile(group: All, rules: CriteriaRules, scope: str) -> Group:
    source = group.source or rules.source
    children = [
        evaluator
        for part in group.of
        for evaluator in compile_criterion(part, rules, scope=scope, source=source)
    ]
    return compile_group(children, scope, "all", source=source)
