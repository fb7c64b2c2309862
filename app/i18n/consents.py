"""Consents in words: what was signed when, and what is in force since when."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from datetime import date

    from app.domain.consent import Consent, FormVersion
    from app.i18n.texts import Texts


class Signed(Protocol):
    """What a subject has signed, and what is in force."""

    @property
    def current(self) -> FormVersion | None: ...
    @property
    def latest(self) -> Consent | None: ...
    @property
    def due(self) -> bool: ...
    @property
    def older(self) -> bool: ...


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


def consent_text(consent: Consent, texts: Texts) -> str:
    """Version 2.1, signed on 3 Nov 2026 by a parent or guardian; the child agreed; what was noted."""
    said = [signed_text(texts, consent.form, consent.day)]
    said += [texts("consents.at_enrolment")] if not consent.id else []
    said += [texts(f"consents.by_{consent.signed_by}")] if consent.signed_by else []
    said += [texts("consents.assented")] if consent.assent else []
    words = texts.clauses(part for part in (*said, consent.note) if part)
    return words[:1].upper() + words[1:]


def standing_text(signed: Signed, texts: Texts) -> str:
    """What has to be done: nothing, a new consent, or to list the versions first."""
    current, latest = signed.current, signed.latest
    if current is None:
        return texts("consents.none_listed")
    now = texts("consents.in_force", version=current.label, day=texts.date(current.since))
    if latest is None:
        return texts("consents.none_signed", now=now)
    if signed.older and not signed.due:
        return texts("consents.over", now=now)
    return texts("consents.wanted" if signed.due else "consents.up_to_date", now=now)
