"""From the criteria of a template to evaluators: built once, then called for each subject and day."""

from collections.abc import Iterable, Sequence

from app.domain.criteria.baseline import compile_above_baseline
from app.domain.criteria.counts import Span
from app.domain.criteria.days import Column, Days, Evaluator
from app.domain.criteria.free_of import compile_free_of
from app.domain.criteria.given import compile_given
from app.domain.criteria.judgement import compile_judgement
from app.domain.criteria.over_baseline import compile_over_baseline
from app.domain.criteria.runs import compile_run
from app.domain.criteria.threshold import compile_threshold
from app.domain.evidence import Evidence, make_node
from app.domain.protocol.response import (
    AboveBaseline,
    All,
    Any,
    AtLeast,
    CriteriaRules,
    Criterion,
    FreeOf,
    Given,
    Judgement,
    Not,
    Rise,
    Run,
    RunRules,
    Threshold,
)
from app.domain.protocol.settings import RuleSettings
from app.domain.truth import Truth, all_of, any_of, at_least, negation


def compile_criterion(
    criterion: Criterion, rules: RuleSettings, *, scope: str, source: str, mode: str | None = None
) -> list[Evaluator]:
    """The evaluators of a criterion, to be joined by 'and'. `mode` overrides the reading of A-05."""
    source = criterion.source or source
    match criterion:
        case Threshold():
            retic = rules.retic_severe
            return [compile_threshold(criterion, scope=scope, source=source, retic_severe=retic)]
        case FreeOf():
            days = (
                rules.transfusion_free_days(criterion.product) if criterion.days is None else criterion.days
            )
            return [compile_free_of(criterion.product, days, scope=scope, source=source)]
        case AboveBaseline():
            reading = mode or (
                rules.above_baseline_mode if isinstance(rules, CriteriaRules) else "absolute_and_gt_baseline"
            )
            return compile_above_baseline(criterion, reading, scope=scope, source=source)
        case Run():
            gaps = (rules.max_gap_days, rules.min_values) if isinstance(rules, RunRules) else (3, 3)
            return [compile_run(criterion, *gaps, scope=scope, source=source)]
        case Rise():
            return [compile_over_baseline(criterion, scope=scope, source=source)]
        case Given():
            return [compile_given(criterion, scope=scope, source=source)]
        case Judgement():
            return [compile_judgement(criterion, scope=scope, source=source)]
        case Not():
            children = compile_criterion(criterion.of, rules, scope=scope, source=source, mode=mode)
            return [_not(children, f"{scope}.not", source)]
        case _:
            return [_group(criterion, rules, scope, source, mode)]


def _group(
    criterion: All | Any | AtLeast, rules: RuleSettings, scope: str, source: str, mode: str | None
) -> Evaluator:
    children: list[Evaluator] = []
    for part in criterion.of:
        joint = compile_criterion(part, rules, scope=scope, source=source, mode=mode)
        if len(joint) > 1 and not isinstance(criterion, All):
            joint = [compile_group(joint, f"{scope}.all", "all", source=part.source or source)]
        children += joint
    if isinstance(criterion, AtLeast):
        return compile_group(children, f"{scope}.at_least", "at_least", source=source, count=criterion.count)
    return compile_group(children, f"{scope}.{criterion.kind}", criterion.kind, source=source)


def compile_group(
    children: Sequence[Evaluator], code: str, combine: str, *, source: str, count: int = 0
) -> "Group":
    """An evaluator that joins others: `all`, `any` or `at_least` `count`. Every child is evaluated."""
    return Group(children, code, combine, source=source, count=count)


class Group:
    """An evaluator that joins others."""

    def __init__(
        self, children: Sequence[Evaluator], code: str, combine: str, *, source: str, count: int
    ) -> None:
        wanted = {"all": len(children), "any": 1, "at_least": count}[combine]
        self._children, self._code, self._source = children, code, source
        self._params: dict[str, object] = {"combine": combine, "count": wanted, "of": len(children)}
        self._answer_of = Joined(combine, wanted)

    def __call__(self, days: Days) -> Column:
        """The joint answer of each day."""
        return self.join(self.columns(days))

    def columns(self, days: Days) -> list[Column]:
        """What each of its parts says."""
        return [child(days) for child in self._children]

    def join(self, columns: Sequence[Column]) -> Column:
        """The joint answer of each day from the columns of its parts."""
        answers = self._answer_of.column([column.answers for column in columns])
        code, source, params = self._code, self._source, self._params

        def nodes(span: Span) -> list[Evidence]:
            rows = zip(*[column.nodes(span) for column in columns], strict=True)
            return [
                make_node((code, answer, None, (), None, source, params, below))
                for answer, below in zip(answers[span], rows, strict=True)
            ]

        return Column(answers, nodes)


def joined(combine: str, count: int, verdicts: Iterable[Truth]) -> Truth:
    """The answer of a group from the answers of its children."""
    if combine == "all":
        return all_of(verdicts)
    if combine == "any":
        return any_of(verdicts)
    return at_least(count, verdicts)


class Joined(dict[tuple[Truth, ...], Truth]):
    """The answer of a group to each row of answers that was seen: few different ones exist."""

    def __init__(self, combine: str, count: int) -> None:
        self._combine, self._count = combine, count

    def __missing__(self, row: tuple[Truth, ...]) -> Truth:
        self[row] = answer = joined(self._combine, self._count, row)
        return answer

    def column(self, answers: Sequence[Sequence[Truth]]) -> list[Truth]:
        """The joint answer of each day from the answers of each part."""
        return list(map(self.__getitem__, zip(*answers, strict=True)))


def _not(children: Sequence[Evaluator], code: str, source: str) -> Evaluator:
    inner = (
        children[0] if len(children) == 1 else compile_group(children, f"{code}.all", "all", source=source)
    )
    params: dict[str, object] = {"combine": "not", "count": 0, "of": 1}

    def evaluate(days: Days) -> Column:
        found = inner(days)
        answers = [negation(answer) for answer in found.answers]

        def nodes(span: Span) -> list[Evidence]:
            return [
                make_node((code, answer, None, (), None, source, params, (below,)))
                for answer, below in zip(answers[span], found.nodes(span), strict=True)
            ]

        return Column(answers, nodes)

    return evaluate
