"""'Above the baseline' in its three readings (A-05)."""

from collections.abc import Callable, Mapping
from decimal import Decimal

from app.domain.comparison import OPERATORS, compare, compare_pair
from app.domain.criteria.threshold import compile_fixed, missing_reason, observed, unit_of
from app.domain.criteria.view import DayView, guarded
from app.domain.evidence import Evidence, Fact, Limit, make_node
from app.domain.protocol.response import AboveBaseline
from app.domain.series import Point
from app.domain.truth import FALSE, TRUE, UNKNOWN, Truth, all_of

MODES = ("absolute_and_gt_baseline", "increment", "absolute_only")
Evaluators = list[Callable[[DayView], Evidence]]


def compile_above_baseline(criterion: AboveBaseline, mode: str, *, scope: str, source: str) -> Evaluators:
    """The evaluators of one reading: absolute limit and 'more than the baseline', or the increment alone."""
    source = criterion.source or source
    code = f"{scope}.absolute.{criterion.analyte}"
    absolute = compile_fixed(criterion.analyte, criterion.op, criterion.limit, code=code, source=source)
    if mode == "absolute_only":
        return [absolute]
    if mode == "increment":
        return [_over_baseline(criterion, criterion.limit, scope, source)]
    return [absolute, _over_baseline(criterion, Decimal(0), scope, source)]


def _over_baseline(
    criterion: AboveBaseline, plus: Decimal, scope: str, source: str
) -> Callable[[DayView], Evidence]:
    analyte, op = criterion.analyte, criterion.op
    unit = unit_of(analyte)
    code = f"{scope}.{'increment' if plus else 'above_baseline'}.{analyte}"

    def required(view: DayView, start: Point) -> tuple[Limit, Mapping[str, object], Fact]:
        params = {"analyte": analyte, "baseline": start.value, "baseline_day": start.day, "plus": plus}
        return Limit(op, start.value + plus, unit), params, baseline_fact(view, start)

    def evaluate(view: DayView) -> Evidence:
        point, start = view.points[analyte], view.baseline(analyte)
        if start is None:
            first, last = view.baseline_window()
            facts = () if point is None else observed(view, point)
            none: dict[str, object] = {"analyte": analyte, "first": first, "last": last, "op": op}
            return Evidence(code, UNKNOWN, None, facts, "no_baseline", source, none)
        limit, params, before = view.data.cached((required, start.day), lambda: required(view, start))
        if point is None:
            params = {**params, **missing_reason(analyte, view)}
            return Evidence(code, UNKNOWN, limit, (before,), "no_value", source, params)
        answer, reason = _judge(view, point, op, start, plus)
        facts = (*observed(view, point), before)
        return make_node((code, answer, limit, facts, reason, source, params, ()))

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


def _judge(view: DayView, point: Point, op: str, start: Point, plus: Decimal) -> tuple[Truth, str | None]:
    if point.plain and not start.bound:
        return (TRUE if OPERATORS[op](point.value, start.value + plus) else FALSE), None
    answer = compare_pair((point.value, point.bound), op, (start.value, start.bound), plus=plus)
    if answer is UNKNOWN:
        return UNKNOWN, "bound_undecided"
    kept = guarded(view.data, point, op, answer)
    return kept, "on_gcsf" if kept is not answer else None


def baseline_fact(view: DayView, start: Point) -> Fact:
    """The baseline value as a fact; says where a transfusion or growth factor had touched it (A-06)."""
    return view.data.cached(("baseline_fact", start.analyte, start.day), lambda: _baseline_fact(view, start))


def _baseline_fact(view: DayView, start: Point) -> Fact:
    product = {"HB": "RBC", "PLT": "PLT"}.get(start.analyte)
    note = "baseline"
    if product is not None:
        days = view.settings.transfusion_free_days(product)
        if not view.free_of(product, days, start.day):
            note = "baseline_transfused"
    elif start.analyte == "ANC" and view.data.gcsf_course(start.day) is not None:
        note = "baseline_on_gcsf"
    return start.facts(note)[0]
