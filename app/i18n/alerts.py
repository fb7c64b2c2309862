"""Allergies and reactions in words, as the banner of a subject says them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.domain.alerts import ALLERGY
from app.i18n.grading import term_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.domain.alerts import Alert
    from app.i18n.texts import Texts

_REACTION = "infusion_related_reaction"


def alert_text(alert: Alert, texts: Texts) -> str:
    """Allergy: horse ATG; ATG reaction, G2; Serum sickness, G1."""
    if alert.kind == ALLERGY:
        return texts("alerts.allergy", what=alert.what)
    named = term_name(alert.kind, texts)
    if alert.what:
        named = (
            texts("alerts.reaction", product=alert.what)
            if alert.kind == _REACTION
            else texts("alerts.to", what=named, product=alert.what)
        )
    if alert.grade is None:
        return named
    return texts("alerts.graded", what=named, grade=texts("grading.grade", grade=alert.grade))


def short(found: Sequence[Alert], texts: Texts) -> str:
    """The first alert, and how many more there are; "" for none."""
    if not found:
        return ""
    first, more = alert_text(found[0], texts), len(found) - 1
    return texts("alerts.more", first=first, count=more) if more else first
