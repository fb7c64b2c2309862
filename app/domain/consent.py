"""Versions of the consent form: which is in force on a day, and whose consent is to an older one."""

from collections.abc import Collection, Iterable
from datetime import date

from app.domain.values import dataclass

SUBJECT, GUARDIAN = "subject", "guardian"
SIGNERS = (SUBJECT, GUARDIAN)


@dataclass(frozen=True, slots=True)
class FormVersion:
    """A version of the study's consent form, in force from `since`; `protocol` "": for all protocols."""

    label: str
    since: date
    protocol: str = ""
    note: str = ""
    id: int = 0
    version: int = 1  # of its row


@dataclass(frozen=True, slots=True)
class Consent:
    """A consent as signed. `signed_by`: one of SIGNERS, "" where nobody said. `id` 0: that of enrolment."""

    form: str
    day: date | None
    signed_by: str = ""
    assent: bool = False
    note: str = ""
    id: int = 0
    version: int = 1  # of its row


@dataclass(frozen=True, slots=True)
class Rule:
    """What tells an older consent of a protocol on a day: by its version; of a version that the study does
    not list, by its day alone."""

    current: FormVersion
    older: frozenset[str]
    known: frozenset[str]


def of_protocol(forms: Iterable[FormVersion], protocol: str) -> tuple[FormVersion, ...]:
    """The versions that a protocol has, oldest first; of one day, the protocol's own is the last."""
    own = [form for form in forms if form.protocol in ("", protocol)]
    return tuple(sorted(own, key=lambda form: (form.since, bool(form.protocol), form.id)))


def in_force(forms: Iterable[FormVersion], protocol: str, *, on: date) -> FormVersion | None:
    """The version that is signed on a day."""
    begun = [form for form in of_protocol(forms, protocol) if form.since <= on]
    return begun[-1] if begun else None


def not_yet(forms: Iterable[FormVersion], protocol: str, *, label: str, on: date) -> FormVersion | None:
    """The listed version of a label that nobody could sign on a day; None where nothing is against it."""
    own = [form for form in of_protocol(forms, protocol) if form.label == label]
    return own[0] if own and on < own[0].since else None


def rule(forms: Iterable[FormVersion], protocol: str, *, on: date) -> Rule | None:
    """What a consent of a protocol has to be on a day; None where no version is in force by then."""
    listed = of_protocol(forms, protocol)
    current = in_force(listed, protocol, on=on)
    if current is None:
        return None
    before = listed[: listed.index(current)]
    known = frozenset(form.label for form in listed)
    return Rule(current, frozenset(form.label for form in before) - {current.label}, known)


def is_older(consent: Consent, held: Rule | None) -> bool:
    """Whether a consent is to an older version than the one in force: it has to be asked for again."""
    if held is None:
        return False
    if consent.form in held.known:
        return consent.form in held.older
    return consent.day is not None and consent.day < held.current.since


def latest(consents: Collection[Consent]) -> Consent | None:
    """The one that holds: of the newest day, and of one day the one that was entered last."""
    return max(consents, key=lambda each: (each.day or date.min, each.id), default=None)
