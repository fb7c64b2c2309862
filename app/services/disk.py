"""What the operating system refuses, as ServiceError."""

from __future__ import annotations

import errno
import os
from contextlib import contextmanager
from typing import TYPE_CHECKING

from app.services.errors import ServiceError
from app.storage.faults import StorageError, translated

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@contextmanager
def disk(path: Path) -> Iterator[None]:
    """Turn what the operating system refuses for a file into ServiceError."""
    try:
        with translated():
            yield
    except StorageError as error:  # from SQLite directly
        raise ServiceError(error.code, **error.params) from error
    except OSError as error:
        if error.errno == errno.ENOSPC:
            raise ServiceError("disk_full") from error
        if error.errno in {errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOTDIR, errno.EEXIST}:
            raise ServiceError("folder_not_writable", folder=os.fspath(path.parent)) from error
        raise ServiceError("disk_failed") from error
