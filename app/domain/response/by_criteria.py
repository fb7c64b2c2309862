"""Verdicts of templates whose CR and PR are criteria of one day (A4 items 5 to 7)."""

from functools import cache

from app.domain.criteria import Evaluator, compile_criterion, compile_group
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
from app.domain.response.common import Draft, Overriding, State, finish, growth_factor, missing_counts
from app.domain.response.lineages import CompiledLineage
from app.domain.response.relapse import find_relapse
from app.domain.truth import FALSE, TRUE, UNKNOWN, Truth, all_of, known


class CriteriaPlan:
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

    def verdict(self, view: DayView) -> Verdict:
        """The verdict of a day, in the order of A4 item 7."""
        rules = self.rules
        events, decided = self.overriding.look(view)
        if decided is not None:
            return finish(view, rules, decided)
        nodes = [events]
        suspected = False
        if rules.relapse is not None:
            relapse = find_relapse(view, rules.relapse)
            nodes.append(relapse.node)
            if relapse.flag is not None:
                return finish(view, rules, Draft("RELAPSE", [relapse.flag], nodes))
            suspected = relapse.suspected
        return self._from_counts(view, nodes, suspected=suspected)

    def _from_counts(self, view: DayView, nodes: list[Evidence], *, suspected: bool) -> Verdict:
        cr, pr = self.cr(view), self.pr(view)
        gcsf, on_gcsf = growth_factor(view)
        missing = missing_counts(view, self.rules.counts)
        if self._needs_baseline() and self.rising and view.baseline(self.rising.analyte) is None:
            missing.append(f"{self.rising.analyte}_BASELINE")
        status, flags = self._status(view, (cr.verdict, pr.verdict), suspected=suspected)
        if on_gcsf:
            flags.append("anc_on_gcsf")
        nodes += (cr, pr, gcsf)
        lineages: dict[str, State] = {}
        for lineage in self.lineages:
            lineages[lineage.key], node = lineage.state(view)
            nodes.append(node)
        reading = self._readings(view, cr.verdict, pr)
        if reading is not None:
            nodes.append(reading)
            if reading.verdict is not TRUE:
                flags.append("interpretation_sensitive")
        return finish(view, self.rules, Draft(status, flags, nodes, lineages, missing))

    def _needs_baseline(self) -> bool:
        return self.rules.above_baseline_mode != "absolute_only"

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

    def _readings(self, view: DayView, cr: Truth, pr: Evidence) -> Evidence | None:
        """PR under the other readings of A-05: met when none of them would differ."""
        rising = self.rising
        if rising is None or cr is TRUE:
            return None
        point, start = view.points[rising.analyte], view.baseline(rising.analyte)
        if point is None or start is None:
            return None
        course_on = view.data.gcsf_course
        if view.data.on_growth_factor and (course_on(point.day) or course_on(start.day)):
            return None
        fixed = all_of([pr.children[at].verdict for at in self.fixed])
        if fixed is FALSE:  # whatever the clause says
            return _readings_node(
                self.rules.above_baseline_mode, self.other_modes, pr.verdict, self.all_false
            )
        answers = tuple(
            [all_of([fixed, clause_under(rising, mode, point, start)]) for mode in self.other_modes]
        )
        return _readings_node(self.rules.above_baseline_mode, self.other_modes, pr.verdict, answers)


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
