"""Something given shortly before a day, or before day 0: what 'dependent' can rest on."""

from datetime import date, timedelta
from decimal import Decimal

from app.domain.criteria.days import Evaluator, day_by_day
from app.domain.criteria.view import NOT_EXACT, DayView, course_fact
from app.domain.evidence import Evidence, Fact, Limit
from app.domain.protocol.response import Given
from app.domain.truth import FALSE, TRUE, UNKNOWN


def compile_given(criterion: Given, *, scope: str, source: str) -> Evaluator:
    """The evaluator: met when the last one lies less than `days` back; unknown where no log reaches there."""
    product, days = criterion.product, criterion.days
    name = "given" if criterion.at == "day" else "given_before"
    code, limit = f"{scope}.{name}.{product}", Limit("<", Decimal(days), "d")
    params: dict[str, object] = {"product": product, "at": criterion.at}
    source = criterion.source or source

    def evaluate(view: DayView) -> Evidence:
        day = view.record.anchor if criterion.at == "day0" else view.day
        fact = _last_gcsf(view, day) if product == "GCSF" else _last_transfusion(view, product, day)
        facts = () if fact is None else (fact,)
        if fact is not None and fact.note == NOT_EXACT and _may_reach(view, day, days):
            return Evidence(code, UNKNOWN, limit, facts, NOT_EXACT, source, params)
        if fact is not None and fact.value is not None and fact.value < days:
            return Evidence(code, TRUE, limit, facts, None, source, params)
        if product != "GCSF" and not log_reaches(view, day, days):
            return Evidence(code, UNKNOWN, limit, facts, "log_not_kept", source, params)
        return Evidence(code, FALSE, limit, facts, None, source, params)

    return day_by_day(evaluate)


def log_reaches(view: DayView, day: date, days: int) -> bool:
    """Whether every transfusion of the `days` days up to `day` is known."""
    start = view.record.transfusions_from
    return start is None or start <= day - timedelta(days=days - 1)


def _last_transfusion(view: DayView, product: str, day: date) -> Fact | None:
    last = view.last_transfusion(product, day)
    return None if last is None else Fact("product", product, last, Decimal((day - last).days), "d")


def _may_reach(view: DayView, day: date, days: int) -> bool:
    """Whether the last growth factor, whose days are not exact, may have been given that shortly before."""
    found = view.data.last_gcsf_course(day)
    return found is not None and (day - min(found[0].stop or day, day)).days < days


def _last_gcsf(view: DayView, day: date) -> Fact | None:
    found = view.data.last_gcsf_course(day)
    if found is None:
        return None
    return course_fact(found[0], day)
