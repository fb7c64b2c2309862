"""Any document on order: its content from the study, its pages, its line in the audit when it leaves."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from app.domain.values import dataclass
from app.services.contracts.papers import PROTOCOL, STUDY, SUBJECT, VISIT, Order, Printed
from app.services.errors import ServiceError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from app.i18n import Texts
    from app.reports.content import Printing
    from app.reports.document import Bound, Document
    from app.services.context import Context

__all__ = [
    "ABOUT_ONE",
    "KINDS",
    "PAPERS",
    "Kind",
    "Order",
    "Printed",
    "all_left",
    "label_sheets",
    "left",
    "make",
]

PAPERS = ("A4", "Letter")
SUMMARY, EVIDENCE, CALENDAR = "visit_summary", "evidence_report", "patient_calendar"
_IDENTITY = "identity.read"
ABOUT_ONE = "subject"  # a document of the study that can be kept to one subject


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of document: what it is about, the file's word, whether it can say whom it is about.

    `asks`: the names of what it may be asked beyond that, see `Order.detail`.
    """

    about: str
    word: str
    identity: bool = False
    papers: tuple[str, ...] = PAPERS
    asks: tuple[str, ...] = ()


KINDS: Mapping[str, Kind] = {
    SUMMARY: Kind(VISIT, "visit-summary", identity=True),
    EVIDENCE: Kind(VISIT, "evidence"),
    "infusion_worksheet": Kind(
        VISIT, "infusion-worksheet", identity=True, asks=("weight", "cells", "viability", "start")
    ),
    "crf": Kind(VISIT, "crf"),
    "crf_blank": Kind(VISIT, "crf-blank"),
    "specimen_labels": Kind(VISIT, "labels", asks=("sheet", "start", "copies")),
    "subject_history": Kind(SUBJECT, "history", identity=True),
    CALENDAR: Kind(SUBJECT, "calendar", identity=True, papers=("A5", "A4")),
    "protocol_synopsis": Kind(PROTOCOL, "synopsis"),
    "enrolment_log": Kind(STUDY, "enrolment-log"),
    "query_list": Kind(STUDY, "queries", asks=(ABOUT_ONE, "open")),
    "audit_report": Kind(STUDY, "audit", asks=(ABOUT_ONE, "user", "action", "since", "until")),
}


def make(
    context: Context, order: Order, *, texts: Texts, paper: str = "A4", book: Bound | None = None
) -> Printed:
    """The document of an order; a visit summary may be added to a `book` and has no bytes then.

    Raises ServiceError `document_unknown`, `not_allowed` where identity is asked of a role that has none, and
    what its content raises.
    """
    kind = KINDS.get(order.kind)
    if kind is None:
        raise ServiceError("document_unknown", kind=order.kind)
    if order.identity:
        from app.services import access

        access.require(context, _IDENTITY)
    copy = _copies(context, order) + 1
    said, drawn = _drawn(context, order, texts=texts, book=book)
    printing = _printing(context, texts, copy=copy, identity=order.identity)
    made = drawn(printing, paper if paper in kind.papers else kind.papers[0])
    document_id = str(getattr(said, "document_id", ""))
    name = re.sub(r"[^A-Za-z0-9_.\-]", "_", f"{document_id.partition('-')[2]}_{kind.word}.pdf")
    return Printed(
        made.pdf, name, made.data_hash, made.pages, order.kind, document_id, copy, texts.language, order
    )


def _drawn(
    context: Context, order: Order, *, texts: Texts, book: Bound | None
) -> tuple[object, Callable[[Printing, str], Document]]:
    """What the document says, and how it comes onto pages."""
    from importlib import import_module

    from app.i18n.paper_texts import on_paper

    if order.kind != CALENDAR:  # it is for people, who read weekdays and months
        texts = on_paper(texts)
    if order.kind in {SUMMARY, EVIDENCE}:
        return _of_visit(context, order, texts=texts, book=book)
    said = import_module(f"app.services.papers.{order.kind}").content(context, order, texts)
    if order.kind in {CALENDAR, "specimen_labels"}:
        pages = import_module(f"app.reports.{order.kind}").pages
        return said, lambda printing, paper: pages(said, printing, texts=texts, paper=paper)

    def sections(printing: Printing, paper: str) -> Document:
        from app.reports.paper import pages
        from app.reports.paper_content import PrintedPaper

        return pages(PrintedPaper(said, printing), texts=texts, paper=paper)

    return said, sections


