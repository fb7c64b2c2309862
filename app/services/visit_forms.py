"""What the visit form opens with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from app.domain.endings import EARLY_TERMINATION, LAST_VISIT_TITLE
from app.domain.printed_range import PrintedRange
from app.domain.quantities import ANALYTES, BODY, Quantity
from app.services import ending_rows, subject_records
from app.services import references as references_service
from app.services.contracts.visits import (
    EventEntry,
    InfusionEntry,
    MedicationEntry,
    Previous,
    TransfusionEntry,
    ValueEntry,
    VisitDraft,
    VisitForm,
)
from app.services.doses import read_override
from app.services.errors import ServiceError
from app.services.transactions import reading
from app.storage import courses
from app.storage import references as stored_references

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from app.services.context import Context
    from app.storage.courses import Whole
    from app.storage.rows import Row

# What every visit may bring; the rest is offered where the plan asks for it.
BLOOD_COUNT = ending_rows.BLOOD_COUNT


def form(
    context: Context, *, subject_id: int, visit_id: int | None, kind: str = "", day: date | None = None
) -> VisitForm:
    """See `visits.form`."""
    with reading(context) as connection:
        rows = context.last_read.whole(connection, subject_id)
        template = subject_records.template_of(connection, rows)
        units = courses.units(connection)
        references = [references_service.reference_row(row) for row in stored_references.rows(connection)]
    visit = rows.visit(visit_id)
    if visit is None and visit_id is not None:
        raise ServiceError("visit_unknown", visit=visit_id)
    day = day or _day(visit, context.today())
    stored = stored_draft(rows, visit) if visit is not None and visit.entered_at else None
    held = {entry.analyte for entry in stored.values} if stored is not None else set()
    asked: Sequence[str] = visit.assessments if visit is not None else ()
    if visit is None and kind == EARLY_TERMINATION:
        asked = ending_rows.last_visit_asks(rows)
    due = set(asked)
    window = ending_rows.window_of(visit) if visit is not None else None
    wanted = held | (due & set(ANALYTES)) | (set(BLOOD_COUNT) & set(template.analytes))
    order = [*template.analytes, *(code for code in ANALYTES if code not in template.analytes)]
    return VisitForm(
        visit_id=visit_id,
        subject_id=subject_id,
        plan_id=visit.plan_id if visit is not None else "",
        title=visit.title if visit is not None else LAST_VISIT_TITLE if kind == EARLY_TERMINATION else "",
        day=day,
        target=window.target if window is not None else None,
        earliest=window.earliest if window is not None else None,
        latest=window.latest if window is not None else None,
        analytes=tuple(code for code in order if code in wanted),
        units={code: units.get(code, spec.unit) for code, spec in ANALYTES.items()},
        previous=_with_enrolment(previous(rows.counts, before=day, visit_id=visit_id), rows),
        last_visit=_last_visit(rows.visits, visit, day),
        stored=stored,
        infusion=visit.infusion if visit is not None else "",
        version=visit.version if visit is not None else None,
        ctcae=template.ctcae,
        normals=references_service.normals(
            references,
            settings=template.response,
            sex=rows.subject.sex,
            birth=rows.subject.birth_date,
            on=day,
        ),
        baselines=baselines(
            rows.counts, anchor=rows.subject.day0, lookback_days=template.response.baseline_lookback_days
        ),
        kind=visit.kind if visit is not None else kind,
        agreed=visit.agreed if visit is not None and visit.actual is None and not visit.missed else None,
        missed=visit is not None and visit.actual is None and bool(visit.missed),
    )


def previous(counts: Sequence[Row], *, before: date, visit_id: int | None) -> Mapping[str, Previous]:
    """The newest value of each analyte before a day, the visit's own values apart; of BODY up to that day."""
    newest: dict[str, Row] = {}
    for row in counts:  # by day
        known = row.day < before or (row.day == before and row.analyte in BODY)
        if row.value is not None and row.visit_id != visit_id and known:
            newest[row.analyte] = row
    return {analyte: _before(row) for analyte, row in newest.items()}


