"""The subject list: one select over the summary table, filtered and ordered by the database."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import Float, Integer, Select, Text, bindparam, case, cast, exists, func, or_, select

from app.storage.schema import identity, subject_summary

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from sqlalchemy import ColumnElement, Connection, Row

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
    "day": _S.day0.desc(),
    "status": case(_RANK, value=_S.status, else_=9),
    "status_since": _S.status_since,
    "anc": cast(_S.anc, Float),
    "plt": cast(_S.plt, Float),
    "next": _S.next_target,
}
_DESCENDING_BY_NATURE: dict[str, ColumnElement[object]] = {"age": _S.birth_date, "day": _S.day0}
SORTS = tuple(_ORDERS)
# Built once: that takes longer than running them.
_ONE: Select[Any] = select(*COLUMNS).where(_S.code == bindparam("wanted", type_=Text))
_OF: Select[Any] = select(*COLUMNS).where(_S.subject_id == bindparam("wanted", type_=Integer))


def rows(
    connection: Connection,
    *,
    text: str = "",
    protocol: str = "",
    status: str = "",
    state: str = "",
    sort: str = "code",
    descending: bool = False,
    names: bool = True,
    limit: int = 0,
    offset: int = 0,
) -> Sequence[Row[Any]]:
    """The lines in order; empty cells last, then by code. `names`: look for the text in identities too."""
    query = _lines()
    for filtered, wanted in ((_S.protocol, protocol), (_S.status, status), (_S.state, state)):
        if wanted:
            query = query.where(filtered == wanted)
    if text:
        query = query.where(_matches(text, names=names))
    order = _ORDERS[sort]
    column = _DESCENDING_BY_NATURE.get(sort)
    if column is not None:  # age 6 before age 9 is the later birth date first
        order = column.asc() if descending else column.desc()
    elif descending:
        order = order.desc()
    query = query.order_by(order.nulls_last(), _S.code).offset(offset)
    return connection.execute(query.limit(limit) if limit else query).all()


def some(connection: Connection, subject_ids: Collection[int]) -> Sequence[Row[Any]]:
    """The lines of some subjects, by code."""
    query = _lines().where(_S.subject_id.in_(subject_ids)).order_by(_S.code)
    return connection.execute(query).all()


def one(connection: Connection, code: str) -> Row[Any] | None:
    """The line of a code."""
    return connection.execute(_ONE, {"wanted": code}).first()


def of(connection: Connection, subject_id: int) -> Row[Any] | None:
    """The line of a subject."""
    return connection.execute(_OF, {"wanted": subject_id}).first()


def count(connection: Connection) -> int:
    """How many subjects there are."""
    return connection.execute(select(func.count()).select_from(subject_summary)).scalar_one()


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
