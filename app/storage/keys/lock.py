"""Changing the keys file one at a time: two windows on one study never overwrite each other's slots."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

from app.storage.keys import text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from app.storage.keys.model import KeysFile


def changing(study_file: Path, change: Callable[[KeysFile], KeysFile]) -> KeysFile:
    """Read the keys file, write what `change` makes of it, return that. Raises StorageError, OSError."""
    with _held(study_file):
        before = text.read(study_file)
        after = change(before)
        if after != before:
            text.write(study_file, after)
        return after


@contextmanager
def _held(study_file: Path) -> Iterator[None]:
    """Hold the folder's lock; closing the descriptor lets go of it, and so does a crash.

    Never a lock on the study file: closing another descriptor of it would drop SQLite's own.
    """
    if sys.platform == "win32":  # a folder cannot be locked there
        path = study_file.with_name(study_file.name + ".keys.lock")
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    else:
        descriptor = os.open(study_file.parent, os.O_RDONLY)
    try:
        _take(descriptor)
        yield
    finally:
        os.close(descriptor)


def _take(descriptor: int) -> None:
    if sys.platform == "win32":
        import msvcrt

        msvcrt.locking(descriptor, msvcrt.LK_LOCK, 1)
    else:
        import fcntl

        fcntl.flock(descriptor, fcntl.LOCK_EX)
