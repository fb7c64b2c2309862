"""The keys file beside a study file: for each user a slot with the database key, wrapped by the passphrase.

The database key is random; argon2id makes a wrapping key of a passphrase, AES-GCM wraps. A slot is found by a
keyed hash of the user name, so that the file names nobody. Everything about a slot is bound into its seal:
changing any of it makes the slot useless.
"""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import unicodedata
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from app.storage.faults import StorageError
from app.storage.files import write_atomically

if TYPE_CHECKING:
    from pathlib import Path

SUFFIX = ".keys"
FORMAT = 1
KEY_BYTES = 32
_MOST_BYTES = 1 << 20
_SALT_BYTES = 16
_NONCE_BYTES = 12


@dataclass(frozen=True, slots=True)
class Cost:
    """What one try costs: argon2id passes, memory in KiB, lanes."""

    time: int = 3
    memory: int = 64 * 1024
    lanes: int = 4

    def bearable(self) -> bool:
        """Whether this machine may be asked to do it: a planted file must not eat its memory."""
        return 1 <= self.time <= 32 and 8 * self.lanes <= self.memory <= 1 << 21 and 1 <= self.lanes <= 16


@dataclass(frozen=True, slots=True)
class Slot:
    """One wrapped copy of the database key. `kind`: user, later recovery."""

    id: str
    kind: str
    cost: Cost
    salt: bytes
    nonce: bytes
    wrapped: bytes


@dataclass(frozen=True, slots=True)
class KeysFile:
    """The content of a keys file. `tries` counts failed ones since the last that opened the study."""

    salt: bytes
    slots: tuple[Slot, ...]
    tries: int = 0

    def slot_id(self, user_name: str) -> str:
        """The slot's name of a user: a keyed hash; case and Unicode form of the name don't matter."""
        name = unicodedata.normalize("NFKC", user_name).strip().casefold()
        return hashlib.blake2b(name.encode(), key=self.salt, digest_size=16).hexdigest()

    def with_slot(self, user_name: str, passphrase: str, *, key: bytes, cost: Cost) -> KeysFile:
        """The file with a slot for a user, in place of that user's earlier one."""
        slot_id = self.slot_id(user_name)
        salt, nonce = secrets.token_bytes(_SALT_BYTES), secrets.token_bytes(_NONCE_BYTES)
        bare = Slot(slot_id, "user", cost, salt, nonce, b"")
        sealed = _seal(passphrase, bare).encrypt(nonce, key, _bound(self.salt, bare))
        others = tuple(slot for slot in self.slots if slot.id != slot_id)
        return KeysFile(self.salt, (*others, Slot(slot_id, "user", cost, salt, nonce, sealed)), self.tries)

    def open(self, user_name: str, passphrase: str) -> bytes:
        """The database key. Raises StorageError `cannot_unlock`, whichever of the two is wrong.

        An unknown name takes as long as a wrong passphrase. Releases the interpreter while deriving.
        """
        from cryptography.exceptions import InvalidTag

        slot_id = self.slot_id(user_name)
        found = next((slot for slot in self.slots if slot.id == slot_id), None)
        cost = found.cost if found else (self.slots[0].cost if self.slots else Cost())
        slot = found or Slot(slot_id, "user", cost, bytes(_SALT_BYTES), bytes(_NONCE_BYTES), bytes(48))
        try:
            key: bytes = _seal(passphrase, slot).decrypt(slot.nonce, slot.wrapped, _bound(self.salt, slot))
        except InvalidTag:
            raise StorageError("cannot_unlock") from None
        return key


def path_of(study_file: Path) -> Path:
    """The keys file of a study file."""
    return study_file.with_name(study_file.name + SUFFIX)


def new_file() -> KeysFile:
    """A keys file without slots."""
    return KeysFile(secrets.token_bytes(_SALT_BYTES), ())


def read(study_file: Path) -> KeysFile:
    """The keys file beside a study file. Raises StorageError `keys_missing`, `keys_damaged`."""
    path = path_of(study_file)
    try:
        with path.open("rb") as file:
            content = file.read(_MOST_BYTES + 1)
    except FileNotFoundError:
        raise StorageError("keys_missing", file=path.name) from None
    except OSError as error:
        raise StorageError("keys_unreadable", file=path.name) from error
    try:
        return _parse(content)
    except (ValueError, KeyError, TypeError, RecursionError):
        raise StorageError("keys_damaged", file=path.name) from None


def write(study_file: Path, keys: KeysFile) -> None:
    """Write the keys file, all or nothing. Raises OSError."""
    content = {
        "format": FORMAT,
        "salt": _text(keys.salt),
        "tries": keys.tries,
        "slots": [
            {
                "id": slot.id,
                "kind": slot.kind,
                "argon2id": asdict(slot.cost),
                "salt": _text(slot.salt),
                "nonce": _text(slot.nonce),
                "wrapped": _text(slot.wrapped),
            }
            for slot in keys.slots
        ],
    }
    write_atomically(path_of(study_file), json.dumps(content, indent=1).encode())


def _parse(content: bytes) -> KeysFile:
    if len(content) > _MOST_BYTES:
        raise ValueError("too large")
    data = json.loads(content)
    if data["format"] != FORMAT:
        raise ValueError("unknown format")
    slots = tuple(_slot(entry) for entry in data["slots"])
    if not slots or not isinstance(data["tries"], int):
        raise ValueError("no slot")
    return KeysFile(_bytes(data["salt"], _SALT_BYTES), slots, data["tries"])


def _slot(entry: dict[str, object]) -> Slot:
    cost = Cost(**_whole_numbers(entry["argon2id"]))
    if not cost.bearable():
        raise ValueError("unbearable cost")
    return Slot(
        id=str(entry["id"]),
        kind=str(entry["kind"]),
        cost=cost,
        salt=_bytes(entry["salt"], _SALT_BYTES),
        nonce=_bytes(entry["nonce"], _NONCE_BYTES),
        wrapped=_bytes(entry["wrapped"], KEY_BYTES + 16),
    )


def _whole_numbers(value: object) -> dict[str, int]:
    if not isinstance(value, dict) or not all(type(number) is int for number in value.values()):
        raise TypeError("cost")
    return value


def _seal(passphrase: str, slot: Slot):  # type: ignore[no-untyped-def]  # naming AESGCM would import it early
    from argon2.low_level import Type, hash_secret_raw
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    # NFKC: the same words typed on another keyboard or system give the same bytes.
    wrapping = hash_secret_raw(
        unicodedata.normalize("NFKC", passphrase).encode(),
        slot.salt,
        time_cost=slot.cost.time,
        memory_cost=slot.cost.memory,
        parallelism=slot.cost.lanes,
        hash_len=KEY_BYTES,
        type=Type.ID,
    )
    return AESGCM(wrapping)


def _bound(salt: bytes, slot: Slot) -> bytes:
    parts = (FORMAT, salt.hex(), slot.id, slot.kind, slot.cost.time, slot.cost.memory, slot.cost.lanes)
    return "|".join(str(part) for part in parts).encode()


def _text(value: bytes) -> str:
    return base64.b64encode(value).decode()


def _bytes(value: object, length: int) -> bytes:
    if not isinstance(value, str):
        raise TypeError("not text")
    content = base64.b64decode(value, validate=True)
    if len(content) != length:
        raise ValueError("length")
    return content
