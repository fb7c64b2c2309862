"""Verdicts of templates whose CR and PR are criteria of one day (A4 items 5 to 7)."""

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import NamedTuple

from app.domain.criteria import Days, compile_criterion
from app.domain.criteria.compiling import Group, compile_group
from app.domain.criteria.standing import Standing
from app.domain.criteria.view import DayView
from app.domain.evidence import Evidence, Verdict
from app.domain.protocol.response import All, CriteriaRules, Criterion, FreeOf, Threshold
from app.domain.response.common import (
    Closing,
    Judged,
    Overriding,
    Plan,
    Unfolding,
    growth_factor_of,
    missing_of,
    on_growth_factor,
)
from app.domain.response.lineages import CompiledLineage
from app.domain.response.readings import Readings
from app.domain.response.relapse import watch
from app.domain.truth import TRUE, UNKNOWN, Truth

# What the counts of a day say, whatever was given before: CR, PR, whether on G-CSF, what is missing, the
# states of the lineages, and PR in the other readings.
_Row = tuple[Truth, Truth, bool, list[str], Mapping[str, str], Evidence | None]


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

    def judge(self, days: Days) -> Judged:
        """The verdict of each day, in the order of A4 item 7."""
        overriding, relapse = self.overriding, self.rules.relapse
        watched = None if relapse is None else watch(days.data, relapse)
        counted: _Counted | None = None

        def verdict(at: int, standing: Standing) -> Verdict:
            nonlocal counted
            view = days.view(at, standing)
            entry = overriding.decisive(view)
            if entry is not None:
                flags = [entry.flag] if entry.flag else []
                return self.closing.verdict(view, entry.status, lambda: [overriding.node(view)], flags=flags)
            seen = None if watched is None else watched.on(view)

            def before() -> list[Evidence]:
                events = [overriding.node(view)]
                return events if watched is None else [*events, watched.node(days.data, seen)]

            if seen is not None and seen.flag is not None:
                return self.closing.verdict(view, "RELAPSE", before, flags=[seen.flag])
            if counted is None:  # events and relapses may leave no day that asks for them
                counted = self._counted(days)
            suspected = seen is not None and seen.suspected
            return self._from_counts(view, at, counted, before, suspected=suspected)

        return verdict

    def _counted(self, days: Days) -> _Counted:
        parts = self.pr.columns(days)
        cr, pr = self.cr(days), self.pr.join(parts)
        lineages = [lineage.states(days) for lineage in self.lineages]
        states = zip(*[found for found, _ in lineages], strict=True) if lineages else [()] * len(days)
        rows = zip(
            cr.answers,
            pr.answers,
            on_growth_factor(days),
            self._missing(days),
            map(self._lineage_of, states),
            self.readings.column(days, cr, pr, parts),
            strict=True,
        )
        nodes = [cr.nodes, pr.nodes, growth_factor_of(days), *[nodes for _, nodes in lineages]]
        return _Counted(list(rows), Unfolding(days, nodes))

    def _missing(self, days: Days) -> list[list[str]]:
        missing, rising = missing_of(days, self.rules.counts), self.readings.clause
        if rising is not None and self.rules.above_baseline_mode != "absolute_only":
            for names, start in zip(missing, days.starts(rising.analyte), strict=True):
                if start is None:
                    names.append(f"{rising.analyte}_BASELINE")
        return missing

    def _from_counts(
        self,
        view: DayView,
        at: int,
        counted: _Counted,
        before: Callable[[], list[Evidence]],
        *,
        suspected: bool,
    ) -> Verdict:
        cr, pr, on_gcsf, missing, lineage, reading = counted.rows[at]
        status, flags = self._status(view, cr, pr, suspected=suspected)
        if on_gcsf:
            flags.append("anc_on_gcsf")
        if reading is not None and reading.verdict is not TRUE:
            flags.append("interpretation_sensitive")

        def below() -> list[Evidence]:
            nodes = [*before(), *counted.nodes[at]]
            return nodes if reading is None else [*nodes, reading]

        return self.closing.verdict(view, status, below, flags=flags, lineage=lineage, missing=missing)

    def _status(self, view: DayView, cr: Truth, pr: Truth, *, suspected: bool) -> tuple[str, list[str]]:
        """Step e: the status and its flags from CR and PR."""
        flags = ["relapse_suspected"] if suspected else []
        relapsed = view.standing.relapse is not None
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
        if view.standing.response is not None:
            flags.append("response_lost")
        if view.study_day < self.nr_from_day:
            return "PENDING", flags
        return ("NE" if self._not_proven(view) else "NR"), flags

    def _not_proven(self, view: DayView) -> bool:
        """`nr_rule: strict`: NR only with a transfusion in the window, otherwise NE (A-13)."""
        settings = view.settings
        return self.rules.nr_rule == "strict" and all(
            view.free_of(product, settings.transfusion_free_days(product)) for product in ("RBC", "PLT")
        )


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
