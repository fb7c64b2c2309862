"""Whether this computer has what the program stands on, and whether that does what it must."""

from __future__ import annotations

import platform
import shutil
import sys
from datetime import datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING

import app
from app.domain.self_check import INSTALLATION, Checked
from app.storage import files
from app.storage import installation as storage

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

PACKAGES = (
    "PySide6_Essentials",
    "SQLAlchemy",
    "alembic",
    "sqlcipher3",
    "argon2-cffi",
    "cryptography",
    "pydantic",
    "ruamel.yaml",
    "reportlab",
)
LEAST_PYTHON = (3, 11)
LEAST_FREE = 500 * 1024 * 1024  # bytes: room for years of a study and its backups
# What argon2id must give here: passphrase "self-check", salt sixteen times "s", 1 pass, 64 KiB, 1 lane.
_ARGON2 = "be39ae87b0b59ed1"
_GLYPHS = "≥≤−⁹×µ受试者ãç"


def versions() -> tuple[tuple[str, str], ...]:
    """The program, Python, the system, and the libraries."""
    found = [("MarrowTrack", app.__version__), ("Python", platform.python_version())]
    found.append((platform.system(), platform.release()))
    found += list(storage.versions())
    for name in PACKAGES:
        try:
            found.append((name, version(name)))
        except PackageNotFoundError:
            found.append((name, "–"))
    return tuple(found)


def checks(data: Path, now: datetime) -> Iterator[Checked]:
    """Every check of the installation; `data` is the folder of the studies."""
    yield _made("python", lambda: (sys.version_info[:2] >= LEAST_PYTHON, platform.python_version()))
    yield _made("sqlcipher", storage.encrypts)
    yield _made("search", storage.searches)
    yield _made("argon2", _derives)
    yield _made("sealing", storage.seals_and_signs)
    yield _made("fonts", _writes_letters)
    yield _made("time_zone", lambda: (now.utcoffset() is not None, now.isoformat(timespec="minutes")))
    yield _made("clock", lambda: (now.year >= 2026, f"{now:%Y}"))
    yield _made("disk", lambda: _has_room(data))
    yield _made("folder", lambda: _writes(data))


def _made(code: str, check: Callable[[], tuple[bool, str]]) -> Checked:
    try:
        passed, seen = check()
    except Exception as fault:  # whatever fails here is the finding
        passed, seen = False, f"{type(fault).__name__}: {fault}"[:120]
    return Checked(INSTALLATION, code, passed, seen)


def _derives() -> tuple[bool, str]:
    from app.storage.keys import Cost
    from app.storage.keys.sealing import derived

    made = derived("self-check", b"s" * 16, Cost(1, 64, 1)).hex()
    return made.startswith(_ARGON2), f"argon2id {made[:16]}"


def _writes_letters() -> tuple[bool, str]:
    from app.reports.fonts import lacks

    missing = lacks(_GLYPHS)
    return not missing, missing or _GLYPHS


def _has_room(data: Path) -> tuple[bool, str]:
    place = next(folder for folder in (data, *data.parents) if folder.exists())
    free = shutil.disk_usage(place).free
    return free >= LEAST_FREE, str(free)


def _writes(data: Path) -> tuple[bool, str]:
    """Writing, replacing and removing a file in the folder of the studies."""
    place = next(folder for folder in (data, *data.parents) if folder.exists())
    probe = place / ".marrowtrack-self-check"
    try:
        for content in (b"first", b"second"):
            files.write_atomically(probe, content)
        return probe.read_bytes() == b"second", ""
    finally:
        probe.unlink(missing_ok=True)
