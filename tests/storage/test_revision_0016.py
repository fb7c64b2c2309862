"""The sixteenth revision: versions of the consent form and consents after enrolment; none from before."""

import shutil
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import event
from sqlalchemy.exc import DatabaseError

from app.storage import consents, keys, sqlite, upgrade
from app.storage.database import Database
from tests.storage.test_revision_0003 import FILES, _counts


def test_0016_keeps_every_row_and_adds_two_empty_tables_that_keep_theirs(tmp_path: Path) -> None:
    path = tmp_path / "0003.study"
    shutil.copy(FILES / "0003.study", path)
    shutil.copy(keys.path_of(FILES / "0003.study"), keys.path_of(path))
    key = keys.read(path).open("mei", "correct horse battery")
    upgrade.run(path, key, target="0015")
    before = _counts(path, key)

    upgrade.run(path, key, target="0016")

    assert _counts(path, key) == before
    db = Database(path, sqlite.engine(path, key))
    with db.read() as connection:
        assert upgrade.revision(connection) == "0016"
        assert sqlite.faults(connection) == ()
        assert (consents.forms(connection), consents.later_of_all(connection)) == ([], [])
        (first, *_) = connection.exec_driver_sql("SELECT consent_version, consent_date FROM subject").all()
        assert first[0] and first[1], "the consent of an enrolment stays with its subject"
    with db.engine.connect() as connection:
        subject = connection.exec_driver_sql("SELECT min(id) FROM subject").scalar()
        connection.exec_driver_sql(
            "INSERT INTO consent (subject_id, consent_version, day, signed_by, entered_at) "
            f"VALUES ({subject}, '2.1', '2026-11-18', 'subject', '2026-11-18T09:41:00+08:00')"
        )
        with pytest.raises(DatabaseError, match="never deleted"):
            connection.exec_driver_sql("DELETE FROM consent")
    db.close()


def test_older_consents_of_all_subjects_are_one_select_that_goes_by_the_index(tmp_path: Path) -> None:
    path = tmp_path / "0003.study"
    shutil.copy(FILES / "0003.study", path)
    shutil.copy(keys.path_of(FILES / "0003.study"), keys.path_of(path))
    key = keys.read(path).open("mei", "correct horse battery")
    upgrade.run(path, key)
    db = Database(path, sqlite.engine(path, key))
    asked: list[tuple[str, tuple[object, ...]]] = []
    with db.read() as connection:

        def note(_on: object, _cursor: object, text: str, given: tuple[object, ...], *_rest: object) -> None:
            asked.append((text, given))

        event.listen(connection, "before_cursor_execute", note)
        rules = {"saa_atg": (date(2026, 11, 1), {"2.0"}, {"2.0", "2.1"})}
        consents.older(connection, rules, limit=10)
        ((text, given),) = asked
        plan = [row[3] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {text}", given)]
    db.close()
    assert any("ix_consent_subject_id" in step for step in plan), plan
    assert not any("SCAN consent" in step for step in plan), plan
