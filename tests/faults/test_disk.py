"""A full disk, a read-only file, a damaged file: told by one code each, and nothing confirmed is lost."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from app.services import drafts, enrolment, studies, subjects
from app.services.context import Context, ServiceError
from app.storage import audit, sqlite
from app.storage.keys import path_of

PASSPHRASE = "correct horse battery"
DAY0 = date(2026, 8, 20)


def save_until_refused(context: Context, log: Callable[..., int], subject_id: int) -> tuple[str, list[int]]:
    """The code of the first refusal, and the visits that were confirmed before it."""
    confirmed: list[int] = []
    for number in range(5000):
        try:
            confirmed.append(log(subject_id, DAY0 + timedelta(days=number % 80), ANC="1.5", PLT="20"))
        except ServiceError as refusal:
            return refusal.code, confirmed
    return "", confirmed


def assert_whole(context: Context, subject_id: int, confirmed: list[int]) -> None:
    made = [visit.id for visit in subjects.course(context, subject_id).visits if visit.kind == "unscheduled"]
    assert sorted(made) == sorted(confirmed)
    with context.db.read() as connection:
        assert sqlite.faults(connection) == ()
        assert audit.verify(connection) is None


def test_a_file_that_may_not_grow_refuses_the_save_and_keeps_the_rest(context, draft, log) -> None:
    from sqlalchemy import event

    subject_id, _ = enrolment.enrol(context, draft(day0=DAY0))
    with context.db.read() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar()

    def limit(connection, _record, _proxy) -> None:
        connection.execute(f"PRAGMA max_page_count = {pages + 12}")

    event.listen(context.db.engine, "checkout", limit)
    code, confirmed = save_until_refused(context, log, subject_id)

    assert code == "disk_full"
    assert confirmed
    assert_whole(context, subject_id, confirmed)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of two megabytes, where this system lets us have one."""
    place = tmp_path / "disk"
    place.mkdir()
    if not sys.platform.startswith("linux") or os.geteuid() != 0:
        pytest.skip("only root can mount a small disk; the injected fault above stands for it")
    command = ["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(place)]
    if subprocess.run(command, check=False, capture_output=True).returncode:
        pytest.skip("this system refuses to mount a small disk")
    yield place
    subprocess.run(["umount", str(place)], check=True)


def test_a_full_disk_refuses_the_save_and_the_study_opens_again(
    small_disk: Path, made_study: Path, clock, draft
) -> None:
    from app.services import visits
    from tests.services.conftest import values

    file = Path(shutil.copy(made_study, small_disk / "study.mtrack"))
    shutil.copy(path_of(made_study), path_of(file))
    context = studies.unlock(file, user_name="mei", passphrase=PASSPHRASE, clock=clock)

    def log(subject_id: int, day: date, **texts: str) -> int:
        return visits.record(context, visits.VisitDraft(subject_id, None, day, values=values(**texts)))[0]

    subject_id, _ = enrolment.enrol(context, draft(day0=DAY0))
    code, confirmed = save_until_refused(context, log, subject_id)
    assert code == "disk_full"
    assert_whole(context, subject_id, confirmed)
    context.db.engine.dispose()

    # Without room even for a sign-in it opens for reading only: tests/faults/test_opening.py.
    subprocess.run(["mount", "-o", "remount,size=3m", str(small_disk)], check=True)
    again = studies.unlock(file, user_name="mei", passphrase=PASSPHRASE, clock=clock)
    assert_whole(again, subject_id, confirmed)
    studies.close(again)


def test_creating_on_a_full_disk_leaves_no_half_made_study(small_disk: Path) -> None:
    from tests.services.conftest import CHEAP, NEW

    (small_disk / "filling").write_bytes(b"x" * (2 * 1024 * 1024 - 64 * 1024))
    with pytest.raises(ServiceError) as refusal:
        studies.create(small_disk / "new.mtrack", NEW, cost=CHEAP)

    assert refusal.value.code == "disk_full"
    assert [file.name for file in small_disk.iterdir()] == ["filling"]


def test_a_draft_on_a_full_disk_is_refused_and_the_older_one_stays(context) -> None:
    from sqlalchemy import event

    drafts.keep(context, "visit:1:2", {"note": "short"})
    with context.db.read() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar()

    def limit(connection, _record, _proxy) -> None:
        connection.execute(f"PRAGMA max_page_count = {pages}")

    event.listen(context.db.engine, "checkout", limit)
    with pytest.raises(ServiceError) as refusal:
        drafts.keep(context, "visit:1:2", {"note": "x" * 500_000})

    assert refusal.value.code == "disk_full"
    kept = drafts.find(context, "visit:1:2")
    assert kept is not None
    assert kept.fields == {"note": "short"}


def test_a_folder_that_is_no_folder_is_told(tmp_path: Path) -> None:
    from tests.services.conftest import CHEAP, NEW

    (tmp_path / "file").write_text("")
    with pytest.raises(ServiceError) as refusal:
        studies.create(tmp_path / "file" / "new.mtrack", NEW, cost=CHEAP)
    assert refusal.value.code == "folder_not_writable"


@pytest.mark.parametrize("place", [0, 20, 4096, 9000, 40_000])
def test_a_flipped_bit_is_never_read_as_data(study_file: Path, context, draft, place: int) -> None:
    enrolment.enrol(context, draft())
    studies.close(context)
    content = bytearray(study_file.read_bytes())
    content[place] ^= 1
    study_file.write_bytes(bytes(content))

    try:
        opened = studies.unlock(study_file, user_name="mei", passphrase=PASSPHRASE)
    except ServiceError as refusal:
        assert refusal.code == "study_damaged"
        return
    with opened.db.engine.connect() as connection:  # a page that opening doesn't touch: the check finds it
        assert sqlite.faults(connection)
    opened.db.engine.dispose()


def test_a_keys_file_of_another_study_opens_nothing(study_file: Path, tmp_path: Path) -> None:
    from tests.services.conftest import CHEAP, NEW

    other = tmp_path / "other.mtrack"
    studies.close(studies.create(other, NEW, cost=CHEAP))
    shutil.copy(path_of(other), path_of(study_file))

    with pytest.raises(ServiceError) as refusal:
        studies.unlock(study_file, user_name="mei", passphrase=PASSPHRASE)
    assert refusal.value.code == "study_damaged"


def test_a_tampered_keys_file_opens_nothing(study_file: Path) -> None:
    keys = path_of(study_file)
    keys.write_text(keys.read_text().replace('"time": 1', '"time": 2'))

    with pytest.raises(ServiceError) as refusal:
        studies.unlock(study_file, user_name="mei", passphrase=PASSPHRASE)
    assert refusal.value.code == "cannot_unlock"
