"""The fourteenth revision: the index of open visits alone answers which of them come first."""

import shutil
from datetime import date
from pathlib import Path

from sqlalchemy import event

from app.storage import keys, sqlite, upgrade, worklist
from app.storage.database import Database
from tests.storage.test_revision_0003 import FILES, _counts


def test_0014_keeps_every_row_and_lets_the_index_say_which_open_visits_come_first(tmp_path: Path) -> None:
    path = tmp_path / "0003.study"
    shutil.copy(FILES / "0003.study", path)
    shutil.copy(keys.path_of(FILES / "0003.study"), keys.path_of(path))
    key = keys.read(path).open("mei", "correct horse battery")
    upgrade.run(path, key, target="0013")
    before = _counts(path, key)

    upgrade.run(path, key, target="0014")

    assert _counts(path, key) == before
    db = Database(path, sqlite.engine(path, key))
    asked: list[tuple[str, tuple[object, ...]]] = []
    with db.read() as connection:
        assert upgrade.revision(connection) == "0014"

        def note(_on: object, _cursor: object, text: str, given: tuple[object, ...], *_rest: object) -> None:
            asked.append((text, given))

        event.listen(connection, "before_cursor_execute", note)
        day = date(2026, 11, 22)
        worklist.open_visits(connection, today=day, late=False, limit=5)
        worklist.planned_on(connection, day, today=day, made=False, limit=5)
        worklist.closing_between(connection, first=day, last=day, limit=5)
        worklist.assessments_ahead(connection, today=day, until=day, limit=5)
        for text, given in list(asked):
            plan = [row[3] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {text}", given)]
            assert any("USING COVERING INDEX ix_visit_open" in step for step in plan), plan
        assert len(asked) >= 4
    db.close()
