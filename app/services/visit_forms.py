"""What the visit form opens with."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from app.domain.quantities import ANALYTES, Quantity
from app.services import subject_records
from app.services.context import ServiceError
from app.services.transactions import reading
from app.services.visits import (
    EventEntry,
    InfusionEntry,
    MedicationEntry,
    Previous,
    TransfusionEntry,
    ValueEntry,
    VisitDraft,
    VisitForm,
)
from app.storage import courses

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection, Row

    from app.services.context import Context

# A blood count is what every visit may bring; the rest is offered where the plan asks for it.
BLOOD_COUNT = ("WBC", "ANC", "LYM", "HB", "PLT", "RETIC_ABS")


def form(context: Context, *, subject_id: int, visit_id: int | None) -> VisitForm:
    """See `visits.form`."""
    with reading(context) as connection:
        subject = courses.subject_row(connection, subject_id)
        if subject is None:
            raise ServiceError("subject_unknown", subject=subject_id)
        visit = _visit(connection, subject_id, visit_id)
        template = subject_records.stored_template(connection, subject.template_id, subject.sha256)
        counts = courses.counts(connection, subject_id)
        units = courses.units(connection)
        day = _day(visit, context.today())
        stored = _draft(connection, visit) if visit is not None and visit.entered_at else None
        actual = [row.actual for row in courses.visits(connection, subject_id) if row.id != visit_id]
    held = {entry.analyte for entry in stored.values} if stored is not None else set()
    due = set(visit.assessments) if visit is not None else set()
    wanted = held | (due & set(ANALYTES)) | (set(BLOOD_COUNT) & set(template.analytes))
    order = [*template.analytes, *(code for code in ANALYTES if code not in template.analytes)]
    return VisitForm(
        visit_id=visit_id,
        subject_id=subject_id,
        plan_id=visit.plan_id if visit is not None else "",
        title=visit.title if visit is not None else "",
        day=day,
        target=visit.target if visit is not None else None,
        earliest=visit.earliest if visit is not None else None,
        latest=visit.latest if visit is not None else None,
        analytes=tuple(code for code in order if code in wanted),
        units={code: units.get(code, spec.unit) for code, spec in ANALYTES.items()},
        previous=previous(counts, before=day, visit_id=visit_id),
        last_visit=max((seen for seen in actual if seen is not None and seen <= day), default=None),
        stored=stored,
        infusion=visit.infusion if visit is not None else "",
        version=visit.version if visit is not None else None,
    )


def previous(counts: Sequence[Row[Any]], *, before: date, visit_id: int | None) -> Mapping[str, Previous]:
    """The newest value of each analyte before a day, the visit's own values apart."""
    found = {}
    for row in counts:  # by day
        if row.value is not None and row.visit_id != visit_id and row.day < before:
            quantity = Quantity(row.value, row.unit, row.bound, row.entered_value, row.entered_unit)
            found[row.analyte] = Previous(row.analyte, row.day, quantity)
    return found


def _visit(connection: Connection, subject_id: int, visit_id: int | None) -> Row[Any] | None:
    if visit_id is None:
        return None
    visit = courses.one_visit(connection, visit_id)
    if visit is None or visit.subject_id != subject_id:
        raise ServiceError("visit_unknown", visit=visit_id)
    return visit


def _day(visit: Row[Any] | None, today: date) -> date:
    """The stored day; before that today, as the visit is being logged now."""
    if visit is None or visit.actual is None:
        return today
    day: date = visit.actual
    return day


def _draft(connection: Connection, visit: Row[Any]) -> VisitDraft:
    rows = {
        name: courses.log_of_visit(connection, name, visit.id)
        for name in ("transfusions", "medications", "infusions", "events")
    }
    return VisitDraft(
        subject_id=visit.subject_id,
        visit_id=visit.id,
        day=visit.actual,
        title=visit.title,
        expected_version=visit.version,
        sample_time=visit.sample_time,
        laboratory=visit.laboratory,
        values=tuple(
            ValueEntry(
                row.analyte,
                row.entered_value,
                row.entered_unit,
                row.missing,
                row.missing_note,
                confirmed=row.confirmed,
            )
            for row in courses.counts_of_visit(connection, visit.id)
        ),
        transfusions=tuple(
            TransfusionEntry(row.day, row.product, row.units, row.reason, row.id)
            for row in rows["transfusions"]
        ),
        medications=tuple(
            MedicationEntry(row.drug, row.start, row.stop, row.dose, row.id) for row in rows["medications"]
        ),
        infusions=tuple(map(_infusion, rows["infusions"])),
        events=tuple(EventEntry(row.day, row.type, row.note, row.grade, row.id) for row in rows["events"]),
        no_transfusion=visit.no_transfusion,
        no_event=visit.no_event,
        medicines_unchanged=visit.medicines_unchanged,
    )


def _infusion(row: Row[Any]) -> InfusionEntry:
    return InfusionEntry(
        day=row.day,
        product=row.product,
        cells_total=row.cells_total,
        weight_kg=row.weight_kg,
        batch=row.batch,
        passage=row.passage,
        viability_pct=row.viability_pct,
        id=row.id,
    )
