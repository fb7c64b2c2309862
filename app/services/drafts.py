"""Half-typed forms: kept in the encrypted study file, given back after a crash or a lock."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.domain.values import dataclass
from app.services.errors import ServiceError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from app.services.context import Context


@dataclass(frozen=True, slots=True)
class Draft:
    """A kept form. `key` such as "visit:12:345" or "enrolment"; `fields` are texts as typed."""

    key: str
    fields: Mapping[str, object]  # JSON values
    saved_at: datetime


def keep(context: Context, key: str, fields: Mapping[str, object]) -> datetime:
    """Keep a draft of the signed-in user under `key`, in place of an earlier one; when it was kept.

    Raises ServiceError `disk_full`, `study_read_only`, `study_in_use`, `reading_only`.
    """
    from app.services import access
    from app.services.transactions import told
    from app.storage import drafts

    access.require(context, "drafts.keep")
    if context.read_only:
        raise ServiceError("reading_only")
    at = context.clock()
    with told(), context.db.scribble() as connection:
        drafts.keep(connection, user_id=context.user.id, key=key, fields=fields, at=at)
    return at


def find(context: Context, key: str) -> Draft | None:
    """The kept draft of a key."""
    from app.services.transactions import reading
    from app.storage import drafts

    with reading(context) as connection:
        row = drafts.find(connection, user_id=context.user.id, key=key)
    return None if row is None else Draft(row.key, row.fields, row.saved_at)


def of_visits(context: Context, subject_id: int) -> frozenset[int]:
    """The visits of a subject in whose form the signed-in user has typed what is not saved, by their ids.

    None where nothing can be written: no form goes on from a draft there.
    """
    from app.services.transactions import reading
    from app.storage import drafts

    if context.read_only:
        return frozenset()
    with reading(context) as connection:
        kept = drafts.kept(connection, user_id=context.user.id)
    parts = (row.key.split(":") for row in kept)
    own = (each[2] for each in parts if each[:2] == ["visit", str(subject_id)] and len(each) > 2)
    return frozenset(int(visit) for visit in own if visit.isdigit())


def take_away(context: Context, key: str) -> tuple[Draft, ...]:
    """Forget a draft with its parts and give back what they held, for `put_back`.

    Raises ServiceError `disk_full`, `study_read_only`, `study_in_use`, `reading_only`.
    """
    from app.services import access
    from app.services.transactions import told
    from app.storage import drafts

    access.require(context, "drafts.keep")
    if context.read_only:
        raise ServiceError("reading_only")
    with told(), context.db.scribble() as connection:
        rows = drafts.with_parts(connection, user_id=context.user.id, key=key)
        drafts.discard(connection, user_id=context.user.id, key=key)
    return tuple(Draft(row.key, row.fields, row.saved_at) for row in rows)


def put_back(context: Context, taken: tuple[Draft, ...]) -> None:
    """Keep again what `take_away` gave, as of when it was typed; raises ServiceError as that."""
    from app.services import access
    from app.services.transactions import told
    from app.storage import drafts

    access.require(context, "drafts.keep")
    if context.read_only:
        raise ServiceError("reading_only")
    with told(), context.db.scribble() as connection:
        for each in taken:
            drafts.keep(
                connection, user_id=context.user.id, key=each.key, fields=each.fields, at=each.saved_at
            )


def discard(context: Context, key: str) -> None:
    """Forget a draft with its parts (`key:…`), after a save or by choice."""
    from app.services import access
    from app.services.transactions import told
    from app.storage import drafts

    access.require(context, "drafts.keep")
    if context.read_only:
        return
    with told(), context.db.scribble() as connection:
        drafts.discard(connection, user_id=context.user.id, key=key)
