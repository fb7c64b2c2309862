"""Files that a person names: why one cannot be read or written, as a refusal that says what to do."""

from __future__ import annotations

import errno
import os
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from app.services.errors import ServiceError

if TYPE_CHECKING:
    from collections.abc import Iterator
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
    errno.ENOSPC: "place_full",
    errno.EDQUOT: "place_full",
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
    with leaving(path, data):
        pass  # no line in the audit goes with it


def try_place(path: Path) -> None:
    """Find out before long work whether a file can be written there. Raises ServiceError as `not_written`."""
    with _beside(path):
        pass  # nothing takes the place


@contextmanager
def leaving(path: Path, data: bytes) -> Iterator[None]:
    """Write a file of which the audit tells: the line is written within the block.

    The file is whole beside its place before the line is written, and takes its place once the line is kept:
    a full disk or a closed folder leaves no line, a line that cannot be written leaves no file.
    Raises ServiceError as `not_written`.
    """
    with _beside(path, data) as part:
        yield
        part.replace(path)


@contextmanager
def _beside(path: Path, data: bytes = b"") -> Iterator[Path]:
    """The data in a file beside its place, which is gone behind the block."""
    part = path.with_name(f".{path.name}.{os.getpid()}.part")  # nobody's own file is called so
    try:
        if path.exists():  # one that another program holds, or a folder, is found before the line is written
            path.open("r+b").close()
        part.write_bytes(data)
        yield part
    except OSError as error:
        raise not_written(path, error) from error
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)


def not_written(path: Path, error: OSError) -> ServiceError:
    """Why nothing could be written where a person said, as a refusal with what to do."""
    code = "place_is_folder" if path.is_dir() else _NOT_WRITTEN.get(error.errno or 0, "file_not_written")
    return ServiceError(code, file=path.name, folder=os.fspath(path.parent))
