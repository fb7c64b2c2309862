"""What was given and what happened since the visit before."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from app.i18n.deviations import deviation_texts
from app.i18n.drugs import drug_name
from app.i18n.endings import cause_text
from app.i18n.event_course import course_text
from app.i18n.evidence import dose_number
from app.i18n.grading import gvhd_text, serious_text, term_name
from app.i18n.partial_dates import iso_text
from app.reports.content import Entry, Piece
from app.services import deviations
from app.services.summary import control
from app.services.summary.basis import Basis

if TYPE_CHECKING:
    from app.services.contracts.subjects import EventRow, InfusionRow, MedicationRow, TransfusionRow


def treatment_title(basis: Basis) -> str:
    """Treatment since D84 (2026-09-08)."""
    last = basis.last_visit
    if last is None:
        return basis.texts("summary.treatment_start")
    return basis.texts("summary.treatment_since", **basis.dated(last))


def events_title(basis: Basis) -> str:
    """Events since D84."""
    last = basis.last_visit
    if last is None:
        return basis.texts("summary.events_start")
    return basis.texts("summary.events_since", day=basis.day(last) or last.isoformat())


def treatment(basis: Basis) -> tuple[Entry, ...]:
    """Transfusions, cells and ATG, medicines."""
    lines = [_transfusions(basis)]
    for product in dict.fromkeys(entry.product for entry in basis.template.treatments):
        line = _infusions(basis, product) if product in {"MSC", "ATG"} else None
        if line is not None:
            lines.append(line)
    lines += [_medicine(basis, row) for row in basis.course.medications if _matters(basis, row)]
    return tuple(lines)


def _transfusions(basis: Basis) -> Entry:
    texts = basis.texts
    given = [row for row in basis.course.transfusions if basis.since_last(row.day, row.visit_id)]
    words = texts.clauses(_transfusion(basis, row) for row in given) or texts("summary.nothing")
    return Entry(texts("summary.transfusions"), words)


def _transfusion(basis: Basis, row: TransfusionRow) -> str:
    texts = basis.texts
    count = "summary.unit_one" if row.units == 1 else "summary.unit_many"
    units = texts(count, units=texts.number(row.units))
    said = texts(f"summary.transfusion_{row.product}", units=units, **basis.dated(row.day))
    return texts("summary.transfusion_procedure", text=said) if row.reason == "procedure" else said


def _infusions(basis: Basis, product: str) -> Entry | None:
    texts = basis.texts
    label = texts(f"summary.infusion_{product}")
    made = [row for row in basis.course.infusions if row.product == product and row.day <= basis.on]
    given = [row for row in made if basis.since_last(row.day, row.visit_id)]
    if given:
        return Entry(label, basis.texts.clauses(_infusion(basis, row) for row in given))
    if made and product == "ATG":
        return None  # its days stand in the chart
    if made:
        return Entry(label, texts("summary.given_none", **basis.dated(made[-1].day)))
    return Entry(label, texts("summary.nothing"))


def _infusion(basis: Basis, row: InfusionRow) -> str:
    texts = basis.texts
    dated = basis.dated(row.day)
    if row.cells_total is None and row.dose_mg is not None:
        text = texts("summary.infusion_mg", mg=texts.number(row.dose_mg), **dated)
    elif row.cells_total is None:
        text = texts("summary.infusion_plain", **dated)
    elif not row.weight_kg:
        text = texts("summary.infusion_cells_only", cells=dose_number(row.cells_total, texts), **dated)
    else:
        text = texts(
            "summary.infusion_cells",
            cells=dose_number(row.cells_total, texts),
            per_kg=dose_number((row.cells_total / row.weight_kg).quantize(Decimal(1)), texts),
            kg=texts.number(row.weight_kg, 1),
            **dated,
        )
    if row.override is not None:
        text = texts(
            "summary.infusion_override", text=text, who=row.override.user_name, reason=row.override.reason
        )
    return texts("summary.infusion_batch", text=text, batch=row.batch) if row.batch else text


def _matters(basis: Basis, row: MedicationRow) -> bool:
    """Given at some time between the visit before and this one."""
    if row.start > basis.on:
        return False
    return row.stop is None or basis.last_visit is None or row.stop >= basis.last_visit


def _medicine(basis: Basis, row: MedicationRow) -> Entry:
    texts = basis.texts
    dose = texts("summary.medicine_dose", dose=row.dose) if row.dose else ""
    start = iso_text(row.start, row.start_known)
    if row.ongoing or (row.stop is not None and row.stop > basis.on):
        key = "summary.medicine_ongoing_known" if row.start_known else "summary.medicine_ongoing"
        words = texts(key, dose=dose, date=start, day=basis.dated(row.start)["day"])
    else:
        stop = row.stop_known or (row.stop.isoformat() if row.stop is not None else "–")
        words = texts("summary.medicine_stopped", dose=dose, start=start, stop=stop)
    name = drug_name(texts, row.drug)
    return Entry(name[:1].upper() + name[1:], words)


def events(basis: Basis) -> tuple[Entry, ...]:
    """Events of the time since the visit before; none is said, not left empty."""
    found = [row for row in basis.course.events if basis.since_last(row.day, row.visit_id)]
    return (*(_event(basis, row) for row in found), *_deviations(basis), *control.open_matters(basis))


def _deviations(basis: Basis) -> tuple[Entry, ...]:
    """What departed from the plan at this visit."""
    texts = basis.texts
    every = deviations.of_course(basis.course, basis.template)
    own = [each for each in every if each.visit_id == basis.visit.id]
    return tuple(Entry(texts("summary.deviation"), words) for words in deviation_texts(own, texts))


def _event(basis: Basis, row: EventRow) -> Entry:
    texts = basis.texts
    code = f"summary.event_{row.type}"
    label = texts(code) if texts.has(code) else row.type.replace("_", " ")
    if named := term_name(row.term, texts):
        label = named
    weight = serious_text(row.type, row.grade, row.details, texts)
    course = course_text(row, texts, iso=True)
    when = row.day_known or texts("summary.source_day", **basis.dated(row.day))
    if staged := gvhd_text(row.details, texts):
        found = (staged, weight, row.note.strip(), course, when)
        return Entry(label, texts.clauses(part for part in found if part))
    grade = texts("summary.event_grade", grade=row.grade).lstrip(", ，") if row.grade is not None else ""
    if grade and row.ctcae:
        grade = texts("summary.event_grade_of", grade=grade, version=row.ctcae)
    told = (weight, cause_text(row.details, texts), row.note.strip(), course)
    note = texts.clauses(part for part in told if part)
    head = texts.spoken(part for part in (note or grade, grade if note else "") if part)
    if not head:
        return Entry(label, when)
    return Entry(label, (Piece(head, "semibold"), Piece(texts.spoken(("", when)))))
