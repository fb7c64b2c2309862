"""What failed beneath an action, for whoever helps: no file is named and nothing that was entered."""

from __future__ import annotations

import errno
from pathlib import PurePath
from traceback import walk_tb
from typing import TYPE_CHECKING

from app.storage.faults import StorageError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from app.services.errors import ServiceError


def beneath(error: ServiceError) -> str:
    """disk_failed · OSError EIO · services/disk.py:31; "" for a refusal, whose sentence says all there is."""
    chain = tuple(_chain(error))
    if not any(isinstance(each, (OSError, StorageError)) for each in chain):
        return ""
    kinds = [_kind(each) for each in chain if not isinstance(each, StorageError)]
    return " · ".join((error.code, *kinds, *_place(chain[-1])))


def _chain(error: BaseException) -> Iterator[BaseException]:
    while (cause := error.__cause__) is not None:
        yield cause
        error = cause


def _kind(error: BaseException) -> str:
    """The class, with the name of its number or with the driver's own words, which name no value."""
    name = type(error).__name__
    if isinstance(error, OSError):
        return f"{name} {errno.errorcode.get(error.errno or 0, '')}".strip()
    driver = getattr(error, "orig", None)
    return f"{name}: {driver}" if driver is not None else name


def _place(error: BaseException) -> Iterator[str]:
    """Where in the program it happened."""
    frames = [(PurePath(frame.f_code.co_filename), line) for frame, line in walk_tb(error.__traceback__)]
    own = [(file, line) for file, line in frames if "app" in file.parts]
    if own:
        file, line = own[-1]
        yield f"{file.parent.name}/{file.name}:{line}"
