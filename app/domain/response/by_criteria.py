"""Verdicts of templates whose CR and PR are criteria of one day (A4 items 5 to 7)."""

from collections.abc import Mapping, Sequence
from functools import cache

from app.domain.criteria import Days, Evaluator, compile_criterion, compile_group
from app.domain.criteria.baseline import MODES, clause_under
from app.domain.criteria.view import DayView
from app.domain.evidence import Evidence, Verdict
from app.domain.protocol.response import (
    AboveBaseline,
    All,
    CriteriaRules,
    Criterion,
    FreeOf,
    Threshold,
)
from app.domain.response.common import Draft, Judged, Overriding, Plan, finish, growth_factors, missing_of
from app.domain.response.lineages import CompiledLineage
from app.domain.response.relapse import find_relapse
from app.domain.series import Point
from app.domain.truth import FALSE, TRUE, UNKNOWN, Truth, all_of, known


class CriteriaPlan(Plan):
    """The compiled rules of one template."""

    def __init__(self, rules: CriteriaRules) -> None:
        self.rules = rules
        self.overriding = Overriding(rules.overriding)
        self.cr = _compile(cr_with_options(rules), rules, "cr")
        self.pr = _compile(rules.pr, rules, "pr")
        self.lineages = [CompiledLineage(lineage, rules) for lineage in rules.lineages]
        place: int
        rising: AboveBaseline | None
        place, rising = next(
            ((at, part) for at, part in enumerate(rules.pr.of) if isinstance(part, AboveBaseline)), (0, None)
        )
        self.rising = rising
        # The leaves of PR that no reading changes.
        spans = [len(_parts(part, rules)) for part in rules.pr.of]
        start = sum(spans[:place])
        clause = range(start, start + spans[place]) if self.rising is not None else range(0)
        self.fixed = [at for at in range(sum(spans)) if at not in clause]
        self.all_false: tuple[Truth, ...] = (FALSE,) * (len(MODES) - 1)
        self.other_modes = tuple(mode for mode in MODES if mode != rules.above_baseline_mode)

    def judge(self, days: Days) -> Judged:
        """The verdict of each day, in the order of A4 item 7."""
        rules, overriding = self.rules, self.overriding
        columns: _Columns | None = None

        def verdict(at: int) -> Verdict:
            nonlocal columns
            view = days.views[at]
            events, decided = overriding.look(view)
            if decided is not None:
                return finish(view, rules, decided)
            nodes = [events]
            suspected = False
            if rules.relapse is not None:
                node, flag, suspected = find_relapse(view, rules.relapse)
                nodes.append(node)
                if flag is not None:
                    return finish(view, rules, Draft("RELAPSE", [flag], nodes))
            if columns is None:  # events and relapses may leave no day that asks for them
                columns = _Columns(self, days)
            return self._from_counts(view, columns.rows[at], nodes, suspected=suspected)

        return verdict

    def _from_counts(self, view: DayView, row: "_Row", nodes: list[Evidence], *, suspected: bool) -> Verdict:
        cr, pr, on_gcsf, missing, lineages, below, reading = row
        status, flags = self._status(view, (cr.verdict, pr.verdict), suspected=suspected)
        if on_gcsf:
            flags.append("anc_on_gcsf")
        nodes += below
        if reading is not None:
            nodes.append(reading)
            if reading.verdict is not TRUE:
                flags.append("interpretation_sensitive")
        return finish(view, self.rules, Draft(status, flags, nodes, lineages, missing))

    def _status(
        self, view: DayView, answers: tuple[Truth, Truth], *, suspected: bool
    ) -> tuple[str, list[str]]:
        """Step e: the status and its flags from CR and PR."""
        cr, pr = answers
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
        if view.study_day < self.rules.nr_from_day:
            return "PENDING", flags
        return ("NE" if self._not_proven(view) else "NR"), flags

    def _not_proven(self, view: DayView) -> bool:
        """`nr_rule: strict`: NR only with a transfusion in the window, otherwise NE (A-13)."""
        settings = view.settings
        return self.rules.nr_rule == "strict" and all(
            view.free_of(product, settings.transfusion_free_days(product)) for product in ("RBC", "PLT")
        )

    def reading(
        self, view: DayView, pr: Evidence, point: Point | None, start: Point | None
    ) -> Evidence | None:
        """PR of a day without CR under the other readings of A-05: met when none of them would differ."""
        rising = self.rising
        if rising is None or point is None or start is None:
            return None
        course_on = view.data.gcsf_course
        if view.data.on_growth_factor and (course_on(point.day) or course_on(start.day)):
            return None
        own, parts = self.rules.above_baseline_mode, pr.children
        fixed = all_of([parts[at].verdict for at in self.fixed])
        if fixed is FALSE:  # whatever the clause says
            return _readings_node(own, self.other_modes, pr.verdict, self.all_false)
        answers = tuple(
            [all_of([fixed, clause_under(rising, mode, point, start)]) for mode in self.other_modes]
        )
        return _readings_node(own, self.other_modes, pr.verdict, answers)


