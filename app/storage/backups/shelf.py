"""A folder of backups: putting one there, carrying it to a second place, listing, thinning out."""

from __future__ import annotations

import hashlib
import os
import shutil
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from app.domain import rotation
from app.domain.values import dataclass
from app.storage import backup, keys
from app.storage.backups import label
from app.storage.backups.label import Label, UnreadableLabelError
from app.storage.faults import StorageError
from app.storage.files import sync_folder, write_atomically

FOLDER = "backups"
_PART = ".part"
_MOST_LISTED = 1000
_FORGOTTEN_SECONDS = 3600


@dataclass(frozen=True, slots=True)
class Kept:
    """A backup on the shelf."""

    path: Path
    label: Label

    @property
    def whole(self) -> bool:
        """Whether the copy has the size that was checked after writing, and its keys file is there."""
        try:
            return self.path.stat().st_size == self.label.size and keys.path_of(self.path).is_file()
        except OSError:
            return False


def folder_of(study_file: Path) -> Path:
    """Where the backups of a study lie: beside it."""
    return study_file.parent / FOLDER


def study_id(study_file: Path) -> str:
    """What all files of one study share and no other study has. Raises StorageError."""
    return hashlib.blake2b(b"backup of " + keys.read(study_file).salt, digest_size=16).hexdigest()


def put(
    study_file: Path,
    *,
    key: bytes,
    at: datetime,
    why: str,
    progress: Callable[[int, int], None] | None = None,
) -> Kept:
    """Make and check a backup beside the study. Raises StorageError, OSError; nothing half-made stays.

    The label is written last: without it a copy does not count.
    """
    folder = folder_of(study_file)
    folder.mkdir(mode=0o700, exist_ok=True)
    target = folder / f"{study_file.stem}_{at:%Y-%m-%d_%H%M%S}{study_file.suffix}"
    part = target.with_name(target.name + _PART)
    _sweep(folder, now=time.time())
    # Read first: what an administrator vouches for in it is then in the copy, too.
    holders = keys.path_of(study_file).read_bytes()
    try:
        found = backup.copy(study_file, part, key=key, progress=progress)
        _synced(part)
        made = Label(
            study=study_file.name,
            study_id=study_id(study_file),
            made_at=at,
            why=why,
            size=part.stat().st_size,
            sha256=digest(part),
            revision=found.revision,
            rows=found.rows,
            head=found.head,
        )
        write_atomically(keys.path_of(target), holders)
        part.replace(target)
        label.write(target, made)
    except BaseException:
        for left_over in (part, label.path_of(target)):
            left_over.unlink(missing_ok=True)
        raise
    sync_folder(folder)
    return Kept(target, made)


def carry(kept: Kept, folder: Path) -> Kept:
    """Copy a backup to a second place and read it back there. Raises StorageError, OSError."""
    target = folder / kept.path.name
    part = target.with_name(target.name + _PART)
    try:
        _copy_file(kept.path, part)
        if digest(part) != kept.label.sha256:
            raise StorageError("backup_damaged", file=target.name)
        _copy_file(keys.path_of(kept.path), keys.path_of(target))
        part.replace(target)
        label.write(target, kept.label)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    sync_folder(folder)
    return Kept(target, kept.label)


def beside(study_file: Path) -> tuple[Kept, ...]:
    """The backups beside a study by the name of its file, newest first; its keys file may be gone."""
    return tuple(kept for kept in listed(folder_of(study_file)) if kept.label.study == study_file.name)


def listed(folder: Path, wanted: str = "") -> tuple[Kept, ...]:
    """The backups of a study, or of all, in a folder, newest first; none where it cannot be read."""
    found = []
    with suppress(OSError):
        for path in sorted(folder.glob(f"*{label.SUFFIX}"), reverse=True)[:_MOST_LISTED]:
            with suppress(UnreadableLabelError):
                kept = Kept(label.backup_of(path), label.read(label.backup_of(path)))
                if wanted in ("", kept.label.study_id) and kept.path.is_file():
                    found.append(kept)
    return tuple(sorted(found, key=lambda kept: kept.label.made_at, reverse=True))


def thin(kept: Iterable[Kept]) -> tuple[Path, ...]:
    """Take away what the rotation no longer keeps; what went. What was set aside before a restore stays."""
    rotating = [one for one in kept if one.label.why not in ("restore", "upgrade")]
    staying = rotation.kept(one.label.made_at for one in rotating)
    gone = [one.path for one in rotating if one.label.made_at not in staying]
    for path in gone:
        for part in (label.path_of(path), path, keys.path_of(path)):  # without its label it counts no more
            with suppress(OSError):
                part.unlink(missing_ok=True)
    return tuple(gone)


def digest(path: Path) -> str:
    """SHA-256 of a file. Raises OSError."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _copy_file(source: Path, target: Path) -> None:
    """Copy bytes to the disk itself, readable by the owner alone where the file system knows owners."""
    descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with source.open("rb") as reading, os.fdopen(descriptor, "wb") as writing:
        shutil.copyfileobj(reading, writing, 1 << 20)
        writing.flush()
        os.fsync(writing.fileno())


def _synced(path: Path) -> None:
    descriptor = os.open(path, os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _sweep(folder: Path, *, now: float) -> None:
    """Take away what a crash in the middle of a backup left; never what another window is just making."""
    for path in folder.glob(f"*{_PART}*"):
        with suppress(OSError):
            if abs(now - path.stat().st_mtime) > _FORGOTTEN_SECONDS:
                path.unlink()
