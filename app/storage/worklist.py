"""Planned visits that need a person: late, due, ahead, day by day. Selects over the whole study."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, func, or_, select, text

from app.domain.endings import EARLY_TERMINATION
from app.storage.rows import fetch_all
from app.storage.schema import subject_summary, visit

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import date

    from sqlalchemy import ColumnElement, Connection, FromClause, Select

    from app.storage.rows import Row

    Rows = Sequence[Row]

_S, _V = subject_summary.c, visit.c
ENROLLED, LEFT = "enrolled", "left"
WHO: tuple[ColumnElement[Any], ...] = (_S.code, _S.status, _S.state, _S.protocol, _S.day0, _S.ended)
_PLANNED: tuple[ColumnElement[Any], ...] = (
    _V.id,
    _V.subject_id,
    _V.title,
    _V.day,
    _V.target,
    _V.earliest,
    _V.latest,
    _V.infusion,
    _V.assessment,
    _V.assessments,
    _V.actual,
    _V.missed,
    _V.agreed,
    _V.agreed_note,
)
# As the partial index `ix_visit_open` has it: planned, not made, not missed, still in the plan. Literally,
# since a bound parameter would keep the database from seeing that the index holds what is asked for.
_OPEN: ColumnElement[bool] = and_(text("visit.actual IS NULL AND visit.missed = '' AND visit.withdrawn = 0"))
# As `endings.Ends.expects` has it; of who is enrolled still, the treatment alone may have ended.
_EXPECTED = or_(
    and_(_S.state == ENROLLED, or_(_S.ended == "", _V.infusion == "", _V.latest < _S.ended_on)),
    and_(_S.state == LEFT, or_(_V.kind == EARLY_TERMINATION, _V.actual.is_not(None), _V.missed != "")),
)
_TAKES_PART = and_(_OPEN, _EXPECTED, _V.target.is_not(None))


def of_protocol(protocol: str, subjects: Collection[int] = ()) -> tuple[ColumnElement[bool], ...]:
    """The conditions of a protocol and of some subjects; none for all."""
    found = (_S.protocol == protocol,) if protocol else ()
    return (*found, _S.subject_id.in_(subjects)) if subjects else found


def with_summary(table: FromClause, subject_id: ColumnElement[int]) -> FromClause:
    """A table with the line of the list beside it."""
    return table.join(subject_summary, _S.subject_id == subject_id)


def _first_open(
    *wanted: ColumnElement[bool], order: tuple[ColumnElement[Any], ...], limit: int
) -> Select[Any]:
    """The first open visits in an order.

    Thousands may be open on a day. The index alone says which come first; only the rows of those are read,
    each from a part of the file of its own that has to be deciphered.
    """
    ids = (
        select(_V.id)
        .select_from(with_summary(visit, _V.subject_id))
        .where(_TAKES_PART, *wanted)
        .order_by(*order)
        .limit(limit)
    )
    return (
        select(*_PLANNED, *WHO)
        .select_from(with_summary(visit, _V.subject_id))
        .where(_V.id.in_(ids))
        .order_by(*order)
    )


def cut(connection: Connection, query: Select[Any], limit: int) -> tuple[Rows, bool]:
    """The first rows, and whether there are more: counting them all would take as long again."""
    rows = fetch_all(connection, query.limit(limit + 1))
    return rows[:limit], len(rows) > limit


def open_visits(
    connection: Connection, *, today: date, late: bool, protocol: str = "", limit: int
) -> tuple[Rows, bool]:
    """Planned visits not made: with a closed window, the longest late first; or with an open one."""
    # A window that has closed has opened: said, so that the index of open visits is read from its beginning.
    when = and_(_V.earliest <= today, _V.latest < today if late else _V.latest >= today)
    order = (_V.latest, _V.target, _S.code)
    return cut(connection, _first_open(when, *of_protocol(protocol), order=order, limit=limit + 1), limit)


def planned_on(
    connection: Connection, day: date, *, today: date, protocol: str = "", made: bool = True, limit: int
) -> tuple[Rows, bool]:
    """Visits whose target is a day; `made`: those too that took place, were missed or let go by.

    An open one for which another day was agreed is left to `agreed_between`.
    """
    order = (_S.code, _V.id)
    if not made:
        # A target lies in its window. Within a call it is not sought in its own index, which lacks the rest.
        target = func.coalesce(_V.target, day) == day
        when = and_(_V.earliest <= day, target, _V.latest >= today, _V.agreed.is_(None))
        return cut(connection, _first_open(when, *of_protocol(protocol), order=order, limit=limit + 1), limit)
    query = (
        select(*_PLANNED, *WHO)
        .select_from(with_summary(visit, _V.subject_id))
        .where(_V.target == day, ~_V.withdrawn, _EXPECTED, *of_protocol(protocol))
        .where(or_(_V.agreed.is_(None), _V.actual.is_not(None), _V.missed != ""))
        .order_by(*order)
    )
    return cut(connection, query, limit)


def agreed_between(
    connection: Connection, *, first: date, last: date, protocol: str = "", limit: int
) -> Rows:
    """Open visits for which a day of a span was agreed, by that day; few have one."""
    query = (
        select(*_PLANNED, *WHO)
        .select_from(with_summary(visit, _V.subject_id))
        .where(_V.agreed.between(first, last), _TAKES_PART, *of_protocol(protocol))
        .order_by(_V.agreed, _S.code, _V.id)
        .limit(limit)
    )
    return fetch_all(connection, query)


def closing_between(
    connection: Connection, *, first: date, last: date, protocol: str = "", limit: int
) -> Rows:
    """Open assessments whose window closes in a span, and not on its target."""
    when = and_(_V.assessment, _V.earliest <= last, _V.latest.between(first, last), _V.latest != _V.target)
    order = (_V.latest, _S.code, _V.id)
    return fetch_all(connection, _first_open(when, *of_protocol(protocol), order=order, limit=limit))


def assessments_ahead(
    connection: Connection,
    *,
    today: date,
    until: date,
    protocol: str = "",
    subjects: Collection[int] = (),
    limit: int,
) -> Rows:
    """Visits of the plan whose verdict counts, not made, with a window that is open or opens until a day."""
    when = and_(_V.assessment, _V.latest >= today, _V.earliest <= until)
    of, order = of_protocol(protocol, subjects), (_V.latest, _S.code)
    return fetch_all(connection, _first_open(when, *of, order=order, limit=limit))


def subjects_named(connection: Connection, ids: Collection[int], *, protocol: str = "") -> Rows:
    """Subjects by their ids, as far as they are of a protocol."""
    query = select(_S.subject_id, *WHO).where(_S.subject_id.in_(ids), *of_protocol(protocol))
    return fetch_all(connection, query)


def visits_named(connection: Connection, ids: Collection[int], *, protocol: str = "") -> Rows:
    """Visits by their ids, as far as their subjects are of a protocol."""
    query = (
        select(*_PLANNED, *WHO)
        .select_from(with_summary(visit, _V.subject_id))
        .where(_V.id.in_(ids), *of_protocol(protocol))
    )
    return fetch_all(connection, query)