def _with_enrolment(found: Mapping[str, Previous], rows: Whole) -> Mapping[str, Previous]:
    """With a mark on what was measured for the enrolment."""
    of = rows.subject
    stored = {"WEIGHT": of.weight_kg, "HEIGHT": of.height_cm}
    return {
        code: replace(
            each, at_enrolment=each.day == of.weight_day and each.quantity.value == stored.get(code)
        )
        for code, each in found.items()
    }


def baselines(counts: Sequence[Row], *, anchor: date | None, lookback_days: int) -> Mapping[str, Previous]:
    """The baseline of each analyte (A-06): its latest day in the days up to day 0, the lowest value of it."""
    if anchor is None:
        return {}
    chosen: dict[str, Row] = {}
    for row in counts:  # by day
        if row.value is None or not anchor - timedelta(days=lookback_days) <= row.day <= anchor:
            continue
        held = chosen.get(row.analyte)
        if held is None or row.day > held.day or row.value < held.value:
            chosen[row.analyte] = row
    return {code: _before(row) for code, row in chosen.items()}


def _before(row: Row) -> Previous:
    quantity = Quantity(row.value, row.unit, row.bound, row.entered_value, row.entered_unit)
    return Previous(row.analyte, row.day, quantity, PrintedRange(row.low, row.high))


def _last_visit(visits: Sequence[Row], visit: Row | None, day: date) -> date | None:
    """The day of the visit before this one. Of two on one day the first entered came before the other."""
    own = None if visit is None or visit.entered_at is None else (visit.entered_at, visit.id)
    others = [row for row in visits if row.actual is not None and (visit is None or row.id != visit.id)]
    before = [row.actual for row in others if row.actual < day or (row.actual == day and _first(row, own))]
    return max(before, default=None)


def _first(row: Row, own: tuple[datetime, int] | None) -> bool:
    return own is None or (row.entered_at is not None and (row.entered_at, row.id) < own)


def _day(visit: Row | None, today: date) -> date:
    """The stored day; before that today, as the visit is being logged now."""
    if visit is None or visit.actual is None:
        return today
    day: date = visit.actual
    return day


def stored_draft(whole: Whole, visit: Row) -> VisitDraft:
    rows = {name: [row for row in log if row.visit_id == visit.id] for name, log in whole.logs.items()}
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
                reference=row.entered_range,
            )
            for row in whole.counts
            if row.visit_id == visit.id
        ),
        transfusions=tuple(
            TransfusionEntry(row.day, row.product, row.units, row.reason, row.id)
            for row in rows["transfusions"]
        ),
        medications=tuple(
            MedicationEntry(
                row.drug,
                row.start,
                row.stop,
                row.dose,
                row.id,
                start_known=row.start_known,
                stop_known=row.stop_known,
            )
            for row in rows["medications"]
        ),
        infusions=tuple(map(_infusion, rows["infusions"])),
        events=tuple(map(_event, rows["events"])),
        no_transfusion=visit.no_transfusion,
        no_event=visit.no_event,
        medicines_unchanged=visit.medicines_unchanged,
        deviation=visit.deviation,
        deviation_note=visit.deviation_note,
    )


def _event(row: Row) -> EventEntry:
    return EventEntry(
        row.day,
        row.type,
        row.note,
        row.grade,
        row.id,
        term=row.term,
        ctcae=row.ctcae,
        details=row.details,
        day_known=row.day_known,
        until=row.until,
        until_known=row.until_known,
        outcome=row.outcome,
        diagnosed=row.diagnosed,
        diagnosed_known=row.diagnosed_known,
    )


def _infusion(row: Row) -> InfusionEntry:
    return InfusionEntry(
        day=row.day,
        product=row.product,
        cells_total=row.cells_total,
        weight_kg=row.weight_kg,
        batch=row.batch,
        passage=row.passage,
        viability_pct=row.viability_pct,
        id=row.id,
        dose_mg=row.dose_mg,
        override=read_override(row.override),
    )
