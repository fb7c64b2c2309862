"""A decision against further infusions, as it is stored with the subject and read again."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from app.services.contracts.subjects import Declined

if TYPE_CHECKING:
    from collections.abc import Mapping


def plain_declined(said: Declined) -> dict[str, object]:
    """A decision as it is stored."""
    return {
        "day": said.day.isoformat(),
        "user_id": said.user_id,
        "user_name": said.user_name,
        "at": said.at.isoformat(timespec="milliseconds"),
        "reason": said.reason,
        "note": said.note,
    }


def read_declined(stored: Mapping[str, object] | None) -> Declined | None:
    """The decision of a stored subject, None where there is none."""
    if not stored:
        return None
    return Declined(
        day=date.fromisoformat(str(stored["day"])),
        user_id=int(str(stored["user_id"])),
        user_name=str(stored["user_name"]),
        at=datetime.fromisoformat(str(stored["at"])),
        reason=str(stored["reason"]),
        note=str(stored["note"]),
    )
