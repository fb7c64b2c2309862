"""Half-typed forms, one row a user and key. They are no data yet: replaced and forgotten without audit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, insert, or_, select, update

from app.storage.rows import fetch_all, fetch_first
from app.storage.schema import draft

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from sqlalchemy import ColumnElement, Connection

    from app.storage.rows import Row


def keep(
    connection: Connection, *, user_id: int, key: str, fields: Mapping[str, object], at: datetime
) -> None:
    """Store a draft in place of an earlier one of its key."""
    mine = (draft.c.user_id == user_id, draft.c.key == key)
    values = {"fields": dict(fields), "saved_at": at}
    if connection.execute(update(draft).where(*mine).values(values)).rowcount == 0:
        connection.execute(insert(draft).values(user_id=user_id, key=key, **values))


def find(connection: Connection, *, user_id: int, key: str) -> Row | None:
    """The draft of a key."""
    return fetch_first(connection, select(draft).where(draft.c.user_id == user_id, draft.c.key == key))


def with_parts(connection: Connection, *, user_id: int, key: str) -> list[Row]:
    """The draft of a key and those of its parts."""
    return fetch_all(connection, select(draft).where(draft.c.user_id == user_id, _meant(key)))


def kept(connection: Connection, *, user_id: int) -> list[Row]:
    """Id, key and time of every draft of a user; not what was typed."""
    columns = (draft.c.id, draft.c.key, draft.c.saved_at)
    return fetch_all(connection, select(*columns).where(draft.c.user_id == user_id).order_by(draft.c.id))


def discard(connection: Connection, *, user_id: int, key: str) -> None:
    """Forget a draft, and those of its parts: `visit:1:2` and with it `visit:1:2:reason`."""
    connection.execute(delete(draft).where(draft.c.user_id == user_id, _meant(key)))


def _meant(key: str) -> ColumnElement[bool]:
    return or_(draft.c.key == key, draft.c.key.startswith(f"{key}:", autoescape=True))
