"""Users of the study as an administrator sees and makes them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.domain.values import dataclass

if TYPE_CHECKING:
    from datetime import datetime


@dataclass(frozen=True, slots=True)
class UserRow:
    """A user as the list shows one. `opens_with`: passphrase, one_time (not yet changed) or nothing."""

    id: int
    user_name: str
    display_name: str
    role: str
    active: bool
    opens_with: str
    created_at: datetime
    last_sign_in: datetime | None


@dataclass(frozen=True, slots=True)
class Roll:
    """All users, and whether the study has a recovery key."""

    users: tuple[UserRow, ...]
    recovery_key: bool


@dataclass(frozen=True, slots=True)
class NewUser:
    """What an administrator says of a new user."""

    user_name: str
    display_name: str
    role: str
