"""The verbs `verify` and `self-check`: what they say, and the exit status that a script goes by."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.cli import main
from app.domain.self_check import INSTALLATION, Checked, SelfCheck
from app.services import access, self_check, trail
from tests.services import team
from tests.services.conftest import PASSPHRASE, Clock


@pytest.fixture
def study(team_study: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("MARROWTRACK_PASSPHRASE", PASSPHRASE)
    return team.copied(team_study, tmp_path / "data")


def verify(study: Path, *more: str) -> int:
    return main(["verify", "--data-dir", str(study.parent), "--user", "mei", *more])


def test_verify_says_that_a_whole_trail_is_whole(study: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert verify(study) == 0

    said = capsys.readouterr().out
    assert said.startswith("The trail is whole")
    assert "The administrators’ mark stands at row" in said


def test_verify_compares_with_heads_from_paper(study: Path, capsys: pytest.CaptureFixture[str]) -> None:
    context = team.sign_in(study, access.COORDINATOR, Clock())
    head = trail.shown_head(trail.head(context))
    context.db.close()

    assert verify(study, "--head", head) == 0
    assert "agrees with row" in capsys.readouterr().out
    assert verify(study, "--head", "9999-0123456789ABCDEF") == 1
    assert "knew 9999 rows; the trail has fewer now" in capsys.readouterr().out
    assert verify(study, "--head", "a head") == 1
    assert "no head of a trail" in capsys.readouterr().err


def test_verify_points_at_the_first_altered_row(study: Path, capsys: pytest.CaptureFixture[str]) -> None:
    context = team.sign_in(study, access.MONITOR, Clock())
    with context.db.scribble() as connection:
        connection.exec_driver_sql("DROP TRIGGER audit_no_update")
        connection.exec_driver_sql("UPDATE audit SET user_name = 'wu' WHERE id IN (4, 6)")
    context.db.close()

    assert verify(study) == 1
    assert "Row 4 was altered." in capsys.readouterr().out.splitlines()


@pytest.mark.parametrize(("passed", "status"), [(True, 0), (False, 1)])
def test_self_check_writes_its_record_and_answers_by_its_status(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    *,
    passed: bool,
    status: int,
) -> None:
    moment = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
    check = Checked(INSTALLATION, "disk", passed, "75 GiB")
    result = SelfCheck(moment, 1.0, (("MarrowTrack", "0.1.0"), ("Python", "3.11.7")), (check,), ())
    monkeypatch.setattr(self_check, "run", lambda *_folder, **_given: result)

    out = tmp_path / "record.pdf"
    assert main(["self-check", "--data-dir", str(tmp_path), "--out", str(out)]) == status
    said = capsys.readouterr().out
    assert f"{'passed' if passed else 'failed'}\tThere is room on the disk\t75 GiB" in said
    assert out.read_bytes().startswith(b"%PDF")
