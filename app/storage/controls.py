"""Sign-offs, queries and second entries: reading them; they are written through a change like any row."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import Integer, Select, Text, bindparam, func, literal, select, type_coerce, union_all

from app.storage.courses import LOGS
from app.storage.rows import fetch_all
from app.storage.schema import (
    audit,
    count_value,
    data_query,
    query_step,
    second_value,
    sign_off,
    study,
    subject,
    visit,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import date

    from sqlalchemy import CompoundSelect, Connection

    from app.storage.rows import Row

    Rows = Sequence[Row]

CLOSED = "closed"
_WANTED = bindparam("wanted", type_=Integer)
# Built once: a save asks for them.
_SIGNED: Select[Any] = select(sign_off).where(sign_off.c.subject_id == _WANTED).order_by(sign_off.c.id)
_STANDING: Select[Any] = _SIGNED.where(sign_off.c.voided_at.is_(None))
_SETTINGS: Select[Any] = select(
    study.c.id, study.c.version, study.c.late_entry_days, study.c.second_entry
).order_by(study.c.id)
_SECOND: Select[Any] = (
    select(second_value).where(second_value.c.subject_id == _WANTED).order_by(second_value.c.id)
)
_QUERIES: Select[Any] = (
    select(
        data_query,
        subject.c.code,
        visit.c.title,
        visit.c.day,
        visit.c.actual,
        visit.c.plan_id,
    )
    .select_from(
        data_query.join(subject, data_query.c.subject_id == subject.c.id).join(
            visit, data_query.c.visit_id == visit.c.id
        )
    )
    .order_by(data_query.c.id)
)
_QUERIES_OF: Select[Any] = _QUERIES.where(data_query.c.subject_id == _WANTED)
_STEPS: Select[Any] = select(query_step).order_by(query_step.c.id)
_STEPS_OF: Select[Any] = _STEPS.where(query_step.c.subject_id == _WANTED)


def settings(connection: Connection) -> Row:
    """`late_entry_days` and `second_entry` of the study, with its id and version."""
    return fetch_all(connection, _SETTINGS)[0]


def enrolled(connection: Connection) -> tuple[int, ...]:
    """The ids of all subjects."""
    return tuple(connection.execute(select(subject.c.id).order_by(subject.c.id)).scalars())


def sign_offs(connection: Connection, subject_id: int) -> Rows:
    """Every sign-off of a subject's visits, oldest first."""
    return fetch_all(connection, _SIGNED, {"wanted": subject_id})


def standing_sign_offs(connection: Connection, subject_id: int) -> Rows:
    """Those that hold, oldest first."""
    return fetch_all(connection, _STANDING, {"wanted": subject_id})


def queries(connection: Connection, *, subject_id: int | None = None, query_id: int | None = None) -> Rows:
    """Queries with the code of their subject and their visit, oldest first."""
    wanted = _QUERIES if subject_id is None else _QUERIES_OF
    if query_id is not None:
        wanted = wanted.where(data_query.c.id == query_id)
    return fetch_all(connection, wanted, {"wanted": subject_id} if subject_id is not None else {})


def steps(connection: Connection, *, subject_id: int | None = None, query_id: int | None = None) -> Rows:
    """What was said in queries, oldest first."""
    wanted = _STEPS if subject_id is None else _STEPS_OF
    if query_id is not None:
        wanted = wanted.where(query_step.c.query_id == query_id)
    return fetch_all(connection, wanted, {"wanted": subject_id} if subject_id is not None else {})


def open_queries(connection: Connection) -> int:
    """How many queries of the study are not closed."""
    wanted = select(func.count()).select_from(data_query).where(data_query.c.status != CLOSED)
    return connection.execute(wanted).scalar_one()


def visits_of(connection: Connection, ids: Collection[int]) -> dict[int, int]:
    """The visits that queries are about, by the ids of the queries."""
    columns = (data_query.c.id, data_query.c.visit_id)
    rows = connection.execute(select(*columns).where(data_query.c.id.in_(ids))) if ids else ()
    return {row.id: row.visit_id for row in rows}


def open_queries_of_visit(connection: Connection, visit_id: int) -> int:
    """How many queries of a visit are not closed."""
    wanted = (
        select(func.count())
        .select_from(data_query)
        .where(data_query.c.visit_id == visit_id, data_query.c.status != CLOSED)
    )
    return connection.execute(wanted).scalar_one()


def second_values(connection: Connection, subject_id: int) -> Rows:
    """The second entries of a subject."""
    return fetch_all(connection, _SECOND, {"wanted": subject_id})


def entered_by(connection: Connection, ids: Collection[int]) -> dict[int, set[int]]:
    """Which users wrote a stored count or changed it, by the count's id; from the audit."""
    wanted = select(audit.c.row_id, audit.c.user_id).where(
        audit.c.table_name == count_value.name, audit.c.row_id.in_(ids), audit.c.user_id.is_not(None)
    )
    found: dict[int, set[int]] = {}
    for row in connection.execute(wanted):
        found.setdefault(row.row_id, set()).add(row.user_id)
    return found


def entered_behind(
    connection: Connection, subject_id: int, *, days: int
) -> dict[str, list[tuple[int, int, date, str]]]:
    """(row id, visit id, day, ISO day of entry) of what was entered more than `days` after its own day.

    By table. The database compares: of a course of a thousand entries few come up.
    """
    found: dict[str, list[tuple[int, int, date, str]]] = {}
    for name, *entry in connection.execute(
        _entered_behind(), {"wanted": subject_id, "days": f"+{days} days"}
    ):
        found.setdefault(name, []).append((entry[0], entry[1], entry[2], entry[3]))
    return found


@cache
def _entered_behind() -> CompoundSelect[Any]:
    """The question of `entered_behind`, put together once."""
    questions = []
    for name, table in {"values": count_value, **LOGS}.items():
        day = table.c.start if "start" in table.c else table.c.day
        entered = func.substr(type_coerce(table.c.entered_at, Text), 1, 10)
        question = select(literal(name), table.c.id, table.c.visit_id, day, entered).where(
            table.c.subject_id == _WANTED,
            table.c.visit_id.is_not(None),
            entered > func.date(type_coerce(day, Text), bindparam("days", type_=Text)),
        )
        known = table.c.get("start_known" if "start" in table.c else "day_known")
        if known is not None:  # whether a day that nobody knows was long ago cannot be told
            question = question.where(known == "")
        questions.append(question.where(~table.c.voided) if "voided" in table.c else question)
    return union_all(*questions)
