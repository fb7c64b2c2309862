"""Whose consent is to an older version of the form: a line of the home page, a flag in the list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.domain.consent import rule
from app.services import consent_rows
from app.services.contracts.consents import Due
from app.services.contracts.today import CONSENT, Line
from app.services.today_gaps import Found, who_of
from app.storage import consents as stored
from app.storage import listing

if TYPE_CHECKING:
    from datetime import date

    from app.domain.consent import Rule
    from app.services.contracts.today import TodayQuery
    from app.storage.rows import Connection, Row, Rows


def due(connection: Connection, day: date, query: TodayQuery) -> Found:
    """Who takes part and has to be asked again; one select behind that of the few versions."""
    rules = _rules(connection, day, query)
    rows, more = _older(connection, rules, query)
    return tuple(_line(row, rules[row.protocol]) for row in rows), more


def asked(connection: Connection, day: date, query: TodayQuery) -> list[int]:
    """The subjects who have to be asked again."""
    rows, _more = _older(connection, _rules(connection, day, query), query)
    return [row.subject_id for row in rows]


def _rules(connection: Connection, day: date, query: TodayQuery) -> dict[str, Rule]:
    forms = consent_rows.forms(connection)
    if not forms:
        return {}
    names = (query.protocol,) if query.protocol else listing.protocols(connection)
    return {name: held for name in names if (held := rule(forms, name, on=day)) is not None}


def _older(connection: Connection, rules: dict[str, Rule], query: TodayQuery) -> tuple[Rows, bool]:
    if not rules:
        return (), False
    wanted = {name: (held.current.since, held.older, held.known) for name, held in rules.items()}
    return stored.older(
        connection, wanted, protocol=query.protocol, subjects=query.subjects, limit=query.limit
    )


def _line(row: Row, held: Rule) -> Line:
    current = held.current
    said = Due(current.label, current.since, row.signed, row.signed_on)
    return Line(
        CONSENT,
        CONSENT,
        **who_of(row),
        title=current.label,
        day=current.since,
        row_id=row.subject_id,
        about={"form": said.form, "since": said.since, "signed": said.signed, "signed_on": said.signed_on},
    )
