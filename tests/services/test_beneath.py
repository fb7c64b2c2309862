"""What failed beneath an action: enough for support, and nothing that was entered."""

from __future__ import annotations

import errno
from pathlib import Path

import pytest

from app.services.beneath import beneath
from app.services.disk import disk
from app.services.errors import ServiceError


def test_a_failed_disk_tells_kind_number_and_place_but_no_file(tmp_path: Path) -> None:
    with pytest.raises(ServiceError) as failed, disk(tmp_path / "TJ-014.pdf"):
        raise OSError(errno.EIO, "broken", str(tmp_path / "TJ-014.pdf"))
    told = beneath(failed.value)
    assert told.startswith("disk_failed · OSError EIO · services/disk.py:")
    assert "TJ-014" not in told


def test_a_refusal_says_all_there_is_in_its_sentence() -> None:
    assert not beneath(ServiceError("not_allowed"))
    try:
        raise ServiceError("number_unreadable", text="4x") from ValueError("4x")
    except ServiceError as refused:
        assert not beneath(refused)
