"""The short form of what `make faults` does at length: kills, full disks, flipped bits, wrong passphrases."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.faults import harm

posix = pytest.mark.skipif(os.name != "posix", reason="needs SIGKILL")


@posix
@pytest.mark.slow
def test_kills_in_the_middle_of_backups_leave_none_that_does_not_read_back(tmp_path: Path) -> None:
    path, _subject = harm.made(tmp_path)
    _there, spoiled = harm.kill_backups(path, kills=3, seed=3)
    assert spoiled == 0
    assert harm.whole(path)


@posix
@pytest.mark.slow
def test_kills_at_random_moments_of_saves_lose_nothing(tmp_path: Path) -> None:
    path, subject_id = harm.made(tmp_path)
    found = harm.kill_saves(path, subject_id, kills=3, seed=11)
    assert found.confirmed
    assert (found.lost, found.halves, found.corrupt) == (0, 0, 0)


@pytest.mark.slow
def test_a_disk_that_is_full_at_each_write_in_turn_loses_nothing() -> None:
    with harm.small_disk(4) as disk:
        if disk is None:
            pytest.skip("only root can mount a small disk; test_disk.py injects the fault")
        found = harm.full_at_every_write(disk, most_blocks=24)
    assert found.refused
    assert found.refused < found.attempts
    assert (found.other_refusals, found.lost, found.corrupt) == ((), 0, 0)


def test_each_flipped_bit_is_seen(tmp_path: Path) -> None:
    path, _subject = harm.made(tmp_path)
    flips, unseen = harm.flip_bits(path, flips=25, seed=5)
    assert (flips, unseen) == (25, 0)


def test_a_passphrase_that_is_nearly_right_opens_nothing(tmp_path: Path) -> None:
    path, _subject = harm.made(tmp_path)
    assert harm.guess(path, tries=60, seed=6) == (60, 0)
