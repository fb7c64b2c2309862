"""The seventh revision: indexes alone, and the home page's selects are led by them."""

import shutil
from pathlib import Path

from app.storage import keys, sqlite, upgrade
from app.storage.database import Database
from tests.storage.test_revision_0003 import FILES, _counts

INDEXES = {"ix_visit_open", "ix_visit_target", "ix_count_value_newest", "ix_assessment_standing"}


def test_0007_keeps_every_row_and_adds_the_indexes(tmp_path: Path) -> None:
    path = tmp_path / "0001.study"
    shutil.copy(FILES / "0001.study", path)
    shutil.copy(keys.path_of(FILES / "0001.study"), keys.path_of(path))
    key = keys.read(path).open("mei", "correct horse battery")
    upgrade.run(path, key, target="0005")
    before = _counts(path, key)

    upgrade.run(path, key, target="0007")

    assert _counts(path, key) == before
    db = Database(path, sqlite.engine(path, key))
    with db.read() as connection:
        assert upgrade.revision(connection) == "0007"
        found = connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'index'")
        assert {row[0] for row in found} >= INDEXES
        plan = connection.exec_driver_sql(
            "EXPLAIN QUERY PLAN SELECT id FROM visit WHERE actual IS NULL AND missed = '' AND withdrawn = 0 "
            "AND earliest <= '2026-11-22'"
        )
        assert any("ix_visit_open" in row[3] for row in plan)
    db.close()
