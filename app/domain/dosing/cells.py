"""Cells per kilogram of each infusion against the maximum and the planned range (A4 item 11)."""

from datetime import date
from decimal import Decimal

from app.domain.evidence import Evidence, Fact, Limit, Verdict
from app.domain.protocol.model import Template
from app.domain.record import Infusion, SubjectRecord
from app.domain.truth import FALSE, TRUE, UNKNOWN, Truth, all_of
from app.domain.values import dataclass

UNIT = "cells/kg"
MILLION = Decimal(1_000_000)  # what cells are typed and printed in
# NCT02218437: "maximum tolerated dose was 1*10^7 cells/kg"; applies to every template
MAXIMUM = Decimal(10) ** 7
SOURCE = "nct02218437"
_TOLERANCE = Decimal("0.1")


@dataclass(frozen=True, slots=True)
class DoseLimits:
    """Planned range (None: none is planned) and maximum, in cells per kilogram."""

    low: Decimal | None
    high: Decimal | None
    maximum: Decimal

    def above_maximum(self, dose: Decimal) -> bool:
        """Whether a dose exceeds the maximum."""
        return dose > self.maximum

    def out_of_range(self, dose: Decimal) -> bool:
        """Whether a dose lies outside the planned range by more than a tenth."""
        below = self.low is not None and dose < self.low * (1 - _TOLERANCE)
        above = self.high is not None and dose > self.high * (1 + _TOLERANCE)
        return below or above


def limits_of(template: Template) -> DoseLimits:
    """The limits of a template's cell product."""
    for treatment in template.treatments:
        if treatment.product == "MSC":
            maximum = treatment.cells_per_kg_max or MAXIMUM
            return DoseLimits(treatment.cells_per_kg_low, treatment.cells_per_kg_high, maximum)
    return DoseLimits(None, None, MAXIMUM)


def check(template: Template, record: SubjectRecord, on: date) -> Verdict:
    """OK or DOSE_ERROR for the infusions given up to a day; each is judged alone."""
    limits = limits_of(template)
    given = sorted(
        (row for row in record.infusions if row.day <= on),
        key=lambda row: (row.day, row.product, row.cells_total or 0),
    )
    nodes = tuple(_judge(row, record, limits) for row in given)
    flags = [flag for flag in ("dose_above_mtd", "dose_out_of_range") if any(n.reason == flag for n in nodes)]
    answer = all_of(node.children[0].verdict for node in nodes)  # out of range is pointed out, no fault
    status = "DOSE_ERROR" if answer is FALSE else "OK"
    params: dict[str, object] = {"combine": "state", "status": status}
    root = Evidence("dose", answer, None, (), None, SOURCE, params, nodes)
    return Verdict(status, on, root, {}, tuple(flags))


def _judge(row: Infusion, record: SubjectRecord, limits: DoseLimits) -> Evidence:
    """One infusion: below the maximum, and within the planned range."""
    weight = row.weight_kg or record.weight_kg
    facts = [Fact("infusion", row.product, row.day, row.cells_total, "cells")]
    if weight is not None:
        facts.append(Fact("analyte", "WEIGHT", None, weight, "kg"))
    dose = None if weight is None or row.cells_total is None else row.cells_total / weight
    reason = None
    if dose is None:
        reason, maximum, planned = "no_dose", UNKNOWN, UNKNOWN
    else:
        facts.insert(0, Fact("infusion", "cells_per_kg", row.day, dose, UNIT))
        maximum = FALSE if limits.above_maximum(dose) else TRUE
        planned = FALSE if limits.out_of_range(dose) else TRUE
        if maximum is FALSE:
            reason = "dose_above_mtd"
        elif planned is FALSE:
            reason = "dose_out_of_range"
    children = (
        _limit_node("dose.maximum", maximum, Limit("<=", limits.maximum, UNIT), facts[:1]),
        *_range_nodes(planned, limits, facts[:1]),
    )
    answer = all_of(child.verdict for child in children)
    params: dict[str, object] = {
        "combine": "all",
        "count": len(children),
        "of": len(children),
        "day": row.day,
    }
    return Evidence("dose.infusion", answer, None, tuple(facts), reason, SOURCE, params, children)


def _limit_node(code: str, answer: Truth, limit: Limit, facts: list[Fact]) -> Evidence:
    return Evidence(code, answer, limit, tuple(facts), None, SOURCE)


def _range_nodes(answer: Truth, limits: DoseLimits, facts: list[Fact]) -> tuple[Evidence, ...]:
    if limits.low is None or limits.high is None:
        return ()
    params: dict[str, object] = {"low": limits.low, "high": limits.high}
    limit = Limit("<=", limits.high * (1 + _TOLERANCE), UNIT)
    return (Evidence("dose.range", answer, limit, tuple(facts), None, SOURCE, params),)
