"""The keys file as JSON: bounded, strict, written all or nothing."""

from __future__ import annotations

import base64
import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from app.storage.faults import StorageError
from app.storage.files import write_atomically
from app.storage.keys import sealing
from app.storage.keys.model import FORMAT, ONE_TIME, RECOVERY, USER, KeySet, KeysFile, Slot, TrailHead
from app.storage.keys.sealing import Cost

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

SUFFIX = ".keys"
_MOST_BYTES = 1 << 20
_MOST_SETS = 2
_MOST_TRIES = 1 << 31


def path_of(study_file: Path) -> Path:
    """The keys file of a study file."""
    return study_file.with_name(study_file.name + SUFFIX)


def read(study_file: Path) -> KeysFile:
    """The keys file beside a study file. Raises StorageError `keys_missing`, `keys_damaged`,
    `keys_newer` or `keys_unreadable`."""
    path = path_of(study_file)
    try:
        with path.open("rb") as file:
            content = file.read(_MOST_BYTES + 1)
    except FileNotFoundError:
        raise StorageError("keys_missing", file=path.name) from None
    except OSError as error:
        raise StorageError("keys_unreadable", file=path.name) from error
    try:
        return _parse(content, path.name)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise StorageError("keys_damaged", file=path.name) from None


def write(study_file: Path, keys: KeysFile) -> None:
    """Write the keys file, all or nothing. Raises OSError."""
    content: dict[str, object] = {
        "format": FORMAT if keys.head else 2,
        "salt": _text(keys.salt),
        "tries": keys.tries,
        "tried": keys.tried,
        "slots": [_slot_data(slot) for slot in keys.slots],
        "sets": [
            {
                "number": one.number,
                "database": {slot: _text(sealed) for slot, sealed in one.database.items()},
                "administrators": {slot: _text(sealed) for slot, sealed in one.administrators.items()},
                "roster": _text(one.roster),
                **({"vouched": _text(one.vouched)} if one.vouched else {}),
            }
            for one in keys.sets
        ],
    }
    if keys.head is not None:
        content["head"] = asdict(keys.head)
    if keys.first_format:
        content = {"format": 1, "salt": content["salt"], "tries": keys.tries, "slots": content["slots"]}
    write_atomically(path_of(study_file), json.dumps(content, indent=1).encode())


def _slot_data(slot: Slot) -> dict[str, object]:
    data: dict[str, object] = {
        "id": slot.id,
        "kind": slot.kind,
        "argon2id": asdict(slot.cost),
        "salt": _text(slot.salt),
        "nonce": _text(slot.nonce),
        "wrapped": _text(slot.wrapped),
    }
    return data | {"public": _text(slot.public)} if slot.public else data


def _parse(content: bytes, name: str) -> KeysFile:
    if len(content) > _MOST_BYTES:
        raise ValueError("too large")
    data = json.loads(content)
    if type(data["format"]) is int and data["format"] > FORMAT:
        raise StorageError("keys_newer", file=name)
    first = data["format"] == 1
    if not first and data["format"] not in (2, FORMAT):
        raise ValueError("unknown format")
    slots = tuple(_slot(entry, first=first) for entry in data["slots"])
    sets = () if first else tuple(_set(entry) for entry in data["sets"])
    known = {slot.id for slot in slots}
    if not slots or len(known) != len(slots) or not (first or 1 <= len(sets) <= _MOST_SETS):
        raise ValueError("slots or sets")
    if len({one.number for one in sets}) != len(sets):
        raise ValueError("two sets of one number")
    if any(not known >= one.database.keys() >= one.administrators.keys() for one in sets):
        raise ValueError("a secret for nobody")
    tries, tried = _count(data["tries"]), 0 if first else _count(data["tried"])
    head = _head(data["head"]) if data["format"] == FORMAT else None
    return KeysFile(_bytes(data["salt"], sealing.SALT_BYTES), slots, sets, tries, tried, head)


def _head(entry: Mapping[str, Any]) -> TrailHead:
    hash_, public = entry["hash"], entry["public"]
    if len(bytes.fromhex(hash_)) != sealing.KEY_BYTES or len(bytes.fromhex(public)) != sealing.KEY_BYTES:
        raise ValueError("head")
    return TrailHead(_count(entry["rows"]), hash_, _count(entry["seal"]), public)


def _slot(entry: Mapping[str, Any], *, first: bool) -> Slot:
    cost = Cost(**_whole_numbers(entry["argon2id"]))
    if not cost.bearable():
        raise ValueError("unbearable cost")
    if entry["kind"] not in (USER, ONE_TIME, RECOVERY) or not isinstance(entry["id"], str):
        raise ValueError("unknown kind")
    return Slot(
        id=entry["id"],
        kind=entry["kind"],
        cost=cost,
        salt=_bytes(entry["salt"], sealing.SALT_BYTES),
        nonce=_bytes(entry["nonce"], sealing.NONCE_BYTES),
        wrapped=_bytes(entry["wrapped"], sealing.WRAPPED_BYTES),
        public=b"" if first else _bytes(entry["public"], sealing.KEY_BYTES),
    )


def _set(entry: Mapping[str, Any]) -> KeySet:
    return KeySet(
        number=_count(entry["number"]),
        database=_sealed(entry["database"]),
        administrators=_sealed(entry["administrators"]),
        roster=_bytes(entry["roster"], sealing.KEY_BYTES),
        vouched=_bytes(entry["vouched"], sealing.KEY_BYTES) if "vouched" in entry else b"",
    )


def _sealed(value: Mapping[str, object]) -> dict[str, bytes]:
    return {slot: _bytes(content, sealing.SEALED_BYTES) for slot, content in value.items()}


def _count(value: object) -> int:
    if type(value) is not int or not 0 <= value < _MOST_TRIES << 8:
        raise ValueError("count")
    return value


def _whole_numbers(value: object) -> dict[str, int]:
    if not isinstance(value, dict) or not all(type(number) is int for number in value.values()):
        raise TypeError("cost")
    return value


def _text(value: bytes) -> str:
    return base64.b64encode(value).decode()


def _bytes(value: object, length: int) -> bytes:
    if not isinstance(value, str):
        raise TypeError("not text")
    content = base64.b64decode(value, validate=True)
    if len(content) != length:
        raise ValueError("length")
    return content
