"""Documents for the chart: content from the study, pages from `app.reports`, a line in the audit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.i18n import Texts
    from app.services.context import Context


@dataclass(frozen=True, slots=True)
class Printed:
    """A finished document. `name` is a file name without identity; `data_hash` covers the content printed."""

    pdf: bytes
    name: str
    data_hash: str
    pages: int


def visit_summary(context: Context, visit_id: int, *, texts: Texts, paper: str = "A4") -> Printed:
    """The visit summary of a logged visit. Raises ServiceError `visit_not_logged`."""
    raise NotImplementedError


def printed(context: Context, visit_id: int, document: Printed, *, how: str) -> None:
    """Write to the audit that a document left the program: `how` is saved or printed."""
    raise NotImplementedError
