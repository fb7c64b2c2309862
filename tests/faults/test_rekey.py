"""kill -9 in the middle of re-keying and of changes to the keys file: it opens for everybody with one key."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from app.services import access, enrolment, studies, subjects
from app.storage import audit, keys, sqlite
from tests.services import team
from tests.services.team import TEAM, sign_in

ROOT = Path(__file__).resolve().parents[2]
KILLS = int(os.environ.get("FAULT_KILLS", "4"))
REKEY = """
import sys
from pathlib import Path
from app.services import accounts, studies
context = studies.unlock(Path(sys.argv[1]), user_name="mei", passphrase="correct horse battery")
print("in", flush=True)
while True:
    accounts.rekey(context, passphrase="correct horse battery")
    print("done", flush=True)
"""
CHANGE = """
import sys
from pathlib import Path
from app.services import accounts, studies
context = studies.unlock(Path(sys.argv[1]), user_name="mei", passphrase="correct horse battery")
monitor = next(user.id for user in accounts.roll(context).users if user.user_name == "li")
print("in", flush=True)
while True:
    accounts.disable(context, monitor)
    accounts.enable(context, monitor)
    accounts.renew_recovery_key(context, passphrase="correct horse battery")
"""
pytestmark = [pytest.mark.slow, pytest.mark.skipif(os.name != "posix", reason="needs SIGKILL")]


@pytest.fixture
def team_file(tmp_path: Path) -> Path:
    path = tmp_path / "data" / "study.mtrack"
    path.parent.mkdir()
    team.make(path)
    return path


def _killed(script: str, file: Path, *, after: float) -> None:
    command = [sys.executable, "-c", script, str(file)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as writer:
        assert writer.stdout is not None
        assert writer.stdout.readline() == "in\n"
        signal.sigtimedwait([], after)  # a wait that needs no sleeping
        writer.send_signal(signal.SIGKILL)


def test_a_kill_while_re_keying_locks_nobody_out_and_loses_nothing(team_file: Path, clock) -> None:
    from tests.services.conftest import drafts_of

    context = sign_in(team_file, access.ADMINISTRATOR, clock)
    enrolment.enrol(context, drafts_of(context)(code="TJ-007"))
    studies.close(context)
    chance = random.Random(7)

    for _ in range(KILLS):
        _killed(REKEY, team_file, after=chance.uniform(0, 0.4))
        _assert_opens_for_all(team_file, clock)


def test_a_kill_while_accounts_change_locks_nobody_else_out(team_file: Path, clock) -> None:
    chance = random.Random(8)

    for _ in range(KILLS):
        _killed(CHANGE, team_file, after=chance.uniform(0, 0.2))
        for role in (access.ADMINISTRATOR, access.COORDINATOR, access.INVESTIGATOR):
            context = sign_in(team_file, role, clock)
            with context.db.read() as connection:
                assert audit.verify(connection) is None
            studies.close(context)
        keys.changing(team_file, _without_tries)  # the killed one may have been trying


def _without_tries(read: keys.KeysFile) -> keys.KeysFile:
    return replace(read, tries=0, tried=0)


def _assert_opens_for_all(file: Path, clock) -> None:
    keys.changing(file, _without_tries)
    for role in TEAM:
        context = sign_in(file, role, clock)
        assert len(keys.read(file).sets) == 1  # the first sign-in settles which key it is
        assert [row.code for row in subjects.listing(context, subjects.ListQuery())] == ["TJ-007"]
        with context.db.read() as connection:
            assert sqlite.faults(connection) == ()
            assert audit.verify(connection) is None
        studies.close(context)
