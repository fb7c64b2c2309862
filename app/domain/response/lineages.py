"""The state of one lineage on one day, for templates of the method `criteria` (A4 item 5)."""

from collections.abc import Mapping, Sequence
from functools import cache

from app.domain.comparison import compare
from app.domain.criteria import Days, Evaluator, compile_criterion, compile_group
from app.domain.criteria.counts import Span, only
from app.domain.criteria.days import Column, Nodes
from app.domain.criteria.free_of import compile_free_of
from app.domain.criteria.threshold import missing_reason, without
from app.domain.evidence import Evidence, make_node
from app.domain.protocol.response import CriteriaLineage, CriteriaRules, Graded, Threshold
from app.domain.response.common import status_truth
from app.domain.truth import FALSE, TRUE, UNKNOWN, Truth

_TRUTH = {state: status_truth(state) for state in ("CR", "PR", "NR", "NE")}

_Found = tuple[str, Truth, str | None, Mapping[str, object]]  # state, its truth, reason and parameters


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
        self._of_answers = cache(self._decided)
        self.free: Evaluator | None = None
        if lineage.free_of is not None:
            days = rules.transfusion_free_days(lineage.free_of)
            self.free = compile_free_of(lineage.free_of, days, scope=self.code, source=f"{rules.source} A-07")

    def states(self, days: Days) -> tuple[list[str], Nodes]:
        """CR, PR, NR or NE of each day, and why."""
        columns = [grade(days) for grade in self.evaluators]
        if self.free is not None:
            columns.insert(0, self.free(days))
        odd = days.counts(self.lineage.analyte).odd
        answers = zip(*[column.answers for column in columns], strict=True)
        decided = list(map(self._of_answers, answers))
        by_value = {at: self._of_value(days, at, columns) for at in {*odd, *without(decided)}}
        if by_value:
            decided = [by_value.get(at, one) for at, one in enumerate(decided)]
        found = list(filter(None, decided))  # all of them
        code, source = self.code, self.source

        def nodes(span: Span) -> list[Evidence]:
            below = zip(*[column.nodes(span) for column in columns], strict=True)
            return [
                make_node((code, answer, None, (), reason, source, params, children))
                for (_, answer, reason, params), children in zip(found[span], below, strict=True)
            ]

        return [one[0] for one in found], nodes

    def _state(self, state: str, reason: str | None = None) -> "_Found":
        return state, _TRUTH[state], reason, self.params[state]

    def _decided(self, answers: tuple[Truth, ...]) -> "_Found | None":
        """The state that certain answers leave: transfused, else the first grade met. None: not certain."""
        if UNKNOWN in answers:
            return None
        grades = answers if self.free is None else answers[1:]
        if self.free is not None and answers[0] is FALSE:
            return self._state("NR", "transfused")
        for status, answer in zip(self.statuses, grades, strict=True):
            if answer is TRUE:
                return self._state(status)
        return self._state(self.lineage.otherwise)

    def _of_value(self, days: Days, at: int, columns: Sequence[Column]) -> "_Found":
        """The state where something is not certain: a value, a limit, a growth factor, a log, a bound."""
        lineage, view = self.lineage, days.view(at)
        point = view.current(lineage.analyte)
        grades = columns if self.free is None else columns[1:]
        if self.free is not None and columns[0].answers[at] is FALSE:
            return self._state("NR", "transfused")
        if point is None:
            state, verdict, reason, params = self._state("NE", "no_value")
            return state, verdict, reason, {**params, **missing_reason(lineage.analyte, view)}
        if self.needs_normal and view.normal_haemoglobin() is None:
            return self._state("NE", "no_limit")
        above = lineage.not_evaluable_on_gcsf_above
        if above is not None and view.data.confounded(point):
            over = compare(point.value, point.bound, ">", above)
            if over is not FALSE:
                return self._state("NE", "on_gcsf")
        for status, grade in zip(self.statuses, grades, strict=True):
            if grade.answers[at] is TRUE:
                return self._state(status)
        if lineage.otherwise != "NR":
            return self._state(lineage.otherwise)
        undecided = next((grade for grade in grades if grade.answers[at] is UNKNOWN), None)
        return (
            self._state("NR") if undecided is None else self._state("NE", undecided.nodes(only(at))[0].reason)
        )


def _grade(graded: Graded, rules: CriteriaRules, scope: str) -> Evaluator:
    found = compile_criterion(
        graded.when, rules, scope=f"{scope}.{graded.status.lower()}", source=rules.source
    )
    if len(found) == 1:
        return found[0]
    return compile_group(found, f"{scope}.{graded.status.lower()}", "all", source=rules.source)
