"""Reading and changing the open study from a service; what storage reports becomes a ServiceError."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from app.services.context import ServiceError
from app.storage.audit import NO_REASON, Actor, Why
from app.storage.faults import StorageError

if TYPE_CHECKING:
    from app.services.context import Context
    from app.services.visits import Reason
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
    with told(), context.db.read() as connection:
        yield connection


@contextmanager
def changing(context: Context, reason: Reason | None = None) -> Iterator[Change]:
    """An audited transaction of the signed-in user: kept when the block ends, undone when it raises."""
    why = NO_REASON if reason is None else Why(reason.code, reason.text)
    actor = Actor(context.user.id, context.user.user_name)
    with told(), context.db.change(actor, at=context.clock(), why=why) as change:
        yield change
