"""Accounts: added, reset, disabled, re-keyed; the recovery key; tries that are counted; all of it audited."""

from __future__ import annotations

import json
import os
import stat
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from app.services import access, accounts, drafts, signing, studies, subjects, throttle
from app.services.context import Context, ServiceError
from app.storage import audit, keys, sqlite
from app.storage.keys import path_of
from tests.services import team
from tests.services.conftest import CHEAP, NEW, PASSPHRASE, Clock
from tests.services.team import TEAM, sign_in


@pytest.fixture
def file(team_study: Path, tmp_path: Path) -> Path:
    return team.copied(team_study, tmp_path / "data")


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def admin(file: Path, clock: Clock) -> Iterator[Context]:
    context = sign_in(file, access.ADMINISTRATOR, clock)
    yield context
    studies.close(context)


def refused(file: Path, name: str, passphrase: str, *, clock: Clock | None = None) -> ServiceError:
    with pytest.raises(ServiceError) as refusal:
        studies.unlock(file, user_name=name, passphrase=passphrase, clock=clock or Clock())
    return refusal.value


def opens(file: Path, name: str, passphrase: str) -> bool:
    """Whether a user gets in; the count of tries is put back."""
    try:
        context = studies.unlock(file, user_name=name, passphrase=passphrase, clock=Clock())
    except ServiceError as refusal:
        assert refusal.code == "cannot_unlock"
        throttle.clear(file)
        return False
    studies.close(context)
    return True


def lines(context: Context, action: str) -> int:
    with context.db.read() as connection:
        found = connection.exec_driver_sql("SELECT count(*) FROM audit WHERE action = ?", (action,))
        return int(found.scalar() or 0)


# adding, changing, taking away


def test_a_new_user_gets_in_once_told_and_must_choose_a_passphrase_first(file: Path, admin: Context) -> None:
    _id, once, _ = accounts.add(admin, accounts.NewUser("Zhou", "Zhou Li", access.COORDINATOR))
    context = studies.unlock(file, user_name="zhou", passphrase=once, clock=Clock())

    assert accounts.must_change_passphrase(context)
    for act in (
        lambda: subjects.listing(context, subjects.ListQuery()),
        lambda: drafts.find(context, "enrolment"),
        lambda: accounts.roll(context),
    ):
        with pytest.raises(ServiceError) as refusal:
            act()
        assert refusal.value.code == "passphrase_must_change"

    with pytest.raises(ServiceError) as refusal:  # the same in another spelling is none of one's own
        accounts.change_passphrase(context, old=once, new=once.lower().replace("-", " "))
    assert refusal.value.code == "passphrase_unchanged"
    accounts.change_passphrase(context, old=once, new="a passphrase of zhou")
    assert subjects.listing(context, subjects.ListQuery()) == ()
    studies.close(context)
    assert opens(file, "zhou", "a passphrase of zhou")
    assert not opens(file, "zhou", once)


@pytest.mark.parametrize(
    ("new", "code"),
    [
        (accounts.NewUser("MEI", "Other Mei", access.MONITOR), "user_name_taken"),
        (accounts.NewUser(" ", "Nobody", access.MONITOR), "user_name_missing"),
        (accounts.NewUser("nobody", "", access.MONITOR), "display_name_missing"),
        (accounts.NewUser("no\nbody", "Nobody", access.MONITOR), "user_name_unusable"),
        (accounts.NewUser("n" * 65, "Nobody", access.MONITOR), "user_name_unusable"),
        (accounts.NewUser("nobody", "Nobody", "king"), "role_missing"),
    ],
)
def test_an_unusable_user_is_refused_and_nothing_is_written(
    file: Path, admin: Context, new: accounts.NewUser, code: str
) -> None:
    before = path_of(file).read_bytes()
    with pytest.raises(ServiceError) as refusal:
        accounts.add(admin, new)

    assert refusal.value.code == code
    assert path_of(file).read_bytes() == before
    assert len(accounts.roll(admin).users) == 4


