"""What can go wrong with a study file, as codes; the world's fault, never a bug of ours."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError
from sqlcipher3.dbapi2 import Error

from app.storage.sqlite import NOT_THAT_FILE

# Parts of SQLite's messages; the driver gives no finer class than OperationalError and DatabaseError.
_TEXTS = (
    ("disk is full", "disk_full"),
    ("readonly database", "study_read_only"),
    ("database is locked", "study_in_use"),
    ("database table is locked", "study_in_use"),
    ("not a database", "study_damaged"),
    ("malformed", "study_damaged"),
    ("disk I/O error", "disk_failed"),
    ("unable to open database file", "study_missing"),
    ("append-only", "audit_protected"),
    (NOT_THAT_FILE, "study_moved"),
)


class StorageError(Exception):
    """The study file refused or failed; `code` is stable and has a sentence in `errors`."""

    def __init__(self, code: str, /, **params: object) -> None:
        super().__init__(code)
        self.code = code
        self.params = params


def code_of(error: BaseException) -> str | None:
    """The code of a driver's error, None when it is not one that the world can cause."""
    text = str(error)
    return next((code for part, code in _TEXTS if part in text), None)


@contextmanager
def translated() -> Iterator[None]:
    """Turn the driver's errors into StorageError; a broken constraint stays what it is: a bug."""
    try:
        yield
    except (DBAPIError, Error) as error:
        code = code_of(getattr(error, "orig", None) or error)
        if code is None:
            raise
        raise StorageError(code) from error
