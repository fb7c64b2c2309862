"""How a study file is made, opened and closed."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from app.paths import PROTOCOLS
from app.services import opening, throttle
from app.services.context import Context, News, Study, User
from app.services.disk import disk
from app.services.errors import ServiceError
from app.services.protocols import Library
from app.services.transactions import told
from app.storage import accounts, keys, places, sqlite, upgrade
from app.storage.audit import Actor
from app.storage.backups import shelf
from app.storage.database import Database
from app.storage.faults import StorageError
from app.storage.unlocked import Unlocked

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime
    from pathlib import Path

    from app.services.contracts.studies import NewStudy
    from app.storage.keys import Cost, KeysFile, Opened, Secrets

ADMINISTRATOR = "administrator"
_log = logging.getLogger(__name__)


def create(path: Path, new: NewStudy, *, clock: Callable[[], datetime], cost: Cost | None) -> Context:
    """See `studies.create`. The file gets its name last, so that a crash leaves no half-made study."""
    if path.exists():
        raise ServiceError("study_exists", file=path.name)
    making = path.with_name(path.name + ".new")
    with disk(path), told():
        places.refuse_network(path)
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        for left_over in _files(making):
            left_over.unlink(missing_ok=True)
        try:
            key = keys.random_key()
            _fill(making, key, new, clock)
            file, secrets, recovery_key = keys.found(
                new.user_name, new.passphrase, cost=cost or keys.Cost(), database=key
            )
            keys.write(path, file)
            making.rename(path)
        except BaseException:
            for left_over in _files(making):
                left_over.unlink(missing_ok=True)
            raise
        db, unlocked = open_database(path, (secrets,), cost=cost or keys.Cost(), clock=clock)
        unlocked.recovery_key = recovery_key
        return enter(db, unlocked, new.user_name, clock=clock, tries=0)


def unlock(path: Path, *, user_name: str, passphrase: str, clock: Callable[[], datetime]) -> Context:
    """See `studies.unlock`."""
    if not path.exists():
        raise ServiceError("study_missing", file=path.name)
    with disk(path), told():
        places.refuse_network(path)
        file = throttle.begin(path, clock)
        try:
            opened = file.unlock(user_name, passphrase)
        except StorageError:
            _log.info("a try to open a study file failed")
            raise
        db, unlocked = open_database(path, file.secrets(opened), cost=opened.slot.cost, clock=clock)
        unlocked.must_change = opened.slot.kind == keys.ONE_TIME
        context = enter(db, unlocked, user_name, clock=clock, tries=file.tries)
        if file.first_format:
            _bring_up_to_date(context, file, opened, passphrase)
        throttle.clear(path)
        return context


def close(context: Context) -> None:
    """See `studies.close`."""
    context.db.close()


def open_database(
    path: Path, candidates: Sequence[Secrets], *, cost: Cost, clock: Callable[[], datetime]
) -> tuple[Database, Unlocked]:
    """The database under the first of the secrets that opens it, at this program's schema.

    There are two while a study is re-keyed: after a crash whichever opens becomes the only one.
    """
    for secrets in candidates:
        unlocked = Unlocked(secrets, sqlite.KeyHolder(secrets.database), cost)
        db = Database(path, sqlite.engine(path, unlocked.holder))
        try:
            db, unlocked.read_only = opening.opened(db, unlocked)
            _settle(db, secrets.number)
            return _upgraded(db, unlocked, clock), unlocked
        except BaseException as fault:
            db.engine.dispose()
            wrong_key = isinstance(fault, StorageError) and fault.code == "study_damaged"
            if not wrong_key or secrets is candidates[-1]:
                raise
    raise StorageError("cannot_unlock")


def enter(
    db: Database,
    unlocked: Unlocked,
    user_name: str,
    *,
    clock: Callable[[], datetime],
    tries: int,
    action: str = "sign_in",
) -> Context:
    """The context of a user, told in the audit. Raises StorageError `cannot_unlock` where there is none."""
    try:
        with db.read() as connection:
            study, user = accounts.the_study(connection), accounts.user(connection, user_name)
        if user is None:
            raise StorageError("cannot_unlock")
        actor = Actor(user.id, user.user_name)
        db, news = _told_in_audit(db, unlocked, actor, at=clock(), action=action, tries=tries)
    except BaseException:
        db.engine.dispose()
        raise
    _log.info("study file opened")
    return Context(
        db=db,
        user=User(user.id, user.user_name, user.display_name, user.role),
        study=Study(study.name, study.site, study.code_pattern),
        library=Library((PROTOCOLS, db.path.parent / "protocols")),
        clock=clock,
        unlocked=unlocked,
        read_only=unlocked.read_only,
        news=news,
    )


def _told_in_audit(
    db: Database, unlocked: Unlocked, actor: Actor, *, at: datetime, action: str, tries: int
) -> tuple[Database, tuple[News, ...]]:
    """Tell the sign-in in the audit. Where the disk takes nothing, the study opens for reading only: the
    doctor at the bed needs the data; whoever cannot write a line cannot change, print or export one."""
    if not unlocked.read_only:
        try:
            return db, opening.told_in_audit(
                db, actor, at=at, action=action, tries=tries, upgraded=unlocked.upgraded
            )
        except StorageError as fault:
            if fault.code not in opening.READING_ONLY or action != "sign_in":
                raise
            unlocked.read_only = fault.code
            db = opening.for_reading(db, unlocked)
    elif action != "sign_in":
        raise StorageError("study_read_only")
    _log.warning("the sign-in of user %s is not in the audit: %s", actor.user_id, unlocked.read_only)
    return db, (News(f"reading_only_{unlocked.read_only}"),)


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


def _settle(db: Database, number: int) -> None:
    """Keep the one generation of keys that opens the file.

    Within a reading transaction: nobody can begin to re-key the file meanwhile.
    """
    with db.read() as connection:
        accounts.the_study(connection)
        if len(keys.read(db.path).sets) > 1:
            keys.changing(db.path, lambda file: keys.settled(file, number))


def _bring_up_to_date(context: Context, file: KeysFile, opened: Opened, passphrase: str) -> None:
    """A keys file of format 1 (one user, no recovery key) becomes one of today."""
    unlocked = context.unlocked
    if unlocked is None or len(file.slots) != 1:
        return
    made, secrets, _none = keys.found(
        context.user.user_name,
        passphrase,
        cost=opened.slot.cost,
        database=unlocked.database_key,
        recovery=False,
    )
    keys.changing(context.db.path, lambda before: made if before.first_format else before)
    unlocked.renewed(secrets)


def _upgraded(db: Database, unlocked: Unlocked, clock: Callable[[], datetime]) -> Database:
    """The database at this program's schema; an older file is backed up before it changes."""
    with db.read() as connection:
        due = upgrade.due(connection)
    if not due:
        return db
    if unlocked.read_only:
        raise StorageError("study_read_only")
    db.close()
    key = unlocked.database_key
    shelf.put(db.path, key=key, at=clock(), why="upgrade")
    unlocked.upgraded = upgrade.run(db.path, key)
    return Database(db.path, sqlite.engine(db.path, unlocked.holder))


def _files(path: Path) -> tuple[Path, ...]:
    return tuple(path.with_name(path.name + suffix) for suffix in ("", "-wal", "-shm", "-journal"))
