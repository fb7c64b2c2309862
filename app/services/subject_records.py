"""One subject as the engine sees it, and the template that it was enrolled on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from app.domain.protocol import parse
from app.domain.quantities import Quantity
from app.domain.record import (
    Event,
    Infusion,
    Marrow,
    Measurement,
    Medication,
    PriorAssessment,
    SubjectRecord,
    Transfusion,
)
from app.services.errors import ServiceError
from app.storage import courses, schema

if TYPE_CHECKING:
    from app.domain.protocol.model import Template
    from app.services.contracts.subjects import MedicationRow
    from app.services.contracts.visits import MedicationEntry, VisitDraft
    from app.storage.change import Change
    from app.storage.courses import Whole
    from app.storage.rows import Connection, Row, Rows

# Templates by hash: what a hash names never changes, and a study has few.
_KNOWN: dict[str, Template] = {}


def whole(connection: Connection, subject_id: int, *, given: Rows | None = None) -> Whole:
    """Every row of a subject; `given`: its verdicts if read before. Raises ServiceError `subject_unknown`."""
    found = courses.whole(connection, subject_id, given=given)
    if found is None:
        raise ServiceError("subject_unknown", subject=subject_id)
    return found


def anchor_of(subject: Row) -> date:
    """Day 0; before it is set, the day of screening stands for it."""
    return subject.day0 or subject.weight_day or subject.consent_date or date.max


def record(rows: Whole, *, without: VisitDraft | None = None) -> SubjectRecord:
    """All that is stored of a subject; `without` what a draft will put in place of its visit."""
    subject, marrow = rows.subject, rows.marrow
    logs = {
        name: [row for row in log if not _replaced(name, row, without)] for name, log in rows.logs.items()
    }
    return SubjectRecord(
        sex=subject.sex or None,
        birth_date=subject.birth_date,
        anchor=anchor_of(subject),
        arm=subject.arm,
        weight_kg=subject.weight_kg,
        measurements=tuple(
            Measurement(row.day, row.analyte, _quantity(row), row.low)
            for row in rows.counts
            if row.value is not None and not _retyped(row, without)
        ),
        transfusions=tuple(
            Transfusion(row.day, row.product, row.reason or None, row.units) for row in logs["transfusions"]
        ),
        medications=tuple(map(course_of_drug, logs["medications"])),
        events=tuple(Event(row.day, row.type, row.note) for row in logs["events"] if not row.day_known),
        infusions=tuple(
            Infusion(row.day, row.product, row.cells_total, row.weight_kg) for row in logs["infusions"]
        ),
        marrow=Marrow(marrow.cellularity_pct, marrow.residual_pct, marrow.day) if marrow else None,
        prior_assessments=tuple(
            counted(row, rows.overrides) for row in reversed(rows.standing) if row.official
        ),
    )


def course_of_drug(row: Row | MedicationEntry | MedicationRow) -> Medication:
    """A course as the engine sees it: the widest that it can have been where a day is not exact."""
    exact = not (row.start_known or row.stop_known)
    return Medication(row.drug, row.start, row.stop, exact=exact)


def counted(verdict: Row, overrides: Mapping[int, Row]) -> PriorAssessment:
    """A stored verdict as later days count it. The one place where a signed override takes its place."""
    signed = overrides.get(verdict.visit_id)
    return PriorAssessment(verdict.day, signed.status if signed is not None else verdict.status)


def with_draft(record: SubjectRecord, draft: VisitDraft, quantities: Mapping[str, Quantity]) -> SubjectRecord:
    """A record with what a visit form holds; `quantities` are its usable values."""
    from app.domain.printed_range import usable_range

    limits = {
        entry.analyte: usable_range(entry.analyte, entry.reference or "", entry.unit).low
        for entry in draft.values
        if entry.analyte in quantities
    }
    return replace(
        record,
        measurements=record.measurements
        + tuple(
            Measurement(draft.day, code, quantity, limits.get(code)) for code, quantity in quantities.items()
        ),
        transfusions=record.transfusions
        + tuple(
            Transfusion(row.day, row.product, row.reason or None, row.units) for row in draft.transfusions
        ),
        medications=record.medications + tuple(map(course_of_drug, draft.medications)),
        events=record.events
        + tuple(Event(row.day, row.type, row.note) for row in draft.events if not row.day_known),
        infusions=record.infusions
        + tuple(Infusion(row.day, row.product, row.cells_total, row.weight_kg) for row in draft.infusions),
        prior_assessments=tuple(prior for prior in record.prior_assessments if prior.day < draft.day),
    )


def template_of(connection: Connection, rows: Whole) -> Template:
    """The stored template of a subject."""
    return stored_template(connection, rows.subject.template_id, rows.subject.sha256)


def stored_template(connection: Connection, row_id: int, sha256: str) -> Template:
    """A stored template; parsed once in a process, since its hash names its content."""
    if sha256 not in _KNOWN:
        _KNOWN[sha256] = parse.from_json(courses.template_body(connection, row_id))
    return _KNOWN[sha256]


def keep_template(change: Change, template: Template) -> int:
    """Store a template unless the study has it; the id of its row.

    Raises ServiceError `protocol_version_used` where the study has other rules under the same version:
    subjects enrolled on a version must all be judged alike.
    """
    body = parse.to_json(template)
    sha256 = parse.sha256(body)
    found = courses.template_row(change.connection, template_id=template.id, sha256=sha256)
    if found is not None:
        return found
    for row_id, digest in courses.template_version(change.connection, template.id, template.version):
        if stored_template(change.connection, row_id, digest) == template:
            return row_id  # another release writes the same rules with more keys
        raise ServiceError("protocol_version_used", protocol=template.id, version=template.version)
    return change.insert(
        schema.template,
        template_id=template.id,
        template_version=template.version,
        sha256=sha256,
        body=body,
        added_at=change.at,
    )


def _replaced(name: str, row: Row, draft: VisitDraft | None) -> bool:
    if draft is None:
        return False
    ids = {entry.id for entry in getattr(draft, name)}
    return row.id in ids or (draft.visit_id is not None and row.visit_id == draft.visit_id)


def _retyped(row: Row, draft: VisitDraft | None) -> bool:
    if draft is None or draft.visit_id is None or row.visit_id != draft.visit_id:
        return False
    return row.day != draft.day or any(entry.analyte == row.analyte for entry in draft.values)


def _quantity(row: Row) -> Quantity:
    return Quantity(row.value, row.unit, row.bound, row.entered_value, row.entered_unit)
