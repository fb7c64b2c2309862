"""Versions of the consent form and consents, as they are typed and as they are shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.domain.values import dataclass

if TYPE_CHECKING:
    from datetime import date

    from app.domain.consent import Consent, FormVersion


@dataclass(frozen=True, slots=True)
class FormDraft:
    """A version of the consent form as typed; `protocol` "": for all protocols."""

    label: str
    since: date | None
    protocol: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class ConsentDraft:
    """A consent as typed. `form`: the label of a version; `signed_by`: one of `domain.consent.SIGNERS`."""

    form: str
    day: date | None
    signed_by: str
    assent: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class Signed:
    """What a subject has signed, oldest first, and the versions of its protocol, newest first.

    `current`: the version in force; `older`: the latest consent is to an older one; `takes_part`: neither a
    screen failure nor somebody who has left.
    """

    consents: tuple[Consent, ...]
    forms: tuple[FormVersion, ...]
    current: FormVersion | None
    older: bool
    takes_part: bool

    @property
    def due(self) -> bool:
        """Whether a new consent has to be asked for."""
        return self.older and self.takes_part

    @property
    def latest(self) -> Consent | None:
        """The consent that holds."""
        return self.consents[-1] if self.consents else None


@dataclass(frozen=True, slots=True)
class Due:
    """A consent that has to be asked for again: what was signed and when, what is in force since when."""

    form: str
    since: date
    signed: str
    signed_on: date | None
