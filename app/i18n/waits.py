"""What waits for somebody at a subject, as flags: in few words for a list, whole for who asks."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Protocol

from app.i18n.texts import Texts
from app.i18n.today import Said


class Missing(Protocol):
    """What an assessment lacks; `made`: it took place."""

    @property
    def title(self) -> str: ...
    @property
    def day(self) -> date | None: ...
    @property
    def last(self) -> date | None: ...
    @property
    def names(self) -> tuple[str, ...]: ...
    @property
    def rule(self) -> tuple[str, ...]: ...
    @property
    def made(self) -> bool: ...


class Renewal(Protocol):
    """A consent to be asked for again: the version in force, and what was signed."""

    @property
    def form(self) -> str: ...
    @property
    def since(self) -> date: ...
    @property
    def signed(self) -> str: ...
    @property
    def signed_on(self) -> date | None: ...


class Waiting(Protocol):
    """How many visits wait to be verified and to be signed, a consent, and what an assessment lacks."""

    @property
    def to_verify(self) -> int: ...
    @property
    def to_sign(self) -> int: ...
    @property
    def gap(self) -> Missing | None: ...
    @property
    def consent(self) -> Renewal | None: ...


def waiting_text(waits: Waiting, texts: Texts, *, today: date, short: bool) -> tuple[str, ...]:
    """Short: Consent 2.1, Retic due, 2 to verify.

    Whole: Reticulocytes: by 25 Nov, needed for D90; 2 visits to verify.
    """
    gap = _gap_short if short else _gap
    form = "" if short else "_long"
    found = [_renewal(waits.consent, texts, short=short)] if waits.consent is not None else []
    found += [gap(waits.gap, texts, today)] if waits.gap is not None else []
    return (*found, *_counted(texts, form, to_verify=waits.to_verify, to_sign=waits.to_sign))


def _renewal(consent: Renewal, texts: Texts, *, short: bool) -> str:
    """Consent 2.1. Whole: Consent 2.1 wanted: signed 2.0 on 3 Nov 2026; 2.1 in force since 10 Nov 2026."""
    if short:
        return texts("subjects.consent_due", version=consent.form)
    from app.i18n.consents import renewal_reason  # of few subjects

    why = renewal_reason(
        texts,
        form=consent.form,
        since=consent.since,
        signed=consent.signed,
        signed_on=consent.signed_on,
    )
    return texts.named(texts("subjects.consent_wanted", version=consent.form), why)


def _gap(gap: Missing, texts: Texts, today: date) -> str:
    about = {"names": gap.names, "rule": gap.rule, "made": gap.made}
    said = Said(texts, today).line("gap", title=gap.title, day=gap.day, last=gap.last, about=about)
    return texts.named(said.what, texts.spoken(part for part in (said.when, said.why) if part))


def _gap_short(gap: Missing, texts: Texts, today: date) -> str:
    code = "subjects.result_missing" if gap.made else "subjects.result_due"
    names = Said(texts, today).names(gap.rule or gap.names, short=True)
    return texts(code, name=names[0]) if len(names) == 1 else texts(f"{code}_more", count=len(names))


def _counted(texts: Texts, form: str, **waiting: int) -> Iterator[str]:
    for key, count in waiting.items():
        if count:
            yield texts(f"subjects.{key}{form}{'_one' if count == 1 else ''}", count=count)
