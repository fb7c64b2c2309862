"""The fourth revision: rows of before are kept; nobody has signed, asked or typed anything twice."""

import shutil
from pathlib import Path

from app.storage import keys, sqlite, upgrade
from app.storage.database import Database
from tests.storage.test_revision_0003 import FILES, _counts


def test_0004_keeps_every_row_and_begins_without_sign_offs_queries_and_second_entries(
    tmp_path: Path,
) -> None:
    path = tmp_path / "0001.study"
    shutil.copy(FILES / "0001.study", path)
    shutil.copy(keys.path_of(FILES / "0001.study"), keys.path_of(path))
    key = keys.read(path).open("mei", "correct horse battery")
    upgrade.run(path, key, target="0003")
    before = _counts(path, key)

    upgrade.run(path, key, target="0004")

    assert _counts(path, key) == before
    db = Database(path, sqlite.engine(path, key))
    with db.read() as connection:
        assert upgrade.revision(connection) == "0004"
        read = connection.exec_driver_sql
        for table in ("sign_off", "data_query", "query_step", "second_value"):
            assert read(f"SELECT count(*) FROM {table}").scalar() == 0
        assert read("SELECT late_entry_days, second_entry FROM study").one() == (7, 0)
    db.close()
