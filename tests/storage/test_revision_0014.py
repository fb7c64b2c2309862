"""The fourteenth revision: the index of open visits, which the fifteenth builds anew."""

import shutil
from pathlib import Path

from app.storage import keys, sqlite, upgrade
from app.storage.database import Database
from tests.storage.test_revision_0003 import FILES, _counts


def test_0014_keeps_every_row_and_puts_what_is_asked_of_open_visits_into_their_index(tmp_path: Path) -> None:
    path = tmp_path / "0003.study"
    shutil.copy(FILES / "0003.study", path)
    shutil.copy(keys.path_of(FILES / "0003.study"), keys.path_of(path))
    key = keys.read(path).open("mei", "correct horse battery")
    upgrade.run(path, key, target="0013")
    before = _counts(path, key)

    upgrade.run(path, key, target="0014")

    assert _counts(path, key) == before
    db = Database(path, sqlite.engine(path, key))
    with db.read() as connection:
        assert upgrade.revision(connection) == "0014"
        columns = [row[2] for row in connection.exec_driver_sql("PRAGMA index_info(ix_visit_open)")]
        assert {"earliest", "latest", "target", "infusion", "assessment", "withdrawn"} <= set(columns)
    db.close()
