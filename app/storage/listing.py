"""The subject list: one select over the summary table, filtered and ordered by the database."""

from __future__ import annotations

from datetime import date, timedelta
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import (
    Date,
    Float,
    Integer,
    Select,
    Text,
    and_,
    bindparam,
    case,
    cast,
    exists,
    func,
    literal,
    or_,
    select,
)

from app.storage.days_between import days_between
from app.storage.list_flags import LAST, WITH_VISITS, flagged, urgency
from app.storage.rows import fetch_all, fetch_first
from app.storage.schema import data_query, identity, subject_summary

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

    from sqlalchemy import ColumnElement, Connection

    from app.storage.rows import Row

_S = subject_summary.c
COLUMNS = (
    _S.subject_id,
    _S.code,
    _S.sex,
    _S.birth_date,
    _S.protocol,
    _S.protocol_version,
    _S.arm,
    _S.state,
    _S.day0,
    _S.status,
    _S.status_since,
    _S.flags,
    _S.anc,
    _S.plt,
    _S.trend,
    _S.next_visit,
    _S.next_target,
    _S.next_earliest,
    _S.next_latest,
    _S.ended,
    _S.ended_on,
    _S.next_agreed,
)
# Worst news first, as the coordinator works.
_RANK = {"RELAPSE": 0, "CLONAL_EVOLUTION": 1, "NR": 2, "NE": 3, "PENDING": 4, "PR": 5, "CR": 6}
_ORDERS: dict[str, ColumnElement[object]] = {
    "code": _S.code,
    "sex": _S.sex,
    "age": _S.birth_date.desc(),
    "protocol": _S.protocol,
    "arm": _S.arm,
    "state": _S.state,
    "day0": _S.day0,
    "status": case(_RANK, value=_S.status, else_=9),
    "status_since": _S.status_since,
    "anc": cast(_S.anc, Float),
    "plt": cast(_S.plt, Float),
    "next": func.coalesce(_S.next_agreed, _S.next_target),
}
_DESCENDING_BY_NATURE: dict[str, ColumnElement[object]] = {"age": _S.birth_date}
FLAGS, DAY = "flags", "day"
SORTS = (*_ORDERS, DAY, FLAGS)
# Built once: that takes longer than running them.
_ONE: Select[Any] = select(*COLUMNS).where(_S.code == bindparam("wanted", type_=Text))
_CODE = func.lower(bindparam("wanted", type_=Text))
_TYPED: Select[Any] = select(*COLUMNS).where(func.lower(_S.code) == _CODE)
_OF: Select[Any] = select(*COLUMNS).where(_S.subject_id == bindparam("wanted", type_=Integer))
_Q = data_query.c
_OPEN_QUERIES: Select[Any] = (
    select(_Q.subject_id, func.count()).where(_Q.status != "closed").group_by(_Q.subject_id)
)
_OPEN_QUERIES_OF: Select[Any] = _OPEN_QUERIES.where(_Q.subject_id.in_(bindparam("wanted", expanding=True)))


class Wanted(NamedTuple):
    """What the list is narrowed to; `names`: look for the text in identities too; `due`, `flag` and
    `said` as in `ListQuery`, `marked` as `list_flags` wants it."""

    today: date
    text: str = ""
    protocol: str = ""
    arm: str = ""
    status: str = ""
    state: str = ""
    due: str = ""
    names: bool = True
    flag: str = ""
    said: tuple[str, ...] = ()
    marked: Mapping[str, Collection[int]] = MappingProxyType({})


def rows(
    connection: Connection,
    wanted: Wanted,
    *,
    sort: str = "code",
    descending: bool = False,
    limit: int = 0,
    offset: int = 0,
) -> Sequence[Row]:
    """The lines in order; empty cells last, then by code."""
    query = _lines().where(*_narrowed(wanted))
    order = _order(sort, wanted)
    column = _DESCENDING_BY_NATURE.get(sort)
    if column is not None:  # age 6 before age 9 is the later birth date first
        order = column.asc() if descending else column.desc()
    elif descending:
        order = order.desc()
    query = query.order_by(order.nulls_last(), _S.code).offset(offset)
    return fetch_all(connection, query.limit(limit) if limit else query)


