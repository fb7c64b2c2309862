"""'Above the baseline' in its three readings (A-05)."""

from collections.abc import Mapping
from decimal import Decimal

from app.domain.comparison import compare, compare_pair, satisfied
from app.domain.criteria.counts import Span
from app.domain.criteria.days import Column, Days, Evaluator, column_of
from app.domain.criteria.threshold import compile_fixed, missing_reason, observed, unit_of
from app.domain.criteria.view import DayView, SubjectData, guarded, latest_up_to
from app.domain.evidence import Evidence, Fact, Limit, make_node
from app.domain.protocol.response import AboveBaseline
from app.domain.series import Point
from app.domain.truth import FALSE, TRUE, UNKNOWN, Truth, all_of

MODES = ("absolute_and_gt_baseline", "increment", "absolute_only")


def compile_above_baseline(
    criterion: AboveBaseline, mode: str, *, scope: str, source: str
) -> list[Evaluator]:
    """The evaluators of one reading: absolute limit and 'more than the baseline', or the increment alone."""
    source = criterion.source or source
    code = f"{scope}.absolute.{criterion.analyte}"
    absolute = compile_fixed(criterion.analyte, criterion.op, criterion.limit, code=code, source=source)
    if mode == "absolute_only":
        return [absolute]
    if mode == "increment":
        return [_over_baseline(criterion, criterion.limit, scope, source)]
    return [absolute, _over_baseline(criterion, Decimal(0), scope, source)]


def _over_baseline(criterion: AboveBaseline, plus: Decimal, scope: str, source: str) -> Evaluator:
    analyte, op = criterion.analyte, criterion.op
    unit = unit_of(analyte)
    code = f"{scope}.{'increment' if plus else 'above_baseline'}.{analyte}"

    def required(data: SubjectData, start: Point) -> tuple[Limit, Mapping[str, object], Fact]:
        params = {"analyte": analyte, "baseline": start.value, "baseline_day": start.day, "plus": plus}
        return Limit(op, start.value + plus, unit), params, baseline_fact(data, start)

    def one(view: DayView) -> Evidence:
        point, start = view.current(analyte), view.baseline(analyte)
        if start is None:
            first, last = view.baseline_window()
            facts = () if point is None else observed(view, point)
            none: dict[str, object] = {"analyte": analyte, "first": first, "last": last, "op": op}
            return Evidence(code, UNKNOWN, None, facts, "no_baseline", source, none)
        limit, params, before = required(view.data, start)
        if point is None:
            params = {**params, **missing_reason(analyte, view)}
            return Evidence(code, UNKNOWN, limit, (before,), "no_value", source, params)
        answer, reason = _judge(view, point, op, start, plus)
        facts = (*observed(view, point), before)
        return make_node((code, answer, limit, facts, reason, source, params, ()))

    def evaluate(days: Days) -> Column:
        start = days.start(analyte)
        if start is None or start.bound:
            return column_of([one(days.view(at)) for at in range(len(days))])
        counts = days.counts(analyte)
        limit, params, before = required(days.data, start)
        answers = days.answers((analyte, op, limit.value), lambda: satisfied(counts.values, op, limit.value))

        def nodes(span: Span) -> list[Evidence]:
            return [
                make_node((code, answer, limit, (*facts, before), None, source, params, ()))
                for answer, facts in zip(answers[span], counts.facts(span), strict=True)
            ]

        return Column(answers, nodes).with_others({at: one(days.view(at)) for at in counts.odd})

    return evaluate


def clause_under(criterion: AboveBaseline, mode: str, point: Point, start: Point) -> Truth:
    """The answer of the clause in one reading, for a value and a baseline that no growth factor touches."""
    value, before = (point.value, point.bound), (start.value, start.bound)
    if mode == "increment":
        return compare_pair(value, criterion.op, before, plus=criterion.limit)
    absolute = compare(point.value, point.bound, criterion.op, criterion.limit)
    if mode == "absolute_only":
        return absolute
    return all_of([absolute, compare_pair(value, criterion.op, before)])


def clause_column(criterion: AboveBaseline, mode: str, values: list[Decimal], start: Point) -> list[Truth]:
    """`clause_under` for plain values of several days and a plain baseline."""
    op, limit = criterion.op, criterion.limit
    if mode == "increment":
        return satisfied(values, op, start.value + limit)
    absolute = satisfied(values, op, limit)
    if mode == "absolute_only":
        return absolute
    over = satisfied(values, op, start.value)
    return [TRUE if one is other is TRUE else FALSE for one, other in zip(absolute, over, strict=True)]


def _judge(view: DayView, point: Point, op: str, start: Point, plus: Decimal) -> tuple[Truth, str | None]:
    answer = compare_pair((point.value, point.bound), op, (start.value, start.bound), plus=plus)
    if answer is UNKNOWN:
        return UNKNOWN, "bound_undecided"
    kept = guarded(view.data, point, op, answer)
    return kept, "on_gcsf" if kept is not answer else None


def baseline_fact(data: SubjectData, start: Point) -> Fact:
    """The baseline value as a fact; says where a transfusion or growth factor had touched it (A-06)."""
    return data.cached(("baseline_fact", start.analyte, start.day), lambda: _baseline_fact(data, start))


def _baseline_fact(data: SubjectData, start: Point) -> Fact:
    product = {"HB": "RBC", "PLT": "PLT"}.get(start.analyte)
    note = "baseline"
    if product is not None:
        days = data.settings.transfusion_free_days(product)
        last = latest_up_to(data.transfusion_days(product), start.day)
        if last is not None and (start.day - last).days < days:
            note = "baseline_transfused"
    elif start.analyte == "ANC" and data.gcsf_course(start.day) is not None:
        note = "baseline_on_gcsf"
    return start.facts(note)[0]
