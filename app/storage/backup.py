"""Encrypted copies of a study file, made by SQLite's own backup: one moment, WAL included."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from app.domain.values import dataclass
from app.storage import sqlite
from app.storage.faults import StorageError, translated

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

PAGES_A_STEP = 256  # about a megabyte: often enough for a bar that tells how far it is
GENESIS = "0" * 64


@dataclass(frozen=True, slots=True)
class Content:
    """What a copy must hold: revision of the schema, newest row of the audit and its hash, rows by table."""

    revision: str
    rows: int
    head: str
    counts: Mapping[str, int]


def copy(
    source: Path,
    target: Path,
    *,
    key: bytes,
    progress: Callable[[int, int], None] | None = None,
    at_rest: bool = False,
) -> Content:
    """Copy a study file to `target`, which must not exist, and check the copy. Raises StorageError.

    The source is read at one moment, however much is written meanwhile; `at_rest` leaves nothing beside a
    source that nobody writes to, such as a backup on a stick that is write-protected. `progress` is told
    pages done and pages in all.
    """
    with translated():
        sqlite.reserve(target)
        try:
            content = _fill(source, target, key, progress, at_rest)
            if _check(target, key) != content:
                raise StorageError("backup_damaged", file=target.name)
        except BaseException:
            target.unlink(missing_ok=True)
            raise
        return content


def content(path: Path, key: bytes) -> Content:
    """What a file at rest holds, after a look at each of its pages. Raises StorageError."""
    with translated():
        return _check(path, key)


def _fill(
    source: Path, target: Path, key: bytes, progress: Callable[[int, int], None] | None, at_rest: bool
) -> Content:
    def step(_status: int, remaining: int, total: int) -> None:
        if progress is not None:
            progress(total - remaining, total)

    reading = sqlite.connect(source, key, mode=sqlite.AT_REST if at_rest else "rw")
    try:
        reading.execute("BEGIN")
        found = _content(reading)
        writing = sqlite.connect(target, key, mode="rwc")
        try:
            reading.backup(writing, pages=PAGES_A_STEP, progress=step, sleep=0.05)
            _forget_signer(writing)
            # A copy at rest is one file: no log beside it that could be left behind.
            writing.execute("PRAGMA journal_mode = DELETE")
        finally:
            writing.close()
    finally:
        reading.close()
    return found


def _forget_signer(raw: Any) -> None:
    """A copy must not carry the key that signs the next head: with it the trail could be made anew."""
    if raw.execute("SELECT 1 FROM sqlite_master WHERE name = 'audit_signer'").fetchone():
        raw.execute("PRAGMA secure_delete = ON")
        raw.execute("UPDATE audit_signer SET secret = ''")


def _check(target: Path, key: bytes) -> Content:
    engine = sqlite.engine(target, key, mode=sqlite.AT_REST)
    try:
        with engine.connect() as connection:
            raw = connection.connection.driver_connection
            if raw is None or sqlite.faults(connection):
                raise StorageError("backup_damaged", file=target.name)
            return _content(raw)
    finally:
        engine.dispose()


def _content(raw: Any) -> Content:
    tables = [row[0] for row in raw.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    counts = {name: _one(raw, f'SELECT count(*) FROM "{name}"')[0] for name in sorted(tables)}
    newest = _one(raw, "SELECT id, hash FROM audit ORDER BY id DESC LIMIT 1") if "audit" in tables else None
    revision = _one(raw, "SELECT version_num FROM alembic_version") if "alembic_version" in tables else None
    number, head = newest or (0, GENESIS)
    return Content(str(revision[0]) if revision else "", number, head, counts)


def _one(raw: Any, query: str) -> Any:
    return raw.execute(query).fetchone()
