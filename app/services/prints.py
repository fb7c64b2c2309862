"""Documents for the chart: content from the study, pages from `app.reports`, a line in the audit."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from app.services import printing
from app.services.contracts.papers import EarlierPrint, Order, Printed
from app.services.printing import EVIDENCE, SUMMARY

if TYPE_CHECKING:
    from app.i18n import Texts
    from app.services.context import Context

__all__ = [
    "EVIDENCE",
    "PRINTED",
    "SAVED",
    "SUMMARY",
    "EarlierPrint",
    "Printed",
    "earlier",
    "printed",
    "visit_summary",
]

SAVED, PRINTED = "saved", "printed"


def visit_summary(context: Context, visit_id: int, *, texts: Texts, paper: str = "A4") -> Printed:
    """The visit summary of a logged visit. Raises ServiceError `visit_not_logged`."""
    return printing.make(context, Order(SUMMARY, visit_id=visit_id), texts=texts, paper=paper)


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
