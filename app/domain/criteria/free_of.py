"""Free of a product for a number of days (A4 item 3): exactly N days later is clean."""

from decimal import Decimal

from app.domain.criteria.days import Days, Evaluator
from app.domain.criteria.given import log_reaches
from app.domain.criteria.view import DayView, Facts
from app.domain.evidence import Evidence, Limit, make_node, make_nodes
from app.domain.truth import FALSE, TRUE, UNKNOWN


def compile_free_of(product: str, days: int, *, scope: str, source: str) -> Evaluator:
    """The evaluator of a product-free criterion."""
    code, limit = f"{scope}.free_of.{product}", Limit(">=", Decimal(days), "d")
    params = {"product": product}

    def one(view: DayView, given: Facts, since: int | None) -> Evidence:
        answer, reason = TRUE if since is None or since >= days else FALSE, None
        if answer is TRUE and not log_reaches(view, view.day, days):
            answer, reason = UNKNOWN, "log_not_kept"
        return make_node((code, answer, limit, given, reason, source, params, ()))

    def evaluate(course: Days) -> list[Evidence]:
        given, since = course.given(product)
        if course.data.record.transfusions_from:
            rows = zip(course.views, given, since, strict=True)
            return [one(*row) for row in rows]
        answers = [TRUE if passed is None or passed >= days else FALSE for passed in since]
        return make_nodes(code, answers, required=limit, observed=given, source=source, params=params)

    return evaluate
