"""The case report form of a planned visit, to fill by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.services.papers.crf import form

if TYPE_CHECKING:
    from app.i18n import Texts
    from app.reports.paper_content import Paper
    from app.services.context import Context
    from app.services.contracts.papers import Order


def content(context: Context, order: Order, texts: Texts) -> Paper:
    """The form of any visit with nothing filled in."""
    return form(context, order, texts, blank=True)
