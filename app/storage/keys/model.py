"""What a keys file holds, and how a slot of it is opened.

Each user has a slot: a key pair whose private half is wrapped by the passphrase (argon2id, AES-GCM). The
random database key is sealed for the public half of each, so that an administrator gives, takes away and
changes keys without anybody's passphrase. A second secret, the administrators' key, is sealed for
administrators and the recovery key alone; it marks the list of slots, so that nobody else can plant one. A
slot is found by a keyed hash of the user name: the file names nobody. Everything about a slot is bound into
its seal.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Mapping
from dataclasses import field, replace
from secrets import token_bytes

from app.domain.values import dataclass
from app.storage.faults import StorageError
from app.storage.keys import sealing, spelling
from app.storage.keys.sealing import Cost

USER, ONE_TIME, RECOVERY = "user", "once", "recovery"
FORMAT = 3  # 2 had no head of the trail
_BOUND = 2  # what seals are bound to: slots of format 2 stay as they are


@dataclass(frozen=True, slots=True)
class Slot:
    """A holder. `kind`: user, once (a passphrase that must be changed first), recovery."""

    id: str
    kind: str
    cost: Cost
    salt: bytes
    nonce: bytes
    wrapped: bytes  # private half; in a file of format 1 the database key itself
    public: bytes = b""


@dataclass(frozen=True, slots=True)
class KeySet:
    """One generation of the secrets, sealed by slot id. Two stand in the file while the key is changed."""

    number: int
    database: Mapping[str, bytes]
    administrators: Mapping[str, bytes]
    roster: bytes  # the administrators' mark over who holds what
    vouched: bytes = b""  # the administrators' mark over the head of the trail


@dataclass(frozen=True, slots=True)
class TrailHead:
    """The end of the audit trail as an administrator's session last found it: rows, hash of the last, number
    of its seal, and what the next seal's signature opens with."""

    rows: int
    hash: str
    seal: int
    public: str

    @property
    def content(self) -> bytes:
        """What the administrators' mark covers."""
        return f"{self.rows} {self.hash} {self.seal} {self.public}".encode()


@dataclass(frozen=True, slots=True)
class Secrets:
    """What a holder gets of a generation. `administrator` is None for all but administrators and recovery."""

    number: int
    database: bytes = field(repr=False)
    administrator: bytes | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Opened:
    """A slot that was opened, with its private half."""

    slot: Slot
    pair: sealing.Pair = field(repr=False)
    first_key: bytes | None = field(default=None, repr=False)  # the database key of a file of format 1


