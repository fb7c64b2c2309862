"""The eighth revision: a table for overrides. Nothing stored changes, and no row of it is ever deleted."""

import shutil
from pathlib import Path

import pytest
from sqlalchemy.exc import IntegrityError

from app.storage import keys, sqlite, upgrade
from app.storage.database import Database
from tests.storage.test_revision_0003 import FILES, _counts


def test_0008_keeps_every_row_and_begins_without_an_override(tmp_path: Path) -> None:
    path = tmp_path / "0003.study"
    shutil.copy(FILES / "0003.study", path)
    shutil.copy(keys.path_of(FILES / "0003.study"), keys.path_of(path))
    key = keys.read(path).open("mei", "correct horse battery")
    upgrade.run(path, key, target="0007")
    before = _counts(path, key)

    upgrade.run(path, key, target="0008")

    assert _counts(path, key) == before
    db = Database(path, sqlite.engine(path, key))
    with db.read() as connection:
        assert upgrade.revision(connection) == "0008"
        assert connection.exec_driver_sql("SELECT count(*) FROM verdict_override").scalar() == 0
    db.close()


def test_an_override_is_never_deleted(tmp_path: Path) -> None:
    path = tmp_path / "0003.study"
    shutil.copy(FILES / "0003.study", path)
    shutil.copy(keys.path_of(FILES / "0003.study"), keys.path_of(path))
    key = keys.read(path).open("mei", "correct horse battery")
    upgrade.run(path, key, target="0008")
    engine = sqlite.engine(path, key)
    with engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA foreign_keys = OFF")
        connection.exec_driver_sql(
            "INSERT INTO verdict_override (subject_id, visit_id, assessment_id, day, automatic, status, "
            "user_id, user_name, at) VALUES (1, 1, 1, '2026-01-01', 'NR', 'PR', 1, 'mei', '2026-01-02')"
        )
        with pytest.raises(IntegrityError, match="never deleted"):
            connection.exec_driver_sql("DELETE FROM verdict_override")
        connection.rollback()
    engine.dispose()
