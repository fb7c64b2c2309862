"""Questions to the audit trail about what changed since a row of it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from app.storage.rows import fetch_all, fetch_first
from app.storage.schema import audit, subject

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection

    from app.storage.rows import Row

# Actions that change rows; the others tell of sign-ins, prints, backups.
CHANGING = ("insert", "update")


def since(connection: Connection, number: int) -> bool:
    """Whether data, accounts or settings changed after a row of the trail."""
    query = select(audit.c.id).where(audit.c.id > number, audit.c.action.in_(CHANGING)).limit(1)
    return fetch_first(connection, query) is not None


def hash_of(connection: Connection, number: int) -> str | None:
    """The hash of a row of the trail."""
    return connection.execute(select(audit.c.hash).where(audit.c.id == number)).scalar()


def newest(connection: Connection) -> int:
    """The number of the newest row, 0 for none."""
    return int(connection.execute(select(func.max(audit.c.id))).scalar() or 0)


def lines_after(connection: Connection, number: int, *, most: int) -> Sequence[Row]:
    """The newest changes after a row, with the code of their subject."""
    query = (
        select(audit, subject.c.code)
        .outerjoin(subject, subject.c.id == audit.c.subject_id)
        .where(audit.c.id > number, audit.c.action.in_(CHANGING))
        .order_by(audit.c.id.desc())
        .limit(most)
    )
    return fetch_all(connection, query)


def count_after(connection: Connection, number: int) -> int:
    """How many changes came after a row."""
    query = select(func.count()).where(audit.c.id > number, audit.c.action.in_(CHANGING))
    return int(connection.execute(query).scalar() or 0)


def counts_after(connection: Connection, number: int) -> dict[str, int]:
    """Rows that were added after a row of the trail, by table; `audit` counts the trail's own rows."""
    query = (
        select(audit.c.table_name, func.count())
        .where(audit.c.id > number, audit.c.action == "insert")
        .group_by(audit.c.table_name)
    )
    counts = {str(row[0]): int(row[1]) for row in connection.execute(query)}
    counts["audit"] = newest(connection) - number
    counts["changed"] = int(
        connection.execute(
            select(func.count()).where(audit.c.id > number, audit.c.action == "update")
        ).scalar()
        or 0
    )
    return counts


def heads_set_aside(connection: Connection) -> frozenset[str]:
    """Hashes of ends of the trail that a restore has left behind: of the file set aside and its backups."""
    query = select(audit.c.old).where(audit.c.action == "restore", audit.c.old.is_not(None))
    found: set[str] = set()
    for row in connection.execute(query):
        told = json.loads(row.old)
        found |= {str(told.get("head", "")), *map(str, told.get("backups", ()))}
    return frozenset(found)
