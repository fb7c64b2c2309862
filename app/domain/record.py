"""What is known of one subject, as immutable values in canonical units."""

from datetime import date
from decimal import Decimal

from app.domain.quantities import Quantity
from app.domain.values import dataclass


@dataclass(frozen=True, slots=True)
class Measurement:
    """One laboratory value of one day. `lower_limit` is the laboratory's own, in the canonical unit."""

    day: date
    analyte: str
    quantity: Quantity
    lower_limit: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Transfusion:
    """A transfusion of `product` RBC or PLT. `reason` "procedure" keeps it out of the relapse count."""

    day: date
    product: str
    reason: str | None = None
    units: Decimal = Decimal(1)


@dataclass(frozen=True, slots=True)
class Medication:
    """A course of a drug by its generic name; `stop` None means ongoing.

    `exact` False: a day of it is known by month or year only, or not at all. `start` and `stop` are the
    widest course that it can have been then, and no criterion is met by it.
    """

    drug: str
    start: date
    stop: date | None = None
    exact: bool = True


# What can be recorded as having happened; rules of a template name events by these.
EVENT_TYPES = (
    "adverse_event",
    "infection",
    "gvhd",
    "csa_dependence",
    "clonal_evolution",
    "disease_relapse",
    "second_line",
    "hsct",
    "death",
    "other",
)


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened: death, clonal_evolution, csa_dependence, hsct, second_line …"""

    day: date
    type: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Infusion:
    """An infusion of cells. `cells_total` is a number of cells, not per kilogram."""

    day: date
    product: str
    cells_total: Decimal | None = None
    weight_kg: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Marrow:
    """A marrow report: cellularity and residual haematopoietic cells in per cent, None where not reported."""

    cellularity_pct: Decimal | None
    residual_hematopoietic_pct: Decimal | None = None
    day: date | None = None


@dataclass(frozen=True, slots=True)
class PriorAssessment:
    """A status that was given on an earlier day."""

    day: date
    status: str


@dataclass(frozen=True, slots=True)
class SubjectRecord:
    """Everything that the engine may use. Rows may stand in any order; the answer never depends on it."""

    sex: str | None  # "M" | "F"
    birth_date: date | None
    anchor: date
    arm: str | None = None
    weight_kg: Decimal | None = None
    measurements: tuple[Measurement, ...] = ()
    transfusions: tuple[Transfusion, ...] = ()
    medications: tuple[Medication, ...] = ()
    events: tuple[Event, ...] = ()
    infusions: tuple[Infusion, ...] = ()
    marrow: Marrow | None = None
    prior_assessments: tuple[PriorAssessment, ...] = ()
    transfusions_from: date | None = None  # every transfusion since is known; None: there never was another
