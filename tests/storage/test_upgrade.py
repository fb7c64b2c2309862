"""Migrations: from an empty file to the declared schema; newer files are refused, failed ones undone."""

from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, create_engine

from app.storage import backup, sqlite, upgrade
from app.storage.database import Database
from app.storage.faults import StorageError
from app.storage.migrations import HEAD, REVISIONS
from app.storage.schema import KEPT, metadata


def scripts() -> ScriptDirectory:
    config = Config()
    config.set_main_option("script_location", "app.storage:migrations")
    return ScriptDirectory.from_config(config)


def test_the_known_revisions_are_those_of_alembic() -> None:
    walked = [script.revision for script in scripts().walk_revisions()]

    assert tuple(reversed(walked)) == REVISIONS
    assert scripts().get_current_head() == HEAD


def test_all_migrations_from_an_empty_file_give_the_declared_schema(db: Database) -> None:
    with db.read() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
        migrated = columns(connection)
    declared = create_engine("sqlite://")
    with declared.begin() as connection:
        metadata.create_all(connection)
        assert columns(connection) == migrated
    declared.dispose()


def columns(connection: Connection) -> dict[str, list[tuple[object, ...]]]:
    """Name, type, nullability, default and key of each column, as SQLite itself sees them."""
    return {
        table: [tuple(row) for row in connection.exec_driver_sql(f"PRAGMA table_info({table})")]
        for table in metadata.tables
    }


def test_a_migrated_file_is_sound(db: Database) -> None:
    with db.read() as connection:
        assert sqlite.faults(connection) == ()


def test_every_table_of_data_refuses_deletes(db: Database) -> None:
    with db.read() as connection:
        rows = connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        names = {row[0] for row in rows}
    assert names == {f"{table.name}_no_delete" for table in KEPT} | {
        "audit_no_update",
        "audit_seal_no_update",
    }


def test_a_current_file_needs_no_migration(db: Database) -> None:
    with db.read() as connection:
        assert upgrade.due(connection) is False


def test_a_newer_file_is_refused(db: Database) -> None:
    with db.scribble() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")

    with db.read() as connection, pytest.raises(StorageError) as refusal:
        upgrade.due(connection)
    assert refusal.value.code == "study_newer"


def test_a_file_without_a_revision_is_damaged(tmp_path: Path, key: bytes) -> None:
    path = tmp_path / "empty.mtrack"
    sqlite.reserve(path)
    empty = Database(path, sqlite.engine(path, key))
    with empty.read() as connection, pytest.raises(StorageError) as refusal:
        upgrade.due(connection)
    assert refusal.value.code == "study_damaged"
    empty.close()


def test_a_migration_that_fails_leaves_the_file_as_it_was(
    tmp_path: Path, key: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    from alembic import op

    def fail(_statement: object) -> None:
        raise RuntimeError("a bug in a revision")

    path = tmp_path / "empty.mtrack"
    sqlite.reserve(path)
    monkeypatch.setattr(op, "execute", fail)
    with pytest.raises(RuntimeError):
        upgrade.run(path, key)

    empty = Database(path, sqlite.engine(path, key))
    with empty.read() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM sqlite_master").scalar() == 0
    empty.close()


def test_a_backup_holds_the_write_ahead_log_too_and_is_encrypted(
    db: Database, file: Path, key: bytes
) -> None:
    with db.scribble() as connection:
        connection.exec_driver_sql("INSERT INTO unit_memory VALUES ('HB', 'g/dL')")
    target = file.with_suffix(".backup")

    backup.copy(file, target, key=key)

    assert b"SQLite format 3" not in target.read_bytes()
    copy = Database(target, sqlite.engine(target, key))
    with copy.read() as connection:
        assert connection.exec_driver_sql("SELECT unit FROM unit_memory").scalar() == "g/dL"
    copy.close()


def test_a_backup_never_overwrites(file: Path, key: bytes) -> None:
    target = file.with_suffix(".backup")
    target.write_text("something else")

    with pytest.raises(FileExistsError):
        backup.copy(file, target, key=key)
    assert target.read_text() == "something else"


def test_another_key_does_not_open_the_file(file: Path, capfd: pytest.CaptureFixture[str]) -> None:
    stranger = Database(file, sqlite.engine(file, bytes(32)))

    with pytest.raises(StorageError) as refusal, stranger.read() as connection:
        connection.exec_driver_sql("SELECT 1")
    assert refusal.value.code == "study_damaged"
    stranger.engine.dispose()
    assert capfd.readouterr().err == ""
