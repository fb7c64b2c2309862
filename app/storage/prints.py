"""What documents ask of the audit: who printed what, and how a value came to be what it is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from app.storage.rows import fetch_all
from app.storage.schema import audit

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from app.storage.rows import Row


def of_subject(connection: Connection, subject_id: int, *, fields: Sequence[str]) -> Sequence[Row]:
    """The audit lines of documents of some kinds, newest first."""
    query = select(audit).where(audit.c.subject_id == subject_id, audit.c.field.in_(fields))
    return fetch_all(connection, query.order_by(audit.c.id.desc()))


def value_changes(
    connection: Connection,
    ids: Sequence[int],
    *,
    fields: Sequence[str] = ("entered_value", "missing", "entered_range"),
) -> Sequence[Row]:
    """The audit lines of changed count values, as they were entered, oldest first."""
    query = select(audit).where(
        audit.c.table_name == "count_value",
        audit.c.row_id.in_(ids),
        audit.c.action == "update",
        audit.c.field.in_(fields),
    )
    return fetch_all(connection, query.order_by(audit.c.id))


def entered_by(connection: Connection, ids: Sequence[int]) -> Sequence[Row]:
    """Who entered count values first: `user_name` and `count_`, most first."""
    number = func.count().label("count_")
    query = select(audit.c.user_name, number).where(
        audit.c.table_name == "count_value", audit.c.row_id.in_(ids), audit.c.action == "insert"
    )
    return fetch_all(connection, query.group_by(audit.c.user_name).order_by(number.desc(), audit.c.user_name))
