"""Guessing is made slow, a slip of the finger is not: tries are counted in the keys file, before they come.

The count outlives the program, and is one for the whole study, so that it tells nobody which names exist. Who
can write to the folder can set it back; against a copy of the files only the cost of the derivation helps.
"""

from __future__ import annotations

import logging
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from app.services.errors import ServiceError
from app.storage import keys

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path

    from app.storage.keys import KeysFile

FREE = 3
FIRST_WAIT = 5
LONGEST_WAIT = 15 * 60
_log = logging.getLogger(__name__)


def wait_after(tries: int) -> int:
    """Seconds to wait after so many failed tries: none for two, then 5, 10, 20 … at most 15 minutes."""
    return min(FIRST_WAIT * 2 ** min(tries - FREE, 20), LONGEST_WAIT) if tries >= FREE else 0


def seconds_left(file: KeysFile, moment: datetime) -> int:
    """Whole seconds until the next try. A clock that was set back gains nothing."""
    wait = wait_after(file.tries)
    passed = int(moment.timestamp()) - file.tried
    return wait if passed < 0 else max(0, wait - passed)


def begin(path: Path, clock: Callable[[], datetime]) -> KeysFile:
    """Count a try; the keys file as it was before. Raises ServiceError `wait` (seconds), StorageError.

    In a folder that cannot be written to the count is lost, as everything else there would be.
    """
    before = keys.read(path)
    with suppress(OSError):
        if before.tried > clock().timestamp():  # set back: the wait begins anew, but ends
            keys.changing(path, lambda file: replace(file, tried=int(clock().timestamp())))
        keys.changing(path, lambda file: _counted(file, clock()))
    return before


def clear(path: Path) -> None:
    """The right passphrase came."""
    with suppress(OSError):
        keys.changing(path, lambda file: replace(file, tries=0, tried=0))


def _counted(file: KeysFile, moment: datetime) -> KeysFile:
    left = seconds_left(file, moment)
    now = int(moment.timestamp())
    if left:
        raise ServiceError("wait", seconds=left)
    return replace(file, tries=file.tries + 1, tried=now)
