"""Documents for the chart: content from the study, pages from `app.reports`, a line in the audit."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from app.domain.values import dataclass
from app.services.errors import ServiceError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from app.i18n import Texts
    from app.reports.content import Printing, VisitSummary
    from app.reports.evidence_content import EvidenceReport
    from app.services.context import Context
    from app.services.summary.basis import Basis, Correction

SUMMARY, EVIDENCE = "visit_summary", "evidence_report"
SAVED, PRINTED = "saved", "printed"


@dataclass(frozen=True, slots=True)
class Printed:
    """A finished document. `name` is a file name without identity; `data_hash` covers the content printed."""

    pdf: bytes
    name: str
    data_hash: str
    pages: int
    kind: str = SUMMARY


@dataclass(frozen=True, slots=True)
class EarlierPrint:
    """A document that left the program. `how`: saved or printed; `data_hash`: the full hash."""

    visit_id: int
    how: str
    at: datetime
    who: str
    document_id: str
    data_hash: str


def visit_summary(context: Context, visit_id: int, *, texts: Texts, paper: str = "A4") -> Printed:
    """The visit summary of a logged visit. Raises ServiceError `visit_not_logged`."""
    from app.reports import visit_summary as document

    content = summary_content(context, visit_id, texts=texts)
    made = document.pages(content, texts=texts, paper=paper)
    return Printed(made.pdf, file_name(content), made.data_hash, made.pages)


def summary_content(context: Context, visit_id: int, *, texts: Texts) -> VisitSummary:
    """What the summary of a logged visit says. Raises ServiceError `visit_not_logged`."""
    from app.reports.content import VisitSummary
    from app.services.summary import whole

    basis = _basis(context, visit_id, texts=texts)
    said = whole.summary(basis, study=context.study.name, site=context.study.site)
    return VisitSummary(said, _printing(context, texts))


def evidence_report(context: Context, visit_id: int, *, texts: Texts, paper: str = "A4") -> Printed:
    """The evidence report of a visit's verdict. Raises ServiceError `visit_not_logged`, `no_verdict`."""
    from app.reports import evidence_report as document

    content = evidence_content(context, visit_id, texts=texts)
    made = document.pages(content, texts=texts, paper=paper)
    name = _name(content.evidence.document_id.removeprefix("EV-"), "evidence")
    return Printed(made.pdf, name, made.data_hash, made.pages, EVIDENCE)


def evidence_content(context: Context, visit_id: int, *, texts: Texts) -> EvidenceReport:
    """What the evidence report of a logged visit says. Raises as `evidence_report`."""
    from app.reports.evidence_content import EvidenceReport
    from app.services import definitions
    from app.services.evidence import whole

    basis = _basis(context, visit_id, texts=texts, every_correction=True)
    if basis.verdict is None:
        raise ServiceError("no_verdict", visit=visit_id)
    subject_id = basis.course.subject.id
    answers = definitions.of_day(context, subject_id, basis.on, known="now")
    printing = _printing(context, texts)
    standing = [row for row in basis.history if row.visit_id == visit_id and row.superseded_at is None]
    origin = whole.Origin(
        template_sha256=definitions.template_hash(context, subject_id),
        program=printing.program,
        computed_at=standing[0].computed_at if standing else None,
    )
    return EvidenceReport(whole.evidence(basis, answers, origin), printing)


def _basis(context: Context, visit_id: int, *, texts: Texts, every_correction: bool = False) -> Basis:
    """All that a document of a visit is made from; corrections of the visit's own values, or of every one."""
    from app.services import queries, readings, references
    from app.services.summary.basis import Basis

    subject_id = _subject_of(context, visit_id)
    read = readings.read(context, subject_id, visit_id=visit_id)
    visit = next(row for row in read.course.visits if row.id == visit_id)
    if visit.actual is None:
        raise ServiceError("visit_not_logged", visit=visit_id)
    changed = [
        row.id for row in read.course.counts if row.changed and (every_correction or row.visit_id == visit_id)
    ]
    return Basis(
        course=read.course,
        template=read.template,
        visit=visit,
        verdict=read.verdict,
        history=read.history,
        corrections=_corrections(context, changed),
        texts=texts,
        normals=references.normals(
            references.table(context),
            settings=read.template.response,
            sex=read.course.subject.sex or None,
            birth=read.course.subject.birth_date,
            on=visit.actual,
        ),
        control=read.controls.get(visit_id),
        queries=queries.of_subject(context, subject_id),
    )


def _printing(context: Context, texts: Texts) -> Printing:
    import app
    from app.reports.content import Printing
    from app.services import trail

    user = context.user
    by = texts("summary.role", name=user.display_name, role=texts(f"summary.role_{user.role}"))
    head = trail.shown_head(trail.head(context))
    return Printing(by, context.clock(), f"MarrowTrack {app.__version__}", head)


def file_name(content: VisitSummary) -> str:
    """TJ-014_visit-summary_2026-09-15.pdf: the code and the day, never a name."""
    return _name(content.summary.document_id.removeprefix("VS-"), "visit-summary")


def _name(who_and_when: str, kind: str) -> str:
    return re.sub(r"[^A-Za-z0-9_.\-]", "_", f"{who_and_when}_{kind}.pdf")


def printed(context: Context, visit_id: int, document: Printed, *, how: str) -> None:
    """Write to the audit that a document left the program: `how` is saved or printed."""
    from app.services import access
    from app.services.transactions import changing
    from app.storage.types import canonical

    access.require(context, "prints.printed")
    subject_id = _subject_of(context, visit_id)
    about = {"document": document.name, "sha256": document.data_hash, "pages": document.pages}
    with changing(context) as change:
        change.note(
            how,
            table="visit",
            row_id=visit_id,
            subject_id=subject_id,
            field=document.kind,
            new=canonical(about),
        )


def earlier(context: Context, subject_id: int) -> tuple[EarlierPrint, ...]:
    """The documents of a subject that left the program, newest first."""
    import json

    from app.services.transactions import reading
    from app.storage import prints

    with reading(context) as connection:
        rows = prints.of_subject(connection, subject_id, fields=(SUMMARY, EVIDENCE))
    found = []
    for row in rows:
        about = json.loads(row.new or "{}")
        found.append(
            EarlierPrint(
                row.row_id,
                row.action,
                row.at,
                row.user_name,
                about.get("document", ""),
                about.get("sha256", ""),
            )
        )
    return tuple(found)


def _subject_of(context: Context, visit_id: int) -> int:
    from app.services.transactions import reading
    from app.storage import courses

    with reading(context) as connection:
        subject_id = courses.subject_of_visit(connection, visit_id)
    if subject_id is None:
        raise ServiceError("visit_not_logged", visit=visit_id)
    return subject_id


def _corrections(context: Context, ids: Sequence[int]) -> Mapping[int, Sequence[Correction]]:
    """Changes of stored values from the audit, oldest first, by the id of the value."""
    if not ids:
        return {}
    from app.services.summary.basis import Correction
    from app.services.transactions import reading
    from app.storage import prints

    with reading(context) as connection:
        rows = prints.value_changes(connection, ids)
    found: dict[int, list[Correction]] = {}
    for row in rows:
        made = Correction(
            row.old or "", row.new or "", row.at, row.user_name, row.reason_code, row.reason_text
        )
        found.setdefault(row.row_id, []).append(made)
    return found
