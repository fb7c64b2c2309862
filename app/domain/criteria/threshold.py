"""The current value of an analyte against a limit."""

from collections.abc import Sequence
from decimal import Decimal
from functools import cache
from itertools import repeat

from app.domain.comparison import OPERATORS, compare, satisfied
from app.domain.criteria.counts import Span
from app.domain.criteria.days import Column, Days, Evaluator
from app.domain.criteria.view import DayView, guarded, shown
from app.domain.evidence import Evidence, Limit, make_node
from app.domain.protocol.response import Threshold
from app.domain.quantities import ANALYTES
from app.domain.series import Facts, Point
from app.domain.truth import FALSE, TRUE, UNKNOWN, Truth

HB_UNIT = "g/L"


def judge(view: DayView, point: Point, op: str, limit: Decimal) -> tuple[Truth, str | None]:
    """Answer and reason for one value against a limit, with bounds and growth factor respected."""
    answer = compare(point.value, point.bound, op, limit)
    if answer is UNKNOWN:
        return UNKNOWN, "bound_undecided"
    if not view.data.on_growth_factor:
        return answer, None
    kept = guarded(view.data, point, op, answer)
    return kept, "on_gcsf" if kept is not answer else None


def observed(view: DayView, point: Point) -> Facts:
    """The facts of a value, with the growth factor named where one acted on it."""
    return shown(view.data, point)


def missing_reason(analyte: str, view: DayView) -> dict[str, object]:
    """Parameters of the reason `no_value`: which analyte, and the days on which it was looked for."""
    first, last = view.window()
    return {"analyte": analyte, "first": first, "last": last}


def compile_threshold(criterion: Threshold, *, scope: str, source: str, retic_severe: Decimal) -> Evaluator:
    """The evaluator of a threshold criterion."""
    analyte, op, source = criterion.analyte, criterion.op, criterion.source or source
    if criterion.limit == "LLN":
        return _against_normal(criterion, f"{scope}.normal.{analyte}", source)
    fixed = retic_severe if criterion.limit == "retic_severe" else criterion.limit
    assert isinstance(fixed, Decimal)
    return compile_fixed(analyte, op, fixed, code=f"{scope}.threshold.{analyte}", source=source)


def compile_fixed(analyte: str, op: str, fixed: Decimal, *, code: str, source: str) -> Evaluator:
    """The evaluator of the current value against a fixed limit."""
    limit, params = Limit(op, fixed, unit_of(analyte)), {"analyte": analyte}

    def one(view: DayView, point: Point | None) -> Evidence:
        if point is None:
            return Evidence(code, UNKNOWN, limit, (), "no_value", source, missing_reason(analyte, view))
        answer, reason = judge(view, point, op, fixed)
        return make_node((code, answer, limit, observed(view, point), reason, source, params, ()))

    def evaluate(days: Days) -> Column:
        counts = days.counts(analyte)
        answers = days.answers((analyte, op, fixed), lambda: satisfied(counts.values, op, fixed))

        def nodes(span: Span) -> list[Evidence]:
            return [
                make_node((code, answer, limit, facts, None, source, params, ()))
                for answer, facts in zip(answers[span], counts.facts(span), strict=True)
            ]

        others = {at: one(days.view(at), point) for at, point in counts.odd.items()}
        return Column(answers, nodes).with_others(others)

    return evaluate


def _against_normal(criterion: Threshold, code: str, source: str) -> Evaluator:
    analyte, op, holds = criterion.analyte, criterion.op, OPERATORS[criterion.op]

    def one(view: DayView, point: Point | None, normal: Decimal | None) -> Evidence:
        params: dict[str, object] = {"analyte": analyte, "table": view.settings.hb_table}
        facts = () if point is None else observed(view, point)
        if point is None:
            params |= missing_reason(analyte, view)
        if normal is None:
            reason = "no_limit" if point is not None else "no_value"
            return Evidence(code, UNKNOWN, None, facts, reason, source, params | {"op": op})
        limit = _normal_limit(op, normal)
        if point is None:
            return Evidence(code, UNKNOWN, limit, (), "no_value", source, params)
        answer, why = judge(view, point, op, normal)
        return make_node((code, answer, limit, facts, why, source, params, ()))

    def evaluate(days: Days) -> Column:
        counts, normals = days.counts(analyte), days.normals()

        def compared() -> list[Truth]:
            return [
                TRUE if normal is not None and holds(value, normal) else FALSE
                for value, normal in zip(counts.values, normals, strict=True)
            ]

        answers = days.answers((analyte, op, "LLN"), compared)
        params = {"analyte": analyte, "table": days.data.settings.hb_table}

        def nodes(span: Span) -> list[Evidence]:
            rows = zip(
                answers[span],
                map(_normal_limit, repeat(op), normals[span]),
                counts.facts(span),
                strict=False,  # one of them has no end
            )
            return [
                make_node((code, answer, limit, facts, None, source, params, ()))
                for answer, limit, facts in rows
            ]

        points = {at: days.data.current(analyte, days.days[at]) for at in without(normals)} | counts.odd
        others = {at: one(days.view(at), point, normals[at]) for at, point in points.items()}
        return Column(answers, nodes).with_others(others)

    return evaluate


def without(found: Sequence[object | None]) -> list[int]:
    """The places at which there is nothing."""
    return [at for at, one in enumerate(found) if one is None] if None in found else []


@cache
def _normal_limit(op: str, normal: Decimal | None) -> Limit | None:
    return None if normal is None else Limit(op, normal, HB_UNIT)


def unit_of(analyte: str) -> str:
    """Canonical unit of an analyte."""
    return ANALYTES[analyte].unit
