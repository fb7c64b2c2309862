"""Verdicts of templates whose lineages recover by runs of values (A4 item 8)."""

from app.domain.criteria import Evaluator, compile_criterion, compile_group
from app.domain.criteria.threshold import missing_reason
from app.domain.criteria.view import DayView
from app.domain.evidence import Evidence, Verdict
from app.domain.protocol.response import RunLineage, RunRules
from app.domain.response.common import Draft, Overriding, finish, growth_factor, missing_counts, status_truth
from app.domain.truth import TRUE, UNKNOWN

_RANK = {"CR": 2, "PR": 1}


class RunPlan:
    """The compiled rules of one template."""

    def __init__(self, rules: RunRules) -> None:
        self.rules = rules
        self.overriding = Overriding(rules.overriding)
        self.lineages = [_CompiledRunLineage(lineage, rules) for lineage in rules.lineages]

    def verdict(self, view: DayView) -> Verdict:
        """The verdict of a day: overriding events, then the lineages, then the overall rule."""
        rules = self.rules
        events, decided = self.overriding.look(view)
        if decided is not None:
            return finish(view, rules, decided)
        flags: list[str] = []
        lineage: dict[str, str] = {}
        nodes = [events]
        for compiled in self.lineages:
            state, node, found = compiled.state(view)
            lineage[compiled.key] = state
            nodes.append(node)
            flags += found
        gcsf, on_gcsf = growth_factor(view)
        nodes.append(gcsf)
        if on_gcsf and rules.gcsf_mode == "count_but_flag":
            flags.append("anc_on_gcsf")
        missing = missing_counts(view, rules.counts)
        status = self._overall(lineage, view)
        return finish(view, rules, Draft(status, flags, nodes, lineage, missing))

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

    def state(self, view: DayView) -> tuple[str, Evidence, list[str]]:
        """CR, PR, PENDING, NR or NE; the evidence; the flags of the lineage."""
        grades = [(status, evaluate(view)) for status, evaluate in self.grades]
        flags: list[str] = []
        reason: str | None = None
        state = next((status for status, node in grades if node.verdict is TRUE), None)
        if view.current(self.analyte) is None:
            state, reason = "NE", "no_value"
        elif state is None:
            unknown = next((node for _, node in grades if node.verdict is UNKNOWN), None)
            state = "NE" if unknown is not None else not_recovered(view, self.rules)
            reason = None if unknown is None else _reason(unknown)
        if reason == "on_gcsf":
            flags.append("anc_on_gcsf")
        if reason != "no_value" and any(
            node.params.get("lost") and _RANK.get(state, 0) < _RANK[status] for status, node in grades
        ):
            flags.append("lost_after_recovery")
        params: dict[str, object] = {"combine": "any", "count": 1, "state": state, "analyte": self.analyte}
        if reason == "no_value":
            params |= missing_reason(self.analyte, view)
        children = tuple(node for _, node in grades)
        node = Evidence(self.code, status_truth(state), None, (), reason, self.rules.source, params, children)
        return state, node, flags


def _reason(node: Evidence) -> str | None:
    """Why a grade is unknown: its own reason, or that of the first unknown part."""
    return next((part.reason for part in node.walk() if part.verdict is UNKNOWN and part.reason), None)


def not_recovered(view: DayView, rules: RunRules) -> str:
    """PENDING while the window is open, then NR (A-08)."""
    return "PENDING" if view.study_day < rules.nr_from_day else "NR"
