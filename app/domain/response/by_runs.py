"""Verdicts of templates whose lineages recover by runs of values (A4 item 8)."""

from collections.abc import Mapping, Sequence

from app.domain.criteria import Days, Evaluator, compile_criterion, compile_group
from app.domain.criteria.threshold import missing_reason
from app.domain.criteria.view import DayView
from app.domain.evidence import Evidence, Verdict, make_node
from app.domain.protocol.response import RunLineage, RunRules
from app.domain.response.common import (
    Draft,
    Judged,
    Overriding,
    Plan,
    finish,
    growth_factors,
    missing_of,
    status_truth,
)
from app.domain.series import Point
from app.domain.truth import TRUE, UNKNOWN

_RANK = {"CR": 2, "PR": 1}
_Found = tuple[str, Evidence, list[str]]  # state of a lineage, its node, its flags
_Row = tuple[tuple[_Found, ...], tuple[Evidence, bool], list[str]]


class RunPlan(Plan):
    """The compiled rules of one template."""

    def __init__(self, rules: RunRules) -> None:
        self.rules = rules
        self.overriding = Overriding(rules.overriding)
        self.lineages = [_CompiledRunLineage(lineage, rules) for lineage in rules.lineages]

    def judge(self, days: Days) -> Judged:
        """The verdict of each day: overriding events, then the lineages, then the overall rule."""
        rules, overriding = self.rules, self.overriding
        rows: Sequence[_Row] = ()

        def verdict(at: int) -> Verdict:
            nonlocal rows
            view = days.views[at]
            events, decided = overriding.look(view)
            if decided is not None:
                return finish(view, rules, decided)
            if not rows:  # events may leave no day that asks for them
                rows = self._rows(days)
            return self._from_lineages(view, events, rows[at])

        return verdict

    def _rows(self, days: Days) -> Sequence["_Row"]:
        """What the counts of each day say: the lineages, the growth factor, what is missing."""
        lineages = [compiled.states(days) for compiled in self.lineages]
        missing = missing_of(days, self.rules.counts)
        return list(zip(zip(*lineages, strict=True), growth_factors(days), missing, strict=True))

    def _from_lineages(self, view: DayView, events: Evidence, row: "_Row") -> Verdict:
        found, (gcsf, on_gcsf), missing = row
        flags = [flag for _, _, flags in found for flag in flags]
        lineage = {compiled.key: state for compiled, (state, _, _) in zip(self.lineages, found, strict=True)}
        nodes = [events, *[node for _, node, _ in found], gcsf]
        if on_gcsf and self.rules.gcsf_mode == "count_but_flag":
            flags.append("anc_on_gcsf")
        return finish(view, self.rules, Draft(self._overall(lineage, view), flags, nodes, lineage, missing))

    def _overall(self, lineage: dict[str, str], view: DayView) -> str:
        """The overall status (A-21)."""
        rules = self.rules
        leading = lineage[rules.leading]
        if rules.overall_rule == "platelet_only":
            return leading
        if rules.overall_rule == "any_two":
            for status in ("CR", "PR"):
                if sum(_RANK.get(state, 0) >= _RANK[status] for state in lineage.values()) >= 2:
                    return status
        else:
            others = [state for key, state in lineage.items() if key != rules.leading]
            if leading in _RANK and all(state == "CR" for state in others):
                return leading
        states = set(lineage.values())
        if "NE" in states and not states & {"PENDING", "NR"}:
            return "NE"
        return not_recovered(view, rules)


class _CompiledRunLineage:
    def __init__(self, lineage: RunLineage, rules: RunRules) -> None:
        self.rules = rules
        self.key, self.analyte = lineage.key, lineage.analyte
        self.code = f"lineage.{lineage.key}"
        self.grades: list[tuple[str, Evaluator]] = []
        for graded in lineage.grades:
            scope = f"{self.code}.{graded.status.lower()}"
            parts = compile_criterion(graded.when, rules, scope=scope, source=rules.source)
            whole = parts[0] if len(parts) == 1 else compile_group(parts, scope, "all", source=rules.source)
            self.grades.append((graded.status, whole))
        self.statuses = [status for status, _ in self.grades]
        self.params: Mapping[str, Mapping[str, object]] = {
            state: {"combine": "any", "count": 1, "state": state, "analyte": self.analyte}
            for state in ("CR", "PR", "PENDING", "NR", "NE")
        }

    def states(self, days: Days) -> list["_Found"]:
        """CR, PR, PENDING, NR or NE of each day; the evidence; the flags of the lineage."""
        columns = [evaluate(days) for _, evaluate in self.grades]
        rows = zip(days.views, days.points(self.analyte), zip(*columns, strict=True), strict=True)
        return [self._state(view, point, nodes) for view, point, nodes in rows]

    def _state(self, view: DayView, point: Point | None, nodes: tuple[Evidence, ...]) -> "_Found":
        state, reason = self._of_value(view, point, nodes)
        flags = ["anc_on_gcsf"] if reason == "on_gcsf" else []
        params = self.params[state]
        if reason == "no_value":
            params = {**params, **missing_reason(self.analyte, view)}
        elif self._lost(nodes, _RANK.get(state, 0)):
            flags.append("lost_after_recovery")
        answer, source = status_truth(state), self.rules.source
        return state, make_node((self.code, answer, None, (), reason, source, params, nodes)), flags

    def _of_value(
        self, view: DayView, point: Point | None, nodes: tuple[Evidence, ...]
    ) -> tuple[str, str | None]:
        if point is None:
            return "NE", "no_value"
        for status, node in zip(self.statuses, nodes, strict=True):
            if node.verdict is TRUE:
                return status, None
        for node in nodes:
            if node.verdict is UNKNOWN:
                return "NE", _reason(node)
        return not_recovered(view, self.rules), None

    def _lost(self, nodes: tuple[Evidence, ...], rank: int) -> bool:
        """Whether a better grade than this one once held and no longer does."""
        for status, node in zip(self.statuses, nodes, strict=True):
            if _RANK[status] > rank and node.params.get("lost"):
                return True
        return False


def _reason(node: Evidence) -> str | None:
    """Why a grade is unknown: its own reason, or that of the first unknown part."""
    return next((part.reason for part in node.walk() if part.verdict is UNKNOWN and part.reason), None)


def not_recovered(view: DayView, rules: RunRules) -> str:
    """PENDING while the window is open, then NR (A-08)."""
    return "PENDING" if view.study_day < rules.nr_from_day else "NR"
