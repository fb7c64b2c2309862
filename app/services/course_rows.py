"""One subject's whole course as frozen rows."""

from __future__ import annotations

from dataclasses import fields
from operator import attrgetter
from typing import TYPE_CHECKING

from app.domain.endings import EARLY_TERMINATION
from app.domain.schedule import OPEN, VisitState, state
from app.domain.timeline import Window
from app.services import ending_rows, overrides, subject_records
from app.services.contracts.subjects import (
    CountRow,
    Course,
    EventRow,
    InfusionRow,
    MedicationRow,
    TransfusionRow,
    VisitRow,
)
from app.services.declining import read_declined
from app.services.doses import read_override
from app.services.errors import ServiceError
from app.services.subject_lines import subject_line
from app.storage import listing

if TYPE_CHECKING:
    from datetime import date
    from decimal import Decimal

    from app.domain.endings import Ends
    from app.services.overrides import Said
    from app.storage.courses import Whole
    from app.storage.rows import Connection, Row

# A stored count has the names of its frozen row: two hundred of them are told again after each save.
_COUNT = attrgetter(*(field.name for field in fields(CountRow)))


def course(connection: Connection, subject_id: int, *, today: date) -> Course:
    """Everything stored of one subject. Raises ServiceError `subject_unknown`."""
    return course_of(connection, subject_records.whole(connection, subject_id), today=today)


def course_of(connection: Connection, rows: Whole, *, today: date) -> Course:
    """The course of a subject's rows; its line of the list is read."""
    line = listing.of(connection, rows.subject.id)
    if line is None:
        raise ServiceError("subject_unknown", subject=rows.subject.id)
    subject = rows.subject
    verdicts = {row.visit_id: row for row in rows.standing}
    counts = tuple(map(_count, rows.counts))
    ends = ending_rows.of_rows(rows)
    weight, weighed = _newest(counts, "WEIGHT", subject.weight_kg, subject.weight_day)
    height, _ = _newest(counts, "HEIGHT", subject.height_cm, subject.weight_day)
    return Course(
        subject=subject_line(line),
        weight_kg=weight,
        weight_day=weighed,
        height_cm=height,
        consent_version=subject.consent_version,
        consent_date=subject.consent_date,
        hsct_date=subject.hsct_date,
        visits=tuple(
            _visit(row, _said(rows, verdicts.get(row.id)), visit_state(row, today, ends))
            for row in rows.visits
        ),
        counts=counts,
        transfusions=tuple(map(_transfusion, rows.logs["transfusions"])),
        medications=tuple(map(_medication, rows.logs["medications"])),
        infusions=tuple(map(_infusion, rows.logs["infusions"])),
        events=tuple(map(_event, rows.logs["events"])),
        version=subject.version,
        declined=read_declined(subject.declined_infusions),
        ends=ends,
    )


def visit_state(row: Row, today: date, ends: Ends) -> VisitState:
    """Where a stored visit stands on a day."""
    if row.kind == EARLY_TERMINATION and row.actual is not None:
        return VisitState.DONE  # whenever it was: it has no window to lie outside of
    window = Window(row.earliest, row.target, row.latest) if row.target else None
    expected = ending_rows.expected(row, ends)
    return state(window, actual=row.actual, missed=bool(row.missed), today=today, expected=expected)


def _newest(
    counts: tuple[CountRow, ...], analyte: str, value: Decimal | None, day: date | None
) -> tuple[Decimal | None, date | None]:
    """The newest measured value; what enrolment noted where nothing newer was measured."""
    for row in reversed(counts):
        if row.analyte == analyte and row.value is not None:
            return (row.value, row.day) if day is None or row.day >= day else (value, day)
    return value, day


def _said(rows: Whole, verdict: Row | None) -> Said | None:
    return overrides.said(verdict, rows.overrides.get(verdict.visit_id)) if verdict is not None else None


def _visit(row: Row, verdict: Said | None, stands: VisitState) -> VisitRow:
    return VisitRow(
        id=row.id,
        plan_id=row.plan_id,
        title=row.title,
        kind=row.kind,
        day=row.day,
        target=row.target,
        earliest=row.earliest,
        latest=row.latest,
        actual=row.actual,
        state=stands.value,
        assessment=row.assessment,
        infusion=row.infusion,
        status=verdict.status if verdict is not None else "",
        flags=verdict.flags if verdict is not None else (),
        version=row.version,
        assessments=tuple(row.assessments),
        missed=row.missed,
        missed_note=row.missed_note,
        deviation=row.deviation,
        deviation_note=row.deviation_note,
        agreed=row.agreed if stands in OPEN else None,
        agreed_note=row.agreed_note,
    )


def _count(row: Row) -> CountRow:
    return CountRow(*_COUNT(row))


def _transfusion(row: Row) -> TransfusionRow:
    return TransfusionRow(row.id, row.visit_id, row.day, row.product, row.units, row.reason, row.version)


def _medication(row: Row) -> MedicationRow:
    known = (row.start_known, row.stop_known)
    return MedicationRow(row.id, row.visit_id, row.drug, row.start, row.stop, row.dose, row.version, *known)


def _infusion(row: Row) -> InfusionRow:
    return InfusionRow(
        id=row.id,
        visit_id=row.visit_id,
        day=row.day,
        product=row.product,
        cells_total=row.cells_total,
        weight_kg=row.weight_kg,
        batch=row.batch,
        passage=row.passage,
        viability_pct=row.viability_pct,
        version=row.version,
        dose_mg=row.dose_mg,
        override=read_override(row.override),
    )


def _event(row: Row) -> EventRow:
    return EventRow(
        id=row.id,
        visit_id=row.visit_id,
        day=row.day,
        type=row.type,
        note=row.note,
        grade=row.grade,
        version=row.version,
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
