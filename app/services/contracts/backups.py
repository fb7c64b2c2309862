"""Backups as the list shows them, and what a restore would change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.domain.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from pathlib import Path

# Why a backup was made: the day's first change, leaving the program, by hand, before a restore, an upgrade.
DAY, EXIT, ASKED, RESTORE, UPGRADE = "day", "exit", "asked", "restore", "upgrade"
HERE, SECOND = "here", "second"


@dataclass(frozen=True, slots=True)
class BackupRow:
    """A backup. `place`: here or second; `size` in bytes; `rows` and `head` are number and hash of the newest
    line of its audit trail; `whole` tells that it still is as it was checked after writing, by its size."""

    path: Path
    place: str
    made_at: datetime
    why: str
    size: int
    rows: int
    head: str
    whole: bool


@dataclass(frozen=True, slots=True)
class Made:
    """A backup that was just made. `second` is its copy at the second place; where that failed, `trouble` is
    the code of the reason."""

    here: BackupRow
    second: BackupRow | None = None
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class LostLine:
    """A line of the audit trail that one side has and the other lacks."""

    at: datetime
    who: str
    action: str
    table: str
    subject: str
    field: str


@dataclass(frozen=True, slots=True)
class Difference:
    """What a restore would change. `lost` and `gained` are counts by kind: subjects, visits, values, audit;
    `lines` are the newest lost lines of the audit trail, `more` counts the lost lines that are not listed."""

    backup: BackupRow
    lost: Mapping[str, int]
    gained: Mapping[str, int]
    lines: tuple[LostLine, ...]
    more: int
    readable: bool = True  # whether the present file could be read to compare with
    other_key: bool = False  # made before the study got its present key
