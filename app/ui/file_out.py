"""Bytes that leave the program as a file where the user says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.services.errors import ServiceError

if TYPE_CHECKING:
    from pathlib import Path


def write(path: Path, data: bytes) -> None:
    """Write the file. Raises ServiceError `document_not_written`."""
    try:
        path.write_bytes(data)
    except OSError as error:
        raise ServiceError("document_not_written", path=str(path), why=error.strerror or "") from error
