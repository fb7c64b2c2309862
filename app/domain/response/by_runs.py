"""Verdicts of templates whose lineages recover by runs of values (A4 item 8)."""

from collections.abc import Mapping, Sequence
from functools import cache, cached_property
from typing import NamedTuple

from app.domain.criteria import Days, Evaluator, compile_criterion, compile_group
from app.domain.criteria.counts import Span, only, places
from app.domain.criteria.days import Column, Nodes
from app.domain.criteria.threshold import missing_reason
from app.domain.criteria.view import DayView
from app.domain.evidence import Evidence, Verdict, make_node
from app.domain.protocol.response import RunLineage, RunRules
from app.domain.response.common import (
    Closing,
    Course,
    Judged,
    Overriding,
    Plan,
    Unfolding,
    missing_of,
    status_truth,
)
from app.domain.response.growth_factor import growth_factor_of, on_growth_factor
from app.domain.truth import TRUE, UNKNOWN, Truth

_RANK = {"CR": 2, "PR": 1}
_LOST = "lost_after_recovery"
_Row = tuple["_Said", tuple[str, ...]]  # what the lineages say together, and what is missing


class _Said(NamedTuple):
    """What the counts of a day say, whatever was given before. Few different ones exist."""

    status: str
    flags: tuple[str, ...]
    lineage: Mapping[str, str]


class _Counted(NamedTuple):
    """What the counts of all days say, and the nodes that show it."""

    rows: Sequence[_Row]
    nodes: Unfolding


class RunPlan(Plan):
    """The compiled rules of one template."""

    def __init__(self, rules: RunRules) -> None:
        self.rules = rules
        self.overriding, self.closing = Overriding(rules.overriding), Closing(rules)
        self.lineages = [_CompiledRunLineage(lineage, rules) for lineage in rules.lineages]
        self.keys = [lineage.key for lineage in rules.lineages]
        self._said_of = cache(self._said)

    def judge(self, days: Days) -> Judged:
        """The verdict of each day: overriding events, then the lineages, then the overall rule."""
        return _Course(self, days).verdict

    def counted(self, days: Days) -> _Counted:
        """What the counts of each day say."""
        lineages = [compiled.states(days) for compiled in self.lineages]
        said = map(
            self._said_of,
            zip(*[found.states for found in lineages], strict=True),
            zip(*[found.flags for found in lineages], strict=True),
            on_growth_factor(days),
            days.before(self.rules.nr_from_day),
        )
        rows = zip(said, missing_of(days, self.rules.counts), strict=True)
        nodes = [*[found.nodes for found in lineages], growth_factor_of(days)]
        return _Counted(list(rows), Unfolding(days, nodes))

    def _said(
        self,
        states: tuple[str, ...],
        flags: tuple[tuple[str, ...], ...],
        on_gcsf: bool,
        early: bool,
    ) -> _Said:
        """What the lineages say together. `early`: the window in which recovery is waited for is open."""
        all_flags = [flag for lineage in flags for flag in lineage]
        if on_gcsf and self.rules.gcsf_mode == "count_but_flag":
            all_flags.append("anc_on_gcsf")
        status = self._overall(states, early=early)
        return _Said(status, tuple(dict.fromkeys(all_flags)), dict(zip(self.keys, states, strict=True)))

    def _overall(self, found: tuple[str, ...], *, early: bool) -> str:
        """The overall status (A-21). `early`: the window in which recovery is waited for is open."""
        rules, lineage = self.rules, dict(zip(self.keys, found, strict=True))
        leading = lineage[rules.leading]
        if rules.overall_rule == "platelet_only":
            return leading
        if rules.overall_rule == "any_two":
            for status in ("CR", "PR"):
                if sum(_RANK.get(state, 0) >= _RANK[status] for state in found) >= 2:
                    return status
        else:
            others = [state for key, state in lineage.items() if key != rules.leading]
            if leading in _RANK and all(state == "CR" for state in others):
                return leading
        if "NE" in found and "PENDING" not in found and "NR" not in found:
            return "NE"
        return _not_recovered(early=early)


class _Course(Course):
    def __init__(self, plan: RunPlan, days: Days) -> None:
        super().__init__(days, plan.closing, plan.overriding)
        self._plan = plan

    @cached_property
    def _counted(self) -> _Counted:
        return self._plan.counted(self._days)  # events may leave no day that asks for it

    def _by_counts(self, view: DayView, at: int) -> Verdict:
        (status, flags, lineage), missing = self._counted.rows[at]
        close = self._closing.verdict
        return close(view, status, flags, self._below, at, lineage=lineage, missing=missing)

    def _below(self, view: DayView, at: int) -> list[Evidence]:
        return [*self._events(view), *self._counted.nodes.on(at)]


