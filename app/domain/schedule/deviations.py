"""What departed from the plan: each deviation with its code, its visit and the reason that was given."""

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal

from app.domain.dosing import DoseLimits
from app.domain.quantities import ANALYTES
from app.domain.schedule.state import days_late, place
from app.domain.timeline import Window
from app.domain.values import dataclass

REASONS = ("patient_request", "unwell", "elsewhere", "travel", "site_closed", "oversight", "other")
# An analyte that is due is there too where it can be derived.
_DERIVED = {"RETIC_ABS": ({"RETIC_PCT", "RBC"},), "ANC": ({"WBC", "NEUT_PCT"},)}


@dataclass(frozen=True, slots=True)
class VisitFacts:
    """A planned visit as it was made. `assessments` are the codes due, `values` those with a value.

    `absent` maps a code that was declared absent to its note; `why` and `note` are the reason of a visit
    outside its window or of one that was missed.
    """

    id: int
    title: str
    window: Window
    actual: date | None
    missed: bool
    assessments: tuple[str, ...]
    values: frozenset[str]
    absent: dict[str, str]
    why: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class DoseFacts:
    """An infusion of cells: its dose for each kilogram (None: not known), and the reason of an override."""

    visit_id: int
    title: str
    day: date
    per_kg: Decimal | None
    override: str = ""


@dataclass(frozen=True, slots=True)
class Deviation:
    """One deviation, by its code.

    visit_early, visit_late, visit_missed, assessment_missing, dose_out_of_range or dose_above_maximum.

    `days` outside the window; `item` the analyte; `dose` in cells per kilogram; `why` a code of REASONS or of
    a missed visit), "" where nobody has given one; `note` in free text.
    """

    code: str
    visit_id: int
    title: str
    day: date
    days: int | None = None
    item: str = ""
    dose: Decimal | None = None
    why: str = ""
    note: str = ""


def deviations(
    visits: Iterable[VisitFacts], doses: Iterable[DoseFacts], limits: DoseLimits
) -> tuple[Deviation, ...]:
    """Every deviation of a subject, by day. A late visit that is still to be made is not one yet."""
    found = [each for visit in visits for each in _of_visit(visit)]
    found += [each for dose in doses for each in _of_dose(dose, limits)]
    return tuple(sorted(found, key=lambda each: (each.day, each.visit_id, each.code, each.item)))


def needs_reason(window: Window | None, actual: date) -> bool:
    """Whether a visit on a day lies outside its window and so wants a reason."""
    return window is not None and not window.holds(actual)


def _of_visit(visit: VisitFacts) -> Iterator[Deviation]:
    if visit.actual is None:
        if visit.missed:
            yield Deviation(
                "visit_missed", visit.id, visit.title, visit.window.target, why=visit.why, note=visit.note
            )
        return
    where = place(visit.window, visit.actual)
    if where != "in_window":
        late = where == "late"
        days = days_late(visit.window, visit.actual) if late else (visit.window.earliest - visit.actual).days
        code = "visit_late" if late else "visit_early"
        yield Deviation(code, visit.id, visit.title, visit.actual, days=days, why=visit.why, note=visit.note)
    for code in visit.assessments:
        if code in ANALYTES and not _there(code, visit.values):
            note = visit.absent.get(code, "")
            yield Deviation("assessment_missing", visit.id, visit.title, visit.actual, item=code, note=note)


def _there(code: str, values: frozenset[str]) -> bool:
    return code in values or any(parts <= values for parts in _DERIVED.get(code, ()))


def _of_dose(dose: DoseFacts, limits: DoseLimits) -> Iterator[Deviation]:
    if dose.per_kg is None:
        return
    if limits.above_maximum(dose.per_kg):
        code = "dose_above_maximum"
    elif limits.out_of_range(dose.per_kg):
        code = "dose_out_of_range"
    else:
        return
    yield Deviation(code, dose.visit_id, dose.title, dose.day, dose=dose.per_kg, note=dose.override)
