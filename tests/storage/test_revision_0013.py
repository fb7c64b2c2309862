"""The thirteenth revision: how events go on; nothing is said about those from before."""

import shutil
from pathlib import Path

from app.storage import keys, sqlite, upgrade
from app.storage.database import Database
from tests.storage.test_revision_0003 import FILES, _counts


def test_0013_keeps_every_row_and_says_nothing_about_the_end_of_an_event_of_before(tmp_path: Path) -> None:
    path = tmp_path / "0003.study"
    shutil.copy(FILES / "0003.study", path)
    shutil.copy(keys.path_of(FILES / "0003.study"), keys.path_of(path))
    key = keys.read(path).open("mei", "correct horse battery")
    upgrade.run(path, key, target="0012")
    before = _counts(path, key)

    upgrade.run(path, key, target="0013")

    assert _counts(path, key) == before
    db = Database(path, sqlite.engine(path, key))
    with db.read() as connection:
        assert upgrade.revision(connection) == "0013"
        said = "until IS NOT NULL OR diagnosed IS NOT NULL OR until_known || diagnosed_known || outcome <> ''"
        told = f"SELECT count(*) FROM event WHERE {said}"
        assert connection.exec_driver_sql(told).scalar() == 0
    db.close()