class _Lineage(NamedTuple):
    """One lineage on each of some days: CR, PR, PENDING, NR or NE, its flags, and why."""

    states: list[str]
    flags: list[tuple[str, ...]]
    nodes: Nodes


class _CompiledRunLineage:
    def __init__(self, lineage: RunLineage, rules: RunRules) -> None:
        self.analyte, self.source = lineage.analyte, rules.source
        self.nr_from_day = rules.nr_from_day
        self.code = f"lineage.{lineage.key}"
        self.grades: list[Evaluator] = []
        for graded in lineage.grades:
            scope = f"{self.code}.{graded.status.lower()}"
            parts = compile_criterion(graded.when, rules, scope=scope, source=rules.source)
            whole = parts[0] if len(parts) == 1 else compile_group(parts, scope, "all", source=rules.source)
            self.grades.append(whole)
        self.statuses = [graded.status for graded in lineage.grades]
        self.params: Mapping[str, Mapping[str, object]] = {
            state: {"combine": "any", "count": 1, "state": state, "analyte": self.analyte}
            for state in ("CR", "PR", "PENDING", "NR", "NE")
        }
        self._of_answers = cache(self._state)

    def states(self, days: Days) -> _Lineage:
        """The lineage on each day."""
        columns = [grade(days) for grade in self.grades]
        states, flags, reasons = self._found(days, columns)
        for at, reason in enumerate(reasons):
            if reason == "on_gcsf":
                flags[at] = ("anc_on_gcsf", *flags[at])
            elif reason == "no_value":
                flags[at] = ()

        def node(at: int, below: tuple[Evidence, ...]) -> Evidence:
            state, reason = states[at], reasons[at]
            params = self.params[state]
            if reason == "no_value":
                params = {**params, **missing_reason(self.analyte, days.view(at))}
            answer = status_truth(state)
            return make_node((self.code, answer, None, (), reason, self.source, params, below))

        def nodes(span: Span) -> list[Evidence]:
            return list(
                map(node, places(span), zip(*[column.nodes(span) for column in columns], strict=True))
            )

        return _Lineage(states, flags, nodes)

    def _found(
        self, days: Days, columns: Sequence[Column]
    ) -> tuple[list[str], list[tuple[str, ...]], list[str | None]]:
        """The state of each day, whether a better one was lost, and why nothing can be said."""
        anchor, opens = days.data.record.anchor, self.nr_from_day
        early = [(day - anchor).days < opens for day in days.days]
        answers = zip(*[column.answers for column in columns], strict=True)
        lost = zip(*[column.lost or [False] * len(days) for column in columns], strict=True)
        rows = list(map(self._of_answers, early, answers, lost))
        states, flags = [state for state, _ in rows], [flags for _, flags in rows]
        reasons: list[str | None] = [None] * len(rows)
        for at, state in enumerate(states):
            if state == "NE":
                unknown = next(column for column in columns if column.answers[at] is UNKNOWN)
                reasons[at] = _reason(unknown.nodes(only(at))[0])
        for at, point in days.counts(self.analyte).odd.items():
            if point is None:
                states[at], reasons[at] = "NE", "no_value"
        return states, flags, reasons

    def _state(
        self, early: bool, answers: tuple[Truth, ...], lost: tuple[bool, ...]
    ) -> tuple[str, tuple[str, ...]]:
        """The first grade that is met, else what is left; and whether a better grade once held."""
        state = "NE" if UNKNOWN in answers else _not_recovered(early=early)
        for status, answer in zip(self.statuses, answers, strict=True):
            if answer is TRUE:
                state = status
                break
        rank, grades = _RANK.get(state, 0), zip(self.statuses, lost, strict=True)
        better = any(gone and _RANK[status] > rank for status, gone in grades)
        return state, (_LOST,) if better else ()


def _reason(node: Evidence) -> str | None:
    """Why a grade is unknown: its own reason, or that of the first unknown part."""
    return next((part.reason for part in node.walk() if part.verdict is UNKNOWN and part.reason), None)


def _not_recovered(*, early: bool) -> str:
    """PENDING while the window is open, then NR (A-08)."""
    return "PENDING" if early else "NR"
