"""Planned doses beside given ones, troughs against their target, and what departed from the plan."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from app.domain.dosing import limits_of
from app.domain.dosing.drugs import Safety, trough_advice
from app.domain.dosing.plan import GivenDose, Matched, PlannedDose, match
from app.services import deviations
from app.services.contracts.courses import DoseLine, PlanLine, TreatmentSheet, TroughLine

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from app.domain.dosing import DoseLimits
    from app.domain.protocol.model import Template, Treatment
    from app.domain.schedule.deviations import Deviation
    from app.services.contracts.subjects import (
        CountRow,
        Course,
        EventRow,
        InfusionRow,
        MedicationRow,
        VisitRow,
    )

__all__ = ["DRUGS", "DoseLine", "PlanLine", "TreatmentSheet", "TroughLine", "kind_of", "sheet"]

# The product of a plan → the generic names under which it is logged.
DRUGS: Mapping[str, frozenset[str]] = {
    "CSA": frozenset({"ciclosporin", "cyclosporin", "cyclosporine", "cyclosporin a", "ciclosporina", "csa"}),
    "EPAG": frozenset({"eltrombopag", "avatrombopag", "hetrombopag", "romiplostim"}),
    "PRED": frozenset({"prednisone", "prednisolone", "methylprednisolone", "dexamethasone"}),
}
_KINDS = {"CSA": "immunosuppression", "EPAG": "tpo", "PRED": "steroid"}
_OTHER_IMMUNOSUPPRESSION = frozenset(
    {"tacrolimus", "sirolimus", "mycophenolate", "mycophenolate mofetil", "cyclophosphamide", "ruxolitinib"}
)
GCSF = "G-CSF"
# Reactions that belong to a dose when they come on its day or the day after.
_REACTIONS = frozenset({"infusion_related_reaction", "anaphylaxis"})


def sheet(course: Course, template: Template) -> TreatmentSheet:
    """The treatment of a subject, planned and given, as of the day on which the course was read."""
    treatments = [each for each in template.treatments if not each.arms or course.subject.arm in each.arms]
    doses = tuple(_doses(course, template, treatments))
    target = next(
        ((each.trough_low, each.trough_high) for each in treatments if each.product == "CSA"), (None, None)
    )
    return TreatmentSheet(
        plan=tuple(_plan(course, template, treatments, doses)),
        doses=doses,
        troughs=tuple(_troughs(course, treatments)),
        target=target if any(limit is not None for limit in target) else None,
        deviations=_departures(course, template),
        declined=course.declined,
    )


def kind_of(drug: str, growth_factors: Iterable[str]) -> str:
    """immunosuppression, growth_factor, steroid, tpo or other, by the generic name."""
    name = drug.strip().casefold()
    if name in {each.casefold() for each in growth_factors}:
        return "growth_factor"
    product = product_of(name)
    if product is None:
        return "immunosuppression" if name in _OTHER_IMMUNOSUPPRESSION else "other"
    return _KINDS[product]


def names_of(product: str, growth_factors: Iterable[str]) -> frozenset[str]:
    """The generic names under which a planned product is logged; its own name for one that is not listed."""
    if product.upper().replace("-", "") == "GCSF":
        return frozenset(name.casefold() for name in growth_factors)
    return DRUGS.get(product, frozenset({product.casefold()}))


def product_of(drug: str) -> str | None:
    """The product of a plan that a drug is, by its generic name."""
    name = drug.strip().casefold()
    return next((product for product, names in DRUGS.items() if name in names), None)


def _doses(course: Course, template: Template, treatments: Sequence[Treatment]) -> Iterator[DoseLine]:
    by_id = {each.id: each for each in treatments}
    visits = [visit for visit in course.visits if visit.infusion in by_id]
    visits.sort(key=lambda visit: (visit.target is None, visit.target, visit.id))
    found = _matched(visits, course, by_id)
    rows = {row.id: row for row in course.infusions}
    of = Counter(visit.infusion for visit in visits)
    limits = limits_of(template)
    seen: Counter[str] = Counter()
    for place, visit in enumerate(visits):
        seen[visit.infusion] += 1
        given = rows.get(found.given[place]) if place in found.given else None
        number = (seen[visit.infusion], of[visit.infusion])
        yield _line(by_id[visit.infusion], visit, given, number=number, course=course, limits=limits)
    known = {visit.id: visit for visit in course.visits}
    for row_id in found.besides:
        row = rows[row_id]
        treatment = next((each for each in treatments if each.product == row.product), None)
        visit_of = known.get(row.visit_id)
        yield _line(treatment, visit_of, row, number=(0, 0), course=course, limits=limits)


def _matched(visits: Sequence[VisitRow], course: Course, by_id: Mapping[str, Treatment]) -> Matched:
    planned = [
        PlannedDose(
            visit.id,
            by_id[visit.infusion].product,
            visit.target,
            visit.earliest,
            visit.latest,
        )
        for visit in visits
    ]
    return match(planned, (GivenDose(row.id, row.visit_id, row.product, row.day) for row in course.infusions))


def _line(
    treatment: Treatment | None,
    visit: VisitRow | None,
    given: InfusionRow | None,
    *,
    number: tuple[int, int],
    course: Course,
    limits: DoseLimits,
) -> DoseLine:
    per_kg = _per_kg(given)
    departs = ""
    if given is not None and given.product == "MSC" and per_kg is not None:
        if limits.above_maximum(per_kg):
            departs = "dose_above_maximum"
        elif limits.out_of_range(per_kg):
            departs = "dose_out_of_range"
    return DoseLine(
        treatment=treatment,
        product=treatment.product if treatment is not None else given.product if given is not None else "",
        number=number[0],
        of=number[1],
        visit=visit,
        state=_state(visit, given, planned=number[0] > 0),
        given=given,
        per_kg=per_kg,
        departs=departs,
        reactions=tuple(_reactions(course, given)),
    )


def _per_kg(given: InfusionRow | None) -> Decimal | None:
    if given is None or not given.weight_kg:
        return None
    amount = given.cells_total if given.cells_total is not None else given.dose_mg
    return None if amount is None else amount / given.weight_kg


def _state(visit: VisitRow | None, given: InfusionRow | None, *, planned: bool) -> str:
    if given is not None:
        if not planned or visit is None:
            return "besides"
        if visit.earliest is not None and given.day < visit.earliest:
            return "given_early"
        return "given_late" if visit.latest is not None and given.day > visit.latest else "given"
    assert visit is not None  # a line without a visit is one of something given
    return "not_given" if visit.actual is not None else visit.state


def _reactions(course: Course, given: InfusionRow | None) -> Iterator[EventRow]:
    if given is None:
        return
    for event in course.events:
        if (
            event.term in _REACTIONS
            and not event.day_known
            and given.day <= event.day <= given.day + timedelta(days=1)
        ):
            nearer = any(given.day < other.day <= event.day for other in course.infusions)
            if not nearer:
                yield event


def _plan(
    course: Course, template: Template, treatments: Sequence[Treatment], doses: Sequence[DoseLine]
) -> Iterator[PlanLine]:
    factors = template.response.gcsf_washout_days
    told: set[int] = set()
    for treatment in treatments:
        courses = _courses(course, names_of(treatment.product, factors))
        own = [line for line in doses if line.treatment == treatment]
        days = tuple(sorted(line.given.day for line in own if line.given is not None))
        planned = max((line.of for line in own), default=0)
        told |= {row.id for row in courses}
        yield PlanLine(treatment, treatment.product, planned, days, courses)
    besides = {GCSF: names_of(GCSF, factors), **DRUGS}
    for product, names in besides.items():
        courses = tuple(row for row in _courses(course, names) if row.id not in told)
        if courses:
            yield PlanLine(None, product, 0, (), courses)


def _courses(course: Course, names: frozenset[str]) -> tuple[MedicationRow, ...]:
    found = [row for row in course.medications if row.drug.strip().casefold() in names]
    return tuple(sorted(found, key=lambda row: (row.start, row.id)))


def _troughs(course: Course, treatments: Sequence[Treatment]) -> Iterator[TroughLine]:
    """Newest first; creatinine against its first value in the record is what `trough_advice` asks for."""
    treatment = next((each for each in treatments if each.product == "CSA"), None)
    creatinine = [row for row in course.counts if row.analyte == "CREA" and row.value is not None]
    levels = [row for row in course.counts if row.analyte == "CSA" and row.value is not None]
    courses = _courses(course, DRUGS["CSA"])
    for row in sorted(levels, key=lambda row: (row.day, row.id), reverse=True):
        assert row.value is not None
        yield TroughLine(
            visit_id=row.visit_id,
            day=row.day,
            value=row.value,
            bound=row.bound,
            place=_place(treatment, row),
            advice=trough_advice(treatment, row.value, _safety(creatinine, row.day)),
            dose=next((each.dose for each in reversed(courses) if _in_force(each, row.day)), ""),
        )


def _place(treatment: Treatment | None, row: CountRow) -> str:
    if treatment is None or (treatment.trough_low is None and treatment.trough_high is None):
        return ""
    assert row.value is not None
    if treatment.trough_high is not None and row.value > treatment.trough_high:
        return "above"
    return "below" if treatment.trough_low is not None and row.value < treatment.trough_low else "within"


def _safety(creatinine: Sequence[CountRow], day: date) -> Safety:
    known = [row for row in creatinine if row.day <= day]
    if not known:
        return Safety()
    first, newest = min(known, key=lambda row: row.day), max(known, key=lambda row: row.day)
    return Safety(newest.value, first.value)


def _in_force(row: MedicationRow, day: date) -> bool:
    return row.start <= day and (row.stop is None or day <= row.stop)


def _departures(course: Course, template: Template) -> tuple[Deviation, ...]:
    """Those of doses, and of visits that hold a planned dose."""
    infusions = {visit.id for visit in course.visits if visit.infusion}
    return tuple(
        each
        for each in deviations.of_course(course, template)
        if each.code.startswith("dose_") or (each.visit_id in infusions and each.code != "assessment_missing")
    )
