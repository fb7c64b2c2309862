"""Confirming that the person at the desk is the one who is signed in: the passphrase once more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.services.errors import ServiceError
from app.services.transactions import told

if TYPE_CHECKING:
    from app.services.context import Context
    from app.storage.keys import KeysFile, Opened


def confirm(context: Context, passphrase: str) -> None:
    """Raise ServiceError `cannot_confirm` unless the passphrase is that of the signed-in user.

    A try that fails is told in the audit and counts like one at the door: after three, ServiceError `wait`
    (seconds). Takes as long as unlocking does.
    """
    opened_again(context, passphrase)


def opened_again(context: Context, passphrase: str) -> tuple[KeysFile, Opened]:
    """The keys file and the own slot, opened with the passphrase. Raises as `confirm` does."""
    from app.services import throttle
    from app.storage.faults import StorageError

    with told():
        file = throttle.begin(context.db.path, context.clock)
        try:
            opened = file.unlock(context.user.user_name, passphrase)
        except StorageError as fault:
            _tell_failure(context)
            raise ServiceError("cannot_confirm") from fault
        throttle.clear(context.db.path)
    return file, opened


def _tell_failure(context: Context) -> None:
    from app.storage.audit import Actor

    # Not through `changing`: with a one-time passphrase nothing else may be done yet, but this is told.
    with context.db.change(Actor(context.user.id, context.user.user_name), at=context.clock()) as change:
        change.note("confirm_failed")