def test_a_reset_passphrase_takes_the_place_of_the_old(file: Path, admin: Context) -> None:
    once, _ = accounts.reset(admin, team.user_id(admin, access.MONITOR))

    assert not opens(file, *TEAM[access.MONITOR])
    assert opens(file, "li", once)
    assert lines(admin, "passphrase_reset") == 1


def test_a_disabled_user_is_out_the_row_stays_and_enabling_lets_in_again(file: Path, admin: Context) -> None:
    monitor = team.user_id(admin, access.MONITOR)
    accounts.disable(admin, monitor)

    assert not opens(file, *TEAM[access.MONITOR])
    row = next(user for user in accounts.roll(admin).users if user.id == monitor)
    assert (row.active, row.opens_with) == (False, "nothing")
    with pytest.raises(ServiceError) as refusal:
        accounts.reset(admin, monitor)
    assert refusal.value.code == "user_disabled"

    once, _ = accounts.enable(admin, monitor)
    assert opens(file, "li", once)
    assert not opens(file, *TEAM[access.MONITOR])


def test_an_older_keys_file_does_not_bring_a_disabled_user_back(file: Path, admin: Context) -> None:
    kept = path_of(file).read_bytes()
    accounts.disable(admin, team.user_id(admin, access.MONITOR))
    path_of(file).write_bytes(kept)

    assert not opens(file, *TEAM[access.MONITOR])


def test_nobody_takes_the_own_account_away(admin: Context) -> None:
    for act in (
        lambda: accounts.disable(admin, admin.user.id),
        lambda: accounts.reset(admin, admin.user.id),
        lambda: accounts.change_role(admin, admin.user.id, access.MONITOR),
    ):
        with pytest.raises(ServiceError) as refusal:
            act()
        assert refusal.value.code == "own_account"


def test_a_new_administrator_administers_after_the_next_sign_in(file: Path, admin: Context) -> None:
    coordinator = sign_in(file, access.COORDINATOR, Clock())
    accounts.change_role(admin, coordinator.user.id, access.ADMINISTRATOR)
    studies.close(coordinator)

    promoted = sign_in(file, access.COORDINATOR, Clock())
    assert promoted.user.role == access.ADMINISTRATOR
    accounts.add(promoted, accounts.NewUser("zhou", "Zhou", access.MONITOR))
    studies.close(promoted)

    accounts.change_role(admin, promoted.user.id, access.COORDINATOR)
    demoted = sign_in(file, access.COORDINATOR, Clock())
    assert demoted.unlocked is not None
    assert demoted.unlocked.administrator_key is None
    studies.close(demoted)


def test_a_role_forged_in_the_file_gives_no_keys(file: Path, admin: Context) -> None:
    """Whoever holds the database key may write a role into it, but has not the administrators' key."""
    with admin.db.engine.connect() as connection, connection.begin():
        connection.exec_driver_sql("UPDATE app_user SET role = 'administrator' WHERE user_name = 'li'")
    forged = sign_in(file, access.MONITOR, Clock())

    assert forged.user.role == access.ADMINISTRATOR
    with pytest.raises(ServiceError) as refusal:
        accounts.add(forged, accounts.NewUser("friend", "Friend", access.ADMINISTRATOR))
    assert refusal.value.code == "administrator_needed"
    assert len(accounts.roll(forged).users) == 4
    studies.close(forged)


def test_a_list_of_users_that_was_tampered_with_is_not_built_on(file: Path, admin: Context) -> None:
    content = json.loads(path_of(file).read_text())
    content["slots"] = [slot for slot in content["slots"] if slot["id"] != content["slots"][1]["id"]]
    gone = json.loads(path_of(file).read_text())["slots"][1]["id"]
    for one in content["sets"]:
        one["database"].pop(gone)
        one["administrators"].pop(gone, None)
    path_of(file).write_text(json.dumps(content))

    with pytest.raises(ServiceError) as refusal:
        accounts.add(admin, accounts.NewUser("zhou", "Zhou", access.MONITOR))
    assert refusal.value.code == "keys_tampered"
    assert len(accounts.roll(admin).users) == 4


