"""Planned doses of drugs in milligrams, and a trough against its target: facts, never a new dose."""

from datetime import date
from decimal import Decimal

from app.domain.protocol.model import Template, Treatment
from app.domain.values import dataclass

WEIGHT_DAYS = 7  # a weight counts for a dose while it is not older
CREATININE_OVER_BASELINE = Decimal("1.5")
BILIRUBIN_OVER_ULN = Decimal(2)


@dataclass(frozen=True, slots=True)
class PlannedDose:
    """A day's dose of a plan: milligrams for a weight in kg."""

    treatment: Treatment
    per_kg: Decimal
    weight_kg: Decimal

    @property
    def mg(self) -> Decimal:
        """Milligrams a day."""
        return self.per_kg * self.weight_kg


@dataclass(frozen=True, slots=True)
class Safety:
    """What holds a dose whatever its level: creatinine (umol/L) and bilirubin with what they compare with."""

    creatinine: Decimal | None = None
    creatinine_baseline: Decimal | None = None
    bilirubin: Decimal | None = None
    bilirubin_uln: Decimal | None = None


def treatment_of(template: Template, product: str, *, arm: str) -> Treatment | None:
    """The treatment of a product in an arm, whose days and dose may be its own."""
    return next(
        (
            treatment
            for treatment in template.treatments
            if treatment.product == product and (not treatment.arms or arm in treatment.arms)
        ),
        None,
    )


def planned(treatment: Treatment | None, weight_kg: Decimal | None) -> PlannedDose | None:
    """The planned dose of a treatment for a weight, where the plan says one and the weight is known."""
    if treatment is None or treatment.mg_per_kg is None or not weight_kg:
        return None
    return PlannedDose(treatment, treatment.mg_per_kg, weight_kg)


def weight_counts(weighed: date, dose: date) -> bool:
    """Whether a weight is of the day of a dose or at most a week older."""
    return 0 <= (dose - weighed).days <= WEIGHT_DAYS


def trough_advice(treatment: Treatment | None, level: Decimal | None, safety: Safety) -> tuple[str, ...]:
    """Codes of what a physician has to know: `hold_creatinine`, `hold_bilirubin`, `below` or `above`.

    `level` in ng/mL. Creatinine above 1.5 times the baseline or bilirubin above twice ULN goes first: then
    nothing is said of raising a dose.
    """
    holds = _holds(safety)
    if treatment is None or level is None:
        return holds
    low, high = treatment.trough_low, treatment.trough_high
    if high is not None and level > high:
        return (*holds, "above")
    return ("below",) if low is not None and level < low and not holds else holds


def _holds(safety: Safety) -> tuple[str, ...]:
    found = []
    creatinine, start = safety.creatinine, safety.creatinine_baseline
    if creatinine is not None and start is not None and creatinine > CREATININE_OVER_BASELINE * start:
        found.append("hold_creatinine")
    bilirubin, uln = safety.bilirubin, safety.bilirubin_uln
    if bilirubin is not None and uln is not None and bilirubin > BILIRUBIN_OVER_ULN * uln:
        found.append("hold_bilirubin")
    return tuple(found)
