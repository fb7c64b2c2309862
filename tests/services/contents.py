"""What stands on the papers of a visit, as values: the pages themselves are made and read elsewhere."""

from __future__ import annotations

from app.i18n import Texts
from app.i18n.paper_texts import on_paper
from app.reports.content import VisitSummary
from app.reports.evidence_content import EvidenceReport
from app.services import paper_contents, printing
from app.services.context import Context
from app.services.contracts.papers import Order, Printed


def summary_content(context: Context, visit_id: int, *, texts: Texts) -> VisitSummary:
    """What the summary of a logged visit says."""
    said = paper_contents.summary(context, visit_id, texts=on_paper(texts))
    return VisitSummary(said, paper_contents.printing(context, texts))


def evidence_content(context: Context, visit_id: int, *, texts: Texts) -> EvidenceReport:
    """What the evidence report of a visit's verdict says."""
    said = paper_contents.evidence(context, visit_id, texts=on_paper(texts))
    return EvidenceReport(said, paper_contents.printing(context, texts))


def evidence_report(context: Context, visit_id: int, *, texts: Texts, paper: str = "A4") -> Printed:
    """The evidence report of a visit's verdict."""
    return printing.make(context, Order(printing.EVIDENCE, visit_id=visit_id), texts=texts, paper=paper)
