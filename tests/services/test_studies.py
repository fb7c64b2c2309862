"""Creating and opening a study file."""

import json
import os
import stat
import threading
from pathlib import Path

import pytest

from app.services import studies, subjects
from app.services.context import Context, ServiceError
from app.storage import audit
from app.storage.backups import shelf
from app.storage.keys import Cost, path_of
from app.storage.migrations import HEAD

CHEAP = Cost(time=1, memory=64, lanes=1)
PASSPHRASE = "correct horse battery"
NEW = studies.NewStudy("MSC in marrow failure", "Tianjin", "TJ-###", "mei", "Mei Li", PASSPHRASE)


def test_a_new_study_opens_as_its_first_user(tmp_path: Path) -> None:
    context = studies.create(tmp_path / "new.mtrack", NEW, cost=CHEAP)

    assert (context.study.name, context.study.site) == ("MSC in marrow failure", "Tianjin")
    assert (context.user.user_name, context.user.role) == ("mei", "administrator")
    assert subjects.listing(context, subjects.ListQuery()) == ()
    studies.close(context)
    assert sorted(file.name for file in tmp_path.iterdir()) == ["new.mtrack", "new.mtrack.keys"]


def test_the_real_cost_of_the_derivation_is_paid_and_opens_again(tmp_path: Path) -> None:
    path = tmp_path / "real.mtrack"
    studies.close(studies.create(path, NEW))

    slot = json.loads(path_of(path).read_text())["slots"][0]
    assert slot["argon2id"] == {"time": 3, "memory": 65536, "lanes": 4}
    studies.close(studies.unlock(path, user_name="mei", passphrase=PASSPHRASE))


def test_a_second_start_shows_what_the_first_saved(study_file: Path, context: Context, draft) -> None:
    from app.services import enrolment

    enrolment.enrol(context, draft(code="TJ-007"))
    studies.close(context)

    again = studies.unlock(study_file, user_name="mei", passphrase=PASSPHRASE)
    assert [row.code for row in subjects.listing(again, subjects.ListQuery())] == ["TJ-007"]
    studies.close(again)


@pytest.mark.parametrize(
    ("user", "passphrase"),
    [("mei", "wrong horse battery"), ("bob", PASSPHRASE), ("", ""), ("mei", PASSPHRASE + " ")],
)
def test_a_wrong_name_or_passphrase_gives_one_code(study_file: Path, user: str, passphrase: str) -> None:
    with pytest.raises(ServiceError) as refusal:
        studies.unlock(study_file, user_name=user, passphrase=passphrase)

    assert refusal.value.code == "cannot_unlock"
    assert refusal.value.params == {}


def test_case_and_form_of_the_user_name_do_not_matter(study_file: Path) -> None:
    context = studies.unlock(study_file, user_name=" MEI ", passphrase=PASSPHRASE)

    assert context.user.user_name == "mei"
    studies.close(context)


def test_a_study_opens_in_a_worker_thread(study_file: Path) -> None:
    opened: list[Context] = []

    def work() -> None:
        opened.append(studies.unlock(study_file, user_name="mei", passphrase=PASSPHRASE))

    worker = threading.Thread(target=work)
    worker.start()
    worker.join()
    assert subjects.listing(opened[0], subjects.ListQuery()) == ()
    studies.close(opened[0])


def test_failed_tries_are_counted_and_told_to_the_audit_at_the_next_sign_in(study_file: Path) -> None:
    for _ in range(2):
        with pytest.raises(ServiceError):
            studies.unlock(study_file, user_name="mei", passphrase="not this one")

    context = studies.unlock(study_file, user_name="mei", passphrase=PASSPHRASE)
    with context.db.read() as connection:
        line = connection.exec_driver_sql("SELECT action, field, new FROM audit ORDER BY id DESC").first()
    assert tuple(line or ()) == ("sign_in", "failed_tries_before", "2")
    studies.close(context)
    assert json.loads(path_of(study_file).read_text())["tries"] == 0


