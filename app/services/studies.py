"""Creating a study file and opening it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from app.services.context import Context


@dataclass(frozen=True, slots=True)
class NewStudy:
    """What the first run asks for."""

    name: str
    site: str
    code_pattern: str
    user_name: str
    display_name: str
    passphrase: str


def problems(new: NewStudy) -> tuple[tuple[str, str], ...]:
    """(field, code) of everything that hinders creation: empty fields, a passphrase shorter than 12 characters …"""
    raise NotImplementedError


def create(path: Path, new: NewStudy) -> Context:
    """Create the encrypted study file at `path` and open it as its first user (role administrator).

    Raises ServiceError `study_exists`, `folder_not_writable`, `disk_full`.
    """
    raise NotImplementedError


def unlock(path: Path, *, user_name: str, passphrase: str) -> Context:
    """Open a study file. Raises ServiceError `cannot_unlock` (one code whichever of the two is wrong),
    `study_missing`, `study_damaged`, `study_newer`, `study_in_use`."""
    raise NotImplementedError


def close(context: Context) -> None:
    """Close the file; the WAL is checkpointed."""
    raise NotImplementedError
