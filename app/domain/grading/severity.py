"""Severity of aplastic anaemia at diagnosis by Camitta's criteria (A2, A4 item 10)."""

from datetime import date
from decimal import Decimal

from app.domain.criteria import compile_criterion, compile_group, on_day
from app.domain.criteria.threshold import judge, missing_reason
from app.domain.criteria.view import DayView, SubjectData
from app.domain.evidence import Evidence, Fact, Limit, Verdict
from app.domain.protocol.response import Threshold
from app.domain.protocol.settings import RuleSettings
from app.domain.record import Marrow, SubjectRecord
from app.domain.response.common import missing_counts
from app.domain.response.growth_factor import growth_factor
from app.domain.truth import FALSE, TRUE, UNKNOWN, Truth, all_of, known

SOURCE = "camitta"
COUNTS = ("ANC", "PLT", "RETIC_ABS")
_VERY_SEVERE_ANC = Decimal("0.2")
_RETIC = Decimal(20)


def severity(
    record: SubjectRecord,
    on: date,
    *,
    settings: RuleSettings | None = None,
    retic_below: Decimal = _RETIC,
) -> Verdict:
    """SAA, VSAA, NSAA or NE on a day. `settings` bring a template's windows and wash-outs.

    `retic_below`: 20 ×10⁹/L, or 60 where an automated analyser counts reticulocytes.
    """
    # Diagnosis comes before day 0, also where a template counts response values from its anchor only.
    windows = (settings or RuleSettings()).model_copy(update={"values_from_anchor": False})
    view = DayView(SubjectData(record, windows), on)
    blood = _blood(view, retic_below)
    marrow = marrow_hypocellular(record.marrow)
    very = _very_severe(view)
    gcsf, on_gcsf = growth_factor(view)
    flags = ["anc_on_gcsf"] if on_gcsf else []
    missing: list[str] = []
    both = all_of([blood.verdict, marrow.verdict])
    if both is FALSE:
        status = "NSAA"
        if marrow.verdict is FALSE and _at_least_half(record.marrow):
            flags.append("marrow_not_hypocellular")
    elif both is TRUE:
        status = "VSAA" if very.verdict is TRUE else "SAA"
        if very.verdict is UNKNOWN:
            flags.append("vsaa_not_excluded")
    else:
        status = "NE"
        if marrow.verdict is UNKNOWN:
            missing.append("MARROW")
        if blood.verdict is UNKNOWN:
            missing += missing_counts(view, COUNTS)
    answer = {"NE": UNKNOWN, "NSAA": FALSE}.get(status, TRUE)
    params: dict[str, object] = {"combine": "state", "status": status}
    nodes = (blood, marrow, very, gcsf)
    root = Evidence("severity", answer, None, (), None, SOURCE, params, nodes)
    return Verdict(status, on, root, {}, tuple(flags), tuple(missing))


def _blood(view: DayView, retic_below: Decimal) -> Evidence:
    limits = (("ANC", Decimal("0.5")), ("PLT", Decimal(20)), ("RETIC_ABS", retic_below))
    parts = [
        evaluator
        for analyte, limit in limits
        for evaluator in compile_criterion(
            Threshold(kind="threshold", analyte=analyte, op="<", limit=limit),
            view.settings,
            scope="blood",
            source=SOURCE,
        )
    ]
    return on_day(compile_group(parts, "blood", "at_least", source=SOURCE, count=2), view)


def _very_severe(view: DayView) -> Evidence:
    """ANC < 0.2; unknown when missing, confounded or not decided by a bound."""
    limit = Limit("<", _VERY_SEVERE_ANC, "10*9/L")
    point = view.current("ANC")
    if point is None:
        return Evidence("very_severe", UNKNOWN, limit, (), "no_value", SOURCE, missing_reason("ANC", view))
    answer, reason = judge(view, point, "<", _VERY_SEVERE_ANC)
    return Evidence("very_severe", answer, limit, point.facts(), reason, SOURCE, {"analyte": "ANC"})


def marrow_hypocellular(marrow: Marrow | None) -> Evidence:
    """Cellularity < 25 %, or < 50 % with residual haematopoietic cells < 30 %."""
    answer, reason = _judge_marrow(marrow)
    facts: tuple[Fact, ...] = ()
    if marrow is not None:
        named = (
            ("cellularity", marrow.cellularity_pct),
            ("residual", marrow.residual_hematopoietic_pct),
        )
        facts = tuple(
            Fact("marrow", name, marrow.day, value, "%") for name, value in named if value is not None
        )
    return Evidence("marrow", answer, Limit("<", Decimal(25), "%"), facts, reason, SOURCE)


def _judge_marrow(marrow: Marrow | None) -> tuple[Truth, str | None]:
    if marrow is None or marrow.cellularity_pct is None:
        return UNKNOWN, "no_marrow"
    if marrow.cellularity_pct < 25:
        return TRUE, None
    if marrow.cellularity_pct >= 50:
        return FALSE, None
    if marrow.residual_hematopoietic_pct is None:
        return UNKNOWN, "no_residual"
    return known(marrow.residual_hematopoietic_pct < 30), None


def _at_least_half(marrow: Marrow | None) -> bool:
    return marrow is not None and marrow.cellularity_pct is not None and marrow.cellularity_pct >= 50
