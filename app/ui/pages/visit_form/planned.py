"""What the protocol plans to give around a visit, and how a dose stands against that plan."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from app.domain.quantities import QuantityError, parse_number

if TYPE_CHECKING:
    from app.domain.dosing import DoseLimits
    from app.domain.protocol.model import Template, Treatment
    from app.i18n import Texts
    from app.ui.pages.visit_form.texts_of_form import InfusionText

MILLION = Decimal(1_000_000)
AROUND = 14  # days after the last planned dose in which the form still asks
PRODUCTS = ("MSC", "ATG")


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


def dose_words(row: InfusionText, *, weight: str, limits: DoseLimits, texts: Texts) -> tuple[str, bool]:
    """The dose per kilogram of a row against the plan, and whether it needs attention; "" without cells."""
    cells = _number(row.cells)
    if row.product != "MSC" or cells is None:
        return "", False
    kilograms = _number(weight) or _number(row.weight)
    if not kilograms:
        return texts("visit_form.dose_needs_weight"), True
    dose = cells * MILLION / kilograms
    words = [texts("visit_form.dose", dose=_millions(dose, texts), weight=texts.number(kilograms))]
    if limits.low is not None and limits.high is not None:
        plan = {"low": _millions(limits.low, texts), "high": _millions(limits.high, texts)}
        words.append(texts("visit_form.dose_plan", **plan))
    if limits.above_maximum(dose):
        words.append(texts("visit_form.dose_above_maximum", maximum=_millions(limits.maximum, texts)))
    elif limits.low is not None:
        key = "dose_outside" if limits.out_of_range(dose) else "dose_within"
        words.append(texts(f"visit_form.{key}"))
    return " · ".join(words), limits.above_maximum(dose) or limits.out_of_range(dose)


def _number(text: str) -> Decimal | None:
    try:
        bound, number = parse_number(text)
    except QuantityError:
        return None
    return None if bound else number


def _millions(number: Decimal, texts: Texts) -> str:
    return texts.number(round(number / MILLION, 2))
