"""Backups: when they are made, that they are whole and open alone, and what becomes of old ones."""

from __future__ import annotations

import json
import shutil
import stat
from datetime import date, timedelta
from pathlib import Path

import pytest

from app.services import backups, enrolment, studies, subjects
from app.services.context import Context, ServiceError
from app.storage import backup, keys, sqlite
from app.storage.backups import label, shelf

PASSPHRASE = "correct horse battery"
DAY0 = date(2026, 8, 20)


def test_a_backup_opens_alone_with_its_own_keys_file(context, draft, tmp_path: Path) -> None:
    enrolment.enrol(context, draft(code="TJ-007"))
    made = backups.make(context)
    away = tmp_path / "elsewhere"
    away.mkdir()
    copy = Path(shutil.copy(made.here.path, away / "study.mtrack"))
    shutil.copy(keys.path_of(made.here.path), keys.path_of(copy))

    opened = studies.unlock(copy, user_name="mei", passphrase=PASSPHRASE)
    assert subjects.by_code(opened, "TJ-007").code == "TJ-007"
    studies.close(opened)


def test_a_backup_is_one_private_file_with_keys_and_label(context) -> None:
    made = backups.make(context)
    names = sorted(file.name for file in made.here.path.parent.iterdir())
    name = made.here.path.name
    assert names == sorted([name, f"{name}.keys", f"{name}.backup"])
    for file in made.here.path.parent.iterdir():
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert made.here.whole


def test_the_label_holds_the_head_of_the_audit_and_names_nobody(context, draft) -> None:
    enrolment.enrol(context, draft(identity=enrolment.Identity("Zhangplanted", "H1")))
    made = backups.make(context)
    with context.db.read() as connection:
        row = connection.exec_driver_sql("SELECT hash FROM audit WHERE id = ?", (made.here.rows,)).one()
    assert made.here.head == row[0]
    said = label.path_of(made.here.path).read_text()
    assert "Zhang" not in said
    assert "Mei" not in said


def test_making_a_backup_is_told_in_the_audit_with_its_hash(context) -> None:
    made = backups.make(context)
    with context.db.read() as connection:
        row = connection.exec_driver_sql("SELECT new FROM audit WHERE action = 'backup'").one()
    told = json.loads(row[0])
    assert told["file"] == made.here.path.name
    assert told["sha256"] == shelf.digest(made.here.path)


def test_one_is_due_after_the_days_first_change_and_again_on_leaving_after_more(
    context, draft, clock
) -> None:
    backups.keep(context, why=backups.DAY)
    assert backups.due(context) == ""
    clock.set(date(2026, 11, 19))
    assert backups.due(context) == ""  # nothing has changed
    subject_id, _ = enrolment.enrol(context, draft())
    assert subject_id
    assert backups.due(context) == backups.DAY
    backups.keep(context, why=backups.DAY)
    assert (backups.due(context), backups.due(context, leaving=True)) == ("", "")
    enrolment.enrol(context, draft(code="TJ-008"))
    assert (backups.due(context), backups.due(context, leaving=True)) == ("", backups.EXIT)


def test_a_backup_of_a_day_that_is_still_to_come_does_not_stop_the_next(context, draft, clock) -> None:
    clock.set(date(2031, 1, 1))
    backups.keep(context, why=backups.DAY)
    clock.set(date(2026, 11, 20))
    enrolment.enrol(context, draft())
    assert backups.due(context) == backups.DAY


def test_old_ones_go_by_the_rotation_and_those_of_other_studies_stay(
    context, clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = backups.make(context)
    content = json.loads(label.path_of(made.here.path).read_text())
    foreign = made.here.path.with_name("other_2020-01-01_000000.mtrack")
    shutil.copy(made.here.path, foreign)
    label.path_of(foreign).write_text(json.dumps(content | {"study_id": "ab" * 16, "study": "other.mtrack"}))
    for day in range(12):
        clock.set(date(2026, 12, 1) + timedelta(days=day))
        backups.make(context)

    rows = backups.listing(context)
    days = [row.made_at.date() for row in rows]
    assert days[:7] == [date(2026, 12, 12) - timedelta(days=day) for day in range(7)]
    assert date(2026, 11, 18) in days  # November's newest
    assert len(rows) < 13
    assert foreign.exists()


def test_a_second_place_gets_a_checked_copy(context, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    made = backups.make(context, second=stick)
    assert made.second is not None
    assert made.trouble == ""
    assert shelf.digest(made.second.path) == shelf.digest(made.here.path)
    places = [row.place for row in backups.listing(context, second=stick)]
    assert sorted(places) == [backups.HERE, backups.SECOND]


def test_a_second_place_that_is_gone_is_told_and_hinders_nothing(context, tmp_path: Path) -> None:
    made = backups.make(context, second=tmp_path / "not there")
    assert (made.second, made.trouble) == (None, "second_place_missing")
    assert made.here.whole


def test_a_copy_that_is_carried_wrongly_does_not_count(
    context, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    copy_file = shelf._copy_file

    def spoiled(source: Path, target: Path) -> None:
        copy_file(source, target)
        if target.name.endswith(".part"):
            target.write_bytes(target.read_bytes()[:-1] + b"x")

    monkeypatch.setattr(shelf, "_copy_file", spoiled)
    made = backups.make(context, second=stick)
    assert made.trouble == "backup_damaged"
    assert list(stick.iterdir()) == []


def test_a_copy_that_does_not_read_back_is_refused_and_leaves_nothing(
    context, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite, "faults", lambda _connection: ("page 3",))
    with pytest.raises(ServiceError) as refusal:
        backups.make(context)
    assert refusal.value.code == "backup_damaged"
    assert list(shelf.folder_of(context.db.path).iterdir()) == []
    assert backups.listing(context) == ()


def test_a_backup_is_of_one_moment_while_others_write(context, draft, clock) -> None:
    """Somebody saves in the middle of the copying: the backup holds what was there at its beginning."""
    for number in range(3):
        enrolment.enrol(context, draft(code=f"TJ-{number:03d}"))
    saved: list[int] = []

    def meanwhile(_done: int, _of: int) -> None:
        if not saved:
            saved.append(enrolment.enrol(context, draft(code="TJ-099"))[0])

    made = backups.make(context, progress=meanwhile)
    assert saved
    unlocked = context.unlocked
    assert unlocked is not None
    assert backup.content(made.here.path, unlocked.database_key).counts["subject"] == 3


def test_the_list_survives_labels_that_anybody_wrote(context) -> None:
    made = backups.make(context)
    folder = made.here.path.parent
    (folder / "a.mtrack.backup").write_bytes(b"\xff\x00{")
    (folder / "b.mtrack.backup").write_text("[]")
    (folder / "c.mtrack.backup").write_text(json.dumps({"format": 1, "made_at": "yesterday"}))
    (folder / "d.mtrack.backup").mkdir()
    assert [row.path for row in backups.listing(context)] == [made.here.path]


def test_a_backup_whose_size_changed_is_not_whole(context) -> None:
    made = backups.make(context)
    with made.here.path.open("ab") as file:
        file.write(b"x")
    assert [row.whole for row in backups.listing(context)] == [False]


def test_a_folder_that_takes_nothing_is_told(context: Context) -> None:
    shelf.folder_of(context.db.path).write_text("a file where the folder should be")
    with pytest.raises(ServiceError) as refusal:
        backups.make(context)
    assert refusal.value.code == "folder_not_writable"
