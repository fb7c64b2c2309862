"""Bringing a study file to this program's schema: refuse newer, migrate, check. Alembic only when due."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.storage import sqlite
from app.storage.faults import StorageError, translated
from app.storage.migrations import HEAD, REVISIONS

if TYPE_CHECKING:
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


def run(path: Path, key: bytes, *, target: str = HEAD) -> None:
    """Migrate a file, foreign keys off meanwhile and checked afterwards. Raises StorageError.

    With foreign keys on, a table that is rebuilt would take its children with it.
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
                command.upgrade(config, target)
            with connection.begin():
                found = sqlite.faults(connection)
            sqlite.checkpoint(connection)
    finally:
        engine.dispose()
    if found:
        raise StorageError("study_damaged", faults=found)
