"""The fifteenth revision: a day agreed for a visit; nothing is said of those from before."""

import shutil
from datetime import date
from pathlib import Path

from sqlalchemy import event

from app.storage import keys, sqlite, upgrade, worklist
from app.storage.database import Database
from tests.storage.test_revision_0003 import FILES, _counts


def test_0015_keeps_every_row_and_agrees_no_day_for_a_visit_of_before(tmp_path: Path) -> None:
    path = tmp_path / "0003.study"
    shutil.copy(FILES / "0003.study", path)
    shutil.copy(keys.path_of(FILES / "0003.study"), keys.path_of(path))
    key = keys.read(path).open("mei", "correct horse battery")
    upgrade.run(path, key, target="0014")
    before = _counts(path, key)

    upgrade.run(path, key, target="0015")

    assert _counts(path, key) == before
    db = Database(path, sqlite.engine(path, key))
    with db.read() as connection:
        assert upgrade.revision(connection) == "0015"
        for asked in (
            "visit WHERE agreed IS NOT NULL OR agreed_note <> ''",
            "subject_summary WHERE next_agreed IS NOT NULL",
        ):
            assert connection.exec_driver_sql(f"SELECT count(*) FROM {asked}").scalar() == 0
        _hold_the_plans(connection)
    db.close()


def _hold_the_plans(connection) -> None:
    """The indexes alone say which open visits come first, and which were agreed for a day."""
    asked: list[tuple[str, tuple[object, ...]]] = []

    def note(_on: object, _cursor: object, text: str, given: tuple[object, ...], *_rest: object) -> None:
        asked.append((text, given))

    event.listen(connection, "before_cursor_execute", note)
    day = date(2026, 11, 22)
    worklist.agreed_between(connection, first=day, last=day, limit=5)
    worklist.open_visits(connection, today=day, late=False, limit=5)
    worklist.planned_on(connection, day, today=day, made=False, limit=5)
    worklist.closing_between(connection, first=day, last=day, limit=5)
    worklist.assessments_ahead(connection, today=day, until=day, limit=5)
    (own, *others) = list(asked)
    assert len(others) >= 4
    for (text, given), wanted in (
        (own, "USING INDEX ix_visit_agreed"),
        *((each, "USING COVERING INDEX ix_visit_open") for each in others),
    ):
        plan = [row[3] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {text}", given)]
        assert any(wanted in step for step in plan), plan
