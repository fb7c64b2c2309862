"""Giving and taking keys: what an administrator, or somebody with the recovery key, does to a keys file."""

from __future__ import annotations

from dataclasses import replace
from secrets import token_bytes
from typing import TYPE_CHECKING

from app.domain.values import dataclass
from app.storage.faults import StorageError
from app.storage.keys import sealing, spelling
from app.storage.keys.model import (
    ONE_TIME,
    RECOVERY,
    USER,
    KeySet,
    KeysFile,
    Opened,
    Secrets,
    Slot,
    TrailHead,
    new_slot,
)
from app.storage.keys.sealing import Cost

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


def found(
    user_name: str, passphrase: str, *, cost: Cost, database: bytes, recovery: bool = True
) -> tuple[KeysFile, Secrets, str]:
    """A keys file with one administrator; its secrets, and the recovery key ("" without one)."""
    empty = KeysFile(token_bytes(sealing.SALT_BYTES))
    secrets = Secrets(1, database, sealing.random_key())
    keeper = Keeper(replace(empty, sets=(KeySet(1, {}, {}, b""),)), secrets, cost)
    keeper = keeper._marked(keeper.file)
    keeper = keeper.admit(user_name, passphrase, administrator=True)
    if not recovery:
        return keeper.file, secrets, ""
    keeper, key = keeper.renew_recovery()
    return keeper.file, secrets, key


def rewrapped(file: KeysFile, opened: Opened, passphrase: str, *, cost: Cost) -> KeysFile:
    """The file after a user has changed the own passphrase. The pair stays, so nobody need help."""
    slot = new_slot(file.salt, opened.slot.id, passphrase, kind=USER, pair=opened.pair, cost=cost)
    return replace(file, slots=_with(file.slots, slot))


