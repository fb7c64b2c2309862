"""What stands against saving a visit form."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import field, replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from app.domain.alerts import ALLERGY
from app.domain.clock_times import read_time
from app.domain.dosing import MILLION
from app.domain.dosing.drugs import WEIGHT_DAYS
from app.domain.event_course import ENDED, OPEN, OUTCOMES
from app.domain.grading import gvhd_record
from app.domain.grading.terms import TERMS
from app.domain.partial_dates import EXACT_EVENTS, TypedDay, kept, read_partial
from app.domain.plausibility import Problem, check_day, check_panel, check_value
from app.domain.printed_range import read_range
from app.domain.quantities import BODY, Quantity, QuantityError
from app.domain.schedule.deviations import REASONS, needs_reason
from app.domain.timeline import age_years
from app.domain.values import dataclass
from app.services import death_checks, same_transfusion

if TYPE_CHECKING:
    from app.domain.dosing import DoseLimits
    from app.domain.timeline import Window
    from app.services.contracts.visits import EventEntry, InfusionEntry, Previous, ValueEntry, VisitDraft
    from app.services.visit_changes import Step, Stored

PRODUCTS = ("RBC", "PLT")
# No source prints a limit: these are the program's own, above what anybody is given in a day. A volume in mL
# typed for units, or a dose in ug, is beyond them.
MOST_UNITS = Decimal(50)
MOST_MG = Decimal(20_000)
MISSING = ("not_done", "not_applicable", "unknown")


@dataclass(frozen=True, slots=True)
class Facts:
    """What the checks compare a form with. `transfused`: what other visits logged, with their days."""

    birth: date | None
    today: date
    previous: Mapping[str, Previous]
    limits: DoseLimits | None = None
    window: Window | None = None
    exact_events: frozenset[str] = frozenset()  # kinds that the rules of the protocol ask for by their day
    died: date | None = None  # by what stands outside this form
    transfused: Mapping[tuple[date, str, Decimal], date | None] = field(default_factory=dict)
    seen: date | None = None  # the last day by what stands outside this form


@dataclass(frozen=True, slots=True)
class Checked:
    """The usable values of a form, those with an open question left out, and every problem."""

    quantities: Mapping[str, Quantity]
    problems: tuple[Problem, ...]


def check(draft: VisitDraft, before: Stored, facts: Facts) -> Checked:
    """Every problem of a form but a missing reason, which depends on what it changes."""
    problems = [replace(problem, path="day") for problem in _day(draft.day, facts)]
    if facts.died is not None and draft.day > facts.died:
        problems.append(_refused("day", "after_death", day=draft.day, died=facts.died))
    if read_time(draft.sample_time) is None:
        problems.append(_refused("sample_time", "time_unreadable", text=draft.sample_time))
    problems += _deviation(draft, facts)
    usable: dict[str, Quantity] = {}
    panel: dict[str, Quantity] = {}
    met: set[str] = set()
    for entry in draft.values:
        if entry.analyte in met:
            problems.append(_refused(f"values.{entry.analyte}", "value_twice", analyte=entry.analyte))
            continue
        met.add(entry.analyte)
        quantity, found = _value(entry, draft.day, before, facts)
        problems += found
        if quantity is not None:
            panel[entry.analyte] = quantity
            if not found:
                usable[entry.analyte] = quantity
    problems += [replace(problem, path=f"values.{problem.path}") for problem in check_panel(panel)]
    problems += _transfusions(draft, before, facts)
    problems += _medications(draft, facts)
    problems += _infusions(draft, facts)
    problems += _events(draft, facts)
    problems += death_checks.check(draft, before.logs.get("events", {}), died=facts.died, seen=facts.seen)
    return Checked(usable, tuple(problems))


def open_counts(draft: VisitDraft, problems: Iterable[Problem]) -> tuple[str, ...]:
    """The counts that were typed and are still asked about or refused; a weight decides no status."""
    asked = {problem.path for problem in problems}
    typed = (entry.analyte for entry in draft.values if entry.text.strip())
    return tuple(code for code in typed if f"values.{code}" in asked and code not in BODY)


def missing_reason(
    draft: VisitDraft, planned: tuple[Step, ...], *, completed: bool = False
) -> tuple[Problem, ...]:
    """A problem at `reason` when something stored would change without one; `fields` names what.

    Once a visit is completed, what is added to it is a change too.
    """
    added = [step for step in planned if completed and (step.row is None or step.values)]
    fields = tuple(dict.fromkeys(step.path for step in planned if step.corrects or step in added))
    if not fields or (draft.reason is not None and draft.reason.code):
        return ()
    return (_refused("reason", "reason_missing", fields=fields),)


def values_only(draft: VisitDraft, facts: Facts) -> Checked:
    """The checks of the values alone, for a form that stores nothing yet."""
    from app.services.visit_changes import Stored

    return check(replace(draft, transfusions=(), medications=(), infusions=(), events=()), Stored(), facts)


def _day(day: date, facts: Facts) -> tuple[Problem, ...]:
    return check_day(day, today=facts.today, birth=facts.birth)


def _deviation(draft: VisitDraft, facts: Facts) -> Iterator[Problem]:
    """A planned visit outside its window needs its reason."""
    if not needs_reason(facts.window, draft.day):
        return
    if draft.deviation not in REASONS:
        yield _refused("deviation", "deviation_reason_missing")
    elif draft.deviation == "other" and not draft.deviation_note.strip():
        yield _refused("deviation", "deviation_note_missing")


def _value(
    entry: ValueEntry, day: date, before: Stored, facts: Facts
) -> tuple[Quantity | None, list[Problem]]:
    path = f"values.{entry.analyte}"
    if not entry.text.strip():
        row = before.values.get(entry.analyte)
        if entry.missing and entry.missing not in MISSING:
            return None, [_refused(path, "missing_reason_unknown", analyte=entry.analyte)]
        if row is not None and not entry.missing:
            return None, [_refused(path, "missing_reason_missing", analyte=entry.analyte)]
        return None, []
    last = facts.previous.get(entry.analyte)
    old_enough = facts.birth is not None and facts.birth <= day
    checked = check_value(
        entry.analyte,
        entry.text,
        entry.unit,
        age_years=age_years(facts.birth, day) if facts.birth is not None and old_enough else None,
        previous=last.quantity if last else None,
        confirmed=entry.confirmed,
        previous_days=(day - last.day).days if last else None,
    )
    problems = [replace(problem, path=path) for problem in checked.problems]
    return checked.quantity, [*problems, *_limits(entry, path)]


def _limits(entry: ValueEntry, path: str) -> Iterator[Problem]:
    """The limits of normal printed beside a value."""
    try:
        read_range(entry.analyte, entry.reference or "", entry.unit)
    except QuantityError as fault:
        if fault.field == "range":  # a fault of the unit is told with the value
            yield Problem(path, fault.code, "refused", fault.params)


def _transfusions(draft: VisitDraft, before: Stored, facts: Facts) -> Iterator[Problem]:
    stands = same_transfusion.standing(draft, before.logs.get("transfusions", {}))
    for number, entry in enumerate(draft.transfusions):
        path = f"transfusions.{number}"
        yield from _dated(f"{path}.day", entry.day, facts)
        if entry.product not in PRODUCTS:
            yield _refused(f"{path}.product", "product_missing")
        if entry.units <= 0:
            yield _refused(f"{path}.units", "not_above_zero", value=entry.units)
        elif entry.units > MOST_UNITS:
            yield _refused(f"{path}.units", "units_above", value=entry.units, most=MOST_UNITS)
        elif not (entry.kept or stands[number]):
            yield from same_transfusion.asked(f"{path}.day", number, draft, stands, facts.transfused)
    if draft.no_transfusion and draft.transfusions:
        yield _refused("no_transfusion", "none_and_some")


def _medications(draft: VisitDraft, facts: Facts) -> Iterator[Problem]:
    for number, entry in enumerate(draft.medications):
        path = f"medications.{number}"
        if not entry.drug.strip():
            yield _refused(f"{path}.drug", "drug_missing")
        yield from _told(f"{path}.start", kept(entry.start, entry.start_known), facts)
        if entry.stop_known:
            yield from _told(f"{path}.stop", _last(entry.stop or entry.start, entry.stop_known), facts)
        if entry.stop is not None and entry.stop < entry.start:
            yield _refused(f"{path}.stop", "stop_before_start", start=entry.start, stop=entry.stop)


def _infusions(draft: VisitDraft, facts: Facts) -> Iterator[Problem]:
    for number, entry in enumerate(draft.infusions):
        path = f"infusions.{number}"
        yield from _dated(f"{path}.day", entry.day, facts)
        if not entry.product.strip():
            yield _refused(f"{path}.product", "product_missing")
        for name in ("cells_total", "weight_kg", "dose_mg"):
            value: Decimal | None = getattr(entry, name)
            if value is not None and value <= 0:
                yield _refused(f"{path}.{name}", "not_above_zero", value=value)
        if entry.dose_mg is not None and entry.dose_mg > MOST_MG:
            yield _refused(f"{path}.dose_mg", "dose_mg_above", value=entry.dose_mg, most=MOST_MG)
        if entry.viability_pct is not None and not 0 <= entry.viability_pct <= 100:
            yield _refused(f"{path}.viability_pct", "not_a_percentage", value=entry.viability_pct)
        yield from _dose(path, entry, facts)


def _dose(path: str, entry: InfusionEntry, facts: Facts) -> Iterator[Problem]:
    """Cells need a weight of the day; a dose above the maximum needs a signature for exactly this dose."""
    if facts.limits is None or entry.cells_total is None or entry.cells_total <= 0:
        return
    if entry.weight_kg is None:
        yield _refused("values.WEIGHT", "dose_needs_weight", day=entry.day, days=WEIGHT_DAYS)
        return
    if entry.weight_kg <= 0 or not facts.limits.above_maximum(entry.cells_total / entry.weight_kg):
        return
    if entry.override is None or not entry.override.covers(entry):
        dose = round(entry.cells_total / entry.weight_kg / MILLION, 2)
        maximum = facts.limits.maximum / MILLION
        yield _refused(f"{path}.cells_total", "dose_above_maximum", dose=dose, maximum=maximum)


def _events(draft: VisitDraft, facts: Facts) -> Iterator[Problem]:
    for number, entry in enumerate(draft.events):
        path = f"events.{number}"
        yield from _told(f"{path}.day", kept(entry.day, entry.day_known), facts)
        if entry.day_known and entry.type in EXACT_EVENTS | facts.exact_events:
            yield _refused(f"{path}.day", "exact_day_needed", text=entry.day_known)
        if not entry.type.strip():
            yield _refused(f"{path}.type", "event_type_missing")
        if entry.type == ALLERGY and not entry.note.strip():
            yield _refused(f"{path}.note", "allergen_missing")
        if entry.grade is not None and not 1 <= entry.grade <= 5:
            yield _refused(f"{path}.grade", "not_a_grade", value=entry.grade)
        elif entry.term in TERMS and entry.grade is not None and entry.grade not in TERMS[entry.term].grades:
            first = TERMS[entry.term].grades[0]
            yield _refused(f"{path}.grade", "not_a_grade_of_term", value=entry.grade, first=first)
        for problem in gvhd_record.impossible(entry.details):
            yield replace(problem, path=f"{path}.{problem.path}")
        yield from _event_course(path, entry, facts)
    if draft.no_event and draft.events:
        yield _refused("no_event", "none_and_some")


def _event_course(path: str, entry: EventEntry, facts: Facts) -> Iterator[Problem]:
    """The last day of an event, its outcome and its diagnosis, against each other and against today."""
    ended = entry.until is not None or bool(entry.until_known)
    if entry.outcome and entry.outcome not in OUTCOMES:
        yield _refused(f"{path}.outcome", "outcome_unknown", value=entry.outcome)
    if entry.outcome in ENDED and not ended:
        yield _refused(f"{path}.until", "until_missing")
    if entry.outcome in OPEN and ended:
        yield _refused(f"{path}.until", "until_of_ongoing")
    if ended:
        until = entry.until or facts.today
        yield from _told(f"{path}.until", _last(until, entry.until_known), facts)
        if entry.until is not None and entry.until < entry.day:
            yield _refused(f"{path}.until", "until_before_day", start=entry.day, stop=entry.until)
    if entry.diagnosed is not None:
        yield from _told(f"{path}.diagnosed", kept(entry.diagnosed, entry.diagnosed_known), facts)


def _told(path: str, day: TypedDay, facts: Facts) -> Iterator[Problem]:
    """A day as it was told: of one that is not exact, no part may lie ahead of today or before birth."""
    if day.exact:
        yield from _dated(path, day.first, facts)
    elif day.first > facts.today:
        yield _refused(path, "partial_future", text=day.known, today=facts.today)
    elif facts.birth is not None and day.last is not None and day.last < facts.birth:
        yield _refused(path, "partial_before_birth", text=day.known, birth=facts.birth)


def _last(day: date, known: str) -> TypedDay:
    """A last day as it was told; `day` is the last that it may be."""
    return read_partial(known) or TypedDay(day, day, known)


def _dated(path: str, day: date, facts: Facts) -> Iterator[Problem]:
    for problem in _day(day, facts):
        yield replace(problem, path=path)


def _refused(path: str, code: str, **params: Any) -> Problem:
    return Problem(path, code, "refused", params)