# the own passphrase


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("not the old one", "something quite new", "cannot_confirm"),
        (PASSPHRASE, "short", "passphrase_short"),
        (PASSPHRASE, PASSPHRASE, "passphrase_unchanged"),
    ],
)
def test_a_change_of_passphrase_that_cannot_be_leaves_the_old_one(
    file: Path, admin: Context, old: str, new: str, code: str
) -> None:
    with pytest.raises(ServiceError) as refusal:
        accounts.change_passphrase(admin, old=old, new=new)

    assert refusal.value.code == code
    throttle.clear(file)
    assert opens(file, "mei", PASSPHRASE)
    assert lines(admin, "passphrase_changed") == 3  # those of the team, before


def test_an_administrator_stays_one_after_a_change_of_passphrase(file: Path, admin: Context) -> None:
    accounts.change_passphrase(admin, old=PASSPHRASE, new="another horse battery")
    again = studies.unlock(file, user_name="mei", passphrase="another horse battery", clock=Clock())

    accounts.add(again, accounts.NewUser("zhou", "Zhou", access.MONITOR))
    assert lines(admin, "passphrase_changed") == 3 + 1
    studies.close(again)


# the recovery key


def test_the_recovery_key_of_a_new_study_is_told_once_and_opens_it(tmp_path: Path) -> None:
    path = tmp_path / "new.mtrack"
    context = studies.create(path, NEW, clock=Clock(), cost=CHEAP)
    key = accounts.take_new_recovery_key(context)
    assert accounts.take_new_recovery_key(context) == ""
    assert accounts.roll(context).recovery_key
    studies.close(context)

    again = studies.recover(
        path, recovery_key=key.lower(), user_name="Mei", passphrase="found on paper", clock=Clock()
    )
    assert again.user.user_name == "mei"
    accounts.add(again, accounts.NewUser("zhou", "Zhou", access.MONITOR))  # the administrator is one again
    assert lines(again, "recovery") == 1
    studies.close(again)
    assert opens(path, "mei", "found on paper")
    assert not opens(path, "mei", PASSPHRASE)


def test_a_recovered_coordinator_is_no_administrator(file: Path, admin: Context) -> None:
    key, _ = accounts.renew_recovery_key(admin, passphrase=PASSPHRASE)
    context = studies.recover(
        file, recovery_key=key, user_name="chen", passphrase="found on paper", clock=Clock()
    )

    assert context.unlocked is not None
    assert context.unlocked.administrator_key is None
    studies.close(context)
    assert opens(file, "chen", "found on paper")


def test_a_renewed_recovery_key_takes_the_place_of_the_old(file: Path, admin: Context) -> None:
    first, _ = accounts.renew_recovery_key(admin, passphrase=PASSPHRASE)
    second, _ = accounts.renew_recovery_key(admin, passphrase=PASSPHRASE)

    with pytest.raises(ServiceError) as refusal:
        studies.recover(file, recovery_key=first, user_name="mei", passphrase="found on paper", clock=Clock())
    assert refusal.value.code == "recovery_key_wrong"
    studies.close(
        studies.recover(
            file, recovery_key=second, user_name="mei", passphrase="found on paper", clock=Clock()
        )
    )


def test_what_is_wrong_with_a_recovery_is_told_apart_and_changes_nothing(file: Path, admin: Context) -> None:
    key, _ = accounts.renew_recovery_key(admin, passphrase=PASSPHRASE)
    accounts.disable(admin, team.user_id(admin, access.MONITOR))
    before = [slot.wrapped for slot in keys.read(file).slots]
    slip = ("B" if key[0] == "A" else "A") + key[1:]
    for recovery_key, user, passphrase, code in (
        ("AAAA-BBBB", "mei", "found on paper", "recovery_key_incomplete"),
        (slip, "mei", "found on paper", "recovery_key_mistyped"),
        (key, "mei", "short", "passphrase_short"),
        (key, "nobody", "found on paper", "user_unknown"),
        (key, "li", "found on paper", "user_unknown"),  # disabled
    ):
        with pytest.raises(ServiceError) as refusal:
            studies.recover(
                file, recovery_key=recovery_key, user_name=user, passphrase=passphrase, clock=Clock()
            )
        assert refusal.value.code == code
    assert [slot.wrapped for slot in keys.read(file).slots] == before
    assert keys.read(file).tries == 0


