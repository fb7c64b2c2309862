"""The long form of the fault suite: `python -m tests.faults` harms a study at length and prints figures.

`python -m tests.faults fuzz` gives the readers 100,000 inputs and more, and nothing else. With atheris
installed, `--atheris` lets the coverage guide the inputs.
"""

from __future__ import annotations

import argparse
import importlib.util
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.conftest import furnish_neutral_room

ROOT = Path(__file__).resolve().parents[2]
# Suites with tests of their own that belong to the promise: run as they are, with their own long forms.
SUITES = ("tests/faults", "tests/storage/test_audit.py", "tests/services/test_access.py")


def main() -> int:
    """Run what was asked for; 0 when nothing was lost, corrupt, unseen or crashed."""
    parser = argparse.ArgumentParser(prog="python -m tests.faults")
    parser.add_argument("part", nargs="?", choices=("all", "fuzz", "harm"), default="all")
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--inputs", type=int, default=110_000)
    parser.add_argument("--seed", type=int, default=2026)
    parser.add_argument("--atheris", action="store_true", help="let coverage guide the inputs")
    given = parser.parse_args()
    furnish_neutral_room()
    bad = 0
    begun = time.monotonic()
    if given.part in ("all", "harm"):
        bad += _harm(given.kills, given.seed)
    if given.part in ("all", "fuzz"):
        bad += _fuzz(given.inputs, given.seed)
    if given.atheris:
        bad += _guided(given.inputs)
    if given.part == "all":
        bad += _suites()
    print(
        f"\n{'nothing was lost' if not bad else f'{bad} FIGURES ARE WRONG'}; {time.monotonic() - begun:.0f} s"
    )
    return 1 if bad else 0


def _harm(kills: int, seed: int) -> int:
    from tests.faults import harm

    bad = 0

    def told(name: str, figures: str, *wrong: object) -> None:
        nonlocal bad
        bad += any(wrong)
        print(f"{'WRONG ' if any(wrong) else ''}{name:34} {figures}", flush=True)

    with _study() as (path, subject_id):
        found = harm.kill_saves(path, subject_id, kills=kills, seed=seed)
        told(
            "kills during saves",
            f"{found.kills} kills, {found.confirmed} confirmed visits: {found.lost} lost, "
            f"{found.halves} half there, {found.corrupt} corrupt files",
            found.lost, found.halves, found.corrupt,
        )  # fmt: skip
        there, spoiled = harm.kill_backups(path, kills=max(5, kills // 10), seed=seed)
        whole = harm.whole(path)
        told(
            "kills during backups",
            f"{max(5, kills // 10)} kills, {there} backups on the shelf: {spoiled} that do not read back",
            spoiled, not whole,
        )  # fmt: skip
    with harm.small_disk(4) as disk:
        if disk is None:
            print("disk full at every write           not possible here: only root can mount a small disk")
        else:
            full = harm.full_at_every_write(disk, most_blocks=120)
            told(
                "disk full at every write",
                f"{full.attempts} amounts of room, {full.refused} saves refused: "
                f"{full.lost} confirmed visits lost, {full.corrupt} corrupt files",
                full.lost, full.corrupt, full.other_refusals,
            )  # fmt: skip
    with _study() as (path, _subject):
        flips, unseen = harm.flip_bits(path, flips=1000, seed=seed)
        told("flipped bits", f"{flips} flips: {unseen} unseen", unseen)
        tries, opened_by = harm.guess(path, tries=1000, seed=seed)
        told("wrong passphrases", f"{tries} near misses: {opened_by} opened the file", opened_by)
    return bad


class _study:  # noqa: N801 - reads as the with-block that it is
    """A fresh study in a folder that goes away."""

    def __enter__(self) -> tuple[Path, int]:
        from tests.faults import harm

        self._folder = tempfile.TemporaryDirectory()
        return harm.made(Path(self._folder.name))

    def __exit__(self, *_fault: object) -> None:
        self._folder.cleanup()


def _fuzz(inputs: int, seed: int) -> int:
    from tests.faults import fuzzing

    total = crashed = 0
    for name, figures in fuzzing.all_readers(inputs=inputs, seed=seed).items():
        total += figures.inputs
        crashed += len(figures.crashes)
        print(
            f"fuzz {name:22} {figures.inputs:7} inputs, {figures.accepted:6} accepted, "
            f"{len(figures.crashes)} crashes, {figures.seconds:6.1f} s",
            flush=True,
        )
        for crash in figures.crashes[:3]:
            print(crash)
    print(f"fuzzed inputs: {total}, crashes or silent losses: {crashed}")
    return crashed


def _guided(inputs: int) -> int:
    """A process a reader: libFuzzer ends the one it runs in."""
    if importlib.util.find_spec("atheris") is None:
        print("atheris is not installed: pip install atheris")
        return 0
    from tests.faults.readers import readers

    bad = 0
    for name, reader in readers().items():
        runs = max(200, inputs * reader.share // 1000)
        command = [sys.executable, "-m", "tests.faults.guided", name, f"-runs={runs}", "-max_len=4096"]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
        bad += done.returncode != 0
        print(
            f"guided {name:20} {runs:7} runs, {'no crash' if done.returncode == 0 else 'CRASH'}", flush=True
        )
        if done.returncode:
            print(done.stderr[-3000:])
    return bad


def _suites() -> int:
    environment = os.environ | {"FAULT_KILLS": "10", "FAULT_INPUTS": "5000"}
    command = [sys.executable, "-m", "pytest", "-q", "--hypothesis-profile=ci", *_there(SUITES)]
    return int(subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode != 0)


def _there(suites: tuple[str, ...]) -> list[str]:
    found = [suite for suite in suites if (ROOT / suite).exists()]
    return found + [str(path.relative_to(ROOT)) for path in sorted(ROOT.glob("tests/*/test_*tamper*.py"))]


if __name__ == "__main__":
    sys.exit(main())
