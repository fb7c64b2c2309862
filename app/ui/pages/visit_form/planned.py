"""What the protocol plans to give around a visit, and how a dose stands against that plan."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from app.domain.dosing import MILLION
from app.domain.dosing.drugs import planned, treatment_of, weight_counts
from app.domain.quantities import exact_number
from app.domain.values import dataclass
from app.i18n.cells import millions
from app.ui.dates import parse_day

if TYPE_CHECKING:
    from app.domain.dosing import DoseLimits
    from app.domain.protocol.model import Template, Treatment
    from app.i18n import Texts
    from app.ui.pages.visit_form.texts_of_form import InfusionText

AROUND = 14  # days after the last planned dose in which the form still asks
PRODUCTS = ("MSC", "ATG")
STARTED = ("ciclosporin", "filgrastim")  # what the menu of medicines offers by name


def treatments(template: Template, arm: str) -> tuple[Treatment, ...]:
    """The treatments of an arm that are given as infusions."""
    return tuple(
        treatment
        for treatment in template.treatments
        if treatment.product in PRODUCTS and (not treatment.arms or arm in treatment.arms)
    )


def products(template: Template, arm: str, *, infusion: str, day: int | None) -> tuple[str, ...]:
    """Products that the form asks about; empty where none is due around the study day.

    `infusion` is the id of the treatment of this visit, which then comes first.
    """
    given = treatments(template, arm)
    planned = [planned_day for treatment in given for planned_day in treatment.days]
    last = max(planned, default=None)
    around = day is not None and last is not None and 0 <= day <= last + AROUND
    if not (infusion or around):
        return ()
    first = [treatment.product for treatment in given if treatment.id == infusion]
    return tuple(dict.fromkeys([*first, *(treatment.product for treatment in given)]))


@dataclass(frozen=True, slots=True)
class DoseWords:
    """What stands below an infusion, and whether it needs attention."""

    words: str = ""
    attention: bool = False
    above_maximum: bool = False


@dataclass(frozen=True, slots=True)
class Weight:
    """The weight typed at this visit, else the newest before it (kg, with its day)."""

    typed: str = ""
    before: Decimal | None = None
    weighed: date | None = None

    def text(self) -> str:
        """The typed weight, else the newest before it, as one types it."""
        return self.typed.strip() or ("" if self.before is None else f"{self.before.normalize():f}")

    def on(self, day: date | None, kept: str) -> Decimal | None:
        """The weight for a dose: typed, kept with the dose, or one not older than a week."""
        found = exact_number(self.typed) or exact_number(kept)
        if found or self.before is None or self.weighed is None or day is None:
            return found
        return self.before if weight_counts(self.weighed, day) else None


def dose_words(
    row: InfusionText, *, weight: Weight, limits: DoseLimits, template: Template, arm: str, texts: Texts
) -> DoseWords:
    """The dose of a row against the plan: cells per kilogram, or milligrams for the weight."""
    kilograms = weight.on(parse_day(row.day), row.weight)
    if row.product != "MSC":
        return DoseWords(*_drug_words(row, kilograms, treatment_of(template, row.product, arm=arm), texts))
    cells = exact_number(row.cells)
    if cells is None:
        return _plan_words(kilograms, limits, texts)
    if not kilograms:
        return DoseWords(texts("visit_form.dose_needs_weight"), True)
    dose = cells * MILLION / kilograms
    words = [texts("visit_form.dose", dose=millions(dose, texts), weight=texts.number(kilograms))]
    if limits.low is not None and limits.high is not None:
        words.append(texts("visit_form.dose_plan", **_range(limits, texts)))
    above = limits.above_maximum(dose)
    if above:
        words.append(texts("visit_form.dose_above_maximum", maximum=millions(limits.maximum, texts)))
    elif limits.low is not None:
        words.append(texts(f"visit_form.{'dose_outside' if limits.out_of_range(dose) else 'dose_within'}"))
    if above and row.override is not None:
        words.append(
            texts(
                "visit_form.override_signed",
                who=row.override.user_name,
                day=texts.date(row.override.at.date()),
                reason=row.override.reason,
            )
        )
    return DoseWords(" · ".join(words), above or limits.out_of_range(dose), above)


def medicine_words(
    drug: str, *, weight: Weight, day: date | None, template: Template, arm: str, texts: Texts
) -> str:
    """What the plan says of ciclosporin for the weight; "" for other drugs."""
    if drug.strip().casefold() != "ciclosporin":
        return ""
    return _planned_words(treatment_of(template, "CSA", arm=arm), weight.on(day, ""), texts)


def _plan_words(kilograms: Decimal | None, limits: DoseLimits, texts: Texts) -> DoseWords:
    """Before cells are typed: what the plan means for the weight, in millions of cells."""
    if limits.low is None or limits.high is None or not kilograms:
        return DoseWords()
    low, high = (millions(each * kilograms, texts) for each in (limits.low, limits.high))
    key = "visit_form.dose_total" if low != high else "visit_form.dose_total_one"
    return DoseWords(texts(key, low=low, high=high, weight=texts.number(kilograms)))


def _drug_words(
    row: InfusionText, kilograms: Decimal | None, treatment: Treatment | None, texts: Texts
) -> tuple[str, bool]:
    plan = _planned_words(treatment, kilograms, texts)
    given = exact_number(row.dose)
    if given is None or not kilograms:
        return plan, False
    dose = texts(
        "visit_form.dose_mg", dose=texts.number(round(given / kilograms, 2)), weight=texts.number(kilograms)
    )
    return (f"{dose} · {plan}" if plan else dose), False


def _planned_words(treatment: Treatment | None, kilograms: Decimal | None, texts: Texts) -> str:
    """The plan as the source prints it, with the milligrams for the weight."""
    if treatment is None:
        return ""
    dose = planned(treatment, kilograms)
    if dose is None:
        return texts("visit_form.plan", plan=texts.written(treatment.dose))
    return texts(
        "visit_form.plan_mg",
        plan=texts.written(treatment.dose),
        mg=texts.number(round(dose.mg, 1)),
        weight=texts.number(dose.weight_kg),
    )


def _range(limits: DoseLimits, texts: Texts) -> dict[str, str]:
    assert limits.low is not None and limits.high is not None
    return {"low": millions(limits.low, texts), "high": millions(limits.high, texts)}
