"""Study files of earlier releases at the schema of today: nothing is lost, new columns say nothing."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from app.domain.protocol import parse
from app.storage import audit, courses, keys, sqlite, upgrade
from app.storage.database import Database
from app.storage.faults import StorageError
from app.storage.migrations import HEAD

FILES = Path(__file__).parent / "files"
USER, PASSPHRASE = "mei", "correct horse battery"


@pytest.fixture
def oldest(tmp_path: Path) -> tuple[Path, bytes]:
    """A copy of the file that the first schema made, and its key."""
    path = tmp_path / "0001.study"
    shutil.copy(FILES / "0001.study", path)
    shutil.copy(keys.path_of(FILES / "0001.study"), keys.path_of(path))
    return path, keys.read(path).open(USER, PASSPHRASE)


def rows_of(db: Database) -> dict[str, list[dict[str, Any]]]:
    """Every row of every table by column, as SQLite holds it."""
    found: dict[str, list[dict[str, Any]]] = {}
    with db.read() as connection:
        tables = connection.exec_driver_sql(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
        )
        for (table,) in tables.all():
            rows = connection.exec_driver_sql(f"SELECT * FROM {table}")
            found[table] = [dict(row._mapping) for row in rows]
    return found


def test_the_kept_file_is_of_the_first_schema(oldest: tuple[Path, bytes]) -> None:
    path, key = oldest
    db = Database(path, sqlite.engine(path, key))
    with db.read() as connection:
        assert upgrade.revision(connection) == "0001"
        assert upgrade.due(connection) is True
    db.close()


def test_0002_keeps_every_row_and_adds_empty_causes_and_no_withdrawn_visit(
    oldest: tuple[Path, bytes],
) -> None:
    path, key = oldest
    db = Database(path, sqlite.engine(path, key))
    before = rows_of(db)
    db.close()

    upgrade.run(path, key, target="0002")

    db = Database(path, sqlite.engine(path, key))
    after = rows_of(db)
    db.close()
    assert after.pop("alembic_version") == [{"version_num": "0002"}]
    before.pop("alembic_version")
    assert len(after["assessment"]) == 2 and len(after["visit"]) > 20
    assert [row.pop("cause") for row in after["assessment"]] == [None, None]
    assert {row.pop("withdrawn") for row in after["visit"]} == {0}
    assert after == before


def test_an_upgraded_file_reads_as_one_that_was_made_today(oldest: tuple[Path, bytes]) -> None:
    path, key = oldest

    upgrade.run(path, key)

    db = Database(path, sqlite.engine(path, key))
    with db.read() as connection:
        assert upgrade.revision(connection) == HEAD
        assert sqlite.faults(connection) == ()
        assert audit.verify(connection) is None
        rows = courses.whole(connection, 1)
        assert rows is not None
        assert [row.status for row in courses.verdicts(connection, 1)] == ["NR", "PR"]
        template = parse.from_json(courses.template_body(connection, rows.subject.template_id))
    db.close()
    assert template.id == "saa_atg"
    assert template.response.os_from == "day0"  # a key that the template of that time lacked


def test_the_door_upgrades_an_older_file_after_a_backup(oldest: tuple[Path, bytes]) -> None:
    from app.services import assessments, studies
    from app.storage.backups import shelf

    path, _ = oldest
    context = studies.unlock(path, user_name=USER, passphrase=PASSPHRASE)
    given = assessments.history(context, 1)
    studies.close(context)

    assert [(row.status, row.cause) for row in given] == [("NR", None), ("PR", None)]
    (kept,) = shelf.listed(shelf.folder_of(path))
    assert (kept.label.why, kept.label.revision, kept.whole) == ("upgrade", "0001", True)


def test_the_audit_tells_the_rows_of_each_table_before_and_after_an_upgrade(
    oldest: tuple[Path, bytes],
) -> None:
    from app.services import studies, trail

    path, _ = oldest
    context = studies.unlock(path, user_name=USER, passphrase=PASSPHRASE)
    line = trail.listing(context, trail.TrailQuery(action="upgraded")).rows[0]
    report = trail.check(context)
    studies.close(context)

    was, now = json.loads(line.old or ""), json.loads(line.new or "")
    assert (was["revision"], now["revision"]) == ("0001", HEAD)
    assert was["rows"].items() <= now["rows"].items()
    assert was["rows"]["count_value"] > 0
    assert report.whole, report


def test_an_upgrade_that_would_lose_rows_is_undone(
    oldest: tuple[Path, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    from alembic import command

    path, key = oldest
    before = _rows_at_rest(path, key)

    def lose(config: Any, target: str) -> None:
        connection = config.attributes["connection"]
        connection.exec_driver_sql("DROP TRIGGER transfusion_no_delete")
        connection.exec_driver_sql("DROP TRIGGER count_value_no_delete")
        connection.exec_driver_sql("DELETE FROM count_value WHERE id = 1")

    monkeypatch.setattr(command, "upgrade", lose)
    with pytest.raises(StorageError) as refusal:
        upgrade.run(path, key)

    assert (refusal.value.code, refusal.value.params) == ("upgrade_lost_rows", {"table": "count_value"})
    assert _rows_at_rest(path, key) == before


@pytest.mark.parametrize("user", ["mei", "chen", "wu", "li"])
def test_a_file_of_the_first_release_opens_for_each_of_its_users_and_its_trail_is_whole(
    tmp_path: Path, user: str
) -> None:
    from app.services import studies, subjects, trail

    path = tmp_path / "0003.study"
    shutil.copy(FILES / "0003.study", path)
    shutil.copy(keys.path_of(FILES / "0003.study"), keys.path_of(path))
    passphrase = PASSPHRASE if user == "mei" else f"passphrase of {user}"

    context = studies.unlock(path, user_name=user, passphrase=passphrase)
    report = trail.check(context)
    counts = {
        (row.day.isoformat(), row.analyte): row.entered_value for row in subjects.course(context, 1).counts
    }
    studies.close(context)

    assert report.whole, report
    assert counts["2026-11-18", "PLT"] == "18"
    assert report.vouched_rows == (report.rows if user == "mei" else 0)


def _rows_at_rest(path: Path, key: bytes) -> dict[str, list[dict[str, Any]]]:
    db = Database(path, sqlite.engine(path, key))
    found = rows_of(db)
    db.close()
    return found
