"""Files that a person names: why one cannot be read or written, as a refusal that says what to do."""

from __future__ import annotations

import errno
import os
from contextlib import suppress
from typing import TYPE_CHECKING

from app.services.errors import ServiceError

if TYPE_CHECKING:
    from pathlib import Path

# What the system says of a file that a person named → the sentence that says what to do.
_NOT_READ = {
    errno.ENOENT: "file_missing",
    errno.ENOTDIR: "file_missing",
    errno.EISDIR: "file_is_folder",
    errno.EACCES: "file_forbidden",
    errno.EPERM: "file_forbidden",
}
_NOT_WRITTEN = {
    errno.ENOENT: "place_missing",
    errno.ENOTDIR: "place_missing",
    errno.EISDIR: "place_is_folder",
    errno.EACCES: "place_forbidden",
    errno.EPERM: "place_forbidden",
    errno.EROFS: "place_forbidden",
    errno.EEXIST: "place_is_file",
    errno.ENOSPC: "disk_full",
}


def not_read(path: Path, error: OSError | UnicodeError) -> ServiceError:
    """Why a file that a person named could not be read, as a refusal with what to do."""
    if isinstance(error, UnicodeError):
        return ServiceError("file_not_text", file=path.name)
    if path.is_dir():  # Windows calls it forbidden
        return ServiceError("file_is_folder", file=path.name)
    return ServiceError(_NOT_READ.get(error.errno or 0, "file_unreadable"), file=path.name)


def write(path: Path, data: bytes) -> None:
    """Write a file whole or not at all: a part of a document looks like one, and one that was there stays.

    Raises ServiceError as `not_written`.
    """
    part = path.with_name(f"{path.name}.part")
    try:
        part.write_bytes(data)
        part.replace(path)
    except OSError as error:
        with suppress(OSError):
            part.unlink(missing_ok=True)
        raise not_written(path, error) from error


def not_written(path: Path, error: OSError) -> ServiceError:
    """Why nothing could be written where a person said, as a refusal with what to do."""
    code = "place_is_folder" if path.is_dir() else _NOT_WRITTEN.get(error.errno or 0, "file_not_written")
    return ServiceError(code, file=path.name, folder=os.fspath(path.parent))
