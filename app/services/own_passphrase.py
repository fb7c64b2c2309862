"""A user's own passphrase: another one in its place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.domain import passphrases
from app.services.context import Changes
from app.services.disk import disk
from app.services.errors import ServiceError
from app.services.signing import opened_again
from app.services.transactions import told
from app.storage import keys
from app.storage.audit import Actor

if TYPE_CHECKING:
    from app.services.context import Context
    from app.storage.keys import KeysFile


def change(context: Context, *, old: str, new: str) -> Changes:
    """See `accounts.change_passphrase`."""
    code = passphrases.problem(context.user.user_name, new)
    if code:
        raise ServiceError(code)
    if keys.read_one_time_passphrase(new) == keys.read_one_time_passphrase(old):
        raise ServiceError("passphrase_unchanged")
    _file, opened = opened_again(context, old)
    unlocked = context.unlocked
    cost = opened.slot.cost if unlocked is None else unlocked.cost

    def rewrapped(file: KeysFile) -> KeysFile:
        slot = file.slot(opened.slot.id)
        if slot is None or slot.public != opened.slot.public:  # reset or disabled a moment ago
            raise ServiceError("cannot_confirm")
        return keys.rewrapped(file, opened, new, cost=cost)

    actor = Actor(context.user.id, context.user.user_name)
    with disk(context.db.path), told(), context.db.change(actor, at=context.clock()) as change_:
        change_.note("passphrase_changed", table="app_user", row_id=context.user.id)
        change_.finish()
        change_.lines.clear()
        keys.changing(context.db.path, rewrapped)
    if unlocked is not None:
        unlocked.must_change = False
    return Changes(study=True)
