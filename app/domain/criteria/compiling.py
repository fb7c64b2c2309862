"""From the criteria of a template to evaluators: built once, then called for each subject and day."""

from collections.abc import Iterable, Iterator, Sequence

from app.domain.criteria.baseline import compile_above_baseline
from app.domain.criteria.days import Days, Evaluator
from app.domain.criteria.free_of import compile_free_of
from app.domain.criteria.given import compile_given
from app.domain.criteria.judgement import compile_judgement
from app.domain.criteria.over_baseline import compile_over_baseline
from app.domain.criteria.runs import compile_run
from app.domain.criteria.threshold import compile_threshold
from app.domain.evidence import Evidence, make_nodes
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
) -> Evaluator:
    """An evaluator that joins others: `all`, `any` or `at_least` `count`. Every child is evaluated."""
    wanted = {"all": len(children), "any": 1, "at_least": count}[combine]
    params: dict[str, object] = {"combine": combine, "count": wanted, "of": len(children)}
    answer_of = _Joined(combine, wanted)

    def evaluate(days: Days) -> list[Evidence]:
        columns = [child(days) for child in children]
        answers = [answer_of[row] for row in verdict_rows(columns)]
        found = zip(*columns, strict=True)
        return make_nodes(code, answers, source=source, params=params, children=found)

    return evaluate


def verdict_rows(columns: Iterable[Iterable[Evidence]]) -> Iterator[tuple[Truth, ...]]:
    """The answers of each day from columns of nodes."""
    return zip(*[[node.verdict for node in column] for column in columns], strict=True)


def joined(combine: str, count: int, verdicts: Iterable[Truth]) -> Truth:
    """The answer of a group from the answers of its children."""
    if combine == "all":
        return all_of(verdicts)
    if combine == "any":
        return any_of(verdicts)
    return at_least(count, verdicts)


class _Joined(dict[tuple[Truth, ...], Truth]):
    """The answer of a group to each row of answers that was seen: few different ones exist."""

    def __init__(self, combine: str, count: int) -> None:
        self._combine, self._count = combine, count

    def __missing__(self, row: tuple[Truth, ...]) -> Truth:
        self[row] = answer = joined(self._combine, self._count, row)
        return answer


def _not(children: Sequence[Evaluator], code: str, source: str) -> Evaluator:
    inner = (
        children[0] if len(children) == 1 else compile_group(children, f"{code}.all", "all", source=source)
    )
    params: dict[str, object] = {"combine": "not", "count": 0, "of": 1}

    def evaluate(days: Days) -> list[Evidence]:
        found = inner(days)
        answers = [negation(node.verdict) for node in found]
        return make_nodes(code, answers, source=source, params=params, children=zip(found, strict=True))

    return evaluate
