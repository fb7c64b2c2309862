"""Backups of the open study: when one is due, making one, the list of them."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from app.services import access
from app.services.backup_rows import row_of
from app.services.contracts.backups import (
    ASKED,
    DAY,
    EXIT,
    HERE,
    SECOND,
    BackupRow,
    Difference,
    LostLine,
    Made,
)
from app.services.disk import disk
from app.services.errors import ServiceError
from app.services.transactions import changing, reading, told

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path

    from app.services.context import Changes, Context
    from app.storage.backups.shelf import Kept

__all__ = [
    "ASKED",
    "DAY",
    "EXIT",
    "HERE",
    "SECOND",
    "BackupRow",
    "Difference",
    "LostLine",
    "Made",
    "due",
    "found_at",
    "keep",
    "leave",
    "listing",
    "make",
    "preview",
    "restore",
    "restore_closed",
]
_log = logging.getLogger(__name__)


def due(context: Context, *, leaving: bool = False) -> str:
    """Why a backup is to be made now, "" for none: the first change of the day, or changes since the newest
    one when somebody is `leaving`. Sign-ins and other events are no changes. Raises ServiceError."""
    from app.storage import audit_changes
    from app.storage.backups import shelf

    if context.read_only:
        return ""
    with told():
        kept = shelf.listed(shelf.folder_of(context.db.path), shelf.study_id(context.db.path))
    with reading(context) as connection:
        # One that a restore has left behind holds nothing of what came since, however long its trail is.
        ours = [
            one.label for one in kept if audit_changes.hash_of(connection, one.label.rows) == one.label.head
        ]
        changed = audit_changes.since(connection, ours[0].rows if ours else 0)
    if not changed:
        return ""
    # A day that is not today's may also lie ahead: the clock was wrong once, and must not stop the backups.
    if not any(one.made_at.astimezone().date() == context.today() for one in ours):
        return DAY
    return EXIT if leaving else ""


def make(
    context: Context, *, second: Path | None = None, progress: Callable[[int, int], None] | None = None
) -> Made:
    """Make a backup by hand, told in the audit. Raises ServiceError `disk_full`, `folder_not_writable`,
    `backup_damaged`, `study_damaged`."""
    access.require(context, "backups.make")
    return _made(context, ASKED, second, progress)


def keep(
    context: Context,
    *,
    why: str,
    second: Path | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Made:
    """Make the backup that is due (`DAY` or `EXIT`): whoever is signed in, in the places that were chosen.

    Raises as `make` does.
    """
    access.require(context, "backups.keep")
    return _made(context, why, second, progress)


def leave(context: Context, *, second: Path | None = None) -> Made | None:
    """Make the backup that is due on leaving, then close the study, whatever came of the backup."""
    from app.services import study_file

    try:
        why = due(context, leaving=True) if access.may(context, "backups.keep") else ""
        return keep(context, why=why, second=second) if why else None
    finally:
        study_file.close(context)


def listing(context: Context, *, second: Path | None = None) -> tuple[BackupRow, ...]:
    """The backups in both places, newest first."""
    from app.storage.backups import shelf

    with told():
        wanted = shelf.study_id(context.db.path)
        own = shelf.listed(shelf.folder_of(context.db.path), wanted)
        # One from before the study's first upgrade has another keys file, and so another id.
        there = {one.path: one for one in (*own, *shelf.beside(context.db.path))}
        rows = [row_of(one, HERE) for one in there.values()]
        if second is not None:
            rows += [row_of(one, SECOND) for one in shelf.listed(second, wanted)]
    return tuple(sorted(rows, key=lambda row: row.made_at, reverse=True))


def preview(context: Context, backup: Path, *, passphrase: str = "") -> Difference:
    """What restoring a backup would change. `passphrase` is needed for one that was made before the study got
    its present key: the own one of that time. Raises ServiceError `backup_unreadable`, `backup_other_key`,
    `backup_damaged`, `study_newer`, `not_allowed`."""
    from app.services import restoring

    access.require(context, "backups.restore")
    return restoring.preview(context, backup, passphrase=passphrase)


def restore(
    context: Context, backup: Path, *, passphrase: str, reason: str, old_passphrase: str = ""
) -> Changes:
    """Put a backup in the place of the open study; the present file is kept aside. `passphrase` confirms who
    acts. The study must be unlocked anew afterwards.

    Raises ServiceError `reason_missing`, `cannot_confirm`, `study_in_use`, or what `preview` raises.
    """
    from app.services import restoring

    access.require(context, "backups.restore")
    return restoring.restore(
        context, backup, passphrase=passphrase, reason=reason, old_passphrase=old_passphrase
    )


def restore_closed(
    path: Path,
    backup: Path,
    *,
    user_name: str,
    passphrase: str,
    reason: str,
    clock: Callable[[], datetime],
) -> None:
    """Restore the study `path`, which does not open any more or is gone; see `restoring.restore_closed`."""
    from app.services import restoring

    restoring.restore_closed(
        path, backup, user_name=user_name, passphrase=passphrase, reason=reason, clock=clock
    )


def found_at(path: Path) -> tuple[BackupRow, ...]:
    """The backups beside a study that need not open, newest first: by their labels alone."""
    from app.storage.backups import shelf

    kept = shelf.beside(path)
    return tuple(row_of(one, HERE) for one in kept)


def _made(
    context: Context, why: str, second: Path | None, progress: Callable[[int, int], None] | None
) -> Made:
    from app.storage.backups import shelf

    unlocked = context.unlocked
    if unlocked is None:
        raise ServiceError("administrator_needed")
    path = context.db.path
    with told(), disk(shelf.folder_of(path) / path.name):
        kept = shelf.put(path, key=unlocked.database_key, at=context.clock(), why=why, progress=progress)
        shelf.thin(shelf.listed(shelf.folder_of(path), kept.label.study_id))
    carried, trouble = _carried(kept, second)
    _tell(context, kept, second=carried is not None)
    here = row_of(kept, HERE)
    return Made(here, row_of(carried, SECOND) if carried else None, trouble)


def _carried(kept: Kept, second: Path | None) -> tuple[Kept | None, str]:
    """The copy at the second place; a stick that is not there is told and hinders nothing."""
    from app.storage.backups import shelf

    if second is None:
        return None, ""
    try:
        with told(), disk(second / kept.path.name):
            carried = shelf.carry(kept, second)
            shelf.thin(shelf.listed(second, kept.label.study_id))
    except ServiceError as error:
        _log.info("no backup at the second place: %s", error.code)
        return None, "second_place_missing" if not second.is_dir() else error.code
    return carried, ""


def _tell(context: Context, kept: Kept, *, second: bool) -> None:
    """A line in the audit with name, head and hash of the copy. A backup counts without it, too."""
    from app.storage.types import canonical

    if context.read_only:
        return
    made = kept.label
    about = {"sha256": made.sha256, "rows": made.rows, "head": made.head, "second_place": second}
    try:
        with changing(context) as change:
            change.note("backup", field=made.why, new=canonical({"file": kept.path.name, **about}))
    except ServiceError as error:
        _log.info("a backup is not told in the audit: %s", error.code)
