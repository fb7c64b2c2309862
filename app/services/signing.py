"""Confirming that the person at the desk is the one who is signed in: the passphrase once more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.services.context import ServiceError
from app.services.transactions import told

if TYPE_CHECKING:
    from app.services.context import Context


def confirm(context: Context, passphrase: str) -> None:
    """Raise ServiceError `cannot_confirm` unless the passphrase is that of the signed-in user.

    A try that fails is told in the audit. Takes as long as unlocking does.
    """
    from app.services.transactions import changing
    from app.storage import keys
    from app.storage.faults import StorageError

    with told():
        slots = keys.read(context.db.path)
        try:
            slots.open(context.user.user_name, passphrase)
        except StorageError as fault:
            if fault.code != "cannot_unlock":
                raise
            with changing(context) as change:
                change.note("confirm_failed")
            raise ServiceError("cannot_confirm") from fault
