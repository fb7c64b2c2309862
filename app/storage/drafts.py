"""Half-typed forms, one row a user and key. They are no data yet: replaced and forgotten without audit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, insert, or_, select, update

from app.storage.rows import fetch_first
from app.storage.schema import draft

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from sqlalchemy import Connection

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


def discard(connection: Connection, *, user_id: int, key: str) -> None:
    """Forget a draft, and those of its parts: `visit:1:2` and with it `visit:1:2:reason`."""
    meant = or_(draft.c.key == key, draft.c.key.startswith(f"{key}:", autoescape=True))
    connection.execute(delete(draft).where(draft.c.user_id == user_id, meant))
