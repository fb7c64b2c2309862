"""The state of one lineage on one day, for templates of the method `criteria` (A4 item 5)."""

from collections.abc import Mapping, Sequence

from app.domain.comparison import compare
from app.domain.criteria import Evaluator, compile_criterion, compile_group
from app.domain.criteria.free_of import compile_free_of
from app.domain.criteria.threshold import missing_reason
from app.domain.criteria.view import DayView
from app.domain.evidence import Evidence, make_node
from app.domain.protocol.response import CriteriaLineage, CriteriaRules, Graded, Threshold
from app.domain.response.common import status_truth
from app.domain.truth import FALSE, TRUE, UNKNOWN

_TRUTH = {state: status_truth(state) for state in ("CR", "PR", "NR", "NE")}


class CompiledLineage:
    """A lineage of a template, ready to be asked."""

    def __init__(self, lineage: CriteriaLineage, rules: CriteriaRules) -> None:
        self.lineage = lineage
        self.key = lineage.key
        self.code = f"lineage.{lineage.key}"
        self.source = rules.source
        self.statuses = [graded.status for graded in lineage.grades]
        self.evaluators = [_grade(graded, rules, self.code) for graded in lineage.grades]
        self.params: Mapping[str, Mapping[str, object]] = {
            state: {"combine": "state", "state": state, "analyte": lineage.analyte}
            for state in ("CR", "PR", "NR", "NE")
        }
        self.needs_normal = any(
            isinstance(graded.when, Threshold) and graded.when.limit == "LLN" for graded in lineage.grades
        )
        self.free: Evaluator | None = None
        if lineage.free_of is not None:
            days = rules.transfusion_free_days(lineage.free_of)
            self.free = compile_free_of(lineage.free_of, days, scope=self.code, source=f"{rules.source} A-07")

    def state(self, view: DayView) -> tuple[str, Evidence]:
        """CR, PR, NR or NE, and why."""
        grades = [grade(view) for grade in self.evaluators]
        free = None if self.free is None else self.free(view)
        reason: str | None
        if free is not None and free.verdict is FALSE:
            state, reason = "NR", "transfused"
        else:
            state, reason = self._of_value(view, grades)
        params = self.params[state]
        if reason == "no_value":
            params = {**params, **missing_reason(self.lineage.analyte, view)}
        children = tuple(grades) if free is None else (free, *grades)
        return state, make_node((self.code, _TRUTH[state], None, (), reason, self.source, params, children))

    def _of_value(self, view: DayView, grades: Sequence[Evidence]) -> tuple[str, str | None]:
        lineage = self.lineage
        point = view.points[lineage.analyte]
        if point is None:
            return "NE", "no_value"
        if self.needs_normal and view.normal_haemoglobin() is None:
            return "NE", "no_limit"
        above = lineage.not_evaluable_on_gcsf_above
        if above is not None and not point.plain and view.data.confounded(point):
            over = compare(point.value, point.bound, ">", above)
            if over is not FALSE:
                return "NE", "on_gcsf"
        for status, node in zip(self.statuses, grades, strict=True):
            if node.verdict is TRUE:
                return status, None
        if lineage.otherwise != "NR":
            return lineage.otherwise, None
        undecided = next((node for node in grades if node.verdict is UNKNOWN), None)
        return ("NR", None) if undecided is None else ("NE", undecided.reason)


def _grade(graded: Graded, rules: CriteriaRules, scope: str) -> Evaluator:
    found = compile_criterion(
        graded.when, rules, scope=f"{scope}.{graded.status.lower()}", source=rules.source
    )
    if len(found) == 1:
        return found[0]
    return compile_group(found, f"{scope}.{graded.status.lower()}", "all", source=rules.source)
