"""Bringing a study file to this program's schema: refuse newer, migrate, check. Alembic only when due."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.domain.values import dataclass
from app.storage import sqlite
from app.storage.faults import StorageError, translated
from app.storage.migrations import HEAD, REVISIONS

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from sqlalchemy import Connection


def revision(connection: Connection) -> str:
    """The schema revision of an open file. Raises StorageError `study_damaged` when it has none."""
    found = connection.exec_driver_sql(
        "SELECT name FROM sqlite_master WHERE name = 'alembic_version'"
    ).first()
    row = connection.exec_driver_sql("SELECT version_num FROM alembic_version").first() if found else None
    if row is None:
        raise StorageError("study_damaged")
    return str(row[0])


def due(connection: Connection) -> bool:
    """Whether the file is older than this program. Raises StorageError `study_newer`."""
    stored = revision(connection)
    if stored not in REVISIONS:
        raise StorageError("study_newer", revision=stored)
    return stored != HEAD


@dataclass(frozen=True, slots=True)
class State:
    """A file before or after its upgrade: revision ("" for an empty one) and how many rows each table has."""

    revision: str
    rows: Mapping[str, int]

    def plain(self) -> dict[str, object]:
        """As the audit tells it."""
        return {"revision": self.revision, "rows": dict(self.rows)}


def run(path: Path, key: bytes, *, target: str = HEAD) -> tuple[State, State]:
    """Migrate a file, foreign keys off meanwhile and checked afterwards; how it was and is.

    With foreign keys on, a table that is rebuilt would take its children with it. A migration that loses rows
    or leaves references open is undone. Raises StorageError `upgrade_lost_rows`, `study_damaged`.
    """
    from alembic import command
    from alembic.config import Config

    engine = sqlite.engine(path, key, foreign_keys=False)
    try:
        with translated(), engine.connect().execution_options(**sqlite.WRITES) as connection:
            with connection.begin():
                config = Config()
                config.set_main_option("script_location", "app.storage:migrations")
                config.attributes["connection"] = connection
                before = _state(connection)
                command.upgrade(config, target)
                after = _state(connection)
                _nothing_lost(connection, before, after)
            with connection.begin():
                found = sqlite.faults(connection)
            sqlite.checkpoint(connection)
    finally:
        engine.dispose()
    if found:
        raise StorageError("study_damaged", faults=found)
    return before, after


def _state(connection: Connection) -> State:
    query = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name"
    names = [str(row[0]) for row in connection.exec_driver_sql(query)]
    rows = {
        name: int(connection.exec_driver_sql(f'SELECT count(*) FROM "{name}"').scalar() or 0)
        for name in names
        if name != "alembic_version"
    }
    return State(revision(connection) if "alembic_version" in names else "", rows)


def _nothing_lost(connection: Connection, before: State, after: State) -> None:
    for table, rows in before.rows.items():
        if after.rows.get(table, 0) < rows:
            raise StorageError("upgrade_lost_rows", table=table)
    if connection.exec_driver_sql("PRAGMA foreign_key_check").first() is not None:
        raise StorageError("study_damaged", faults=("foreign keys after the upgrade",))
