"""Encrypted copies of a study file, made by SQLite's own backup: one moment, WAL included."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.storage import sqlite
from app.storage.faults import StorageError, translated

if TYPE_CHECKING:
    from pathlib import Path


def copy(source: Path, target: Path, *, key: bytes) -> None:
    """Copy a study file to `target`, which must not exist, and check the copy. Raises StorageError."""
    with translated():
        sqlite.reserve(target)
        try:
            _fill(source, target, key)
            _check(target, key)
        except BaseException:
            target.unlink(missing_ok=True)
            raise


def _fill(source: Path, target: Path, key: bytes) -> None:
    reading = sqlite.connect(source, key)
    try:
        writing = sqlite.connect(target, key, mode="rwc")
        try:
            reading.backup(writing)
            writing.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        finally:
            writing.close()
    finally:
        reading.close()


def _check(target: Path, key: bytes) -> None:
    engine = sqlite.engine(target, key, mode="ro")
    try:
        with engine.connect() as connection:
            if sqlite.faults(connection):
                raise StorageError("backup_damaged", file=target.name)
    finally:
        engine.dispose()
