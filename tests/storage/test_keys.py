"""The keys file: slots that open with their passphrase and with nothing else."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.storage import keys
from app.storage.faults import StorageError
from app.storage.keys import Cost, Keeper, path_of

CHEAP = Cost(time=1, memory=64, lanes=1)
KEY = bytes(range(32))


@pytest.fixture
def study(tmp_path: Path) -> Path:
    path = tmp_path / "study.mtrack"
    keeper = founded().admit("chen", "passphrase of chen")
    keys.write(path, keeper.file)
    return path


def founded() -> Keeper:
    """A keys file in the hands of mei, its first administrator."""
    file, secrets, _recovery = keys.found("mei", "passphrase of mei", cost=CHEAP, database=KEY)
    return Keeper(file, secrets, CHEAP)


def test_each_user_opens_the_same_key_with_the_own_passphrase(study: Path) -> None:
    slots = keys.read(study)

    assert slots.open("mei", "passphrase of mei") == KEY
    assert slots.open("chen", "passphrase of chen") == KEY
    with pytest.raises(StorageError):
        slots.open("mei", "passphrase of chen")


def test_a_new_passphrase_takes_the_place_of_the_old(study: Path) -> None:
    before = keys.read(study)
    slots = keys.rewrapped(
        before, before.unlock("MEI", "passphrase of mei"), "another passphrase", cost=CHEAP
    )

    assert len(slots.slots) == 3
    assert slots.open("mei", "another passphrase") == KEY
    with pytest.raises(StorageError):
        slots.open("mei", "passphrase of mei")


def test_the_file_names_nobody_and_holds_no_key(study: Path) -> None:
    content = path_of(study).read_bytes().lower()

    # Three letters can stand in sealed bytes by chance: names count as whole words, between quotes.
    for secret in (b'"mei', b'mei"', b'"chen', b'chen"', b"passphrase", KEY, KEY.hex().encode()):
        assert secret not in content.replace(b"memory", b"")


def test_the_same_name_has_another_slot_in_another_study(study: Path, tmp_path: Path) -> None:
    assert founded().file.slot_id("mei") != founded().file.slot_id("mei")


def test_a_passphrase_is_the_same_in_each_unicode_form() -> None:
    slots = founded().admit("josé", "caf\u00e9 au lait noir").file

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
        {"public": bytes(range(32))},
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
    keys.write(path, founded().file)
    content = bytearray(path_of(path).read_bytes())
    at = data.draw(st.integers(0, len(content) - 1))
    content[at] ^= data.draw(st.integers(1, 255))
    path_of(path).write_bytes(bytes(content))

    try:
        opened = keys.read(path).open("mei", "passphrase of mei")
    except StorageError as refusal:
        assert refusal.code in {"keys_damaged", "keys_newer", "cannot_unlock"}
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
        b'{"format": "2"}',
        b'{"format": 0}',
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
        keys.write(study, founded().file)
    assert path_of(study).read_bytes() == before
    assert [file.name for file in study.parent.iterdir()] == [path_of(study).name]


# what an administrator does


def test_only_administrators_and_the_recovery_key_hold_the_administrators_key() -> None:
    file, secrets, recovery = keys.found("mei", "passphrase of mei", cost=CHEAP, database=KEY)
    file = Keeper(file, secrets, CHEAP).admit("chen", "passphrase of chen").file

    held = {
        "mei": file.secrets(file.unlock("mei", "passphrase of mei"))[0],
        "chen": file.secrets(file.unlock("chen", "passphrase of chen"))[0],
        "recovery": file.secrets(file.recover(recovery))[0],
    }
    assert {one.database for one in held.values()} == {KEY}
    assert held["chen"].administrator is None
    assert held["mei"].administrator == held["recovery"].administrator == secrets.administrator


def test_a_role_moves_the_administrators_key_without_anybodys_passphrase() -> None:
    keeper = founded().admit("chen", "passphrase of chen").appoint("chen", administrator=True)
    chen = keeper.file.unlock("chen", "passphrase of chen")
    assert keeper.file.secrets(chen)[0].administrator == keeper.secrets.administrator

    keeper = keeper.appoint("chen", administrator=False)
    assert keeper.file.secrets(chen)[0].administrator is None


def test_a_dismissed_user_opens_nothing() -> None:
    keeper = founded().admit("chen", "passphrase of chen").dismiss("chen")

    with pytest.raises(StorageError):
        keeper.file.unlock("chen", "passphrase of chen")
    assert not keeper.file.holds("chen")


def test_a_user_without_the_administrators_key_gives_no_access(study: Path) -> None:
    file = keys.read(study)
    chen = file.secrets(file.unlock("chen", "passphrase of chen"))[0]

    with pytest.raises(StorageError) as refusal:
        Keeper(file, chen, CHEAP).admit("friend", "passphrase of friend")
    assert refusal.value.code == "administrator_needed"
    # and one who makes the key up is found out
    with pytest.raises(StorageError) as refusal:
        Keeper(file, replace(chen, administrator=bytes(32)), CHEAP).admit("friend", "passphrase of friend")
    assert refusal.value.code == "keys_tampered"


def test_a_planted_public_key_is_given_nothing(study: Path) -> None:
    from app.storage.keys import sealing

    file = keys.read(study)
    mei = file.secrets(file.unlock("mei", "passphrase of mei"))[0]
    chen = file.slot(file.slot_id("chen"))
    assert chen is not None
    planted = replace(chen, public=sealing.new_pair().public)
    tampered = replace(file, slots=tuple(planted if slot.id == chen.id else slot for slot in file.slots))

    for act in (
        lambda keeper: keeper.rekeyed(keys.fresh_secrets(mei)),
        lambda keeper: keeper.admit("li", "passphrase of li"),
        lambda keeper: keeper.dismiss("chen"),
        lambda keeper: keeper.renew_recovery(),
        lambda keeper: keeper.appoint("chen", administrator=True),
    ):
        with pytest.raises(StorageError) as refusal:
            act(Keeper(tampered, mei, CHEAP))
        assert refusal.value.code == "keys_tampered"


def test_new_keys_reach_every_holder_and_no_former_one() -> None:
    keeper = founded().admit("chen", "passphrase of chen").admit("li", "passphrase of li")
    former = keeper.file.unlock("li", "passphrase of li")
    keeper = keeper.dismiss("li")
    fresh = keys.fresh_secrets(keeper.secrets)
    both = keeper.rekeyed(fresh).file

    chen = both.unlock("chen", "passphrase of chen")
    assert [one.database for one in both.secrets(chen)] == [fresh.database, KEY]
    with pytest.raises(StorageError):
        both.secrets(former)
    after = keys.settled(both, fresh.number)
    assert [one.database for one in after.secrets(chen)] == [fresh.database]
    assert keys.settled(both, 1) == keeper.file
    # the next change is made with the new administrators' key
    assert Keeper(after, fresh, CHEAP).admit("wu", "passphrase of wu").file.holds("wu")
    with pytest.raises(StorageError) as refusal:
        Keeper(after, keeper.secrets, CHEAP).admit("wu", "passphrase of wu")
    assert refusal.value.code == "keys_moved_on"


def test_a_secret_sealed_for_one_user_opens_for_no_other(study: Path) -> None:
    file = keys.read(study)
    mei, chen = file.slot_id("mei"), file.slot_id("chen")
    one = file.sets[0]
    swapped = replace(one, database={**one.database, chen: one.database[mei]})
    moved = replace(file, sets=(swapped,))

    with pytest.raises(StorageError):
        moved.secrets(moved.unlock("chen", "passphrase of chen"))


def test_a_file_of_the_first_format_opens_still() -> None:
    files = Path(__file__).parent / "files"
    first = keys.read(files / "0001.study")

    assert first.first_format
    assert len(first.open("mei", "correct horse battery")) == 32


def test_a_file_of_a_later_format_is_told_apart(tmp_path: Path) -> None:
    path = tmp_path / "study.mtrack"
    path_of(path).write_bytes(b'{"format": 4}')

    with pytest.raises(StorageError) as refusal:
        keys.read(path)
    assert refusal.value.code == "keys_newer"


# what people copy from paper


def test_a_recovery_key_is_read_however_it_is_typed() -> None:
    from app.storage.keys import spelling

    key = spelling.new_recovery_key()
    assert len(key.replace("-", "")) == 36
    assert spelling.read_recovery_key(key) == key
    assert spelling.read_recovery_key(key.lower().replace("-", " ")) == key
    misread = key.replace("0", "o").replace("1", "l")
    assert spelling.read_recovery_key(misread) == key


@settings(max_examples=200, deadline=None)
@given(st.integers(0, 35), st.integers(1, 31))
def test_each_wrong_letter_of_a_recovery_key_is_noticed(at: int, step: int) -> None:
    from app.storage.keys import spelling

    letters = list(spelling.new_recovery_key().replace("-", ""))
    alphabet = spelling._LETTERS
    letters[at] = alphabet[(alphabet.index(letters[at]) + step) % 32]
    with pytest.raises(StorageError) as refusal:
        spelling.read_recovery_key("".join(letters))
    assert refusal.value.code == "recovery_key_mistyped"


@pytest.mark.parametrize("typed", ["", "ABCD", "A" * 37, "密钥"])
def test_an_incomplete_recovery_key_says_how_much_is_missing(typed: str) -> None:
    from app.storage.keys import spelling

    with pytest.raises(StorageError) as refusal:
        spelling.read_recovery_key(typed)
    assert refusal.value.code == "recovery_key_incomplete"


def test_one_time_passphrases_are_long_enough_and_differ() -> None:
    made = {keys.new_one_time_passphrase() for _ in range(50)}

    assert len(made) == 50
    assert all(len(one.replace("-", "")) == 20 for one in made)


@pytest.mark.parametrize("once", ["7K2M-0XQ1-9ABC-DEFG-HJKM"])
@pytest.mark.parametrize(
    "typed", ["7k2m 0xq1 9abc defg hjkm", "7K2MOXQI9ABCDEFGHJKM", "7K2M-0XQ1-9ABC-DEFG-HJKM "]
)
def test_a_one_time_passphrase_opens_however_it_is_typed(once: str, typed: str) -> None:
    slots = founded().admit("chen", once, one_time=True).admit("li", once).file

    assert slots.open("chen", typed) == KEY
    for name, wrong in (("chen", once[:-1] + "N"), ("li", typed)):  # an own passphrase stays exact
        with pytest.raises(StorageError):
            slots.open(name, wrong)


def test_changes_of_two_windows_both_stay(study: Path) -> None:
    import threading

    def count(_number: int) -> None:
        for _try in range(10):
            keys.changing(study, lambda file: replace(file, tries=file.tries + 1))

    threads = [threading.Thread(target=count, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert keys.read(study).tries == 40
