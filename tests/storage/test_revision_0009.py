"""The ninth revision: a column for a decision against further infusions; nothing that was stored changes."""

import shutil
from pathlib import Path

from app.storage import keys, sqlite, upgrade
from app.storage.database import Database
from tests.storage.test_revision_0003 import FILES, _counts


def test_0009_keeps_every_row_and_begins_without_a_decision(tmp_path: Path) -> None:
    path = tmp_path / "0003.study"
    shutil.copy(FILES / "0003.study", path)
    shutil.copy(keys.path_of(FILES / "0003.study"), keys.path_of(path))
    key = keys.read(path).open("mei", "correct horse battery")
    upgrade.run(path, key, target="0008")
    before = _counts(path, key)

    upgrade.run(path, key, target="0009")

    assert _counts(path, key) == before
    db = Database(path, sqlite.engine(path, key))
    with db.read() as connection:
        assert upgrade.revision(connection) == "0009"
        noted = "SELECT count(*) FROM subject WHERE declined_infusions IS NOT NULL"
        assert connection.exec_driver_sql(noted).scalar() == 0
    db.close()
