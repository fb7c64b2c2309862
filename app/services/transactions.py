"""Reading and changing the open study from a service; what storage reports becomes a ServiceError."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from app.services.context import News
from app.services.errors import ServiceError
from app.storage import accounts
from app.storage.audit import NO_REASON, Actor, Why
from app.storage.faults import StorageError

if TYPE_CHECKING:
    from app.services.context import Context
    from app.services.contracts.visits import Reason
    from app.storage.change import Change
    from app.storage.rows import Connection


@contextmanager
def told() -> Iterator[None]:
    """Turn StorageError into ServiceError."""
    try:
        yield
    except StorageError as error:
        raise ServiceError(error.code, **error.params) from error


@contextmanager
def reading(context: Context) -> Iterator[Connection]:
    """A connection that reads one moment of the study."""
    _admitted(context)
    with told(), context.db.read() as connection:
        yield connection


@contextmanager
def changing(context: Context, reason: Reason | None = None) -> Iterator[Change]:
    """An audited transaction of the signed-in user: kept when the block ends, undone when it raises.

    Raises ServiceError `user_disabled` or `role_changed` when an administrator has changed the user's account
    since the sign-in, `passphrase_must_change` before a one-time passphrase is changed, `reading_only` where
    nothing can be written.
    """
    _admitted(context)
    if context.read_only:
        raise ServiceError("reading_only")
    why = NO_REASON if reason is None else Why(reason.code, reason.text)
    actor = Actor(context.user.id, context.user.user_name)
    at = context.clock()
    with told(), context.db.change(actor, at=at, why=why) as change:
        _still_stands(context, change)
        yield change
    if change.set_back_from is not None:  # what was typed is kept, marked, and the person told
        context.warn(News("clock_behind", {"newest": change.set_back_from, "now": at}))


def signature(context: Context, change: Change) -> dict[str, Any]:
    """Who does it and when, in the columns of everything that a person signs or says."""
    user = context.user
    named = {"user_id": user.id, "user_name": user.user_name, "display_name": user.display_name}
    return {**named, "at": change.at}


def undone(context: Context, change: Change, reason: Reason) -> dict[str, Any]:
    """Who took a signed row back, when and why, in its columns; the row itself stays."""
    why = {"undo_code": reason.code, "undo_text": reason.text.strip()}
    return {"undone_at": change.at, "undone_by": context.user.shown_name, **why}


def _admitted(context: Context) -> None:
    if context.unlocked is not None and context.unlocked.must_change:
        raise ServiceError("passphrase_must_change")


def _still_stands(context: Context, change: Change) -> None:
    """The role that the services go by is that of the sign-in: refuse when it has been changed meanwhile."""
    stands = accounts.standing(change.connection, context.user.id)
    if stands is None or not stands.active:
        raise ServiceError("user_disabled", user=context.user.user_name)
    if stands.role != context.user.role:
        raise ServiceError("role_changed")
