"""Free of a product for a number of days (A4 item 3): exactly N days later is clean."""

from collections.abc import Callable
from decimal import Decimal

from app.domain.criteria.view import DayView
from app.domain.evidence import Evidence, Fact, Limit
from app.domain.truth import FALSE, TRUE


def compile_free_of(product: str, days: int, *, scope: str, source: str) -> Callable[[DayView], Evidence]:
    """The evaluator of a product-free criterion."""
    code, limit = f"{scope}.free_of.{product}", Limit(">=", Decimal(days), "d")
    params = {"product": product}

    def evaluate(view: DayView) -> Evidence:
        last = view.last_transfusion(product)
        if last is None:
            return Evidence(code, TRUE, limit, (), None, source, params)
        since = (view.day - last).days
        fact = Fact("product", product, last, Decimal(since), "d")
        return Evidence(code, TRUE if since >= days else FALSE, limit, (fact,), None, source, params)

    return evaluate