# re-keying


def test_a_new_key_opens_for_everybody_and_the_old_one_for_nobody(file: Path, admin: Context) -> None:
    assert admin.unlocked is not None
    old, old_keys = admin.unlocked.database_key, path_of(file).read_bytes()
    accounts.rekey(admin, passphrase=PASSPHRASE)

    assert subjects.listing(admin, subjects.ListQuery()) == ()  # the open window goes on
    assert admin.unlocked.database_key != old
    assert not sqlite.opens(file, old)
    for name, passphrase in TEAM.values():
        assert opens(file, name, passphrase)
    assert len(keys.read(file).sets) == 1
    with admin.db.read() as connection:
        assert audit.verify(connection) is None
        assert sqlite.faults(connection) == ()
    path_of(file).write_bytes(old_keys)
    assert refused(file, "mei", PASSPHRASE).code == "study_damaged"


def test_on_suspicion_everybody_else_gets_a_one_time_passphrase(file: Path, admin: Context) -> None:
    told, _ = accounts.rekey(admin, passphrase=PASSPHRASE, everybody=True)

    assert set(told) == {"chen", "wu", "li"}
    assert opens(file, "mei", PASSPHRASE)
    assert not opens(file, *TEAM[access.COORDINATOR])
    assert opens(file, "chen", told["chen"])


def test_no_new_key_while_another_window_has_the_file_open(
    file: Path, admin: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite, "BUSY_SECONDS", 0.1)
    other = sign_in(file, access.MONITOR, Clock())
    subjects.listing(other, subjects.ListQuery())
    before = keys.read(file).sets

    with pytest.raises(ServiceError) as refusal:
        accounts.rekey(admin, passphrase=PASSPHRASE)
    assert refusal.value.code == "study_in_use"
    assert keys.read(file).sets == before
    assert subjects.listing(other, subjects.ListQuery()) == ()
    assert subjects.listing(admin, subjects.ListQuery()) == ()
    studies.close(other)
    accounts.rekey(admin, passphrase=PASSPHRASE)


