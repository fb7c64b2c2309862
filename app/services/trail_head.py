"""The head of the audit trail under the administrators' mark: put forward when they come and go.

Only their sign-in, or the recovery key, opens what the mark is made with. A head is put forward only when
everything since the last one was signed key by key; else it stays where it was, and that is told.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from app.services.disk import disk
from app.services.errors import ServiceError
from app.storage import keys, seals
from app.storage.faults import StorageError

if TYPE_CHECKING:
    from app.services.context import Context
    from app.storage.database import Database
    from app.storage.keys import KeysFile, TrailHead
    from app.storage.unlocked import Unlocked

_log = logging.getLogger(__name__)


def advance(context: Context) -> str:
    """Put the head forward to where the trail ends now; "" or the code of why that was not done:
    `trail_broken`, `keys_tampered`. Nobody but an administrator does anything here."""
    unlocked = context.unlocked
    if unlocked is None or unlocked.administrator_key is None:
        return ""
    try:
        with disk(context.db.path):
            return _advanced(context.db, unlocked)
    except (ServiceError, StorageError) as error:
        _log.info("the head of the trail stays where it was: %s", error.code)
        return error.code if error.code in {"trail_broken", "keys_tampered"} else ""


def accept(db: Database, unlocked: Unlocked) -> None:
    """Vouch for the trail as it stands, whatever the head before said: after a restore.

    Raises StorageError `administrator_needed`, `keys_tampered`.
    """
    with db.read() as connection:
        found = seals.head(connection)
    if found is not None:
        _write(db, unlocked, _head(found))


def _advanced(db: Database, unlocked: Unlocked) -> str:
    file = keys.read(db.path)
    with db.read() as connection:
        found = seals.head(connection)
        before = file.head
        if found is None or (before is not None and before == _head(found)):
            return "" if found is not None or before is None else "trail_broken"
        if before is not None:
            since = seals.Head(before.rows, before.hash, before.seal, before.public)
            if file.vouches(unlocked.secrets) is False or not seals.unbroken(connection, since):
                return "trail_broken"
    _write(db, unlocked, _head(found))
    return ""


def _write(db: Database, unlocked: Unlocked, head: TrailHead) -> None:
    def vouched(file: KeysFile) -> KeysFile:
        return keys.Keeper(file, unlocked.secrets, unlocked.cost).vouch(head).file

    keys.changing(db.path, vouched)


def _head(found: seals.Head) -> TrailHead:
    return keys.TrailHead(found.rows, found.hash, found.seal, found.public)
