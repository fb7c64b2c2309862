"""The current value over its baseline: a rise from a low start, else a multiple or the normal value."""

from app.domain.criteria.baseline import baseline_fact
from app.domain.criteria.days import Evaluator, day_by_day
from app.domain.criteria.rises import rise_limit, satisfies
from app.domain.criteria.threshold import missing_reason, observed
from app.domain.criteria.view import DayView, guarded
from app.domain.evidence import Evidence
from app.domain.protocol.response import Rise
from app.domain.truth import FALSE, UNKNOWN


def compile_over_baseline(criterion: Rise, *, scope: str, source: str) -> Evaluator:
    """The evaluator of one analyte. Unknown without a current value or a baseline."""
    analyte, source = criterion.analyte, criterion.source or source
    code = f"{scope}.rise.{analyte}"

    def evaluate(view: DayView) -> Evidence:
        point, start = view.current(analyte), view.baseline(analyte)
        params: dict[str, object] = {"analyte": analyte}
        if start is None:
            first, last = view.baseline_window()
            params |= {"first": first, "last": last}
            return Evidence(code, UNKNOWN, None, (), "no_baseline", source, params)
        normal = view.normal_haemoglobin() if criterion.normal == "LLN" else criterion.normal
        assert not isinstance(normal, str)
        limit = rise_limit(criterion, start, normal)
        params |= {"baseline": start.value, "baseline_day": start.day}
        base = (baseline_fact(view.data, start),)
        if limit is None:
            facts = base if point is None else (*observed(view, point), *base)
            return Evidence(code, FALSE, None, facts, "baseline_normal", source, params)
        if point is None:
            params |= missing_reason(analyte, view)
            return Evidence(code, UNKNOWN, limit, base, "no_value", source, params)
        answer = satisfies(criterion, start, point, normal)
        kept = guarded(view.data, point, ">=", answer)
        reason = "on_gcsf" if kept is not answer else "bound_undecided" if answer is UNKNOWN else None
        return Evidence(code, kept, limit, (*observed(view, point), *base), reason, source, params)

    return day_by_day(evaluate)