@dataclass(frozen=True, slots=True)
class Keeper:
    """A keys file in the hands of an administrator. Each method gives the next state; nothing is written.

    Every method raises StorageError `keys_tampered` when the list of holders is not the one that an
    administrator has made, `keys_moved_on` when the keys were changed since the sign-in, and
    `administrator_needed` without the administrators' key.
    """

    file: KeysFile
    secrets: Secrets
    cost: Cost

    def admit(
        self, user_name: str, passphrase: str, *, administrator: bool = False, one_time: bool = False
    ) -> Keeper:
        """Give a user a new slot, in place of an earlier one."""
        kind = ONE_TIME if one_time else USER
        return self._admit(self.file.slot_id(user_name), passphrase, kind=kind, administrator=administrator)

    def renew_recovery(self) -> tuple[Keeper, str]:
        """A new recovery key in place of an earlier one."""
        key = spelling.new_recovery_key()
        return self._admit(RECOVERY, key, kind=RECOVERY, administrator=True), key

    def dismiss(self, user_name: str) -> Keeper:
        """Take a user's slot away. A copy of the old keys file still opens the study until it is re-keyed."""
        slot_id, keys = self.file.slot_id(user_name), self._trusted()
        return self._marked(
            replace(
                self.file,
                slots=tuple(slot for slot in self.file.slots if slot.id != slot_id),
                sets=(
                    replace(
                        keys,
                        database=_without(keys.database, slot_id),
                        administrators=_without(keys.administrators, slot_id),
                    ),
                ),
            )
        )

    def appoint(self, user_name: str, *, administrator: bool) -> Keeper:
        """Give a user the administrators' key, or take it away."""
        slot_id, keys = self.file.slot_id(user_name), self._trusted()
        slot = self.file.slot(slot_id)
        if slot is None:
            return self
        holders = _without(keys.administrators, slot_id)
        if administrator:
            holders[slot_id] = self._seal("administrators", slot)
        return self._marked(replace(self.file, sets=(replace(keys, administrators=holders),)))

    def rekeyed(self, fresh: Secrets) -> Keeper:
        """A further generation of secrets for the same holders; the file holds both until `settled`."""
        keys = self._trusted()
        after = Keeper(self.file, fresh, self.cost)
        new = KeySet(
            fresh.number,
            {slot: after._seal("database", self._slot(slot)) for slot in keys.database},
            {slot: after._seal("administrators", self._slot(slot)) for slot in keys.administrators},
            b"",
        )
        vouched = self.file.vouches(self.secrets)
        return after._marked(replace(self.file, sets=(keys, after._vouched(new) if vouched else new)))

    def vouch(self, head: TrailHead) -> Keeper:
        """Put the administrators' mark on a head of the trail, in place of an earlier one."""
        keys = self._trusted()
        after = replace(self, file=replace(self.file, head=head))
        return after._marked(replace(after.file, sets=(after._vouched(keys),)))

    def _vouched(self, keys: KeySet) -> KeySet:
        if self.file.head is None or self.secrets.administrator is None:
            return keys
        mark = sealing.mark(self.secrets.administrator, self.file.head.content, purpose=b"trail")
        return replace(keys, vouched=mark)

    def _admit(self, slot_id: str, secret: str, *, kind: str, administrator: bool) -> Keeper:
        keys = self._trusted()
        slot = new_slot(self.file.salt, slot_id, secret, kind=kind, pair=sealing.new_pair(), cost=self.cost)
        holders = _without(keys.administrators, slot_id)
        if administrator:
            holders[slot_id] = self._seal("administrators", slot)
        database = {**keys.database, slot_id: self._seal("database", slot)}
        return self._marked(
            replace(
                self.file,
                slots=_with(self.file.slots, slot),
                sets=(replace(keys, database=database, administrators=holders),),
            )
        )

    def _trusted(self) -> KeySet:
        if self.secrets.administrator is None:
            raise StorageError("administrator_needed")
        if len(self.file.sets) != 1 or self.file.sets[0].number != self.secrets.number:
            raise StorageError("keys_moved_on")
        keys = self.file.sets[0]
        if not sealing.same(keys.roster, self._mark(self.file.slots, keys)):
            raise StorageError("keys_tampered")
        return keys

    def _marked(self, file: KeysFile) -> Keeper:
        sets = tuple(
            replace(keys, roster=self._mark(file.slots, keys)) if keys.number == self.secrets.number else keys
            for keys in file.sets
        )
        return replace(self, file=replace(file, sets=sets))

    def _mark(self, slots: Iterable[Slot], keys: KeySet) -> bytes:
        """Over who holds what. Not over the wrapping: a user may change the own passphrase alone."""
        held = sorted(
            f"{slot.id} {slot.public.hex()} {slot.id in keys.database} {slot.id in keys.administrators}"
            for slot in slots
        )
        if self.file.head is not None:  # that there is one; which one it is has a mark of its own
            held.append("head")
        content = "\n".join((self.file.salt.hex(), str(keys.number), *held))
        return sealing.mark(self.secrets.administrator or bytes(sealing.KEY_BYTES), content.encode())

    def _seal(self, secret: str, slot: Slot) -> bytes:
        content = self.secrets.database if secret == "database" else self.secrets.administrator
        purpose = self.file.purpose(secret, self.secrets.number, slot.id)
        return sealing.seal(content or b"", slot.public, bound=purpose)

    def _slot(self, slot_id: str) -> Slot:
        slot = self.file.slot(slot_id)
        if slot is None:
            raise StorageError("keys_tampered")
        return slot


def fresh_secrets(before: Secrets) -> Secrets:
    """The secrets of the next generation."""
    return Secrets(before.number + 1, sealing.random_key(), sealing.random_key())


def settled(file: KeysFile, number: int) -> KeysFile:
    """The file with one generation alone: the one that opened the database."""
    kept = tuple(keys for keys in file.sets if keys.number == number)
    return replace(file, sets=kept) if kept else file


def _with(slots: tuple[Slot, ...], slot: Slot) -> tuple[Slot, ...]:
    return (*(other for other in slots if other.id != slot.id), slot)


def _without(values: Mapping[str, bytes], key: str) -> dict[str, bytes]:
    return {name: value for name, value in values.items() if name != key}