def test_a_failure_while_re_keying_leaves_the_old_key(
    file: Path, admin: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert admin.unlocked is not None
    old = admin.unlocked.database_key

    from sqlcipher3.dbapi2 import OperationalError

    def fail(*_arguments: object, ready, **_more: object) -> None:
        ready()
        raise OperationalError("database or disk is full")

    monkeypatch.setattr(sqlite, "rekey", fail)
    with pytest.raises(ServiceError) as refusal:
        accounts.rekey(admin, passphrase=PASSPHRASE)

    assert refusal.value.code == "disk_full"
    assert admin.unlocked.database_key == old
    assert len(keys.read(file).sets) == 1
    assert opens(file, *TEAM[access.MONITOR])


# tries


def test_tries_are_counted_in_the_file_and_waits_grow(file: Path, clock: Clock) -> None:
    waits = []
    for _try in range(6):
        clock.moment += timedelta(seconds=studies.seconds_to_wait(file, clock=clock))
        assert refused(file, "mei", "wrong", clock=clock).code == "cannot_unlock"
        waits.append(studies.seconds_to_wait(file, clock=clock))
    assert waits == [0, 0, 5, 10, 20, 40]

    # neither another name, nor the right passphrase, nor another program comes before the time
    refusal = refused(file, "chen", TEAM[access.COORDINATOR][1], clock=clock)
    assert (refusal.code, refusal.params) == ("wait", {"seconds": 40})
    assert keys.read(file).tries == 6
    clock.moment += timedelta(seconds=40)
    context = studies.unlock(file, user_name="mei", passphrase=PASSPHRASE, clock=clock)
    assert keys.read(file).tries == 0
    with context.db.read() as connection:
        newest = connection.exec_driver_sql(
            "SELECT new FROM audit WHERE action = 'sign_in' ORDER BY id DESC LIMIT 1"
        )
        assert newest.scalar() == "6"
    studies.close(context)


def test_the_longest_wait_is_a_quarter_of_an_hour() -> None:
    assert [throttle.wait_after(tries) for tries in (0, 2, 3, 9, 10, 11, 10**6)] == [
        0, 0, 5, 320, 640, 900, 900,
    ]  # fmt: skip


def test_a_clock_that_is_set_back_gains_nothing_and_does_not_lock_out_for_good(
    file: Path, clock: Clock
) -> None:
    for _try in range(3):
        refused(file, "mei", "wrong", clock=clock)
    clock.moment -= timedelta(days=300)

    assert refused(file, "mei", PASSPHRASE, clock=clock).code == "wait"
    clock.moment += timedelta(seconds=5)
    studies.close(studies.unlock(file, user_name="mei", passphrase=PASSPHRASE, clock=clock))


def test_a_confirmation_counts_like_a_try_at_the_door(file: Path, admin: Context, clock: Clock) -> None:
    for _try in range(3):
        with pytest.raises(ServiceError) as refusal:
            signing.confirm(admin, "wrong")
        assert refusal.value.code == "cannot_confirm"
    with pytest.raises(ServiceError) as refusal:
        signing.confirm(admin, PASSPHRASE)
    assert refusal.value.code == "wait"
    assert lines(admin, "confirm_failed") == 3

    clock.moment += timedelta(seconds=5)
    signing.confirm(admin, PASSPHRASE)
    assert keys.read(file).tries == 0


def test_where_nothing_can_be_written_a_try_is_not_refused_for_that(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def read_only(*_arguments: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("app.storage.keys.text.write_atomically", read_only)
    context = sign_in(file, access.MONITOR, Clock())
    assert context.user.user_name == "li"
    studies.close(context)


# the files


@pytest.mark.skipif(os.name != "posix", reason="file modes")
def test_files_are_for_their_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "made" / "new.mtrack"
    context = studies.create(path, NEW, clock=Clock(), cost=CHEAP)
    modes = {each.name: stat.S_IMODE(each.stat().st_mode) for each in path.parent.iterdir()}

    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert {"new.mtrack", "new.mtrack.keys", "new.mtrack-wal"} <= modes.keys()
    assert set(modes.values()) == {0o600}
    studies.close(context)


def test_a_study_of_the_first_format_becomes_one_of_today_at_the_first_sign_in(tmp_path: Path) -> None:
    import shutil

    kept = Path(__file__).parents[1] / "storage" / "files" / "0001.study"
    path = Path(shutil.copy(kept, tmp_path / "old.mtrack"))
    shutil.copy(path_of(kept), path_of(path))

    context = studies.unlock(path, user_name="mei", passphrase=PASSPHRASE, clock=Clock())
    roll = accounts.roll(context)
    assert not keys.read(path).first_format
    assert not roll.recovery_key
    key, _ = accounts.renew_recovery_key(context, passphrase=PASSPHRASE)
    assert accounts.roll(context).recovery_key
    accounts.add(context, accounts.NewUser("chen", "Chen", access.COORDINATOR))
    accounts.rekey(context, passphrase=PASSPHRASE)
    studies.close(context)
    again = studies.recover(
        path, recovery_key=key, user_name="mei", passphrase="found on paper", clock=Clock()
    )
    studies.close(again)


def test_a_context_says_nothing_of_its_keys(admin: Context) -> None:
    assert admin.unlocked is not None
    said = repr(admin) + repr(admin.unlocked) + repr(replace(admin))

    assert admin.unlocked.database_key.hex() not in said
    assert str(admin.unlocked.database_key) not in said
    assert str(admin.unlocked.administrator_key) not in said
