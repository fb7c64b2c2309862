"""A disk that takes nothing, a clock that was set back, two windows: told; work goes on or stops safely."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from app.services import backups, drafts, enrolment, opening, studies, subjects, trail, visits
from app.services.context import Context, News, ServiceError
from app.storage import audit, sqlite
from app.storage.faults import StorageError
from app.storage.keys import path_of
from tests.services.conftest import Clock, values

PASSPHRASE = "correct horse battery"


def unlock(path: Path, clock: Clock) -> Context:
    return studies.unlock(path, user_name="mei", passphrase=PASSPHRASE, clock=clock)


@pytest.fixture
def furnished(context, study_file: Path, draft) -> Path:
    """The study with one subject, closed."""
    enrolment.enrol(context, draft(code="TJ-001"))
    studies.close(context)
    return study_file


@pytest.fixture
def own_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of our own, where this system lets us have one."""
    place = tmp_path / "disk"
    place.mkdir()
    if not sys.platform.startswith("linux") or os.geteuid() != 0:
        pytest.skip("only root can mount a disk; the injected faults below stand for it")
    command = ["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(place)]
    if subprocess.run(command, check=False, capture_output=True).returncode:
        pytest.skip("this system refuses to mount a disk")
    yield place
    subprocess.run(["umount", str(place)], check=True)


def moved(path: Path, folder: Path) -> Path:
    there = Path(shutil.copy(path, folder / path.name))
    shutil.copy(path_of(path), path_of(there))
    return there


def assert_reads_and_refuses(context: Context, clock: Clock) -> None:
    row = subjects.by_code(context, "TJ-001")
    assert subjects.course(context, row.id).subject.code == "TJ-001"
    form = visits.VisitDraft(row.id, None, clock().date(), title="Count", values=values(ANC="0.4"))
    for attempt in (
        lambda: visits.record(context, form),
        lambda: drafts.keep(context, "visit:1:2", {"note": "x"}),
    ):
        with pytest.raises(ServiceError) as refusal:
            attempt()
        assert refusal.value.code == "reading_only"
    drafts.discard(context, "visit:1:2")  # nothing to forget, nothing to say
    assert backups.due(context) == ""


def test_on_a_write_protected_disk_the_study_can_be_read(
    own_disk: Path, furnished: Path, clock, expect_log
) -> None:
    path = moved(furnished, own_disk)
    before = {file.name: file.read_bytes() for file in own_disk.iterdir()}
    subprocess.run(["mount", "-o", "remount,ro", str(own_disk)], check=True)
    expect_log("not in the audit: study_read_only")

    context = unlock(path, clock)
    assert context.read_only == "study_read_only"
    assert [news.code for news in context.news] == ["reading_only_study_read_only"]
    assert_reads_and_refuses(context, clock)
    studies.close(context)
    assert {file.name: file.read_bytes() for file in own_disk.iterdir()} == before


def test_on_a_full_disk_the_study_can_be_read(own_disk: Path, furnished: Path, clock, expect_log) -> None:
    path = moved(furnished, own_disk)
    descriptor = os.open(own_disk / "filling", os.O_CREAT | os.O_WRONLY)
    with suppress(OSError):
        while os.write(descriptor, bytes(4096)):
            pass
    os.close(descriptor)
    expect_log("not in the audit")
    context = unlock(path, clock)
    assert context.read_only
    assert_reads_and_refuses(context, clock)
    studies.close(context)

    (own_disk / "filling").unlink()
    again = unlock(path, clock)
    assert again.read_only == ""
    with again.db.read() as connection:
        assert sqlite.faults(connection) == ()
        assert audit.verify(connection) is None
    studies.close(again)


@pytest.mark.parametrize("code", sorted(opening.READING_ONLY))
def test_a_sign_in_that_the_audit_cannot_take_opens_for_reading(
    furnished: Path, clock, expect_log, monkeypatch: pytest.MonkeyPatch, code: str
) -> None:
    def refuses(*_arguments: object, **_more: object) -> None:
        raise StorageError(code)

    monkeypatch.setattr(opening, "told_in_audit", refuses)
    expect_log(f"not in the audit: {code}")
    context = unlock(furnished, clock)
    assert context.read_only == code
    assert_reads_and_refuses(context, clock)
    studies.close(context)


def test_a_fault_that_is_no_matter_of_the_disk_opens_nothing(
    furnished: Path, clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuses(*_arguments: object, **_more: object) -> None:
        raise StorageError("study_in_use")

    monkeypatch.setattr(opening, "told_in_audit", refuses)
    with pytest.raises(ServiceError) as refusal:
        unlock(furnished, clock)
    assert refusal.value.code == "study_in_use"


def test_another_program_that_holds_the_file_is_told_and_harms_nothing(
    furnished: Path, clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite, "BUSY_SECONDS", 0.05)
    holder = unlock(furnished, clock)
    assert holder.unlocked is not None
    raw = sqlite.connect(furnished, holder.unlocked.database_key)
    raw.execute("BEGIN IMMEDIATE")
    with pytest.raises(ServiceError) as refusal:
        unlock(furnished, clock)
    assert refusal.value.code == "study_in_use"
    raw.execute("ROLLBACK")
    raw.close()
    studies.close(unlock(furnished, clock))
    studies.close(holder)


def test_a_clock_that_was_set_back_is_told_and_kept_in_the_audit(furnished: Path) -> None:
    late, early = Clock(), Clock()
    late.moment = datetime(2026, 12, 1, 10, tzinfo=UTC)
    early.moment = late.moment - timedelta(hours=2)
    studies.close(unlock(furnished, late))

    context = unlock(furnished, early)
    assert [news.code for news in context.news] == ["clock_set_back"]
    assert context.news[0].params == {"newest": late.moment, "now": early.moment}
    with context.db.read() as connection:
        rows = connection.exec_driver_sql("SELECT old FROM audit WHERE action = 'clock_set_back'").all()
        assert audit.verify(connection) is None
    assert [row[0] for row in rows] == [late.moment.isoformat(timespec="seconds")]
    studies.close(context)


def test_a_clock_that_runs_a_little_behind_is_no_news(furnished: Path) -> None:
    late, early = Clock(), Clock()
    early.moment = late.moment - timedelta(minutes=4)
    studies.close(unlock(furnished, late))
    context = unlock(furnished, early)
    assert context.news == ()
    studies.close(context)


def saved(context: Context, clock: Clock, text: str) -> int:
    row = subjects.by_code(context, "TJ-001")
    day = datetime(2026, 11, 10, tzinfo=UTC).date()
    form = visits.VisitDraft(row.id, None, day, title="Count", values=values(ANC=text))
    return visits.record(context, form)[0]


def test_a_clock_set_back_while_the_study_is_open_loses_nothing_and_marks_what_was_entered(
    furnished: Path,
) -> None:
    clock, heard = Clock(), list[News]()
    context = replace(unlock(furnished, clock), warn=heard.append)
    before = saved(context, clock, "0.4")
    assert heard == []
    right = clock.moment
    clock.moment = right - timedelta(days=2)
    behind = [saved(context, clock, text) for text in ("0.5", "0.6")]  # the second one is behind, too
    clock.moment = right + timedelta(minutes=1)
    after = saved(context, clock, "0.7")

    assert [news.code for news in heard] == ["clock_behind"] * 2
    assert heard[0].params == {"newest": right, "now": right - timedelta(days=2)}
    assert heard[1].params == heard[0].params
    marks = {
        visit: trail.of_value(context, visit_id=visit, analyte="ANC").values[0].set_back
        for visit in (before, *behind, after)
    }
    assert marks == {before: False, behind[0]: True, behind[1]: True, after: False}
    lines = trail.listing(context, trail.TrailQuery(subject="TJ-001")).rows
    assert {row.at for row in lines if row.set_back} == {right - timedelta(days=2)}
    assert all(row.set_back == (row.at < right) for row in lines if row.at >= right - timedelta(days=2))
    assert trail.check(context).whole
    studies.close(context)


def test_the_mark_is_found_from_a_page_that_ends_within_the_transaction(furnished: Path) -> None:
    clock = Clock()
    context = unlock(furnished, clock)
    clock.moment -= timedelta(hours=1)
    saved(context, clock, "0.4")
    newest = trail.listing(context, trail.TrailQuery(limit=1)).rows[0]
    assert newest.action == audit.SET_BACK
    below = trail.listing(context, trail.TrailQuery(before=newest.id, limit=1)).rows[0]
    assert below.set_back
    studies.close(context)


def test_after_a_sign_in_with_the_clock_back_each_save_is_still_marked(furnished: Path) -> None:
    clock = Clock()
    studies.close(unlock(furnished, clock))
    clock.moment -= timedelta(hours=3)
    context = unlock(furnished, clock)
    assert [news.code for news in context.news] == ["clock_set_back"]
    visit = saved(context, clock, "0.4")
    assert trail.of_value(context, visit_id=visit, analyte="ANC").values[0].set_back
    studies.close(context)


def test_two_windows_on_one_file_both_edit_and_the_stale_save_is_refused(
    context, study_file: Path, draft, clock
) -> None:
    subject_id, _ = enrolment.enrol(context, draft(code="TJ-001"))
    other = unlock(study_file, clock)
    form = visits.VisitDraft(subject_id, None, clock().date(), title="Count", values=values(ANC="0.4"))
    visit_id, _ = visits.record(context, form)
    ours = visits.form(context, subject_id=subject_id, visit_id=visit_id)
    theirs = visits.form(other, subject_id=subject_id, visit_id=visit_id)
    assert ours.version == theirs.version

    def save(where: Context, text: str) -> None:
        changed = visits.VisitDraft(
            subject_id,
            visit_id,
            clock().date(),
            title="Count",
            values=values(ANC=text),
            expected_version=ours.version,
            reason=visits.Reason("transcription_error", "read wrongly"),
        )
        visits.record(where, changed)

    save(context, "0.5")
    with pytest.raises(ServiceError) as refusal:
        save(other, "0.6")
    assert refusal.value.code == "stale"
    counts = [row for row in subjects.course(other, subject_id).counts if row.visit_id == visit_id]
    assert [str(row.value) for row in counts] == ["0.5"]
    studies.close(other)
