"""Half-typed forms: kept in the encrypted study file, given back after a crash or a lock."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from app.services.context import Context


@dataclass(frozen=True, slots=True)
class Draft:
    """A kept form. `key` such as "visit:12:345" or "enrolment"; `fields` are texts as typed."""

    key: str
    fields: Mapping[str, object]  # JSON values
    saved_at: datetime


def keep(context: Context, key: str, fields: Mapping[str, object]) -> datetime:
    """Keep a draft of the signed-in user under `key`, in place of an earlier one; when it was kept."""
    raise NotImplementedError


def find(context: Context, key: str) -> Draft | None:
    """The kept draft of a key."""
    raise NotImplementedError


def discard(context: Context, key: str) -> None:
    """Forget a draft, after a save or by choice."""
    raise NotImplementedError
