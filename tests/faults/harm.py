"""Harm done to a study on purpose, as functions with figures; short tests and long form share them."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from app.services import backups, drafts, enrolment, studies, subjects, visits
from app.services.context import Context, ServiceError
from app.storage import audit, keys, sqlite
from app.storage.faults import StorageError
from tests.services.conftest import CHEAP, NEW, PASSPHRASE, Clock, drafts_of, values

ROOT = Path(__file__).resolve().parents[2]
DAY0 = date(2026, 8, 20)
BLOCK = 4096
WRITER = """
import sys
from datetime import date, timedelta
from pathlib import Path
from app.services import studies, visits
context = studies.unlock(Path(sys.argv[1]), user_name="mei", passphrase="correct horse battery")
number = 0
print("in", flush=True)
while True:
    number += 1
    day = date(2026, 8, 21) + timedelta(days=number % 80)
    entries = tuple(visits.ValueEntry(a, "1.5", "10*9/L", confirmed=True) for a in ("ANC", "PLT"))
    visit, _ = visits.record(context, visits.VisitDraft(int(sys.argv[2]), None, day, values=entries))
    print(visit, flush=True)
"""
BACKER = """
import sys
from pathlib import Path
from app.services import backups, studies
context = studies.unlock(Path(sys.argv[1]), user_name="mei", passphrase="correct horse battery")
print("in", flush=True)
while True:
    print(backups.make(context).here.path.name, flush=True)
"""


@dataclass(frozen=True, slots=True)
class Kills:
    """Rows that were confirmed before a kill; of them those that are gone; visits that are half there."""

    kills: int
    confirmed: int
    lost: int
    halves: int
    corrupt: int


@dataclass(frozen=True, slots=True)
class Full:
    """Saves with so much room as stood between nothing and enough; what was confirmed and then gone."""

    attempts: int
    refused: int
    other_refusals: tuple[str, ...]
    lost: int
    corrupt: int


def made(folder: Path) -> tuple[Path, int]:
    """A study with one enrolled subject, closed; its file and the subject's id."""
    path = folder / "study.mtrack"
    context = studies.create(path, NEW, clock=Clock(), cost=CHEAP)
    subject_id, _ = enrolment.enrol(context, drafts_of(context)(day0=DAY0, code="TJ-001"))
    studies.close(context)
    return path, subject_id


def opened(path: Path) -> Context:
    """The study as its first user."""
    return studies.unlock(path, user_name="mei", passphrase=PASSPHRASE)


def kill_saves(path: Path, subject_id: int, *, kills: int, seed: int) -> Kills:
    """Kill a program that saves visits, each time at a random moment."""
    chance, confirmed, corrupt = random.Random(seed), set[int](), 0
    for number in range(kills):
        confirmed |= {int(line) for line in _until_killed(WRITER, path, str(subject_id), chance=chance)}
        if number % 20 == 19 or number == kills - 1:
            corrupt += not whole(path)
    context = opened(path)
    found = subjects.course(context, subject_id)
    there = {visit.id for visit in found.visits if visit.kind == "unscheduled"}
    rows = dict.fromkeys(there, 0)
    for row in found.counts:
        if row.visit_id in rows:
            rows[row.visit_id] += 1
    studies.close(context)
    halves = sum(count != 2 for count in rows.values())
    return Kills(kills, len(confirmed), len(confirmed - there), halves, corrupt)


def kill_backups(path: Path, *, kills: int, seed: int) -> tuple[int, int]:
    """Kill a program that makes backups; backups on the shelf afterwards, and those that do not read back."""
    chance = random.Random(seed)
    for _ in range(kills):
        _until_killed(BACKER, path, chance=chance, most=2)
    context = opened(path)
    rows, spoiled = backups.listing(context), 0
    for row in rows:
        try:
            backups.preview(context, row.path)
        except ServiceError:
            spoiled += 1
    studies.close(context)
    return len(rows), spoiled


def whole(path: Path) -> bool:
    """Whether pages, content, foreign keys and the audit trail are in order."""
    context = opened(path)
    try:
        with context.db.read() as connection:
            return sqlite.faults(connection) == () and audit.verify(connection) is None
    finally:
        studies.close(context)


def _until_killed(script: str, path: Path, *more: str, chance: random.Random, most: int = 6) -> list[str]:
    command = [sys.executable, "-c", script, str(path), *more]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as writer:
        assert writer.stdout is not None
        assert writer.stdout.readline() == "in\n"
        # The first line waits for imports; the kill then falls anywhere in the steps that follow.
        lines = [writer.stdout.readline() for _ in range(chance.randint(1, most))]
        signal.sigtimedwait([], chance.uniform(0, 0.06))  # a wait that needs no sleeping
        writer.send_signal(signal.SIGKILL)
        lines += list(writer.stdout)
        return [line.strip() for line in lines if line.endswith("\n")]