# CR, PR, whether on G-CSF, what is missing, the states of the lineages, the nodes below, the other readings.
_Row = tuple[Evidence, Evidence, bool, list[str], Mapping[str, str], Sequence[Evidence], Evidence | None]


class _Columns:
    """What the counts of all days say, whatever was given before: a row for each day."""

    def __init__(self, plan: CriteriaPlan, days: Days) -> None:
        cr, pr = plan.cr(days), plan.pr(days)
        gcsf = growth_factors(days)
        lineages = [lineage.states(days) for lineage in plan.lineages]
        keys = [lineage.key for lineage in plan.lineages]
        states = zip(*[found for found, _ in lineages], strict=True) if lineages else [()] * len(cr)
        self.rows: list[_Row] = list(
            zip(
                cr,
                pr,
                [on_gcsf for _, on_gcsf in gcsf],
                self._missing(plan, days),
                [dict(zip(keys, row, strict=True)) for row in states],
                zip(cr, pr, [node for node, _ in gcsf], *[nodes for _, nodes in lineages], strict=True),
                self._readings(plan, days, cr, pr),
                strict=True,
            )
        )

    def _missing(self, plan: CriteriaPlan, days: Days) -> list[list[str]]:
        missing = missing_of(days, plan.rules.counts)
        if plan.rising is not None and plan.rules.above_baseline_mode != "absolute_only":
            for names, start in zip(missing, days.starts(plan.rising.analyte), strict=True):
                if start is None:
                    names.append(f"{plan.rising.analyte}_BASELINE")
        return missing

    def _readings(
        self, plan: CriteriaPlan, days: Days, cr: Sequence[Evidence], pr: Sequence[Evidence]
    ) -> list[Evidence | None]:
        if plan.rising is None:
            return [None] * len(cr)
        analyte = plan.rising.analyte
        rows = zip(days.views, cr, pr, days.points(analyte), days.starts(analyte), strict=True)
        return [
            None if complete.verdict is TRUE else plan.reading(view, partial, point, start)
            for view, complete, partial, point, start in rows
        ]


@cache
def _readings_node(own: str, others: tuple[str, ...], pr: Truth, answers: tuple[Truth, ...]) -> Evidence:
    """PR under each reading of A-05: no more than a few different nodes exist, so each is made once."""
    children = tuple(
        Evidence(f"reading.{mode}", answer, None, (), None, "site A-05", {"same": answer is pr})
        for mode, answer in zip(others, answers, strict=True)
    )
    params: dict[str, object] = {"combine": "state", "mode": own, "pr": pr.value}
    agree = known(all(answer is pr for answer in answers))
    return Evidence("readings_agree", agree, None, (), None, "site A-05", params, children)


def cr_with_options(rules: CriteriaRules) -> All:
    """CR with transfusion independence and reticulocytes where the template asks for them (A-02)."""
    extra: list[Criterion] = []
    if rules.cr_requires_ti:
        extra += [FreeOf(kind="free_of", product=product, source="site A-02") for product in ("RBC", "PLT")]
    if rules.cr_requires_retic:
        extra.append(
            Threshold(
                kind="threshold", analyte="RETIC_ABS", op=">", limit=rules.cr_retic_above, source="site A-02"
            )
        )
    return All(kind="all", of=(*rules.cr.of, *extra), source=rules.cr.source)


def _compile(group: All, rules: CriteriaRules, scope: str) -> Evaluator:
    source = group.source or rules.source
    children = [
        evaluator
        for part in group.of
        for evaluator in compile_criterion(part, rules, scope=scope, source=source)
    ]
    return compile_group(children, scope, "all", source=source)


def _parts(part: Criterion, rules: CriteriaRules) -> list[Evaluator]:
    return compile_criterion(part, rules, scope="pr", source=rules.source)