def _order(sort: str, wanted: Wanted) -> ColumnElement[Any]:
    if sort == FLAGS:
        return urgency(wanted.today, wanted.marked)
    if sort == DAY:  # of who has left, the study day of the end is told: as `subjects.day_counted` has it
        today = literal(wanted.today, Date)
        return days_between(_S.day0, func.coalesce(case((_S.state == "left", _S.ended_on)), today))
    return _ORDERS[sort]


def tally(connection: Connection, wanted: Wanted) -> dict[str, int]:
    """How many lines of each state there are."""
    query = select(_S.state, func.count()).where(*_narrowed(wanted)).group_by(_S.state)
    return {row[0]: row[1] for row in connection.execute(query)}


def arms(connection: Connection) -> list[tuple[str, str]]:
    """Protocols with the arms that the study has subjects in."""
    query = select(_S.protocol, _S.arm).distinct().order_by(_S.protocol, _S.arm)
    return [(row.protocol, row.arm) for row in connection.execute(query)]


def some(connection: Connection, subject_ids: Collection[int]) -> Sequence[Row]:
    """The lines of some subjects, by code."""
    query = _lines().where(_S.subject_id.in_(subject_ids)).order_by(_S.code)
    return fetch_all(connection, query)


def one(connection: Connection, code: str) -> Row | None:
    """The line of a code."""
    return fetch_first(connection, _ONE, {"wanted": code})


def protocols(connection: Connection) -> tuple[str, ...]:
    """The protocols that the study has subjects of."""
    return tuple(connection.execute(select(_S.protocol).distinct().order_by(_S.protocol)).scalars())


def typed(connection: Connection, code: str) -> Row | None:
    """The line of a code, however it is cased."""
    return fetch_first(connection, _TYPED, {"wanted": code.strip()})


def of(connection: Connection, subject_id: int) -> Row | None:
    """The line of a subject."""
    return fetch_first(connection, _OF, {"wanted": subject_id})


def open_queries(connection: Connection, subject_ids: Collection[int] | None = None) -> dict[int, int]:
    """How many queries of a subject are not closed, by its id; of these subjects only, or of all."""
    found = (
        connection.execute(_OPEN_QUERIES)
        if subject_ids is None
        else connection.execute(_OPEN_QUERIES_OF, {"wanted": list(subject_ids)})
    )
    return {row[0]: row[1] for row in found}


def count(connection: Connection) -> int:
    """How many subjects there are."""
    return connection.execute(select(func.count()).select_from(subject_summary)).scalar_one()


def _narrowed(wanted: Wanted) -> list[ColumnElement[bool]]:
    """The conditions of what is asked for; none at all for the whole list."""
    found: list[ColumnElement[bool]] = []
    for column, value in (
        (_S.protocol, wanted.protocol),
        (_S.arm, wanted.arm),
        (_S.status, wanted.status),
        (_S.state, wanted.state),
    ):
        if value:
            found.append(column == value)
    if wanted.due:
        found += [_S.state.in_(WITH_VISITS), _DUE[wanted.due](wanted.today)]
    if wanted.flag:
        found.append(flagged((wanted.flag,), today=wanted.today, marked=wanted.marked))
    if wanted.text:
        here = _matches(wanted.text, names=wanted.names)
        also = flagged(wanted.said, today=wanted.today, marked=wanted.marked) if wanted.said else None
        found.append(here if also is None else or_(here, also))
    return found


_PLANNED_FOR = func.coalesce(_S.next_agreed, _S.next_target)
_DUE: dict[str, Callable[[date], ColumnElement[bool]]] = {
    "overdue": lambda today: today > LAST,
    "due": lambda today: and_(func.coalesce(_S.next_earliest, _S.next_target) <= today, today <= LAST),
    "week": lambda today: _PLANNED_FOR.between(today, today + timedelta(days=7)),
}
DUE = tuple(_DUE)


def _lines() -> Select[Any]:
    return select(*COLUMNS)


def _matches(text: str, *, names: bool) -> ColumnElement[bool]:
    found: ColumnElement[bool] = _S.code.icontains(text, autoescape=True)
    if not names:
        return found
    who = exists().where(
        identity.c.subject_id == _S.subject_id,
        or_(
            identity.c.name.icontains(text, autoescape=True),
            identity.c.hospital_number.icontains(text, autoescape=True),
        ),
    )
    return or_(found, who)
