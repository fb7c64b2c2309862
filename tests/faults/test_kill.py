"""kill -9 in the middle of saves: what was confirmed is there, what was not is whole or absent."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from app.services import enrolment, studies, subjects
from app.storage import audit, sqlite

ROOT = Path(__file__).resolve().parents[2]
KILLS = int(os.environ.get("FAULT_KILLS", "3"))  # the long form asks for 200 and more
WRITER = """
import sys
from datetime import date, timedelta
from pathlib import Path
from app.services import studies, visits
context = studies.unlock(Path(sys.argv[1]), user_name="mei", passphrase="correct horse battery")
number = 0
while True:
    number += 1
    day = date(2026, 8, 21) + timedelta(days=number % 80)
    entries = tuple(visits.ValueEntry(a, "1.5", "10*9/L", confirmed=True) for a in ("ANC", "PLT"))
    visit, _ = visits.record(context, visits.VisitDraft(int(sys.argv[2]), None, day, values=entries))
    print(visit, flush=True)
"""


@pytest.mark.skipif(os.name != "posix", reason="needs SIGKILL")
@pytest.mark.slow
def test_a_killed_program_loses_nothing_that_was_confirmed(study_file: Path, context, draft) -> None:
    subject_id, _ = enrolment.enrol(context, draft(day0=date(2026, 8, 20)))
    studies.close(context)
    confirmed: set[int] = set()
    chance = random.Random(4)

    for _ in range(KILLS):
        confirmed |= _write_until_killed(study_file, subject_id, after=chance.randint(1, 12), chance=chance)

    again = studies.unlock(study_file, user_name="mei", passphrase="correct horse battery")
    course = subjects.course(again, subject_id)
    made = {visit.id for visit in course.visits if visit.kind == "unscheduled"}
    assert confirmed
    assert confirmed <= made
    values = dict.fromkeys(made, 0)
    for row in course.counts:
        if row.visit_id in values:
            values[row.visit_id] += 1
    assert set(values.values()) == {2}  # no visit is half there
    with again.db.read() as connection:
        assert sqlite.faults(connection) == ()
        assert audit.verify(connection) is None
    studies.close(again)


def _write_until_killed(file: Path, subject_id: int, *, after: int, chance: random.Random) -> set[int]:
    """Ids that the writer confirmed before it was killed at a random moment after `after` of them."""
    command = [sys.executable, "-c", WRITER, str(file), str(subject_id)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as writer:
        assert writer.stdout is not None
        confirmed = {int(writer.stdout.readline()) for _ in range(after)}
        signal.sigtimedwait([], chance.uniform(0, 0.03))  # a wait that needs no sleeping
        writer.send_signal(signal.SIGKILL)
        confirmed |= {int(line) for line in writer.stdout if line.endswith("\n")}
    return confirmed
