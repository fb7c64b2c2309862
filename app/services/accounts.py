"""Users of the study: who may open it, as what, and with which passphrase."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.services import access
from app.services.context import Changes
from app.services.contracts.accounts import NewUser, Roll, UserRow

if TYPE_CHECKING:
    from app.services.context import Context


__all__ = [
    "NewUser",
    "Roll",
    "UserRow",
    "add",
    "change_passphrase",
    "change_role",
    "disable",
    "enable",
    "must_change_passphrase",
    "problems",
    "rekey",
    "renew_recovery_key",
    "reset",
    "roll",
    "take_new_recovery_key",
]


def roll(context: Context) -> Roll:
    """The users by name, those without access last."""
    from app.services import account_changes

    access.require(context, "accounts.roll")
    return account_changes.roll(context)


def problems(new: NewUser) -> tuple[tuple[str, str], ...]:
    """(field, code) of everything that hinders adding a user; `errors.<code>` says it."""
    from app.services import account_changes

    return account_changes.problems(new)


def add(context: Context, new: NewUser) -> tuple[int, str, Changes]:
    """Add a user; the id and a one-time passphrase, which is told here and nowhere again.

    Raises ServiceError `not_allowed`, `user_name_taken`, a code of `problems`, `keys_tampered`.
    """
    from app.services import account_changes

    access.require(context, "accounts.add")
    return account_changes.add(context, new)


def reset(context: Context, user_id: int) -> tuple[str, Changes]:
    """A new one-time passphrase for another user. Raises ServiceError `own_account`, `user_disabled`."""
    from app.services import account_changes

    access.require(context, "accounts.reset")
    return account_changes.reset(context, user_id)


def disable(context: Context, user_id: int) -> Changes:
    """Take a user's access away; what the user did stays. Raises ServiceError `own_account`."""
    from app.services import account_changes

    access.require(context, "accounts.disable")
    return account_changes.disable(context, user_id)


def enable(context: Context, user_id: int) -> tuple[str, Changes]:
    """Give a disabled user access again, with a one-time passphrase."""
    from app.services import account_changes

    access.require(context, "accounts.enable")
    return account_changes.enable(context, user_id)


def change_role(context: Context, user_id: int, role: str) -> Changes:
    """Give another user another role. Raises ServiceError `own_account`, `role_missing`."""
    from app.services import account_changes

    access.require(context, "accounts.change_role")
    return account_changes.change_role(context, user_id, role)


def change_passphrase(context: Context, *, old: str, new: str) -> Changes:
    """Give oneself another passphrase; also what a one-time passphrase asks for.

    Raises ServiceError `cannot_confirm` for a wrong old one, `wait`, `passphrase_short`,
    `passphrase_is_name`, `passphrase_unchanged`.
    """
    from app.services import own_passphrase

    return own_passphrase.change(context, old=old, new=new)


def must_change_passphrase(context: Context) -> bool:
    """Whether the user is in with a one-time passphrase: nothing else works before it is changed."""
    return context.unlocked is not None and context.unlocked.must_change


def take_new_recovery_key(context: Context) -> str:
    """The recovery key of a study that was made a moment ago, told once; "" afterwards."""
    if context.unlocked is None:
        return ""
    key, context.unlocked.recovery_key = context.unlocked.recovery_key, ""
    return key


def renew_recovery_key(context: Context, *, passphrase: str) -> tuple[str, Changes]:
    """A new recovery key in place of the old, told once. Raises ServiceError `cannot_confirm`, `wait`."""
    from app.services import account_changes

    access.require(context, "accounts.renew_recovery_key")
    return account_changes.renew_recovery_key(context, passphrase)


def rekey(context: Context, *, passphrase: str, everybody: bool = False) -> tuple[dict[str, str], Changes]:
    """Encrypt the study with a new key, so that keys kept by a former user open nothing any more.

    With `everybody`, all other users get a one-time passphrase (returned by user name): for when a passphrase
    may have been seen. Raises ServiceError `study_in_use` while another window has the file open,
    `cannot_confirm`, `wait`.
    """
    from app.services import rekeying

    access.require(context, "accounts.rekey")
    return rekeying.rekey(context, passphrase, everybody=everybody)
