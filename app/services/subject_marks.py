"""Who has a flag that is not stored with the line of the list: sets of subjects, one for each kind."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from app.services import today_consents, today_gaps
from app.services.contracts.subjects import CONSENT, FLAGS, GAP, SIGN, VERIFY
from app.services.contracts.today import TodayQuery
from app.storage import workresults

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import date

    from app.services.contracts.subjects import ListQuery
    from app.storage.rows import Connection

_ALL = 10_000_000
_STAGES = {VERIFY: ("complete", "verified"), SIGN: ("verified", "signed")}


def marked(connection: Connection, query: ListQuery, *, day: date) -> Mapping[str, Collection[int]]:
    """The subjects of each kind that a query asks for."""
    every = (VERIFY, SIGN, CONSENT, GAP) if query.sort == FLAGS else ()
    found: dict[str, Collection[int]] = {}
    lacks = query.lacking
    if lacks is None and query.wants_lacking:
        lacks = lacking(connection, day=day)
    for kind in {*every, *query.said, query.flag}:
        group, _, name = kind.partition(":")
        if kind in _STAGES:
            found[kind] = _waiting(connection, *_STAGES[kind])
        elif kind == CONSENT:
            found[kind] = today_consents.asked(connection, day)
        elif group == GAP and lacks is not None:
            found[kind] = [each for each, names in lacks.items() if not name or name in names]
    return found


def lacking(connection: Connection, *, day: date) -> dict[int, tuple[str, ...]]:
    """What an assessment of each subject lacks, by codes; a third of a second in a study of ten thousand."""
    lines, _more = today_gaps.missing(connection, day, TodayQuery(limit=_ALL))
    return {line.subject_id: _names(line.about) for line in lines}


def _names(about: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(about["rule"] or about["names"])


def _waiting(connection: Connection, after: str, before: str) -> list[int]:
    rows, _more = workresults.to_sign_off(connection, after=after, before=before, limit=_ALL)
    return list({row.subject_id for row in rows})
