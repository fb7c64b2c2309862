"""The label beside a backup: when, why, what the copy looks like, the head of its audit trail. No data."""

from __future__ import annotations

import json
import re
from dataclasses import asdict
from datetime import datetime
from typing import TYPE_CHECKING

from app.domain.values import dataclass
from app.storage.files import write_atomically

if TYPE_CHECKING:
    from pathlib import Path

SUFFIX = ".backup"
WHYS = ("day", "exit", "asked", "restore", "upgrade")
_FORMAT = 1
_MOST_BYTES = 1 << 14
_MOST = 1 << 62
_HEX = re.compile(r"[0-9a-f]{64}\Z")
_SHORT = re.compile(r"[0-9a-f]{1,64}\Z")


class UnreadableLabelError(Exception):
    """No label, a damaged one, or one of a newer program."""


@dataclass(frozen=True, slots=True)
class Label:
    """`study` is a file name, `study_id` the same for all files of one study; `size` in bytes; `rows` and
    `head` are number and hash of the newest row of the audit trail in the copy."""

    study: str
    study_id: str
    made_at: datetime
    why: str
    size: int
    sha256: str
    revision: str
    rows: int
    head: str


def path_of(backup: Path) -> Path:
    """The label of a backup."""
    return backup.with_name(backup.name + SUFFIX)


def backup_of(path: Path) -> Path:
    """The backup of a label."""
    return path.with_name(path.name.removesuffix(SUFFIX))


def write(backup: Path, label: Label) -> None:
    """Write the label, all or nothing: with it the backup counts. Raises OSError."""
    content = {
        "format": _FORMAT,
        **asdict(label),
        "made_at": label.made_at.isoformat(timespec="milliseconds"),
    }
    write_atomically(path_of(backup), json.dumps(content, indent=1).encode())


def read(backup: Path) -> Label:
    """The label of a backup. Raises UnreadableLabelError."""
    try:
        with path_of(backup).open("rb") as file:
            return parse(file.read(_MOST_BYTES + 1))
    except OSError as error:
        raise UnreadableLabelError(path_of(backup).name) from error


def parse(content: bytes) -> Label:
    """A label from its bytes, which anybody may have written. Raises UnreadableLabelError."""
    try:
        if len(content) > _MOST_BYTES:
            raise ValueError("too large")
        data = json.loads(content)
        if data.pop("format") != _FORMAT:
            raise ValueError("unknown format")
        return _checked(Label(**(data | {"made_at": datetime.fromisoformat(data["made_at"])})))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError, OverflowError) as error:
        raise UnreadableLabelError from error


def _checked(label: Label) -> Label:
    texts: tuple[object, ...] = (
        label.study, label.study_id, label.why, label.sha256, label.revision, label.head,
    )  # fmt: skip
    numbers: tuple[object, ...] = (label.size, label.rows)
    sound = (
        all(isinstance(text, str) and len(text) <= 255 and text.isprintable() for text in texts)
        and all(isinstance(number, int) and 0 <= number < _MOST for number in numbers)
        and not any(isinstance(number, bool) for number in numbers)
        and label.made_at.tzinfo is not None
        and 1970 < label.made_at.year < 9999
        and label.why in WHYS
        and _HEX.match(label.sha256)
        and _HEX.match(label.head)
        and _SHORT.match(label.study_id)
        and not set(label.study) & set("/\\:")
    )
    if not sound:
        raise ValueError("a field")
    return label