def _of_visit(
    context: Context, order: Order, *, texts: Texts, book: Bound | None
) -> tuple[object, Callable[[Printing, str], Document]]:
    from app.services import paper_contents

    if order.kind == SUMMARY:
        from app.reports import visit_summary
        from app.reports.content import VisitSummary

        told = paper_contents.summary(context, order.visit_id, texts=texts)
        if order.identity:
            told = paper_contents.with_identity(context, told, texts=texts)
        return told, lambda printing, paper: visit_summary.pages(
            VisitSummary(told, printing), texts=texts, paper=paper, book=book
        )
    from app.reports import evidence_report
    from app.reports.evidence_content import EvidenceReport

    found = paper_contents.evidence(context, order.visit_id, texts=texts)
    return found, lambda printing, paper: evidence_report.pages(
        EvidenceReport(found, printing), texts=texts, paper=paper
    )


def label_sheets() -> tuple[str, ...]:
    """The sheets of labels that are known, the usual one first."""
    from app.reports.specimen_labels import SHEETS
    from app.services.papers.specimen_labels import USUAL

    return (USUAL, *(name for name in SHEETS if name != USUAL))


def left(context: Context, document: Printed, *, how: str) -> None:
    """Write to the audit that a document left the program: `how` is saved or printed."""
    all_left(context, (document,), how=how)


def all_left(context: Context, documents: Sequence[Printed], *, how: str, file: bytes | None = None) -> None:
    """The same for many in one transaction; `file`: the bytes of the one file that holds them all."""
    from hashlib import sha256

    from app.services import access
    from app.services.transactions import changing
    from app.storage.types import canonical

    access.require(context, "prints.printed")
    whole = sha256(file).hexdigest() if file is not None else ""
    places = [_row(context, document.order) for document in documents if document.order is not None]
    with changing(context) as change:
        for document, (table, row_id, subject_id) in zip(documents, places, strict=True):
            change.note(
                how,
                table=table,
                row_id=row_id,
                subject_id=subject_id,
                field=document.kind,
                new=canonical(_about(document, whole or sha256(document.pdf).hexdigest())),
            )


def _about(document: Printed, file: str) -> dict[str, object]:
    """What the audit keeps, so that a file can be held against the study later."""
    order = document.order
    assert order is not None  # every document is made to an order
    return {
        "document": document.name,
        "id": document.document_id,
        "sha256": document.data_hash,
        "file": file,
        "pages": document.pages,
        "copy": document.copy,
        "language": document.language,
        "identity": order.identity,
        "protocol": order.protocol,
        "detail": order.detail,
    }


def _row(context: Context, order: Order) -> tuple[str, int, int | None]:
    """What a document is about, as the audit names it."""
    about = KINDS[order.kind].about
    if about == VISIT:
        from app.services.paper_contents import subject_of

        return "visit", order.visit_id, subject_of(context, order.visit_id)
    if about == SUBJECT:
        return "subject", order.subject_id, order.subject_id
    return "study", 1, None


def _copies(context: Context, order: Order) -> int:
    from app.services.transactions import reading
    from app.storage import papers

    about = KINDS[order.kind].about
    places = {VISIT: ("visit", order.visit_id), SUBJECT: ("subject", order.subject_id)}
    table, row_id = places.get(about, ("study", 1))
    with reading(context) as connection:
        return papers.left_before(connection, table=table, row_id=row_id, field=order.kind)


def _printing(context: Context, texts: Texts, *, copy: int, identity: bool) -> Printing:
    from dataclasses import replace

    from app.services import paper_contents

    return replace(paper_contents.printing(context, texts), copy=copy, identity=identity)
