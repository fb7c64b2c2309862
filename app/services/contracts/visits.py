"""The visit form: what it opens with, what is typed, what is saved."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING

from app.domain.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime
    from decimal import Decimal

    from app.domain.grading.normal import Normal
    from app.domain.printed_range import PrintedRange
    from app.domain.quantities import Quantity


@dataclass(frozen=True, slots=True)
class ValueEntry:
    """One field of the form as typed. Empty `text` with a `missing` reason is a value that was not obtained.

    `confirmed` answers the soft question of this field; `missing`: not_done, not_applicable or unknown.
    `reference`: the limits of normal printed beside the value, in its unit; None leaves those stored.
    """

    analyte: str
    text: str
    unit: str
    missing: str = ""
    missing_note: str = ""
    confirmed: bool = False
    reference: str | None = None


@dataclass(frozen=True, slots=True)
class TransfusionEntry:
    """A transfusion since the last visit; `id` None for a new one.

    `kept` answers that it is another one than the same product and units of that day.
    """

    day: date
    product: str
    units: Decimal
    reason: str = ""
    id: int | None = None
    kept: bool = False

    @property
    def given(self) -> tuple[date, str, Decimal]:
        """What two lines about one bag have in common."""
        return self.day, self.product, self.units


@dataclass(frozen=True, slots=True)
class MedicationEntry:
    """A course begun or stopped since the last visit; `id` names the stored course that it changes.

    `start_known` and `stop_known` as in `domain.partial_dates`: `start` is the first possible day then,
    `stop` the last, None where a course that ended has no known end.
    """

    drug: str
    start: date
    stop: date | None = None
    dose: str = ""
    id: int | None = None
    start_known: str = ""
    stop_known: str = ""


@dataclass(frozen=True, slots=True)
class SignedOverride:
    """Who let a dose above the maximum pass, when and why. It holds for exactly these cells and weight."""

    user_id: int
    user_name: str
    at: datetime
    reason: str
    cells_total: Decimal
    weight_kg: Decimal

    def covers(self, entry: InfusionEntry) -> bool:
        """Whether it was signed for this dose."""
        return (self.cells_total, self.weight_kg) == (entry.cells_total, entry.weight_kg)


@dataclass(frozen=True, slots=True)
class InfusionEntry:
    """A dose of a planned treatment: cells (MSC), or milligrams of a drug (ATG)."""

    day: date
    product: str
    cells_total: Decimal | None = None
    weight_kg: Decimal | None = None
    batch: str = ""
    passage: str = ""
    viability_pct: Decimal | None = None
    id: int | None = None
    dose_mg: Decimal | None = None
    override: SignedOverride | None = None


@dataclass(frozen=True, slots=True)
class EventEntry:
    """Something that happened since the last visit.

    `term`: a code of `domain.grading.terms`, or acute_gvhd or chronic_gvhd for type gvhd; `ctcae`: the
    version that `grade` is of, filled in when saved; `details`: what a GVHD was staged by, with its stages.
    `until` is the last day that it may have lasted, as a course's `stop`; `outcome` a code of
    `domain.event_course`, "" for not stated; `diagnosed` the first day that the diagnosis may be of.
    """

    day: date
    type: str
    note: str = ""
    grade: int | None = None
    id: int | None = None
    term: str = ""
    ctcae: str = ""
    details: Mapping[str, object] | None = None
    day_known: str = ""
    until: date | None = None
    until_known: str = ""
    outcome: str = ""
    diagnosed: date | None = None
    diagnosed_known: str = ""


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a stored value changes.

    `code`: transcription_error, source_corrected, query_response, unit_error, new_information, other.
    """

    code: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class VisitDraft:
    """The visit form. `visit_id` None: an unscheduled visit; `expected_version`: the one that was read.

    `deviation`: why it took place outside its window, a code of `domain.schedule.deviations.REASONS`;
    `kind`: "early_termination" where a new visit is one, else "".
    """

    subject_id: int
    visit_id: int | None
    day: date
    title: str = ""
    expected_version: int | None = None
    sample_time: str = ""
    laboratory: str = ""
    values: tuple[ValueEntry, ...] = ()
    transfusions: tuple[TransfusionEntry, ...] = ()
    medications: tuple[MedicationEntry, ...] = ()
    infusions: tuple[InfusionEntry, ...] = ()
    events: tuple[EventEntry, ...] = ()
    no_transfusion: bool = False
    no_event: bool = False
    medicines_unchanged: bool = False
    reason: Reason | None = None
    deviation: str = ""
    deviation_note: str = ""
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Previous:
    """The value that stands beside a field: the newest before the visit's day, with its own limits.

    Weight and height may be of that day itself, measured at another visit or `at_enrolment`.
    """

    analyte: str
    day: date
    quantity: Quantity
    printed: PrintedRange | None = None
    at_enrolment: bool = False


@dataclass(frozen=True, slots=True)
class VisitForm:
    """What the form opens with. `entries` are the stored values of a visit that was logged before."""

    visit_id: int | None
    subject_id: int
    plan_id: str
    title: str
    day: date
    target: date | None
    earliest: date | None
    latest: date | None
    analytes: tuple[str, ...]  # in the order of the laboratory's print-out
    units: Mapping[str, str]  # the unit last used for each analyte
    previous: Mapping[str, Previous]
    last_visit: date | None
    stored: VisitDraft | None
    infusion: str
    version: int | None
    ctcae: str = "5.0"  # version that grades are given by
    normals: Mapping[str, Normal] = field(default_factory=dict)  # limits on the day, where there are any
    baselines: Mapping[str, Previous] = field(default_factory=dict)
    kind: str = ""  # as `VisitRow.kind`; of a visit that is not stored yet as `VisitDraft.kind`
    agreed: date | None = None  # the day agreed with the family, while the visit is open
    missed: bool = False  # marked as missed: what is saved takes that back

    @property
    def wanted(self) -> int | str | None:
        """What the form was asked for: the visit's id; of a new one its kind, None for an unscheduled one."""
        return self.visit_id if self.visit_id is not None else self.kind or None
