"""The eleventh revision: a table of ends; who has died has left, in the list as well."""

import shutil
from pathlib import Path

from app.storage import keys, sqlite, upgrade
from app.storage.database import Database
from tests.storage.test_revision_0003 import FILES, _counts


def test_0011_keeps_every_row_and_lets_the_list_know_of_deaths(tmp_path: Path) -> None:
    path = tmp_path / "0003.study"
    shutil.copy(FILES / "0003.study", path)
    shutil.copy(keys.path_of(FILES / "0003.study"), keys.path_of(path))
    key = keys.read(path).open("mei", "correct horse battery")
    upgrade.run(path, key, target="0010")
    db = Database(path, sqlite.engine(path, key))
    with db.scribble() as connection:
        enrolled = connection.exec_driver_sql(
            "SELECT subject_id FROM subject_summary WHERE state = 'enrolled' ORDER BY subject_id"
        ).scalars()
        first = next(iter(enrolled))
        connection.exec_driver_sql(
            "INSERT INTO event (subject_id, day, type, note, entered_at, changed, voided, version) VALUES "
            f"({first}, '2026-03-04', 'death', '', '2026-03-05T08:00:00+08:00', 0, 0, 1), "
            f"({first}, '2026-02-01', 'death', '', '2026-03-05T08:00:00+08:00', 0, 1, 1)"
        )
    db.close()
    before = _counts(path, key)

    upgrade.run(path, key, target="0011")

    assert {name: n for name, n in _counts(path, key).items() if name != "ending"} == before
    db = Database(path, sqlite.engine(path, key))
    with db.read() as connection:
        assert upgrade.revision(connection) == "0011"
        assert connection.exec_driver_sql("SELECT count(*) FROM ending").scalar() == 0
        died = "SELECT subject_id, state, ended, ended_on, next_target FROM subject_summary WHERE ended <> ''"
        assert [tuple(row) for row in connection.exec_driver_sql(died)] == [
            (first, "left", "death", "2026-03-04", None)
        ]
        others = "SELECT count(*) FROM subject_summary WHERE ended = '' AND ended_on IS NOT NULL"
        assert connection.exec_driver_sql(others).scalar() == 0
    db.close()
