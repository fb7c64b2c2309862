"""What the study stores of consents, as values: the versions of its form, and what a subject has signed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.domain.consent import Consent, FormVersion, in_force, is_older, latest, of_protocol, rule
from app.services import ending_rows
from app.services.contracts.consents import Signed
from app.storage import consents as stored

if TYPE_CHECKING:
    from datetime import date

    from app.storage.courses import Whole
    from app.storage.rows import Connection, Row


def forms(connection: Connection) -> tuple[FormVersion, ...]:
    """The versions of the form, newest first."""
    return tuple(map(form_version, stored.forms(connection)))


def form_version(row: Row) -> FormVersion:
    """A stored version."""
    return FormVersion(row.label, row.since, row.protocol, row.note, row.id, row.version)


def consents(connection: Connection, subject: Row) -> tuple[Consent, ...]:
    """What a subject has signed, oldest first: at its enrolment, then again."""
    first = Consent(
        subject.consent_version, subject.consent_date, assent=subject.assent, version=subject.version
    )
    told = () if first.day is None and not first.form else (first,)
    return (*told, *map(consent, stored.later(connection, subject.id)))


def consent(row: Row) -> Consent:
    """A stored consent after that of enrolment."""
    return Consent(
        row.consent_version, row.day, row.signed_by, row.assent, row.note, id=row.id, version=row.version
    )


def signed(connection: Connection, rows: Whole, *, on: date) -> Signed:
    """What a subject has signed, and whether that is the version in force."""
    known, protocol = forms(connection), rows.subject.protocol
    had = consents(connection, rows.subject)
    newest, current = latest(had), in_force(known, protocol, on=on)
    older = newest is not None and is_older(newest, rule(known, protocol, on=on))
    takes_part = ending_rows.state_of(rows.subject, ending_rows.of_rows(rows)) in stored.TAKING_PART
    listed = of_protocol(known, protocol)[::-1]
    return Signed(had, listed, current, older=older, takes_part=takes_part)
