"""Free of a product for a number of days (A4 item 3): exactly N days later is clean."""

from decimal import Decimal

from app.domain.criteria.counts import Span
from app.domain.criteria.days import Column, Days, Evaluator, column_of
from app.domain.criteria.given import log_reaches
from app.domain.criteria.view import DayView
from app.domain.evidence import Evidence, Limit, make_node
from app.domain.series import Facts
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

    def evaluate(course: Days) -> Column:
        given = course.given(product)
        if course.data.record.transfusions_from:
            rows = enumerate(zip(given.facts(slice(0, len(course))), given.since, strict=True))
            return column_of([one(course.view(at), facts, since) for at, (facts, since) in rows])
        answers = course.answers(("free of", product, days), lambda: given.free_for(days))

        def nodes(span: Span) -> list[Evidence]:
            return [
                make_node((code, answer, limit, facts, None, source, params, ()))
                for answer, facts in zip(answers[span], given.facts(span), strict=True)
            ]

        return Column(answers, nodes)

    return evaluate
