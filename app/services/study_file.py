"""How a study file is made, opened and closed."""

from __future__ import annotations

import errno
import logging
import os
import secrets
from contextlib import contextmanager, suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from app.paths import PROTOCOLS
from app.services.context import Context, ServiceError, Study, User
from app.services.protocols import Library
from app.services.transactions import told
from app.storage import accounts, backup, keys, sqlite, upgrade
from app.storage.audit import Actor
from app.storage.database import Database
from app.storage.faults import StorageError, translated

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime
    from pathlib import Path

    from app.services.studies import NewStudy

ADMINISTRATOR = "administrator"
_log = logging.getLogger(__name__)


def create(path: Path, new: NewStudy, *, clock: Callable[[], datetime], cost: keys.Cost | None) -> Context:
    """See `studies.create`. The file gets its name last, so that a crash leaves no half-made study."""
    if path.exists():
        raise ServiceError("study_exists", file=path.name)
    key = secrets.token_bytes(keys.KEY_BYTES)
    making = path.with_name(path.name + ".new")
    with _disk(path), told():
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        for left_over in _files(making):
            left_over.unlink(missing_ok=True)
        try:
            _fill(making, key, new, clock)
            slots = keys.new_file().with_slot(
                new.user_name, new.passphrase, key=key, cost=cost or keys.Cost()
            )
            keys.write(path, slots)
            making.rename(path)
        except BaseException:
            for left_over in _files(making):
                left_over.unlink(missing_ok=True)
            raise
        return _open(path, key, new.user_name, clock=clock, tries=0)


def unlock(path: Path, *, user_name: str, passphrase: str, clock: Callable[[], datetime]) -> Context:
    """See `studies.unlock`."""
    if not path.exists():
        raise ServiceError("study_missing", file=path.name)
    with _disk(path), told():
        slots = keys.read(path)
        try:
            key = slots.open(user_name, passphrase)
        except StorageError:
            _count_try(path, slots)
            raise
        context = _open(path, key, user_name, clock=clock, tries=slots.tries)
        if slots.tries:
            with suppress(OSError):
                keys.write(path, replace(slots, tries=0))
        return context


def close(context: Context) -> None:
    """See `studies.close`."""
    context.db.close()


def _fill(path: Path, key: bytes, new: NewStudy, clock: Callable[[], datetime]) -> None:
    sqlite.reserve(path)
    upgrade.run(path, key)
    db = Database(path, sqlite.engine(path, key))
    try:
        with db.change(Actor(None, new.user_name.strip()), at=clock()) as change:
            accounts.found(
                change, name=new.name.strip(), site=new.site.strip(), code_pattern=new.code_pattern
            )
            accounts.admit(
                change,
                user_name=new.user_name.strip(),
                display_name=new.display_name.strip(),
                role=ADMINISTRATOR,
            )
    finally:
        db.close()


def _open(path: Path, key: bytes, user_name: str, *, clock: Callable[[], datetime], tries: int) -> Context:
    db = Database(path, sqlite.engine(path, key))
    try:
        db = _upgraded(db, key, clock)
        with db.read() as connection:
            study, user = accounts.the_study(connection), accounts.user(connection, user_name)
        if user is None:
            raise StorageError("cannot_unlock")
        with db.change(Actor(user.id, user.user_name), at=clock()) as change:
            change.note("sign_in", field="failed_tries_before", new=str(tries))
    except BaseException:
        db.engine.dispose()
        raise
    _log.info("study file opened")
    return Context(
        db=db,
        user=User(user.id, user.user_name, user.display_name, user.role),
        study=Study(study.name, study.site, study.code_pattern),
        library=Library((PROTOCOLS, path.parent / "protocols")),
        clock=clock,
    )


def _upgraded(db: Database, key: bytes, clock: Callable[[], datetime]) -> Database:
    """The database at this program's schema; an older file is backed up before it changes."""
    with db.read() as connection:
        due = upgrade.due(connection)
        stored = upgrade.revision(connection)
    if not due:
        return db
    db.close()
    backup.copy(
        db.path, db.path.with_name(f"{db.path.stem}-{stored}-{clock():%Y%m%d-%H%M%S}.backup"), key=key
    )
    upgrade.run(db.path, key)
    return Database(db.path, sqlite.engine(db.path, key))


def _count_try(path: Path, slots: keys.KeysFile) -> None:
    """Remember a failed try until the next sign-in writes it to the audit; a read-only folder forgets it."""
    _log.info("a try to open a study file failed")
    with suppress(OSError):
        keys.write(path, replace(slots, tries=slots.tries + 1))


def _files(path: Path) -> tuple[Path, ...]:
    return tuple(path.with_name(path.name + suffix) for suffix in ("", "-wal", "-shm", "-journal"))


@contextmanager
def _disk(path: Path) -> Iterator[None]:
    """Turn what the operating system refuses into ServiceError."""
    try:
        with translated():
            yield
    except StorageError as error:  # from SQLite directly
        raise ServiceError(error.code, **error.params) from error
    except OSError as error:
        if error.errno == errno.ENOSPC:
            raise ServiceError("disk_full") from error
        if error.errno in {errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOTDIR, errno.EEXIST}:
            raise ServiceError("folder_not_writable", folder=os.fspath(path.parent)) from error
        raise ServiceError("disk_failed") from error
