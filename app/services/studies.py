"""Creating a study file and opening it."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.domain.codes import is_pattern
from app.services.context import now

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path

    from app.services.context import Context
    from app.storage.keys import Cost

LEAST_PASSPHRASE = 12
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class NewStudy:
    """What the first run asks for."""

    name: str
    site: str
    code_pattern: str
    user_name: str
    display_name: str
    passphrase: str


def prepare() -> None:
    """Import what creating and opening need. For a worker thread while the first window is already there."""
    import argon2.low_level
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
    if len(new.passphrase) < LEAST_PASSPHRASE:
        found.append(("passphrase", "passphrase_short"))
    elif new.user_name.strip() and new.passphrase.casefold() == new.user_name.strip().casefold():
        found.append(("passphrase", "passphrase_is_name"))
    return tuple(found)


def create(
    path: Path, new: NewStudy, *, clock: Callable[[], datetime] = now, cost: Cost | None = None
) -> Context:
    """Create the encrypted study file at `path` and open it as its first user (role administrator).

    `cost` of the key derivation; None takes the usual one. Raises ServiceError `study_exists`,
    `folder_not_writable`, `disk_full`.
    """
    from app.services import study_file

    return study_file.create(path, new, clock=clock, cost=cost)


def unlock(path: Path, *, user_name: str, passphrase: str, clock: Callable[[], datetime] = now) -> Context:
    """Open a study file. Raises ServiceError `cannot_unlock` (one code whichever of the two is wrong),
    `study_missing`, `study_damaged`, `study_newer`, `study_in_use`, `keys_missing`, `keys_damaged`.

    May run in a worker thread: the key derivation leaves the interpreter to the others.
    """
    from app.services import study_file

    return study_file.unlock(path, user_name=user_name, passphrase=passphrase, clock=clock)


def close(context: Context) -> None:
    """Close the file; the WAL is checkpointed."""
    from app.services import study_file

    study_file.close(context)