@dataclass(frozen=True, slots=True)
class KeysFile:
    """The content of a keys file. `tries` counts failed ones since the last that opened; `tried` is the
    time of the newest in seconds of the epoch."""

    salt: bytes
    slots: tuple[Slot, ...] = ()
    sets: tuple[KeySet, ...] = ()
    tries: int = 0
    tried: int = 0
    head: TrailHead | None = None

    @property
    def first_format(self) -> bool:
        """Whether the file is of format 1: one user, no recovery key."""
        return not self.sets

    def slot_id(self, user_name: str) -> str:
        """The slot's name of a user: a keyed hash; case and Unicode form of the name don't matter."""
        name = unicodedata.normalize("NFKC", user_name).strip().casefold()
        return hashlib.blake2b(name.encode(), key=self.salt, digest_size=16).hexdigest()

    def slot(self, slot_id: str) -> Slot | None:
        """A slot by its id."""
        return next((slot for slot in self.slots if slot.id == slot_id), None)

    def holds(self, user_name: str) -> bool:
        """Whether a user has a slot."""
        return self.slot(self.slot_id(user_name)) is not None

    def unlock(self, user_name: str, passphrase: str) -> Opened:
        """Open a user's slot. Raises StorageError `cannot_unlock`, whichever of the two is wrong.

        An unknown name takes as long as a wrong passphrase. Releases the interpreter while deriving.
        """
        slot_id = self.slot_id(user_name)
        slot = self.slot(slot_id)
        if slot is not None and slot.kind == ONE_TIME:
            passphrase = spelling.read_one_time_passphrase(passphrase)
        return self._opened(slot, slot_id, passphrase)

    def recover(self, recovery_key: str) -> Opened:
        """Open the recovery slot. Raises StorageError `recovery_key_wrong`, or what reading it raises."""
        typed = spelling.read_recovery_key(recovery_key)
        try:
            return self._opened(self.slot(RECOVERY), RECOVERY, typed)
        except StorageError:
            raise StorageError("recovery_key_wrong") from None

    def open(self, user_name: str, passphrase: str) -> bytes:
        """The newest database key of a user. Raises StorageError `cannot_unlock`."""
        return self.secrets(self.unlock(user_name, passphrase))[0].database

    def secrets(self, opened: Opened) -> tuple[Secrets, ...]:
        """What an opened slot holds, newest generation first. Raises StorageError `cannot_unlock`."""
        if opened.first_key is not None:
            return (Secrets(0, opened.first_key),)
        found = [self._secrets(keys, opened) for keys in sorted(self.sets, key=lambda keys: -keys.number)]
        if not any(found):
            raise StorageError("cannot_unlock")
        return tuple(one for one in found if one is not None)

    def _secrets(self, keys: KeySet, opened: Opened) -> Secrets | None:
        slot = opened.slot.id
        if slot not in keys.database:
            return None
        try:
            database = sealing.unseal(
                keys.database[slot], opened.pair, bound=self.purpose("database", keys.number, slot)
            )
            sealed = keys.administrators.get(slot)
            bound = self.purpose("administrators", keys.number, slot)
            administrator = None if sealed is None else sealing.unseal(sealed, opened.pair, bound=bound)
        except sealing.UnopenedError:
            return None
        return Secrets(keys.number, database, administrator)

    def _opened(self, found: Slot | None, slot_id: str, passphrase: str) -> Opened:
        slot = found or self._nobody(slot_id)
        key = sealing.derived(passphrase, slot.salt, slot.cost)
        try:
            secret = sealing.unwrap(
                slot.wrapped, key, nonce=slot.nonce, bound=bound(self.salt, slot, self.first_format)
            )
        except sealing.UnopenedError:
            raise StorageError("cannot_unlock") from None
        if self.first_format:
            return Opened(slot, sealing.Pair(b"", b""), secret)
        pair = sealing.pair_of(secret)
        if not sealing.same(pair.public, slot.public):
            raise StorageError("cannot_unlock")
        return Opened(slot, pair)

    def _nobody(self, slot_id: str) -> Slot:
        """A slot that never opens and costs as much as the others."""
        cost = max(
            (slot.cost for slot in self.slots), key=lambda cost: cost.time * cost.memory, default=Cost()
        )
        return Slot(
            slot_id,
            USER,
            cost,
            bytes(sealing.SALT_BYTES),
            bytes(sealing.NONCE_BYTES),
            bytes(sealing.WRAPPED_BYTES),
        )

    def purpose(self, secret: str, number: int, slot_id: str) -> bytes:
        """What a sealed secret is bound to."""
        return "|".join((str(_BOUND), self.salt.hex(), secret, str(number), slot_id)).encode()

    def vouches(self, secrets: Secrets) -> bool | None:
        """Whether an administrator has marked the head of the trail; None for who cannot tell."""
        if secrets.administrator is None:
            return None
        keys = next((keys for keys in self.sets if keys.number == secrets.number), None)
        if keys is None or self.head is None:
            return False
        expected = sealing.mark(secrets.administrator, self.head.content, purpose=b"trail")
        return sealing.same(keys.vouched, expected)


def bound(salt: bytes, slot: Slot, first_format: bool = False) -> bytes:
    """What a slot's own seal is bound to."""
    parts = [1 if first_format else _BOUND, salt.hex(), slot.id, slot.kind]
    parts += [slot.cost.time, slot.cost.memory, slot.cost.lanes]
    if not first_format:
        parts.append(slot.public.hex())
    return "|".join(str(part) for part in parts).encode()


def new_slot(salt: bytes, slot_id: str, secret: str, *, kind: str, pair: sealing.Pair, cost: Cost) -> Slot:
    """A slot that `secret` (a passphrase or recovery key) opens."""
    own_salt, nonce = token_bytes(sealing.SALT_BYTES), token_bytes(sealing.NONCE_BYTES)
    bare = Slot(slot_id, kind, cost, own_salt, nonce, b"", pair.public)
    key = sealing.derived(secret, own_salt, cost)
    return replace(bare, wrapped=sealing.wrap(pair.private, key, nonce=nonce, bound=bound(salt, bare)))