def test_an_existing_study_is_never_overwritten(study_file: Path) -> None:
    before = study_file.read_bytes()

    with pytest.raises(ServiceError) as refusal:
        studies.create(study_file, NEW, cost=CHEAP)

    assert refusal.value.code == "study_exists"
    assert study_file.read_bytes() == before


def test_a_study_that_is_gone_is_told_apart_from_a_wrong_passphrase(tmp_path: Path) -> None:
    with pytest.raises(ServiceError) as refusal:
        studies.unlock(tmp_path / "none.mtrack", user_name="mei", passphrase=PASSPHRASE)

    assert refusal.value.code == "study_missing"


def test_a_creation_that_fails_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from app.storage import upgrade
    from app.storage.faults import StorageError

    def fail(*_: object) -> None:
        raise StorageError("disk_full")

    monkeypatch.setattr(upgrade, "run", fail)
    with pytest.raises(ServiceError) as refusal:
        studies.create(tmp_path / "new.mtrack", NEW, cost=CHEAP)

    assert refusal.value.code == "disk_full"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(os.name != "posix", reason="only POSIX has these file modes")
def test_every_file_of_a_study_is_its_owners_alone(tmp_path: Path) -> None:
    fresh = tmp_path / "fresh.mtrack"
    opened = studies.create(fresh, NEW, cost=CHEAP)

    files = sorted(tmp_path.glob("fresh.mtrack*"))
    assert {file.suffix for file in files} == {".mtrack", ".keys", ".mtrack-shm", ".mtrack-wal"}
    assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600}
    studies.close(opened)


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({}, ()),
        ({"name": " "}, (("name", "name_missing"),)),
        ({"code_pattern": "TJ"}, (("code_pattern", "code_pattern_unusable"),)),
        ({"passphrase": "eleven char"}, (("passphrase", "passphrase_short"),)),
        (
            {"user_name": "Mei Li Zhang", "passphrase": "mei li zhang"},
            (("passphrase", "passphrase_is_name"),),
        ),
    ],
)
def test_what_hinders_creation_is_named_field_by_field(changes: dict[str, str], found: object) -> None:
    from dataclasses import replace

    assert studies.problems(replace(NEW, **changes)) == found


def test_the_audit_of_a_fresh_study_is_whole(context: Context) -> None:
    with context.db.read() as connection:
        assert audit.verify(connection) is None


def test_unlock_and_list_need_neither_pydantic_nor_alembic_nor_a_yaml_reader(study_file: Path) -> None:
    import subprocess
    import sys

    script = (
        "import sys\n"
        "from pathlib import Path\n"
        "from app.services import studies, subjects\n"
        "studies.prepare()\n"
        f"context = studies.unlock(Path({str(study_file)!r}), user_name='mei', passphrase={PASSPHRASE!r})\n"
        "subjects.listing(context, subjects.ListQuery())\n"
        "studies.close(context)\n"
        "heavy = {'pydantic', 'alembic', 'ruamel', 'sqlalchemy.orm', 'reportlab'}\n"
        "print(sorted(heavy & set(sys.modules)))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).resolve().parents[2],
    )
    assert done.stdout.strip() == "[]"


def test_an_older_file_is_backed_up_before_it_is_migrated(
    study_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from app.storage import upgrade

    monkeypatch.setattr(upgrade, "due", lambda _connection: True)
    context = studies.unlock(study_file, user_name="mei", passphrase=PASSPHRASE)

    (kept,) = shelf.listed(shelf.folder_of(study_file))
    assert (kept.label.why, kept.label.revision) == ("upgrade", HEAD)
    assert context.study.site == "Tianjin"
    studies.close(context)


def test_a_file_of_a_newer_program_is_refused_and_left_alone(study_file: Path) -> None:
    context = studies.unlock(study_file, user_name="mei", passphrase=PASSPHRASE)
    with context.db.scribble() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0999'")
    studies.close(context)
    before = study_file.read_bytes()

    with pytest.raises(ServiceError) as refusal:
        studies.unlock(study_file, user_name="mei", passphrase=PASSPHRASE)
    assert refusal.value.code == "study_newer"
    assert study_file.read_bytes() == before
