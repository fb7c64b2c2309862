"""Documents for the chart: content from the study, pages from `app.reports`, a line in the audit."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from app.i18n.paper_texts import on_paper
from app.services import printing
from app.services.contracts.papers import EarlierPrint, Order, Printed
from app.services.printing import EVIDENCE, SUMMARY

if TYPE_CHECKING:
    from app.i18n import Texts
    from app.reports.content import VisitSummary
    from app.reports.evidence_content import EvidenceReport
    from app.services.context import Context

__all__ = [
    "EVIDENCE",
    "PRINTED",
    "SAVED",
    "SUMMARY",
    "EarlierPrint",
    "Printed",
    "earlier",
    "evidence_content",
    "evidence_report",
    "printed",
    "summary_content",
    "visit_summary",
]

SAVED, PRINTED = "saved", "printed"


def visit_summary(context: Context, visit_id: int, *, texts: Texts, paper: str = "A4") -> Printed:
    """The visit summary of a logged visit. Raises ServiceError `visit_not_logged`."""
    return printing.make(context, Order(SUMMARY, visit_id=visit_id), texts=texts, paper=paper)


def summary_content(context: Context, visit_id: int, *, texts: Texts) -> VisitSummary:
    """What the summary of a logged visit says. Raises ServiceError `visit_not_logged`."""
    from app.reports.content import VisitSummary
    from app.services import paper_contents

    said = paper_contents.summary(context, visit_id, texts=on_paper(texts))
    return VisitSummary(said, paper_contents.printing(context, texts))


def evidence_report(context: Context, visit_id: int, *, texts: Texts, paper: str = "A4") -> Printed:
    """The evidence report of a visit's verdict. Raises ServiceError `visit_not_logged`, `no_verdict`."""
    return printing.make(context, Order(EVIDENCE, visit_id=visit_id), texts=texts, paper=paper)


def evidence_content(context: Context, visit_id: int, *, texts: Texts) -> EvidenceReport:
    """What the evidence report of a logged visit says. Raises as `evidence_report`."""
    from app.reports.evidence_content import EvidenceReport
    from app.services import paper_contents

    said = paper_contents.evidence(context, visit_id, texts=on_paper(texts))
    return EvidenceReport(said, paper_contents.printing(context, texts))


def printed(context: Context, visit_id: int, document: Printed, *, how: str) -> None:
    """Write to the audit that a document of a visit left the program: `how` is saved or printed."""
    order = document.order or Order(document.kind, visit_id=visit_id)
    printing.left(context, replace(document, order=order), how=how)


def earlier(context: Context, subject_id: int) -> tuple[EarlierPrint, ...]:
    """The documents of a subject that left the program, newest first."""
    import json

    from app.services.transactions import reading
    from app.storage import prints

    with reading(context) as connection:
        rows = prints.of_subject(connection, subject_id, fields=tuple(printing.KINDS))
    found = []
    for row in rows:
        about = json.loads(row.new or "{}")
        found.append(
            EarlierPrint(
                row.row_id if row.table_name == "visit" else 0,
                row.action,
                row.at,
                row.user_name,
                about.get("document", ""),
                about.get("sha256", ""),
                row.field,
            )
        )
    return tuple(found)
