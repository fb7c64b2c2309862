"""Free of a product for a number of days (A4 item 3): exactly N days later is clean."""

from collections.abc import Callable
from decimal import Decimal

from app.domain.criteria.given import log_reaches
from app.domain.criteria.view import DayView
from app.domain.evidence import Evidence, Limit, make_node
from app.domain.truth import FALSE, TRUE, UNKNOWN


def compile_free_of(product: str, days: int, *, scope: str, source: str) -> Callable[[DayView], Evidence]:
    """The evaluator of a product-free criterion."""
    code, limit = f"{scope}.free_of.{product}", Limit(">=", Decimal(days), "d")
    params, needed = {"product": product}, Decimal(days)
    never = Evidence(code, TRUE, limit, (), None, source, params)

    def evaluate(view: DayView) -> Evidence:
        fact = view.given[product]
        given = fact is not None and fact.value is not None and fact.value < needed
        if not given and view.record.transfusions_from and not log_reaches(view, view.day, days):
            facts = () if fact is None else (fact,)
            return Evidence(code, UNKNOWN, limit, facts, "log_not_kept", source, params)
        if fact is None:
            return never
        answer = FALSE if given else TRUE
        return make_node((code, answer, limit, (fact,), None, source, params, ()))

    return evaluate
