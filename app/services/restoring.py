"""Putting a backup in the place of the study, and telling beforehand what that would change."""

from __future__ import annotations

import logging
from contextlib import suppress
from typing import TYPE_CHECKING

from app.services import restore_preview, signing
from app.services.context import Changes
from app.services.disk import disk
from app.services.errors import ServiceError
from app.services.transactions import told
from app.storage import accounts, backup, keys, seals, sqlite, upgrade
from app.storage.audit import Actor, Why
from app.storage.backups import label, replacing, shelf
from app.storage.database import Database
from app.storage.faults import StorageError
from app.storage.migrations import HEAD, REVISIONS
from app.storage.types import canonical

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path

    from app.services.context import Context
    from app.services.contracts.backups import Difference
    from app.storage.backup import Content

_log = logging.getLogger(__name__)


def preview(context: Context, path: Path, *, passphrase: str) -> Difference:
    """See `backups.preview`."""
    with told(), disk(path):
        kept = _kept(path)
        key = _key_of(context, path, passphrase)
        _usable(backup.content(path, key))
        return restore_preview.difference(context, kept, key)


def restore(context: Context, path: Path, *, passphrase: str, reason: str, old_passphrase: str) -> Changes:
    """See `backups.restore`. The present keys file stays: who may open the study today still may, and
    nobody gets back in who may not."""
    if not reason.strip():
        raise ServiceError("restore_reason_missing")
    signing.confirm(context, passphrase)
    with told(), disk(context.db.path):
        kept, key = _kept(path), _key_of(context, path, old_passphrase)
        with suppress(StorageError):
            context.db.close()
        unlocked = context.unlocked
        if unlocked is None:
            raise StorageError("administrator_needed")
        _put(
            context.db.path,
            kept,
            key=key,
            present_key=unlocked.database_key,
            actor=Actor(context.user.id, context.user.user_name),
            at=context.clock(),
            reason=reason,
        )
        _vouch(context.db.path, unlocked.secrets, unlocked.cost)
    _log.info("a backup was restored")
    return Changes(study=True)


def restore_closed(
    path: Path,
    from_path: Path,
    *,
    user_name: str,
    passphrase: str,
    reason: str,
    clock: Callable[[], datetime],
) -> None:
    """Restore a study that cannot be opened or is gone: the keys file copied with the backup answers for who
    acts, and takes the place of a present one that does not open with the same passphrase.

    Raises ServiceError `restore_reason_missing`, `cannot_unlock`, `not_allowed`, `backup_unreadable`,
    `backup_damaged`, `study_newer`, `study_in_use`.
    """
    from app.storage import places

    if not reason.strip():
        raise ServiceError("restore_reason_missing")
    with told(), disk(path):
        places.refuse_network(path)
        kept = _kept(from_path)
        old = _opened(from_path, user_name, passphrase)
        actor = _administrator(from_path, old[0].database, user_name)
        present = _present(path, user_name, passphrase) or old
        _put(
            path,
            kept,
            key=old[0].database,
            present_key=present[0].database,
            actor=actor,
            at=clock(),
            reason=reason,
            keys_too=present is old,
        )
        _vouch(path, *present)
    _log.info("a backup was restored from outside")


def _put(
    path: Path,
    kept: shelf.Kept,
    *,
    key: bytes,
    present_key: bytes,
    actor: Actor,
    at: datetime,
    reason: str,
    keys_too: bool = False,
) -> None:
    """Copy, check, bring to today's key and schema, tell in the audit; then change places in one step."""
    path.parent.mkdir(mode=0o700, exist_ok=True)
    coming = path.with_name(path.name + ".restoring")
    replacing.clear(coming)
    try:
        found = _copied(kept.path, coming, key)
        _usable(found)
        if key != present_key:
            sqlite.rekey(coming, key, present_key, ready=lambda: None)
        if found.revision != HEAD:
            upgrade.run(coming, present_key)
        before = _left_behind(path, present_key, found)
        _tell(coming, present_key, actor, at=at, reason=reason, kept=kept, found=found, before=before)
        replacing.take_place(coming, path, key=present_key, keys_from=kept.path if keys_too else None, at=at)
    except BaseException:
        replacing.clear(coming)
        raise


