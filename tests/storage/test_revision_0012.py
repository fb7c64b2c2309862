"""The twelfth revision: what is known of a day that is not known exactly; every day from before is exact."""

import shutil
from pathlib import Path

from app.storage import keys, sqlite, upgrade
from app.storage.database import Database
from tests.storage.test_revision_0003 import FILES, _counts


def test_0012_keeps_every_row_and_calls_no_day_of_before_inexact(tmp_path: Path) -> None:
    path = tmp_path / "0003.study"
    shutil.copy(FILES / "0003.study", path)
    shutil.copy(keys.path_of(FILES / "0003.study"), keys.path_of(path))
    key = keys.read(path).open("mei", "correct horse battery")
    upgrade.run(path, key, target="0011")
    before = _counts(path, key)

    upgrade.run(path, key, target="0012")

    assert _counts(path, key) == before
    db = Database(path, sqlite.engine(path, key))
    with db.read() as connection:
        assert upgrade.revision(connection) == "0012"
        for table, column in (
            ("medication", "start_known"),
            ("medication", "stop_known"),
            ("event", "day_known"),
        ):
            told = f"SELECT count(*) FROM {table} WHERE {column} <> ''"
            assert connection.exec_driver_sql(told).scalar() == 0
    db.close()
