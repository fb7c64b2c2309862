"""Creating a study file and opening it."""

from __future__ import annotations

import logging
from dataclasses import replace
from typing import TYPE_CHECKING

from app.domain import passphrases
from app.domain.codes import is_pattern
from app.services.context import News, now
from app.services.contracts.studies import NewStudy

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path

    from app.services.context import Context
    from app.storage.keys import Cost

__all__ = [
    "NewStudy",
    "close",
    "create",
    "prepare",
    "problems",
    "recover",
    "seconds_to_wait",
    "unlock",
]


_log = logging.getLogger(__name__)


def prepare() -> None:
    """Import what creating and opening need. For a worker thread while the first window is already there."""
    import argon2.low_level
    import cryptography.hazmat.backends.openssl.backend  # the first key would bring it in
    import cryptography.hazmat.primitives.asymmetric.x25519
    import cryptography.hazmat.primitives.ciphers.aead  # noqa: F401 - warms the import

    from app.services import study_file  # noqa: F401 - the same

    _log.debug("ready to open, %s", argon2.low_level.Type.ID.name)


def problems(new: NewStudy) -> tuple[tuple[str, str], ...]:
    """(field, code) of everything that hinders creation; `errors.<code>` says it.

    Empty fields, an unusable code pattern, a passphrase shorter than 12 characters or equal to the name.
    """
    found = [
        (field, f"{field}_missing")
        for field in ("name", "site", "user_name", "display_name")
        if not getattr(new, field).strip()
    ]
    if not is_pattern(new.code_pattern):
        found.append(("code_pattern", "code_pattern_unusable"))
    code = passphrases.problem(new.user_name, new.passphrase)
    if code:
        found.append(("passphrase", code))
    return tuple(found)


def create(
    path: Path, new: NewStudy, *, clock: Callable[[], datetime] = now, cost: Cost | None = None
) -> Context:
    """Create the encrypted study file at `path` and open it as its first user (role administrator).

    `cost` of the key derivation; None takes the usual one. Raises ServiceError `study_exists`,
    `folder_not_writable`, `disk_full`.
    """
    from app.services import study_file

    return _vouched(study_file.create(path, new, clock=clock, cost=cost))


def unlock(path: Path, *, user_name: str, passphrase: str, clock: Callable[[], datetime] = now) -> Context:
    """Open a study file. Raises ServiceError `cannot_unlock` (one code whichever of the two is wrong),
    `wait` (seconds, after three tries that failed), `study_missing`, `study_damaged`, `study_newer`,
    `study_in_use`, `keys_missing`, `keys_damaged`.

    May run in a worker thread: the key derivation leaves the interpreter to the others.
    """
    from app.services import study_file

    return _vouched(study_file.unlock(path, user_name=user_name, passphrase=passphrase, clock=clock))


def seconds_to_wait(path: Path, *, clock: Callable[[], datetime] = now) -> int:
    """Seconds until the next try to open a file, 0 when it may come now or nothing is known."""
    from app.services import throttle
    from app.storage import keys
    from app.storage.faults import StorageError

    try:
        return throttle.seconds_left(keys.read(path), clock())
    except StorageError:
        return 0


def recover(
    path: Path, *, recovery_key: str, user_name: str, passphrase: str, clock: Callable[[], datetime] = now
) -> Context:
    """Open a study with the recovery key and give a user a new passphrase; told in the audit.

    Raises ServiceError `recovery_key_incomplete`, `recovery_key_mistyped`, `recovery_key_wrong`,
    `user_unknown`, a code of `passphrase_problem`, or what `unlock` raises.
    """
    from app.services import recovering

    return _vouched(
        recovering.recover(
            path, recovery_key=recovery_key, user_name=user_name, passphrase=passphrase, clock=clock
        )
    )


def close(context: Context) -> None:
    """Close the file; the WAL is checkpointed."""
    from app.services import study_file, trail_head

    if not context.read_only:
        trail_head.advance(context)
    study_file.close(context)


def _vouched(context: Context) -> Context:
    """The context of whoever came in; an administrator's sign-in puts the head of the trail forward."""
    from app.services import trail_head

    code = "" if context.read_only else trail_head.advance(context)
    return replace(context, news=(*context.news, News(code))) if code else context
