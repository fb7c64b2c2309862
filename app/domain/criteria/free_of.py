"""Free of a product for a number of days (A4 item 3): exactly N days later is clean."""

from collections.abc import Callable
from decimal import Decimal

from app.domain.criteria.view import DayView
from app.domain.evidence import Evidence, Limit
from app.domain.truth import FALSE, TRUE


def compile_free_of(product: str, days: int, *, scope: str, source: str) -> Callable[[DayView], Evidence]:
    """The evaluator of a product-free criterion."""
    code, limit = f"{scope}.free_of.{product}", Limit(">=", Decimal(days), "d")
    params, needed = {"product": product}, Decimal(days)
    never = Evidence(code, TRUE, limit, (), None, source, params)

    def evaluate(view: DayView) -> Evidence:
        fact = view.transfusion_fact(product)
        if fact is None or fact.value is None:
            return never
        answer = TRUE if fact.value >= needed else FALSE
        return Evidence(code, answer, limit, (fact,), None, source, params)

    return evaluate
