"""Consents in words: what was signed when, and what is in force since when."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from app.i18n.texts import Texts


def renewal_reason(texts: Texts, *, form: str, since: date, signed: str, signed_on: date | None) -> str:
    """Signed 2.0 on 3 Nov 2026; 2.1 in force since 10 Nov 2026."""
    had = signed_text(texts, signed, signed_on)
    now = texts("consents.in_force", version=form, day=texts.date(since))
    return texts.clauses(part for part in (had, now) if part)


def signed_text(texts: Texts, form: str, day: date | None) -> str:
    """Signed 2.0 on 3 Nov 2026; what is not known is left out."""
    if day is None:
        return texts("consents.signed_undated", version=form) if form else ""
    if not form:
        return texts("consents.signed_unnamed", day=texts.date(day))
    return texts("consents.signed", version=form, day=texts.date(day))
