"""Who has a flag that is not stored with the line of the list: subjects, for each kind of flag."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from app.domain import critical
from app.services import today_consents, today_gaps
from app.services.contracts.subjects import CONSENT, CRITICAL, FLAGS, GAP, SIGN, VERIFY
from app.services.contracts.today import EVERY_LINE, TodayQuery
from app.storage import workresults

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import date

    from app.services.contracts.subjects import ListQuery, Marks, Names
    from app.storage.rows import Connection

_STAGES = {VERIFY: ("complete", "verified"), SIGN: ("verified", "signed")}
KINDS = (CRITICAL, VERIFY, SIGN, CONSENT, GAP)


def marked(connection: Connection, query: ListQuery, *, day: date) -> Mapping[str, Collection[int]]:
    """The subjects of each kind that a query asks for."""
    asked = {*(KINDS if query.sort == FLAGS else ()), *query.said, query.flag}
    groups = {kind.partition(":")[0] for kind in asked}.intersection(KINDS)
    marks = query.marks if query.marks is not None else _read(connection, groups, day=day)
    found: dict[str, Collection[int]] = {}
    for kind in asked:
        group, _, name = kind.partition(":")
        if group in KINDS:
            found[kind] = [each for each, names in marks[group].items() if not name or name in names]
    return found


def all_marks(connection: Connection, *, day: date, of: tuple[int, ...] = ()) -> Marks:
    """The flags of every kind; a third of a second for the whole of ten thousand. `of` none: of all."""
    return _read(connection, KINDS, day=day, of=of)


def _read(
    connection: Connection, kinds: Collection[str], *, day: date, of: tuple[int, ...] = ()
) -> dict[str, Names]:
    query = TodayQuery(limit=EVERY_LINE, subjects=of)
    found: dict[str, Names] = {}
    for kind in kinds:
        if kind in _STAGES:
            found[kind] = _waiting(connection, *_STAGES[kind], of=of)
        elif kind == CRITICAL:
            found[kind] = _critical(connection, day, of=of)
        elif kind == CONSENT:
            found[kind] = dict.fromkeys(today_consents.asked(connection, day, query), ())
        else:
            lines, _more = today_gaps.missing(connection, day, query)
            found[kind] = {line.subject_id: _names(line.about) for line in lines}
    return found


def _critical(connection: Connection, day: date, *, of: tuple[int, ...]) -> Names:
    """Whom the home page names for a new value; who has older platelets as low is known by its line."""
    since = day - timedelta(days=critical.RECENT_DAYS)
    rows, _more = workresults.critical(
        connection, below=critical.BELOW, since=since, subjects=of, limit=EVERY_LINE
    )
    return {row.subject_id: () for row in rows}


def _names(about: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(about["rule"] or about["names"])


def _waiting(connection: Connection, after: str, before: str, *, of: tuple[int, ...]) -> Names:
    rows, _more = workresults.to_sign_off(
        connection, after=after, before=before, subjects=of, limit=EVERY_LINE
    )
    return {row.subject_id: () for row in rows}
