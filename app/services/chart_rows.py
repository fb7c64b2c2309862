"""Transfusions and treatments of a subject as lines of the course chart."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from app.domain.alerts import ALLERGY
from app.domain.chart.course import EventMark, Reading, Row, Span, Strip
from app.domain.chart.marks import CIRCLE, CROSS, DIAMOND, HEXAGON, SQUARE, TRIANGLE_DOWN
from app.domain.chart.rules import PRODUCT_OF
from app.domain.grading.serious import NO, serious
from app.domain.quantities import QuantityError, quantity
from app.domain.timeline import study_day
from app.i18n.drugs import drug_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from app.domain.criteria.view import SubjectData
    from app.i18n import Texts
    from app.i18n.chart_days import DayNames
    from app.services.contracts.subjects import CountRow, EventRow, Former, VisitRow
    from app.services.contracts.subjects import Course as StoredCourse

# What is not listed is of the disease's course: relapse, clonal evolution, second line, transplant.
_EVENT_SHAPES = {"adverse_event": DIAMOND, "infection": SQUARE, "gvhd": HEXAGON, "death": CROSS}


def strip(
    code: str, stored: StoredCourse, anchor: date, *, names: DayNames, until: date, brief: bool
) -> Strip | None:
    product = PRODUCT_OF.get(code)
    if product is None:
        return None
    given = [row for row in stored.transfusions if row.product == product and row.day <= until]
    days = tuple(sorted({study_day(anchor, row.day) for row in given}))
    title = names.texts(f"chart.strip_{product}" if brief else f"chart.strip_{product}_long")
    note = _strip_note(days, sum((row.units for row in given), Decimal(0)), names)
    return Strip(title, days, note, product == "PLT")


def _strip_note(days: tuple[int, ...], units: Decimal, names: DayNames) -> str:
    texts = names.texts
    if not days:
        return texts("chart.none_given")
    last = names(days[-1])
    if units == 1:
        return texts("chart.unit_last", day=last)
    return texts("chart.units_last", units=texts.number(units), day=last)


def missing(
    code: str, visits: Iterable[VisitRow], known: Sequence[CountRow], *, anchor: date, until: date
) -> tuple[int, ...]:
    """The days on which a count was due at a visit that took place, and is not known."""
    there = {row.day for row in known if row.value is not None}
    lacking = {row.day for row in known if row.value is None}
    lacking |= {visit.actual for visit in visits if visit.actual is not None and code in visit.assessments}
    return tuple(sorted(study_day(anchor, day) for day in lacking - there if day <= until))


def former_readings(
    known: Iterable[CountRow], former: Mapping[int, Former], *, anchor: date
) -> tuple[Reading, ...]:
    """What corrected values were, in the unit of the lane; what was no number is left to the words."""
    found = []
    for row in known if former else ():
        was = former.get(row.id)
        if was is None or not was.text:
            continue
        try:
            entered = quantity(row.analyte, was.text, was.unit, typed=False)
        except QuantityError:
            continue
        found.append(Reading(study_day(anchor, row.day), entered.value, entered.bound))
    return tuple(found)


def rows(
    stored: StoredCourse, data: SubjectData, *, names: DayNames, anchor: date, until: date
) -> tuple[Row, ...]:
    texts = names.texts
    given = [row for row in stored.infusions if row.day <= until]
    atg = _runs(sorted({study_day(anchor, row.day) for row in given if row.product == "ATG"}))
    msc = tuple(sorted(study_day(anchor, row.day) for row in given if row.product != "ATG"))
    found: list[Row] = []
    if atg or msc:
        name = "chart.row_atg_msc" if atg and msc else ("chart.row_atg" if atg else "chart.row_msc")
        spans = tuple(Span(start, stop, texts("chart.atg")) for start, stop in atg)
        label = texts("chart.msc_dose" if len(msc) == 1 else "chart.msc_doses", count=len(msc)) if msc else ""
        notes = [texts("chart.note_atg", days=names.span(start, stop)) for start, stop in atg]
        notes += [texts("chart.note_msc", count=len(msc))] if msc else []
        found.append(Row(texts(name), spans, msc, label, texts.clauses(notes)))
    washouts = data.settings.gcsf_washout_days
    courses = [
        row
        for row in stored.medications
        if row.drug.strip().lower() in washouts and row.start <= until and row.exact  # else no bar is true
    ]
    if courses:
        end = max([*(row.day for row in stored.counts if row.day <= until), *(row.start for row in courses)])
        spans = tuple(
            Span(
                start,
                stop,
                texts("chart.drug_days", drug=drug_name(texts, row.drug), days=names.span(start, stop)),
                True,
            )
            for row in courses
            for start, stop in [
                (study_day(anchor, row.start), study_day(anchor, min(row.stop or end, until)))
            ]
        )
        note = names.span(spans[-1].start, spans[-1].stop)
        found.append(Row(texts("chart.row_gcsf"), spans, note=note))
    return tuple(found)


def event_row(stored: StoredCourse, *, texts: Texts, anchor: date, until: date) -> tuple[Row, ...]:
    """Events as marks, the gravest of a day; none where nothing was logged."""
    gravest: dict[date, EventRow] = {}
    for row in dated(stored, until):
        if row.day not in gravest or _gravity(row) > _gravity(gravest[row.day]):
            gravest[row.day] = row
    if not gravest:
        return ()
    marks = tuple(
        EventMark(
            study_day(anchor, day),
            _EVENT_SHAPES.get(row.type, CIRCLE if row.type == "other" else TRIANGLE_DOWN),
            filled=_grave(row),
            label=texts("grading.grade", grade=row.grade) if row.grade is not None else "",
        )
        for day, row in sorted(gravest.items())
    )
    return (Row(texts("chart.row_events"), marks=marks, note=_event_note(stored, texts, until)),)


def dated(stored: StoredCourse, until: date) -> list[EventRow]:
    """Events up to a day that have their place: one whose day is not exact has none, nor has an allergy."""
    return [row for row in stored.events if row.day <= until and not row.day_known and row.type != ALLERGY]


def _event_note(stored: StoredCourse, texts: Texts, until: date) -> str:
    known = dated(stored, until)
    grave = sum(map(_grave, known))
    if grave:
        return texts("chart.note_events_grave", count=len(known), grave=grave)
    return texts("chart.note_events", count=len(known))


def _grave(row: EventRow) -> bool:
    """Serious, or of grade 3 and more."""
    return (row.grade or 0) >= 3 or serious(row.type, row.grade, row.details) not in ("", NO)


def _gravity(row: EventRow) -> tuple[bool, bool, int]:
    return row.type == "death", _grave(row), row.grade or 0


def _runs(days: Sequence[int]) -> list[tuple[int, int]]:
    """Neighbouring days as (first, last)."""
    runs: list[tuple[int, int]] = []
    for day in days:
        if runs and day - runs[-1][1] <= 1:
            runs[-1] = (runs[-1][0], day)
        else:
            runs.append((day, day))
    return runs
