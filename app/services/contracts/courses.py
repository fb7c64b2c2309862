"""What the tabs Treatment, Transfusions & medication and Events show of a subject."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.domain.values import dataclass

if TYPE_CHECKING:
    from datetime import date
    from decimal import Decimal

    from app.domain.endings import Ending
    from app.domain.grading.shift import Shift
    from app.domain.protocol.model import Treatment
    from app.domain.schedule.deviations import Deviation
    from app.domain.transfusions import Interval, Month
    from app.services.contracts.subjects import (
        Declined,
        EventRow,
        InfusionRow,
        MedicationRow,
        TransfusionRow,
        VisitRow,
    )


@dataclass(frozen=True, slots=True)
class DoseLine:
    """A planned dose beside the given one. `number` of `of` counts the planned doses of the treatment.

    `state`: given, given_early, given_late, besides (the plan), not_given (though the visit was made), missed
    (with its visit), or else where its visit stands: not_expected, late, due, upcoming. `visit` holds the
    planned dose, or logged one beside the plan; `per_kg` is in cells or milligrams per kg; `departs` is "",
    dose_out_of_range or dose_above_maximum; `reactions` were noted on the day of the dose or the next one.
    """

    treatment: Treatment | None
    product: str
    number: int
    of: int
    visit: VisitRow | None
    state: str
    given: InfusionRow | None
    per_kg: Decimal | None
    departs: str
    reactions: tuple[EventRow, ...]


@dataclass(frozen=True, slots=True)
class PlanLine:
    """A treatment of the arm, or a growth factor or steroid beside the plan, and what was given of it.

    `doses` are the days of infusions, `courses` those of a drug; `planned` counts the planned infusions.
    """

    treatment: Treatment | None
    product: str
    planned: int
    doses: tuple[date, ...]
    courses: tuple[MedicationRow, ...]


@dataclass(frozen=True, slots=True)
class TroughLine:
    """A trough of ciclosporin in ng/mL. `place`: below, within, above, "" without a target.

    `advice` are codes of `domain.dosing.drugs.trough_advice`; `dose` the course in force that day.
    """

    visit_id: int
    day: date
    value: Decimal
    bound: str
    place: str
    advice: tuple[str, ...]
    dose: str


@dataclass(frozen=True, slots=True)
class TreatmentSheet:
    """All of a subject's treatment. `target`: the trough's, ng/mL, None where the plan names none."""

    plan: tuple[PlanLine, ...]
    doses: tuple[DoseLine, ...]
    troughs: tuple[TroughLine, ...]
    target: tuple[Decimal | None, Decimal | None] | None
    deviations: tuple[Deviation, ...]
    declined: Declined | None


@dataclass(frozen=True, slots=True)
class TransfusionLine:
    """A transfusion with the days since the one before of the same product, None for the first."""

    row: TransfusionRow
    since: int | None


@dataclass(frozen=True, slots=True)
class ProductSum:
    """One product over the course. `free_days`: what the protocol asks for; `free_since`: free since then.

    `longest` of the intervals without it.
    """

    product: str
    units: Decimal
    days: int
    last: date | None
    months: tuple[Month, ...]
    longest: Interval | None
    free_days: int
    free_since: date | None


@dataclass(frozen=True, slots=True)
class MedicationLine:
    """A course of a drug. `kind`: immunosuppression, growth_factor, steroid, tpo or other."""

    row: MedicationRow
    kind: str
    days: int | None  # None while it goes on, or where a day is not exact


@dataclass(frozen=True, slots=True)
class SupportSheet:
    """Transfusions, newest first, and medicines, by start."""

    products: tuple[ProductSum, ...]
    transfusions: tuple[TransfusionLine, ...]
    medications: tuple[MedicationLine, ...]


@dataclass(frozen=True, slots=True)
class EventLine:
    """Something that happened. `row` None: an `ending` of the participation, or a relapse by the protocol's
    rules, from the verdict of `visit_id`.

    `group`: adverse_event, infection, gvhd, relapse, death, ending or other. `baseline` and `emergent` as in
    `domain.grading.shift.Standing`; `serious` as `domain.grading.serious.serious` says it.
    """

    row: EventRow | None
    visit_id: int | None
    day: date
    group: str
    grade: int | None
    criteria: str
    baseline: int | None
    emergent: bool | None
    serious: str
    ending: Ending | None = None


@dataclass(frozen=True, slots=True)
class EventSheet:
    """Events, newest first, and the worst laboratory grades since day 0 beside the baseline."""

    events: tuple[EventLine, ...]
    shifts: tuple[Shift, ...]
    ctcae: str
