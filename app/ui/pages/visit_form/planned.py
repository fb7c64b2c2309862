"""What the protocol plans to give around a visit, and how a dose stands against that plan."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.domain.protocol.model import Template, Treatment

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
