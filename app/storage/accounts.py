"""The study and its users, as the first rows of a study file."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from sqlalchemy import select

from app.storage.faults import StorageError
from app.storage.schema import app_user, study

if TYPE_CHECKING:
    from sqlalchemy import Connection, Row

    from app.storage.change import Change


def found(change: Change, *, name: str, site: str, code_pattern: str) -> int:
    """Add the one study of the file; its id."""
    return change.insert(study, name=name, site=site, code_pattern=code_pattern, created_at=change.at)


def admit(change: Change, *, user_name: str, display_name: str, role: str) -> int:
    """Add a user; the id."""
    return change.insert(
        app_user, user_name=user_name, display_name=display_name, role=role, created_at=change.at
    )


def the_study(connection: Connection) -> Row[tuple[object, ...]]:
    """The study of the file. Raises StorageError `study_damaged` when there is none."""
    row = connection.execute(select(study).order_by(study.c.id)).first()
    if row is None:
        raise StorageError("study_damaged")
    return row


def user(connection: Connection, user_name: str) -> Row[tuple[object, ...]] | None:
    """The active user of a name, however it is cased; None when there is none."""
    wanted = _same(user_name)
    rows = connection.execute(select(app_user).where(app_user.c.active))
    return next((row for row in rows if _same(row.user_name) == wanted), None)


def _same(user_name: str) -> str:
    return unicodedata.normalize("NFKC", user_name).strip().casefold()
