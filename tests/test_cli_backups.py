"""The verbs backup and restore, as somebody types them."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.cli import main
from app.services import enrolment, studies, subjects
from tests.services.conftest import (
    PASSPHRASE,
    clock,
    context,
    draft,
    drafts_of,
    made_study,
    study_file,
)

__all__ = ["clock", "context", "draft", "made_study", "study_file"]


@pytest.fixture
def folder(context, study_file: Path, draft, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder with one study of one subject, closed."""
    enrolment.enrol(context, draft(code="TJ-001"))
    studies.close(context)
    monkeypatch.setenv("MARROWTRACK_PASSPHRASE", PASSPHRASE)
    return study_file.parent


def run(folder: Path, *words: str) -> int:
    return main([*words, "--data-dir", str(folder), "--user", "mei"])


def codes(folder: Path) -> list[str]:
    opened = studies.unlock(folder / "study.mtrack", user_name="mei", passphrase=PASSPHRASE)
    rows = subjects.listing(opened, subjects.ListQuery())
    studies.close(opened)
    return [row.code for row in rows]


def enrol_another(folder: Path) -> None:
    opened = studies.unlock(folder / "study.mtrack", user_name="mei", passphrase=PASSPHRASE)
    enrolment.enrol(opened, drafts_of(opened)(code="TJ-002"))
    studies.close(opened)


def test_a_backup_is_made_in_both_places_and_listed(folder: Path, tmp_path: Path, capsys) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    assert run(folder, "backup", "--to", str(stick)) == 0
    here, there = map(Path, capsys.readouterr().out.splitlines())
    assert here.is_file()
    assert there.parent == stick

    assert run(folder, "backup", "--list", "--to", str(stick)) == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 2
    assert all("Opened and checked" in line for line in lines)


def test_a_second_place_that_is_not_there_ends_with_1_and_a_sentence(folder: Path, tmp_path, capsys) -> None:
    assert run(folder, "backup", "--to", str(tmp_path / "gone")) == 1
    told = capsys.readouterr()
    assert Path(told.out.strip()).is_file()
    assert "second place" in told.err


def test_restore_tells_first_and_changes_nothing_without_yes(folder: Path, capsys) -> None:
    run(folder, "backup")
    made = capsys.readouterr().out.strip()
    enrol_another(folder)
    assert run(folder, "restore", made) == 1
    told = capsys.readouterr()
    assert "1 subject" in told.out
    assert "--yes" in told.err
    assert codes(folder) == ["TJ-001", "TJ-002"]

    assert run(folder, "restore", made, "--yes", "--reason", "Entered twice") == 0
    assert codes(folder) == ["TJ-001"]


def test_a_study_that_is_gone_is_restored_from_a_backup_alone(folder: Path, capsys) -> None:
    run(folder, "backup")
    made = capsys.readouterr().out.strip()
    (folder / "study.mtrack").write_bytes(b"nothing of a study any more" * 300)
    assert run(folder, "restore", made, "--yes", "--reason", "The disk failed") == 0
    assert codes(folder) == ["TJ-001"]
