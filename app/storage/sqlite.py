"""What only SQLite and SQLCipher know: keys, pragmas, checks. A server would need none of it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import sqlcipher3.dbapi2 as driver
from sqlalchemy import create_engine, event
from sqlalchemy.pool import QueuePool

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy import Connection, Engine

BUSY_SECONDS = 5.0
# Reading a file that nobody writes to, without a trace beside it: a write-protected stick, a copy.
AT_REST = "ro&immutable=1"
READING = frozenset({"ro", AT_REST})
# A file that was moved, deleted or replaced takes what is written to it along: nobody would ever read it.
NOT_THAT_FILE = "not the file that was opened"
_OPENED = "file"  # in what is kept with a connection: where its file was, and which
_KEY = "PRAGMA {pragma} = \"x'{key}'\""
WRITES = {"writes": True}
_STEPS_BETWEEN_LOOKS = 50_000  # of its virtual machine: some milliseconds


def connect(path: Path, key: bytes, *, mode: str = "rw", foreign_keys: bool = True) -> Any:
    """A raw connection to the encrypted file.

    `mode` rw opens what is there, rwc creates, ro only reads, AT_REST reads what nobody else writes.
    """
    address = f"{path.absolute().as_uri()}?mode={mode}"
    raw = driver.connect(
        address, uri=True, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False
    )
    try:
        raw.execute("PRAGMA cipher_log_level = NONE")  # else a wrong key writes to stderr
        raw.execute(_KEY.format(pragma="key", key=key.hex()))
        raw.execute("PRAGMA temp_store = MEMORY")
        raw.execute("PRAGMA trusted_schema = OFF")
        raw.execute(f"PRAGMA foreign_keys = {'ON' if foreign_keys else 'OFF'}")
        if mode not in READING:
            raw.execute("PRAGMA journal_mode = WAL")
            raw.execute("PRAGMA synchronous = FULL")
        raw.execute("SELECT count(*) FROM sqlite_master").fetchone()  # the first read tells a wrong key
    except BaseException:
        raw.close()
        raise
    return raw


@dataclass(slots=True)
class KeyHolder:
    """The key of an open file, which changes when the file is re-keyed."""

    value: bytes = field(repr=False)


def engine(path: Path, key: bytes | KeyHolder, *, mode: str = "rw", foreign_keys: bool = True) -> Engine:
    """An engine whose transactions begin where SQLAlchemy says so; writing ones take the lock at once.

    What it reports names no value: parameters are patient data.
    """
    holder = key if isinstance(key, KeyHolder) else KeyHolder(key)
    made = create_engine(
        "sqlite://",
        module=driver,
        creator=lambda: connect(path, holder.value, mode=mode, foreign_keys=foreign_keys),
        poolclass=QueuePool,
        pool_size=4,
        hide_parameters=True,
    )
    event.listen(made, "connect", lambda _raw, record: record.info.update({_OPENED: (path, _file_at(path))}))
    event.listen(made, "begin", _begin)
    return made


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get("writes", False)
    if writes:
        path, opened = connection.info[_OPENED]
        if _file_at(path) != opened:
            raise driver.OperationalError(NOT_THAT_FILE)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _file_at(path: Path) -> tuple[int, int] | None:
    """What tells a file from another that takes its name; None for none.

    Elsewhere than on POSIX nobody can take away a file that is open.
    """
    if os.name != "posix":
        return None
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def rekey(path: Path, old: bytes, new: bytes, *, ready: Callable[[], None]) -> None:
    """Encrypt every page of a file anew, in one transaction: after a crash the file opens with either key.

    Nobody else may have the file open. `ready` is called once that is sure, before anything is written:
    both keys must be kept from then on. Raises the driver's errors; "database is locked" when it is open.
    """
    raw = connect(path, old)
    try:
        # Leaving WAL takes the file for us alone, and in this mode nobody is let in again until the end.
        raw.execute("PRAGMA locking_mode = EXCLUSIVE")
        raw.execute("PRAGMA journal_mode = DELETE")
        raw.execute("BEGIN EXCLUSIVE")
        raw.execute("COMMIT")
        ready()
        raw.execute(_KEY.format(pragma="rekey", key=new.hex()))
    finally:
        raw.close()
    connect(path, new).close()  # opens with the new key, and is back in WAL


def opens(path: Path, key: bytes, *, mode: str = "rw") -> bool:
    """Whether a key opens a file."""
    try:
        connect(path, key, mode=mode).close()
    except driver.DatabaseError as error:
        if "not a database" in str(error):
            return False
        raise
    return True


def reserve(path: Path) -> None:
    """Make the empty file that SQLite then fills, readable by its owner alone (its WAL inherits that)."""
    os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))


def checkpoint(connection: Connection) -> None:
    """Move the write-ahead log into the file; outside any transaction."""
    raw = connection.connection.driver_connection
    if raw is not None:
        raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")


@contextmanager
def stoppable(connection: Connection, stopped: Callable[[], bool]) -> Iterator[None]:
    """Let go of a long statement as soon as `stopped` says so; SQLite then tells that it was interrupted."""
    raw: Any = connection.connection.driver_connection
    raw.set_progress_handler(stopped, _STEPS_BETWEEN_LOOKS)
    try:
        yield
    finally:
        raw.set_progress_handler(None, 0)


def highest_number(connection: Connection, table: str) -> int:
    """The highest id that `table` (with autoincrement) ever gave, also of rows that are gone."""
    row = connection.exec_driver_sql("SELECT seq FROM sqlite_sequence WHERE name = ?", (table,)).first()
    return int(row[0]) if row else 0


def faults(connection: Connection) -> tuple[str, ...]:
    """What SQLCipher finds wrong with the pages, then SQLite with their content and the foreign keys."""
    found = [str(row[0]) for row in connection.exec_driver_sql("PRAGMA cipher_integrity_check")]
    if found:  # the content of such pages cannot be read at all
        return tuple(found)
    found += [str(row[0]) for row in connection.exec_driver_sql("PRAGMA integrity_check") if row[0] != "ok"]
    found += [f"foreign key of {row[0]}" for row in connection.exec_driver_sql("PRAGMA foreign_key_check")]
    return tuple(found)
