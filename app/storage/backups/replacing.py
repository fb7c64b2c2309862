"""A restored copy takes the place of the study file in one step; what was there is kept aside."""

from __future__ import annotations

import shutil
from contextlib import suppress
from typing import TYPE_CHECKING

from sqlcipher3.dbapi2 import Error

from app.storage import backup, keys, sqlite
from app.storage.backups import label, shelf
from app.storage.backups.label import Label
from app.storage.faults import StorageError, code_of, translated
from app.storage.files import sync_folder, write_atomically

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

_BESIDE = ("", "-wal", "-shm", "-journal")


def head(path: Path, key: bytes) -> tuple[int, str] | None:
    """Number and hash of the newest row of a file's audit trail, None where it cannot be read."""
    if not path.is_file():
        return None
    try:
        with translated():
            raw = sqlite.connect(path, key)
            try:
                row = raw.execute("SELECT id, hash FROM audit ORDER BY id DESC LIMIT 1").fetchone()
            finally:
                raw.close()
    except StorageError as fault:
        if fault.code == "study_in_use":
            raise
        return None
    return (int(row[0]), str(row[1])) if row else None


def take_place(coming: Path, path: Path, *, key: bytes, keys_from: Path | None, at: datetime) -> None:
    """Set the present file aside and put `coming` in its place. Raises StorageError `study_in_use`, OSError.

    At each moment a whole file has the name: before the last step the present one, after it the restored one.
    """
    if path.exists():
        _let_go(path, key)
        _label(_set_aside(path, at), path, key=key, at=at)
        for suffix in _BESIDE[1:]:  # a log of the old file must not be taken for one of the new
            path.with_name(path.name + suffix).unlink(missing_ok=True)
    clear_logs(coming)
    if keys_from is not None:
        write_atomically(keys.path_of(path), keys.path_of(keys_from).read_bytes())
    coming.replace(path)
    sync_folder(path.parent)


def clear(path: Path) -> None:
    """Take away a file and what lies beside it."""
    for suffix in _BESIDE:
        with suppress(OSError):
            path.with_name(path.name + suffix).unlink(missing_ok=True)


def clear_logs(path: Path) -> None:
    """Take away the empty logs of a file that was closed."""
    for suffix in _BESIDE[1:]:
        with suppress(OSError):
            path.with_name(path.name + suffix).unlink(missing_ok=True)


def _let_go(path: Path, key: bytes) -> None:
    """Make sure that nobody has the file open, and that all of it is in the one file.

    A file that cannot be read is left as it is, with its log.
    """
    try:
        raw = sqlite.connect(path, key)
    except Error as error:
        if code_of(error) == "study_in_use":
            raise StorageError("study_in_use") from error
        return
    try:
        raw.execute("PRAGMA locking_mode = EXCLUSIVE")
        raw.execute("PRAGMA journal_mode = DELETE")
        raw.execute("BEGIN EXCLUSIVE")
        raw.execute("COMMIT")
    except Error as error:
        if code_of(error) == "study_in_use":
            raise StorageError("study_in_use") from error
    finally:
        raw.close()


def _set_aside(path: Path, at: datetime) -> Path:
    folder = shelf.folder_of(path)
    folder.mkdir(mode=0o700, exist_ok=True)
    aside = folder / f"{path.stem}_before-restore_{at:%Y-%m-%d_%H%M%S}{path.suffix}"
    for suffix in _BESIDE:
        part = path.with_name(path.name + suffix)
        if part.exists():
            shutil.copy2(part, aside.with_name(aside.name + suffix))
    with suppress(OSError):
        shutil.copy2(keys.path_of(path), keys.path_of(aside))
    sync_folder(folder)
    return aside


def _label(aside: Path, path: Path, *, key: bytes, at: datetime) -> None:
    """With a label the file stands among the backups and can come back; one that cannot be read has none."""
    with suppress(StorageError, OSError):
        found = backup.content(aside, key)
        made = Label(
            study=path.name,
            study_id=shelf.study_id(path),
            made_at=at,
            why="restore",
            size=aside.stat().st_size,
            sha256=shelf.digest(aside),
            revision=found.revision,
            rows=found.rows,
            head=found.head,
        )
        label.write(aside, made)
