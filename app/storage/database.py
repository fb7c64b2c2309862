"""An open study file as an object that is passed around: reading, changing, closing."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from app.domain.values import dataclass
from app.storage import sqlite
from app.storage.audit import Actor, Why
from app.storage.change import Change
from app.storage.faults import StorageError, translated

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Database:
    """One study file. May be used from several threads: each block has a connection of its own."""

    path: Path
    engine: Engine

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A connection that sees the file as it was at its first query. Raises StorageError."""
        with translated(), self.engine.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def change(self, actor: Actor, *, at: datetime, why: Why | None = None) -> Iterator[Change]:
        """An audited transaction: kept when the block ends, undone when it raises. Raises StorageError.

        The write lock is taken at once, so that what the block reads is still true when it writes.
        """
        with translated(), self._writing() as connection:
            change = Change(connection, actor, at, why or Why())
            yield change
            change.finish()

    @contextmanager
    def scribble(self) -> Iterator[Connection]:
        """A transaction without audit, for what is no data yet: drafts. Raises StorageError."""
        with translated(), self._writing() as connection:
            yield connection

    def close(self) -> None:
        """Move the write-ahead log into the file and let go of it.

        Where that cannot be (a full disk), the log stays beside the file: what was confirmed is safe in it,
        and the next start takes it in.
        """
        try:
            with translated(), self.engine.connect() as connection:
                sqlite.checkpoint(connection)
        except StorageError as error:
            _log.info("the write-ahead log stays: %s", error.code)
        finally:
            self.engine.dispose()

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        with self.engine.connect().execution_options(**sqlite.WRITES) as connection, connection.begin():
            yield connection
