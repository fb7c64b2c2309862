"""The way in when a passphrase is lost: the printed recovery key and a new passphrase."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.domain import passphrases
from app.services import access, throttle
from app.services.context import Context
from app.services.disk import disk
from app.services.errors import ServiceError
from app.services.study_file import enter, open_database
from app.services.transactions import told
from app.storage import accounts, keys, places
from app.storage.keys.spelling import read_recovery_key

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path

    from app.storage.database import Database
    from app.storage.unlocked import Unlocked


def recover(
    path: Path, *, recovery_key: str, user_name: str, passphrase: str, clock: Callable[[], datetime]
) -> Context:
    """See `studies.recover`."""
    if not path.exists():
        raise ServiceError("study_missing", file=path.name)
    with disk(path), told():
        places.refuse_network(path)
        read_recovery_key(recovery_key)  # a slip of the finger is told at once and counts as no try
        code = passphrases.problem(user_name, passphrase)
        if code:
            raise ServiceError(code)
        file = throttle.begin(path, clock)
        opened = file.recover(recovery_key)
        throttle.clear(path)
        db, unlocked = open_database(path, file.secrets(opened), cost=opened.slot.cost, clock=clock)
        try:
            administrator = _is_administrator(db, user_name)
        except BaseException:
            db.engine.dispose()
            raise
        _give(path, unlocked, user_name, passphrase, administrator=administrator)
        return enter(db, unlocked, user_name, clock=clock, tries=file.tries, action="recovery")


def _is_administrator(db: Database, user_name: str) -> bool:
    with db.read() as connection:
        user = accounts.user(connection, user_name)
    if user is None:
        raise ServiceError("user_unknown", user=user_name.strip())
    return bool(user.role == access.ADMINISTRATOR)


def _give(path: Path, unlocked: Unlocked, user_name: str, passphrase: str, *, administrator: bool) -> None:
    keys.changing(
        path,
        lambda file: (
            keys.Keeper(file, unlocked.secrets, unlocked.cost)
            .admit(user_name, passphrase, administrator=administrator)
            .file
        ),
    )
    if not administrator:  # the administrators' key is for them alone, whoever holds the paper
        unlocked.secrets = keys.Secrets(unlocked.secrets.number, unlocked.secrets.database)
