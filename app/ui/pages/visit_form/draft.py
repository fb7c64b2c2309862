"""From the texts of the form to a VisitDraft and back. Pure: no widget and no clock."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, TypeVar

from app.domain.dosing import MILLION
from app.domain.grading import gvhd_record
from app.domain.grading.serious import stated, with_stated
from app.domain.plausibility import Problem
from app.domain.quantities import QuantityError, quantity
from app.domain.values import dataclass
from app.i18n.partial_dates import iso_text
from app.services.visits import (
    EventEntry,
    InfusionEntry,
    MedicationEntry,
    Reason,
    TransfusionEntry,
    ValueEntry,
    VisitDraft,
)
from app.ui.pages.visit_form.reader import FieldReader, one_line
from app.ui.pages.visit_form.texts_of_form import (
    EventText,
    FormTexts,
    InfusionText,
    MedicationText,
    TransfusionText,
    ValueText,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from app.services.subjects import EventRow
    from app.services.visits import VisitForm

R = TypeVar("R")
WEIGHT = "WEIGHT"


@dataclass(frozen=True, slots=True)
class Reading:
    """What the texts say. `draft` is None without a usable visit date; rows with a fault are not in it."""

    draft: VisitDraft | None
    faults: tuple[Problem, ...]


def read(texts: FormTexts, form: VisitForm, *, reason: Reason | None = None) -> Reading:
    """The draft that the texts mean, and every text that means nothing."""
    reader = FieldReader()
    day = reader.day(texts.day, "day")
    time = reader.time(texts.sample_time, "sample_time")
    weight = _weight_kg(texts)
    transfusions = _present(_transfusion(reader, row, n) for n, row in enumerate(texts.transfusions))
    infusions = _present(_infusion(reader, row, n, weight) for n, row in enumerate(texts.infusions))
    medications = _present(_medication(reader, row, n) for n, row in enumerate(texts.medications))
    events = _present(_event(reader, row, n) for n, row in enumerate(texts.events))
    if day is None:
        return Reading(None, tuple(reader.faults))
    draft = VisitDraft(
        subject_id=form.subject_id,
        visit_id=form.visit_id,
        day=day,
        title=form.title,
        expected_version=form.version,
        sample_time=time,
        laboratory=one_line(texts.laboratory),
        values=_values(texts, form),
        transfusions=transfusions,
        medications=medications,
        infusions=infusions,
        events=events,
        no_transfusion=texts.no_transfusion and not texts.transfusions,
        no_event=texts.no_event and not texts.events,
        medicines_unchanged=texts.medicines_unchanged and not texts.medications,
        reason=reason,
        deviation=texts.deviation,
        deviation_note=one_line(texts.deviation_note),
        kind=form.kind if form.visit_id is None else "",
    )
    return Reading(draft, tuple(reader.faults))


def show(draft: VisitDraft, form: VisitForm) -> FormTexts:
    """The texts of a stored visit: every value as it was entered, in its entered unit."""
    stored = {entry.analyte: entry for entry in draft.values}
    codes = [*form.analytes, *(code for code in stored if code not in form.analytes)]
    return FormTexts(
        day=draft.day.isoformat(),
        sample_time=draft.sample_time,
        laboratory=draft.laboratory,
        values=tuple(_value_text(stored.get(code), code, form) for code in codes),
        transfusions=tuple(
            TransfusionText(t.day.isoformat(), t.product, plain(t.units), t.reason == "procedure", t.id)
            for t in draft.transfusions
        ),
        infusions=tuple(
            InfusionText(
                i.day.isoformat(),
                i.product,
                "" if i.cells_total is None else plain(i.cells_total / MILLION),
                i.batch,
                i.passage,
                "" if i.viability_pct is None else plain(i.viability_pct),
                "" if i.weight_kg is None else plain(i.weight_kg),
                i.id,
                "" if i.dose_mg is None else plain(i.dose_mg),
                i.override,
            )
            for i in draft.infusions
        ),
        medications=tuple(
            MedicationText(
                m.drug,
                m.dose,
                iso_text(m.start, m.start_known),
                m.stop_known or (m.stop.isoformat() if m.stop else ""),
                m.id,
            )
            for m in draft.medications
        ),
        events=tuple(map(event_text, draft.events)),
        deviation=draft.deviation,
        deviation_note=draft.deviation_note,
        no_transfusion=draft.no_transfusion,
        no_infusion=not draft.infusions,
        medicines_unchanged=draft.medicines_unchanged,
        no_event=draft.no_event,
    )


def event_text(event: EventEntry | EventRow) -> EventText:
    """The texts of a stored event."""
    return EventText(
        iso_text(event.day, event.day_known),
        event.type,
        "" if event.grade is None else str(event.grade),
        event.note,
        event.id,
        event.term,
        gvhd_record.findings(event.details),
        event.ctcae,
        stated(event.details),
        event.outcome,
        event.until_known or (event.until.isoformat() if event.until else ""),
        event.diagnosed_known or (event.diagnosed.isoformat() if event.diagnosed else ""),
    )


def blank(form: VisitForm) -> FormTexts:
    """The texts of a visit that has not been logged: its day, and each analyte with its unit."""
    return FormTexts(
        day=form.day.isoformat(), values=tuple(_value_text(None, code, form) for code in form.analytes)
    )


def plain(number: Decimal) -> str:
    """A number as one types it: no exponent, no zeros at the end."""
    return f"{number.normalize():f}"


def _value_text(entry: ValueEntry | None, code: str, form: VisitForm) -> ValueText:
    if entry is None:
        return ValueText(code, unit=form.units.get(code, ""))
    unit = entry.unit or form.units.get(code, "")
    return ValueText(
        code, entry.text, unit, entry.missing, entry.missing_note, entry.confirmed, entry.reference or ""
    )


def _values(texts: FormTexts, form: VisitForm) -> tuple[ValueEntry, ...]:
    # A field that was stored and is now empty goes along: left out, its removal would pass in silence.
    stored = {entry.analyte for entry in form.stored.values} if form.stored else set()
    return tuple(
        ValueEntry(
            analyte=value.analyte,
            text=value.text.strip(),
            unit=value.unit,
            missing="" if value.text.strip() else value.missing,
            missing_note="" if value.text.strip() else one_line(value.note),
            confirmed=value.confirmed,
            reference=value.reference.strip() if value.text.strip() else "",
        )
        for value in texts.values
        if not value.empty or value.analyte in stored
    )


def _weight_kg(texts: FormTexts) -> Decimal | None:
    value = texts.value(WEIGHT)
    try:
        return quantity(WEIGHT, value.text, value.unit or "kg").value
    except QuantityError:
        return None


def _present(rows: Iterable[R | None]) -> tuple[R, ...]:
    return tuple(row for row in rows if row is not None)


def _transfusion(reader: FieldReader, row: TransfusionText, n: int) -> TransfusionEntry | None:
    day = reader.day(row.day, f"transfusions.{n}.day")
    units = reader.amount(row.units, f"transfusions.{n}.units", "units_missing")
    if day is None or units is None:
        return None
    reason = "procedure" if row.procedure else ""
    return TransfusionEntry(day, row.product, units, reason, row.id, row.kept)


def _infusion(reader: FieldReader, row: InfusionText, n: int, weight: Decimal | None) -> InfusionEntry | None:
    day = reader.day(row.day, f"infusions.{n}.day")
    cells = reader.number(row.cells, f"infusions.{n}.cells_total")
    viability = reader.number(row.viability, f"infusions.{n}.viability_pct")
    if day is None:
        return None
    return InfusionEntry(
        day=day,
        product=row.product,
        cells_total=None if cells is None else cells * MILLION,
        weight_kg=weight if weight is not None else reader.number(row.weight, f"infusions.{n}.weight_kg"),
        batch=one_line(row.batch),
        passage=one_line(row.passage),
        viability_pct=viability,
        id=row.id,
        dose_mg=reader.number(row.dose, f"infusions.{n}.dose_mg"),
        override=row.override,
    )


def _medication(reader: FieldReader, row: MedicationText, n: int) -> MedicationEntry | None:
    drug = reader.filled(row.drug, f"medications.{n}.drug", "drug_missing")
    start = reader.told(row.start, f"medications.{n}.start")
    stop = reader.told_or_none(row.stop, f"medications.{n}.stop")
    if drug is None or start is None:
        return None
    return MedicationEntry(
        drug,
        start.first,
        stop.last if stop is not None else None,
        one_line(row.dose),
        row.id,
        start_known=start.known,
        stop_known=stop.known if stop is not None else "",
    )


def _event(reader: FieldReader, row: EventText, n: int) -> EventEntry | None:
    day = reader.told(row.day, f"events.{n}.day")
    until = reader.told_or_none(row.until, f"events.{n}.until")
    diagnosed = reader.told_or_none(row.diagnosed, f"events.{n}.diagnosed")
    staged = _staged(reader, row, n)
    if day is None:
        return None
    grade = int(row.grade) if row.grade else None
    if staged is not None and "stages" in staged:
        grade = int(str(staged["grade"])) or None
    told = with_stated(staged, row.serious)
    note = one_line(row.note)
    return EventEntry(
        day.first,
        row.type,
        note,
        grade,
        row.id,
        term=row.term,
        ctcae=row.ctcae,
        details=told,
        day_known=day.known,
        until=until.last if until is not None else None,
        until_known=until.known if until is not None else "",
        outcome=row.outcome,
        diagnosed=diagnosed.first if diagnosed is not None else None,
        diagnosed_known=diagnosed.known if diagnosed is not None else "",
    )


def _staged(reader: FieldReader, row: EventText, n: int) -> dict[str, object] | None:
    """What a GVHD form means; None for other events and for an empty form."""
    typed = dict(row.findings)
    if row.term == gvhd_record.CHRONIC and typed:
        return gvhd_record.details(row.term, typed, gvhd_record.chronic(typed))
    if row.term != gvhd_record.ACUTE or not typed:
        return None
    numbers = {
        key: (reader.percentage if key == "skin_pct" else reader.number)(
            typed.get(key, ""), f"events.{n}.{key}"
        )
        for key in gvhd_record.ACUTE_NUMBERS
    }
    return gvhd_record.details(row.term, typed, gvhd_record.acute(typed, numbers))