@contextmanager
def small_disk(megabytes: int) -> Iterator[Path | None]:
    """A disk of our own; None where this system lets us have none."""
    with tempfile.TemporaryDirectory() as folder:
        command = ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", folder]
        root = sys.platform.startswith("linux") and os.geteuid() == 0
        if not root or subprocess.run(command, check=False, capture_output=True).returncode:
            yield None
            return
        try:
            yield Path(folder)
        finally:
            subprocess.run(["umount", folder], check=True)


def fill_up(folder: Path, *, leave: int) -> Path:
    """Fill a disk but for so many bytes."""
    filling = folder / "filling"
    descriptor = os.open(filling, os.O_CREAT | os.O_WRONLY | os.O_TRUNC)
    with suppress(OSError):
        while os.write(descriptor, bytes(BLOCK)):
            pass
    os.ftruncate(descriptor, max(0, os.fstat(descriptor).st_size - leave))
    os.close(descriptor)
    return filling


def full_at_every_write(disk: Path, *, most_blocks: int) -> Full:
    """Save with 0, 1, 2 … blocks of room, so that the disk is full at each write of a save in turn."""
    path, subject_id = made(disk)
    confirmed: set[int] = set()
    refused, others, corrupt = 0, set[str](), 0
    context = opened(path)
    for blocks in range(most_blocks):
        filling = fill_up(disk, leave=blocks * BLOCK)
        try:
            confirmed.add(_save(context, subject_id, blocks))
        except ServiceError as refusal:
            refused += 1
            if refusal.code not in ("disk_full", "disk_failed"):
                others.add(refusal.code)
        with suppress(ServiceError):
            drafts.keep(context, "visit:1:2", {"note": "x" * 500})
        with suppress(ServiceError):
            backups.make(context)
        filling.unlink()
        shutil.rmtree(disk / "backups", ignore_errors=True)
        with context.db.read() as connection:
            corrupt += bool(sqlite.faults(connection)) or audit.verify(connection) is not None
    studies.close(context)
    again = opened(path)
    there = {visit.id for visit in subjects.course(again, subject_id).visits}
    studies.close(again)
    return Full(most_blocks, refused, tuple(sorted(others)), len(confirmed - there), corrupt)


def _save(context: Context, subject_id: int, number: int) -> int:
    day = DAY0 + timedelta(days=1 + number % 80)
    form = visits.VisitDraft(subject_id, None, day, title="Count", values=values(ANC="1.5", PLT="20"))
    return visits.record(context, form)[0]


def flip_bits(path: Path, *, flips: int, seed: int) -> tuple[int, int]:
    """Flip one bit at random places of the closed file; how many were tried and how many went unseen."""
    chance = random.Random(seed)
    file = keys.read(path)
    key = file.secrets(file.unlock("mei", PASSPHRASE))[0].database
    content = path.read_bytes()
    spoilt, unseen = path.with_name("spoilt.mtrack"), 0
    for _ in range(flips):
        place, bit = chance.randrange(len(content)), 1 << chance.randrange(8)
        spoilt.write_bytes(content[:place] + bytes((content[place] ^ bit,)) + content[place + 1 :])
        unseen += _reads_clean(spoilt, key)
    spoilt.unlink(missing_ok=True)
    return flips, unseen


def _reads_clean(path: Path, key: bytes) -> bool:
    engine = sqlite.engine(path, key, mode=sqlite.AT_REST)
    try:
        with engine.connect() as connection:
            return not sqlite.faults(connection)
    except Exception:  # the driver's own error for a file that cannot be read: seen
        return False
    finally:
        engine.dispose()


def guess(path: Path, *, tries: int, seed: int) -> tuple[int, int]:
    """Wrong passphrases near the right one, without the wait between tries; how many opened the file."""
    chance, file, opened_by = random.Random(seed), keys.read(path), 0
    for _ in range(tries):
        letters = list(PASSPHRASE)
        kind = chance.randrange(3)
        place = chance.randrange(len(letters))
        if kind == 0:
            letters[place] = chr(chance.randrange(33, 0x3000))
        elif kind == 1:
            del letters[place]
        else:
            letters.insert(place, chance.choice("aZ 0\N{COMBINING ACUTE ACCENT}"))
        typed = "".join(letters)
        if typed == PASSPHRASE:
            continue
        with suppress(StorageError):
            file.unlock("mei", typed)
            opened_by += 1
    return tries, opened_by
