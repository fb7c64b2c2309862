"""How accounts are changed: the row in the study and the slot in the keys file, in one audited transaction.

The keys file is written last in the transaction. A crash between the two leaves a slot without an active row,
which opens nothing, or an active row without a slot, which a reset repairs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from app.services import access, signing
from app.services.context import Changes
from app.services.contracts.accounts import NewUser, Roll, UserRow
from app.services.disk import disk
from app.services.errors import ServiceError
from app.services.transactions import changing, reading
from app.storage import accounts, keys, schema

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.services.context import Context
    from app.storage.change import Change
    from app.storage.keys import Keeper, KeysFile
    from app.storage.rows import Row
    from app.storage.unlocked import Unlocked

LONGEST_NAME = 64
_STUDY = Changes(study=True)


def roll(context: Context) -> Roll:
    """See `accounts.roll`."""
    with reading(context) as connection:
        rows = accounts.every_user(connection)
        seen = accounts.last_sign_ins(connection)
        file = keys.read(context.db.path)
    users = [
        UserRow(
            id=row.id,
            user_name=row.user_name,
            display_name=row.display_name,
            role=row.role,
            active=row.active,
            opens_with=_opens_with(file, row.user_name),
            created_at=row.created_at,
            last_sign_in=seen.get(row.id),
        )
        for row in rows
    ]
    users.sort(key=lambda user: (not user.active, user.display_name.casefold()))
    return Roll(tuple(users), recovery_key=file.slot(keys.RECOVERY) is not None)


def problems(new: NewUser) -> tuple[tuple[str, str], ...]:
    """See `accounts.problems`."""
    found = []
    for field in ("user_name", "display_name"):
        text = getattr(new, field).strip()
        if not text:
            found.append((field, f"{field}_missing"))
        elif len(text) > LONGEST_NAME or not text.isprintable():
            found.append((field, f"{field}_unusable"))
    if new.role not in access.ROLES:
        found.append(("role", "role_missing"))
    return tuple(found)


def add(context: Context, new: NewUser) -> tuple[int, str, Changes]:
    """See `accounts.add`."""
    for _field, code in problems(new):
        raise ServiceError(code)
    name, secret = new.user_name.strip(), keys.new_one_time_passphrase()
    with _storing(context), changing(context) as change:
        for row in accounts.every_user(change.connection):
            if accounts.same_name(row.user_name, name):
                raise ServiceError("user_name_taken", user=row.user_name)
        user_id = accounts.admit(change, user_name=name, display_name=new.display_name.strip(), role=new.role)
        _admit(context, change, name, secret, role=new.role)
    return user_id, secret, _STUDY


def reset(context: Context, user_id: int) -> tuple[str, Changes]:
    """See `accounts.reset`."""
    secret = keys.new_one_time_passphrase()
    with _storing(context), changing(context) as change:
        user = _other(context, change, user_id)
        if not user.active:
            raise ServiceError("user_disabled", user=user.user_name)
        change.note("passphrase_reset", table="app_user", row_id=user_id)
        _admit(context, change, user.user_name, secret, role=user.role)
    return secret, _STUDY


def disable(context: Context, user_id: int) -> Changes:
    """See `accounts.disable`."""
    with _storing(context), changing(context) as change:
        user = _other(context, change, user_id)
        change.update(schema.app_user, user_id, active=False)
        keep(context, change, lambda keeper: keeper.dismiss(user.user_name))
    return _STUDY


def enable(context: Context, user_id: int) -> tuple[str, Changes]:
    """See `accounts.enable`."""
    secret = keys.new_one_time_passphrase()
    with _storing(context), changing(context) as change:
        user = _other(context, change, user_id)
        change.update(schema.app_user, user_id, active=True)
        _admit(context, change, user.user_name, secret, role=user.role)
    return secret, _STUDY


def change_role(context: Context, user_id: int, role: str) -> Changes:
    """See `accounts.change_role`."""
    if role not in access.ROLES:
        raise ServiceError("role_missing")
    with _storing(context), changing(context) as change:
        user = _other(context, change, user_id)
        change.update(schema.app_user, user_id, role=role)
        administrator = role == access.ADMINISTRATOR
        keep(context, change, lambda keeper: keeper.appoint(user.user_name, administrator=administrator))
    return _STUDY


def renew_recovery_key(context: Context, passphrase: str) -> tuple[str, Changes]:
    """See `accounts.renew_recovery_key`."""
    signing.confirm(context, passphrase)
    told: list[str] = []

    def renewed(keeper: Keeper) -> Keeper:
        keeper, key = keeper.renew_recovery()
        told.append(key)
        return keeper

    with _storing(context), changing(context) as change:
        change.note("recovery_key_renewed")
        keep(context, change, renewed)
    return told[-1], _STUDY


def unlocked_of(context: Context) -> Unlocked:
    """The keys of the session. Raises ServiceError `administrator_needed` for a context without any."""
    if context.unlocked is None:
        raise ServiceError("administrator_needed")
    return context.unlocked


def keep(context: Context, change: Change, act: Callable[[Keeper], Keeper]) -> None:
    """Write what an administrator makes of the keys file, as the last step of a transaction."""
    unlocked = unlocked_of(context)
    change.finish()  # what can fail in the database fails before the keys file changes
    change.lines.clear()

    def changed(file: KeysFile) -> KeysFile:
        return act(keys.Keeper(file, unlocked.secrets, unlocked.cost)).file

    keys.changing(context.db.path, changed)


def _admit(context: Context, change: Change, name: str, secret: str, *, role: str) -> None:
    administrator = role == access.ADMINISTRATOR
    keep(
        context,
        change,
        lambda keeper: keeper.admit(name, secret, administrator=administrator, one_time=True),
    )


def _other(context: Context, change: Change, user_id: int) -> Row:
    """Another user's row: nobody takes the own rights away, so one administrator always stays."""
    user = accounts.user_by_id(change.connection, user_id)
    if user is None:
        raise ServiceError("user_unknown", user=user_id)
    if user_id == context.user.id:
        raise ServiceError("own_account")
    return user


def _opens_with(file: KeysFile, user_name: str) -> str:
    slot = file.slot(file.slot_id(user_name))
    if slot is None:
        return "nothing"
    return "one_time" if slot.kind == keys.ONE_TIME else "passphrase"


def _storing(context: Context) -> Any:
    return disk(context.db.path)
