"""Queries about fields of a visit: raised, answered, resolution proposed, closed, reopened."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from app.services import access
from app.services.context import Changes
from app.services.contracts.control import Query, QueryStep
from app.services.errors import ServiceError
from app.services.transactions import changing, reading, signature
from app.storage import controls, courses, schema

if TYPE_CHECKING:
    from app.services.context import Context
    from app.storage.change import Change
    from app.storage.rows import Connection, Row, Rows

__all__ = [
    "LONGEST",
    "STATUSES",
    "Query",
    "QueryStep",
    "answer",
    "close",
    "every",
    "of_subject",
    "open_count",
    "propose",
    "raise_query",
    "reopen",
]

OPEN, ANSWERED, PROPOSED, CLOSED = "open", "answered", "proposed", "closed"
STATUSES = (OPEN, ANSWERED, PROPOSED, CLOSED)
LONGEST = 2000  # characters of one text
# Step → from which states it leads, and to which one.
_STEPS: Mapping[str, tuple[frozenset[str], str]] = {
    "answered": (frozenset({OPEN, ANSWERED, PROPOSED}), ANSWERED),
    "proposed": (frozenset({OPEN, ANSWERED}), PROPOSED),
    "closed": (frozenset({OPEN, ANSWERED, PROPOSED}), CLOSED),
    "reopened": (frozenset({ANSWERED, PROPOSED, CLOSED}), OPEN),
}


def every(context: Context) -> tuple[Query, ...]:
    """All queries of the study, oldest first."""
    with reading(context) as connection:
        return _queries(controls.queries(connection), controls.steps(connection))


def of_subject(context: Context, subject_id: int) -> tuple[Query, ...]:
    """The queries of a subject, oldest first."""
    with reading(context) as connection:
        return of_rows(connection, controls.queries(connection, subject_id=subject_id))


def of_rows(connection: Connection, asked: Rows) -> tuple[Query, ...]:
    """The queries of a subject whose rows were read."""
    steps = controls.steps(connection, subject_id=asked[0].subject_id) if asked else ()
    return _queries(asked, steps)


def open_count(context: Context) -> int:
    """How many queries of the study wait for somebody."""
    with reading(context) as connection:
        return controls.open_queries(connection)


def raise_query(context: Context, visit_id: int, *, field: str, text: str) -> tuple[int, Changes]:
    """Ask about a field of a visit ("" for the visit as a whole); the query's id.

    Raises ServiceError `not_allowed`, `visit_unknown`, `query_text_missing`, `query_text_long` (longest).
    """
    access.require(context, "queries.raise")
    said = _text(text)
    with changing(context) as change:
        subject_id = courses.subject_of_visit(change.connection, visit_id)
        if subject_id is None:
            raise ServiceError("visit_unknown", visit=visit_id)
        query_id = change.insert(
            schema.data_query,
            subject_id=subject_id,
            visit_id=visit_id,
            field=field,
            status=OPEN,
            raised_at=change.at,
        )
        _say(context, change, (query_id, subject_id), action="raised", text=said)
    return query_id, Changes(frozenset({subject_id}), frozenset({visit_id}))


def answer(context: Context, query_id: int, *, version: int, text: str) -> Changes:
    """Say what the source says. Steps raise `query_unknown`, `query_state_wrong` (status) and `stale` too."""
    access.require(context, "queries.answer")
    return _step(context, query_id, version, "answered", _text(text))


def propose(context: Context, query_id: int, *, version: int, text: str) -> Changes:
    """Propose that the query is resolved, with how."""
    access.require(context, "queries.propose")
    return _step(context, query_id, version, "proposed", _text(text))


def close(context: Context, query_id: int, *, version: int, text: str = "") -> Changes:
    """Take the answer and close the query; a text may be left out."""
    access.require(context, "queries.close")
    return _step(context, query_id, version, "closed", text.strip()[:LONGEST])


def reopen(context: Context, query_id: int, *, version: int, text: str) -> Changes:
    """Ask again."""
    access.require(context, "queries.close")
    return _step(context, query_id, version, "reopened", _text(text))


def _step(context: Context, query_id: int, version: int, action: str, text: str) -> Changes:
    allowed, goal = _STEPS[action]
    with changing(context) as change:
        found = controls.queries(change.connection, query_id=query_id)
        if not found:
            raise ServiceError("query_unknown", query=query_id)
        row = found[0]
        if row.version != version:
            raise ServiceError("query_stale", query=query_id, version=row.version)
        if row.status not in allowed:
            raise ServiceError("query_state_wrong", query=query_id, status=row.status)
        closed_at = change.at if goal == CLOSED else None
        change.update(schema.data_query, query_id, version=version, status=goal, closed_at=closed_at)
        if row.status == goal:  # a second answer changes no field, but the query has moved on
            change.touch(schema.data_query, query_id)
        _say(context, change, (query_id, row.subject_id), action=action, text=text)
    return Changes(frozenset({row.subject_id}), frozenset({row.visit_id}))


def _say(context: Context, change: Change, about: tuple[int, int], *, action: str, text: str) -> None:
    query_id, subject_id = about
    change.insert(
        schema.query_step,
        subject_id=subject_id,
        query_id=query_id,
        action=action,
        text=text,
        **signature(context, change),
        role=context.user.role,
    )


def _text(text: str) -> str:
    said = text.strip()
    if not said:
        raise ServiceError("query_text_missing")
    if len(said) > LONGEST:
        raise ServiceError("query_text_long", longest=LONGEST)
    return said


def _queries(rows: Rows, steps: Rows) -> tuple[Query, ...]:
    said: dict[int, list[QueryStep]] = {}
    for row in steps:
        said.setdefault(row.query_id, []).append(
            QueryStep(row.action, row.text, row.user_name, row.display_name, row.role, row.at)
        )
    return tuple(_query(row, tuple(said.get(row.id, ()))) for row in rows)


def _query(row: Row, steps: tuple[QueryStep, ...]) -> Query:
    return Query(
        id=row.id,
        subject_id=row.subject_id,
        subject_code=row.code,
        visit_id=row.visit_id,
        visit_title=row.title,
        visit_day=row.day,
        visit_actual=row.actual,
        field=row.field,
        status=row.status,
        raised_at=row.raised_at,
        closed_at=row.closed_at,
        version=row.version,
        steps=steps,
    )
