"""The keys file: slots that open with their passphrase and with nothing else."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.storage import keys
from app.storage.faults import StorageError
from app.storage.keys import Cost, path_of

CHEAP = Cost(time=1, memory=64, lanes=1)
KEY = bytes(range(32))


@pytest.fixture
def study(tmp_path: Path) -> Path:
    path = tmp_path / "study.mtrack"
    slots = keys.new_file()
    for name in ("mei", "chen"):
        slots = slots.with_slot(name, f"passphrase of {name}", key=KEY, cost=CHEAP)
    keys.write(path, slots)
    return path


def test_each_user_opens_the_same_key_with_the_own_passphrase(study: Path) -> None:
    slots = keys.read(study)

    assert slots.open("mei", "passphrase of mei") == KEY
    assert slots.open("chen", "passphrase of chen") == KEY
    with pytest.raises(StorageError):
        slots.open("mei", "passphrase of chen")


def test_a_new_passphrase_takes_the_place_of_the_old(study: Path) -> None:
    slots = keys.read(study).with_slot("MEI", "another passphrase", key=KEY, cost=CHEAP)

    assert len(slots.slots) == 2
    assert slots.open("mei", "another passphrase") == KEY
    with pytest.raises(StorageError):
        slots.open("mei", "passphrase of mei")


def test_the_file_names_nobody_and_holds_no_key(study: Path) -> None:
    content = path_of(study).read_bytes().lower()

    for secret in (b"mei", b"chen", b"passphrase", KEY, KEY.hex().encode()):
        assert secret not in content.replace(b"memory", b"")


def test_the_same_name_has_another_slot_in_another_study(study: Path, tmp_path: Path) -> None:
    assert keys.new_file().slot_id("mei") != keys.new_file().slot_id("mei")


def test_a_passphrase_is_the_same_in_each_unicode_form() -> None:
    slots = keys.new_file().with_slot("josé", "caf\u00e9 au lait noir", key=KEY, cost=CHEAP)

    assert slots.open("jose\u0301", "cafe\u0301 au lait noir") == KEY


def test_a_changed_slot_opens_no_more(study: Path) -> None:
    slots = keys.read(study)
    mei = next(slot for slot in slots.slots if slot.id == slots.slot_id("mei"))
    changes = (
        {"kind": "recovery"},
        {"cost": Cost(2, 64, 1)},
        {"salt": bytes(16)},
        {"nonce": bytes(12)},
        {"wrapped": bytes(48)},
    )
    for change in changes:
        forged = replace(slots, slots=(replace(mei, **change),))
        with pytest.raises(StorageError) as refusal:
            forged.open("mei", "passphrase of mei")
        assert refusal.value.code == "cannot_unlock"


def test_a_slot_moved_to_another_user_opens_nothing(study: Path) -> None:
    slots = keys.read(study)
    mei = next(slot for slot in slots.slots if slot.id == slots.slot_id("mei"))
    moved = replace(slots, slots=(replace(mei, id=slots.slot_id("chen")),))

    with pytest.raises(StorageError):
        moved.open("chen", "passphrase of mei")


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_a_damaged_file_is_told_as_damaged_or_opens_nothing(tmp_path_factory, data) -> None:
    path = tmp_path_factory.mktemp("damaged") / "study.mtrack"
    keys.write(path, keys.new_file().with_slot("mei", "passphrase of mei", key=KEY, cost=CHEAP))
    content = bytearray(path_of(path).read_bytes())
    at = data.draw(st.integers(0, len(content) - 1))
    content[at] ^= data.draw(st.integers(1, 255))
    path_of(path).write_bytes(bytes(content))

    try:
        opened = keys.read(path).open("mei", "passphrase of mei")
    except StorageError as refusal:
        assert refusal.code in {"keys_damaged", "cannot_unlock"}
    else:  # the counter of tries, or white space between the parts
        assert opened == KEY


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"null",
        b"[]",
        b"{}",
        b'{"format": 2}',
        b"[" * 100_000,
        b'{"format":1,"salt":"AAAAAAAAAAAAAAAAAAAAAA==","tries":0,"slots":[]}',
        b" " * (2 << 20),
        b"\xff\xfe",
    ],
)
def test_a_file_of_another_make_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "study.mtrack"
    path_of(path).write_bytes(content)

    with pytest.raises(StorageError) as refusal:
        keys.read(path)
    assert refusal.value.code == "keys_damaged"


@pytest.mark.parametrize("memory", [1 << 30, 7, -1, True, "64"])
def test_a_planted_cost_cannot_eat_the_memory(study: Path, memory: object) -> None:
    content = json.loads(path_of(study).read_text())
    content["slots"][0]["argon2id"]["memory"] = memory
    path_of(study).write_text(json.dumps(content))

    with pytest.raises(StorageError) as refusal:
        keys.read(study)
    assert refusal.value.code == "keys_damaged"


def test_a_missing_file_is_told_apart(tmp_path: Path) -> None:
    with pytest.raises(StorageError) as refusal:
        keys.read(tmp_path / "none.mtrack")
    assert refusal.value.code == "keys_missing"


def test_a_write_that_fails_leaves_the_old_file(study: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = path_of(study).read_bytes()

    def fail(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("app.storage.files.os.fsync", fail)
    with pytest.raises(OSError, match="No space"):
        keys.write(study, keys.new_file())
    assert path_of(study).read_bytes() == before
    assert [file.name for file in study.parent.iterdir()] == [path_of(study).name]