def _copied(path: Path, coming: Path, key: bytes) -> Content:
    try:
        return backup.copy(path, coming, key=key, at_rest=True)
    except StorageError as fault:
        if fault.code == "study_damaged":  # the copy, not the study
            raise StorageError("backup_damaged", file=path.name) from fault
        raise


def _vouch(path: Path, secrets: keys.Secrets, cost: keys.Cost) -> None:
    """The administrators' head of the trail follows: it was that of the file that is set aside."""
    db = Database(path, sqlite.engine(path, secrets.database))
    try:
        with db.read() as connection:
            head = seals.head(connection)
    finally:
        db.close()
    if head is not None and secrets.administrator is not None:
        vouched = keys.TrailHead(head.rows, head.hash, head.seal, head.public)
        keys.changing(path, lambda file: keys.Keeper(file, secrets, cost).vouch(vouched).file)


def _left_behind(path: Path, key: bytes, found: Content) -> dict[str, object]:
    """The end of the present trail and of the backups that go beyond the one that comes: kept in the audit,
    so that a check knows why they differ."""
    head = replacing.head(path, key)
    later = [one.label.head for one in shelf.beside(path) if one.label.rows > found.rows]
    told: dict[str, object] = {"backups": later} if later else {}
    return told if head is None else told | {"rows": head[0], "head": head[1]}


def _tell(
    coming: Path,
    key: bytes,
    actor: Actor,
    *,
    at: datetime,
    reason: str,
    kept: shelf.Kept,
    found: Content,
    before: dict[str, object],
) -> None:
    db = Database(coming, sqlite.engine(coming, key))
    try:
        with db.read() as connection:
            user = accounts.user(connection, actor.user_name)
        known = Actor(user.id if user else None, actor.user_name)
        old = canonical(before) if before else None
        new = canonical({"file": kept.path.name, "rows": found.rows, "head": found.head})
        with db.change(known, at=at, why=Why("other", reason.strip())) as change:
            change.note("restore", field="study", old=old, new=new)
    finally:
        db.close()


def _kept(path: Path) -> shelf.Kept:
    try:
        kept = shelf.Kept(path, label.read(path))
    except label.UnreadableLabelError:
        raise StorageError("backup_unreadable", file=path.name) from None
    if not kept.whole or shelf.digest(path) != kept.label.sha256:
        raise StorageError("backup_damaged", file=path.name)
    return kept


def _usable(found: Content) -> None:
    if found.revision not in REVISIONS:
        raise StorageError("study_newer", revision=found.revision)


def _key_of(context: Context, path: Path, passphrase: str) -> bytes:
    """The key of a backup: the study's present one, or the one that its own keys file holds."""
    present = context.unlocked.database_key if context.unlocked else b""
    if present and sqlite.opens(path, present, mode=sqlite.AT_REST):
        return present
    if not passphrase:
        raise StorageError("backup_other_key")
    return _opened(path, context.user.user_name, passphrase)[0].database


def _opened(path: Path, user_name: str, passphrase: str) -> tuple[keys.Secrets, keys.Cost]:
    """The secrets of a backup by its own keys file."""
    file = keys.read(path)
    opened = file.unlock(user_name, passphrase)
    for secrets in file.secrets(opened):
        if sqlite.opens(path, secrets.database, mode=sqlite.AT_REST):
            return secrets, opened.slot.cost
    raise StorageError("cannot_unlock")


def _administrator(path: Path, key: bytes, user_name: str) -> Actor:
    db = Database(path, sqlite.engine(path, key, mode=sqlite.AT_REST))
    try:
        with db.read() as connection:
            user = accounts.user(connection, user_name)
    finally:
        db.engine.dispose()
    if user is None:
        raise StorageError("cannot_unlock")
    if user.role != "administrator":
        raise StorageError("not_allowed", action="backups.restore", role=user.role)
    return Actor(user.id, user.user_name)


def _present(path: Path, user_name: str, passphrase: str) -> tuple[keys.Secrets, keys.Cost] | None:
    """The secrets by the present keys file, None where that does not open with these words."""
    try:
        file = keys.read(path)
        opened = file.unlock(user_name, passphrase)
        return file.secrets(opened)[0], opened.slot.cost
    except StorageError:
        return None
