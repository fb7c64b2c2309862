"""The study and its users, as the first rows of a study file."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Any

from sqlalchemy import Select, bindparam, func, select

from app.storage.faults import StorageError
from app.storage.rows import fetch_all, fetch_first
from app.storage.schema import app_user, audit, study

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy import Connection

    from app.storage.change import Change
    from app.storage.rows import Row

_STANDING = select(app_user.c.active, app_user.c.role).where(app_user.c.id == bindparam("wanted"))

# Asked of files from before an upgrade too: only what every revision has.
_STUDY: Select[Any] = select(study.c.id, study.c.name, study.c.site, study.c.code_pattern).order_by(
    study.c.id
)


def found(change: Change, *, name: str, site: str, code_pattern: str) -> int:
    """Add the one study of the file; its id."""
    return change.insert(study, name=name, site=site, code_pattern=code_pattern, created_at=change.at)


def admit(change: Change, *, user_name: str, display_name: str, role: str) -> int:
    """Add a user; the id."""
    return change.insert(
        app_user, user_name=user_name, display_name=display_name, role=role, created_at=change.at
    )


def the_study(connection: Connection) -> Row:
    """The study of the file. Raises StorageError `study_damaged` when there is none."""
    row = fetch_first(connection, _STUDY)
    if row is None:
        raise StorageError("study_damaged")
    return row


def user(connection: Connection, user_name: str) -> Row | None:
    """The active user of a name, however it is cased; None when there is none."""
    wanted = _same(user_name)
    rows = fetch_all(connection, select(app_user).where(app_user.c.active))
    return next((row for row in rows if _same(row.user_name) == wanted), None)


def _same(user_name: str) -> str:
    return unicodedata.normalize("NFKC", user_name).strip().casefold()


def every_user(connection: Connection) -> Sequence[Row]:
    """All users, those without access too, by id."""
    return fetch_all(connection, select(app_user).order_by(app_user.c.id))


def user_by_id(connection: Connection, user_id: int) -> Row | None:
    """A user, active or not."""
    return fetch_first(connection, select(app_user).where(app_user.c.id == user_id))


def standing(connection: Connection, user_id: int) -> Row | None:
    """(active, role) of a user as they are now."""
    return fetch_first(connection, _STANDING, {"wanted": user_id})


def last_sign_ins(connection: Connection) -> dict[int, datetime]:
    """The time of each user's newest sign-in."""
    newest = (
        select(func.max(audit.c.id))
        .where(audit.c.action.in_(("sign_in", "recovery")))
        .group_by(audit.c.user_id)
    )
    rows = connection.execute(select(audit.c.user_id, audit.c.at).where(audit.c.id.in_(newest)))
    return {row.user_id: row.at for row in rows}


def same_name(one: str, other: str) -> bool:
    """Whether two user names are one, however they are cased."""
    return _same(one) == _same(other)
