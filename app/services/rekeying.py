"""A new key for the whole study, after somebody has left or a passphrase may have been seen.

The order makes every moment safe: both keys are in the keys file before the first page changes; SQLite
changes all pages or none; the old key leaves the keys file when the new one has opened the study. After a
crash the next sign-in keeps the one that opens.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.services import signing
from app.services.account_changes import keep, unlocked_of
from app.services.context import Changes
from app.services.disk import disk
from app.services.transactions import changing, told
from app.storage import accounts, keys, sqlite

if TYPE_CHECKING:
    from app.services.context import Context
    from app.storage.keys import Keeper, Secrets


def rekey(context: Context, passphrase: str, *, everybody: bool) -> tuple[dict[str, str], Changes]:
    """See `accounts.rekey`."""
    signing.confirm(context, passphrase)
    with disk(context.db.path):
        told_once = _reset_others(context) if everybody else {}
        with changing(context) as change:
            change.note("rekey_begun")
        _change_key(context)
        with changing(context) as change:
            change.note("rekeyed")
    return told_once, Changes(study=True)


def _change_key(context: Context) -> None:
    unlocked, path = unlocked_of(context), context.db.path
    fresh = keys.fresh_secrets(unlocked.secrets)
    context.db.engine.dispose()  # our own connections would hold the file

    def ready() -> None:
        keys.changing(
            path, lambda file: keys.Keeper(file, unlocked.secrets, unlocked.cost).rekeyed(fresh).file
        )

    try:
        with told():
            sqlite.rekey(path, unlocked.database_key, fresh.database, ready=ready)
    finally:
        _settle(context, fresh)


def _settle(context: Context, fresh: Secrets) -> None:
    """Use the key that opens the file, and keep it alone in the keys file."""
    unlocked = unlocked_of(context)
    if sqlite.opens(context.db.path, fresh.database):
        unlocked.renewed(fresh)
    number = unlocked.secrets.number
    keys.changing(context.db.path, lambda file: keys.settled(file, number))


def _reset_others(context: Context) -> dict[str, str]:
    """One-time passphrases for everybody else who has access, all in one step."""
    told_once: dict[str, str] = {}
    with changing(context) as change:
        others = [
            user
            for user in accounts.every_user(change.connection)
            if user.active and user.id != context.user.id
        ]
        for user in others:
            told_once[user.user_name] = keys.new_one_time_passphrase()
            change.note("passphrase_reset", table="app_user", row_id=user.id)

        def reset(keeper: Keeper) -> Keeper:
            for user in others:
                keeper = keeper.admit(
                    user.user_name,
                    told_once[user.user_name],
                    administrator=user.role == "administrator",
                    one_time=True,
                )
            return keeper

        keep(context, change, reset)
    return told_once
