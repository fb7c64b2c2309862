"""The tenth revision: limits of normal beside a value; every value from before stands without any."""

import shutil
from pathlib import Path

from app.storage import keys, sqlite, upgrade
from app.storage.database import Database
from tests.storage.test_revision_0003 import FILES, _counts


def test_0010_keeps_every_row_and_gives_no_value_limits_that_nobody_printed(tmp_path: Path) -> None:
    path = tmp_path / "0003.study"
    shutil.copy(FILES / "0003.study", path)
    shutil.copy(keys.path_of(FILES / "0003.study"), keys.path_of(path))
    key = keys.read(path).open("mei", "correct horse battery")
    upgrade.run(path, key, target="0009")
    before = _counts(path, key)

    upgrade.run(path, key, target="0010")

    assert _counts(path, key) == before
    db = Database(path, sqlite.engine(path, key))
    with db.read() as connection:
        assert upgrade.revision(connection) == "0010"
        values = connection.exec_driver_sql("SELECT entered_range, low, high FROM count_value").all()
        assert len(values) > 0
        assert {tuple(row) for row in values} == {("", None, None)}
    db.close()
