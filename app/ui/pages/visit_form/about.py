"""What stands beside the title of the form: target, window and the day that was agreed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.domain.endings import EARLY_TERMINATION
from app.ui.pages.visit_form.head import window_of

if TYPE_CHECKING:
    from datetime import date

    from app.i18n import Texts
    from app.services.visits import VisitForm


def about(form: VisitForm, texts: Texts, *, today: date) -> str:
    """Target 18 Nov 2026 · window 11–25 Nov 2026 · planned 24 Nov; "" of a visit outside the plan."""
    if form.kind == EARLY_TERMINATION:
        return texts("visits.not_in_protocol")
    window = window_of(form)
    if window is None:
        return ""
    span = texts.span(window.earliest, window.latest)
    said = texts("visit_form.about", target=texts.date(window.target), window=span)
    if form.missed:
        return f"{said} · {texts('visit_form.marked_missed')}"
    if form.agreed is None:
        return said
    from app.i18n.agreed import agreed_text

    return f"{said} · {agreed_text(texts, form.agreed, window, today=today)}"
