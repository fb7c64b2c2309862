"""The flags of the subject list as conditions: which lines have one, and how urgent a line is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import Float, Text, and_, case, cast, func, or_, select, type_coerce

from app.domain.critical import BELOW
from app.storage.schema import data_query, subject_summary

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping
    from datetime import date

    from sqlalchemy import ColumnElement

_S, _Q = subject_summary.c, data_query.c
# Who has left may have an early-termination visit ahead; nothing else of it is named as next.
WITH_VISITS = ("enrolled", "left")
LAST = func.coalesce(_S.next_latest, _S.next_target)
_CODES = type_coerce(_S.flags, Text)


def _critical(_today: date) -> ColumnElement[bool]:
    return and_(_S.state == "enrolled", cast(_S.plt, Float) < float(BELOW["PLT"]))


def late(today: date) -> ColumnElement[bool]:
    """The window of the next visit has closed without it."""
    return and_(_S.state.in_(WITH_VISITS), today > LAST)


_STORED: dict[str, Callable[[date], ColumnElement[bool]]] = {
    "critical": _critical,
    "late": late,
    "moved": lambda _today: _S.next_agreed.is_not(None),
    "queries": lambda _today: _S.subject_id.in_(select(_Q.subject_id).where(_Q.status != "closed")),
}


def flagged(
    kinds: Iterable[str], *, today: date, marked: Mapping[str, Collection[int]]
) -> ColumnElement[bool]:
    """Lines that have one of the flags: kinds as in `ListQuery.said`; `marked`: who has one of those that are
    not stored with the line."""
    return or_(*(_has(kind, today, marked) for kind in kinds))


def _has(kind: str, today: date, marked: Mapping[str, Collection[int]]) -> ColumnElement[bool]:
    named = _S.subject_id.in_(marked.get(kind, ()))
    if kind in _STORED:
        return or_(_STORED[kind](today), named) if kind in marked else _STORED[kind](today)
    group, _, code = kind.partition(":")
    if group == "flag":
        return _CODES.contains(f'"{code}"', autoescape=True)
    if group == "ended":
        return _S.ended == code
    return named


def urgency(today: date, marked: Mapping[str, Collection[int]]) -> ColumnElement[int]:
    """Critical, late, any other flag; none at all for a line without one."""
    others = or_(
        _CODES.not_in(("", "[]")),
        func.coalesce(_S.ended, "") != "",
        flagged(("moved", "queries", *marked), today=today, marked=marked),
    )
    first = flagged(("critical",), today=today, marked=marked)
    return case((first, 0), (late(today), 1), (others, 2), else_=None)
