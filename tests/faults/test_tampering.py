"""Whoever holds the database key and rewrites the trail by raw SQL is found out, every time.

The thief of these tests signed in as a monitor once: he has the database key and the signing key as it is
now, drops the triggers, and may rebuild the chain, the seals, and the counters. What he has not is the
administrators' key. What he can still do stands in the last tests and in the threat model.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, insert, select

from app.services import access, enrolment, studies, trail, visits
from app.services.trail import TrailReport
from app.storage import audit, keys, schema, seals
from tests.services import team
from tests.services.conftest import Clock, drafts_of, values

DAY0 = date(2026, 8, 20)
TABLE = schema.audit
COLUMNS = [column.name for column in TABLE.columns if column.name != "id"]
PLACES = ("first", "middle", "newest")


@pytest.fixture(scope="module")
def worked_in(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A study that several users worked in, the last of them no administrator; and the head on a document
    that was printed in the middle of it."""
    path = tmp_path_factory.mktemp("tampering") / "study.mtrack"
    team.make(path)
    printed = ""
    for role in (access.ADMINISTRATOR, access.COORDINATOR, access.INVESTIGATOR, access.COORDINATOR):
        with_context = team.sign_in(path, role, Clock())
        if role == access.COORDINATOR:
            subject_id, _ = enrolment.enrol(with_context, drafts_of(with_context)(day0=DAY0))
            for number in (3, 9):
                day = DAY0 + timedelta(days=number)
                form = visits.VisitDraft(subject_id, None, day, title="Count", values=values(ANC="0.4"))
                visits.record(with_context, form)
        printed = trail.shown_head(trail.head(with_context))
        studies.close(with_context)
    return path, printed


@pytest.fixture
def study(worked_in: tuple[Path, str], tmp_path: Path) -> Path:
    return team.copied(worked_in[0], tmp_path / "data")


@contextmanager
def thief(path: Path) -> Iterator[Connection]:
    """Raw SQL with the database key; nothing is told in the trail."""
    key = keys.read(path).open(*team.TEAM[access.MONITOR])
    from app.storage import sqlite

    engine = sqlite.engine(path, key, foreign_keys=False)
    with engine.connect().execution_options(**sqlite.WRITES) as connection, connection.begin():
        names = connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'trigger'").all()
        for (name,) in names:
            connection.exec_driver_sql(f"DROP TRIGGER {name}")
        yield connection
    engine.dispose()


def report(path: Path, role: str = access.ADMINISTRATOR, *, paper: str = "") -> TrailReport:
    """The check as a user of a role gets it. The sign-in itself adds a row, as it would."""
    context = team.sign_in(path, role, Clock())
    heads = [trail.read_head(paper)] if paper else []
    try:
        return trail.check(context, heads=heads)
    finally:
        context.db.engine.dispose()


def place_of(connection: Connection, place: str) -> int:
    count = audit.newest(connection)[0]
    return {"first": 1, "middle": count // 2, "newest": count}[place]


def rebuild(connection: Connection) -> None:
    """Number the rows anew and make each follow from those before."""
    rows = [dict(row._mapping) for row in connection.execute(select(TABLE).order_by(TABLE.c.id))]
    connection.execute(TABLE.delete())
    digest = audit.GENESIS
    for number, row in enumerate(rows, start=1):
        row["id"] = number
        digest = audit._seal(digest, row)
        connection.execute(insert(TABLE), row | {"hash": digest})
    connection.exec_driver_sql("UPDATE sqlite_sequence SET seq = ? WHERE name = 'audit'", (len(rows),))


def drop_seals_behind(connection: Connection) -> None:
    """Take away the seals over rows that are gone."""
    count = audit.newest(connection)[0]
    connection.exec_driver_sql("DELETE FROM audit_seal WHERE rows > ?", (count,))


def sign_anew(connection: Connection) -> None:
    """Seals over what is there now, the newest by the key that was found, the rest by keys of one's own."""
    sealed = connection.execute(select(schema.audit_seal).order_by(schema.audit_seal.c.id)).all()
    count = audit.newest(connection)[0]
    heads = dict(connection.execute(select(TABLE.c.id, TABLE.c.hash)).all())
    connection.execute(schema.audit_seal.delete())
    own, before = Ed25519PrivateKey.generate(), ""
    for number, seal in enumerate((seal for seal in sealed if seal.rows <= count), start=1):
        fresh = Ed25519PrivateKey.generate()
        public = fresh.public_key().public_bytes_raw().hex()
        said = seals._said(number, seal.rows, heads[seal.rows], public, before)
        before = own.sign(said).hex() if number > 1 else ""
        row = {"id": number, "rows": seal.rows, "hash": heads[seal.rows], "public": public}
        connection.execute(insert(schema.audit_seal), row | {"signature": before})
        own = fresh
    connection.execute(schema.audit_signer.update().values(secret=own.private_bytes_raw().hex()))


# what is done to the rows

Act = Callable[[Connection, int], None]


def alter(connection: Connection, row: int) -> None:
    connection.exec_driver_sql("UPDATE audit SET new = 'forged', user_name = 'wu' WHERE id = ?", (row,))


def delete(connection: Connection, row: int) -> None:
    connection.exec_driver_sql("DELETE FROM audit WHERE id = ?", (row,))


def insert_one(connection: Connection, row: int) -> None:
    connection.exec_driver_sql("UPDATE audit SET id = -id WHERE id >= ?", (row,))
    connection.exec_driver_sql("UPDATE audit SET id = 1 - id WHERE id < 0")
    old = connection.execute(select(TABLE).where(TABLE.c.id != row).limit(1)).one()
    connection.execute(insert(TABLE), dict(old._mapping) | {"id": row})


def exchange(connection: Connection, row: int) -> None:
    other = row + 1 if row == 1 else row - 1
    for now, then in ((row, -1), (other, row), (-1, other)):
        connection.exec_driver_sql("UPDATE audit SET id = ? WHERE id = ?", (then, now))


def cut(connection: Connection, row: int) -> None:
    connection.exec_driver_sql("DELETE FROM audit WHERE id >= ?", (max(row, 2),))


ACTS: dict[str, Act] = {
    "altered": alter,
    "deleted": delete,
    "inserted": insert_one,
    "exchanged": exchange,
    "cut": cut,
}
# how far the thief goes to hide it
HIDING: dict[str, tuple[Callable[[Connection], None], ...]] = {
    "not hidden": (),
    "chain rebuilt": (rebuild,),
    "chain rebuilt, seals behind the end taken away": (rebuild, drop_seals_behind),
    "chain rebuilt, sealed anew with other keys": (rebuild, sign_anew),
}


def test_an_untouched_trail_is_whole_for_everybody(study: Path) -> None:
    for role in access.ROLES:
        found = report(study, role)
        assert found.whole, (role, found)
        assert found.vouched is (True if role == access.ADMINISTRATOR else None)


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("column", COLUMNS)
def test_each_altered_column_is_found_at_its_row(study: Path, column: str, place: str) -> None:
    with thief(study) as connection:
        row = place_of(connection, place)
        value = 4711 if column in {"user_id", "row_id", "subject_id"} else "2026-11-18T00:00:00.000+08:00"
        connection.exec_driver_sql(f"UPDATE audit SET {column} = ? WHERE id = ?", (value, row))

    found = report(study).found
    assert (found[0].kind, found[0].first) == ("altered", row)


@pytest.mark.parametrize("role", [access.ADMINISTRATOR, access.MONITOR])
@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("hiding", HIDING)
def test_what_is_done_to_the_rows_is_found_however_it_is_hidden(
    study: Path, hiding: str, act: str, place: str, role: str
) -> None:
    with thief(study) as connection:
        row = place_of(connection, place)
        ACTS[act](connection, row)
        for step in HIDING[hiding]:
            step(connection)

    found = report(study, role)
    assert found.found, (hiding, act, place)
    # It points at the place, or before it; a cut may have been filled by the sign-in of who checks.
    assert 0 < found.found[0].first <= row + 2


def test_the_newest_row_taken_away_without_a_trace_in_counters_is_found(study: Path) -> None:
    with thief(study) as connection:
        cut(connection, place_of(connection, "newest"))
        rebuild(connection)
        drop_seals_behind(connection)

    for role in (access.MONITOR, access.ADMINISTRATOR):
        assert report(study, role).found


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_mixture_of_deeds_is_found(
    worked_in: tuple[Path, str], tmp_path_factory: pytest.TempPathFactory, data: Any
) -> None:
    path = team.copied(worked_in[0], tmp_path_factory.mktemp("mixture"))
    with thief(path) as connection:
        before = connection.execute(select(TABLE).order_by(TABLE.c.id)).all()
        for _ in range(data.draw(st.integers(1, 4))):
            count = audit.newest(connection)[0]
            if count < 4:
                break
            ACTS[data.draw(st.sampled_from(sorted(ACTS)))](connection, data.draw(st.integers(1, count)))
        for step in HIDING[data.draw(st.sampled_from(sorted(HIDING)))]:
            step(connection)
        after = connection.execute(select(TABLE).order_by(TABLE.c.id)).all()

    assert before == after or report(path, access.MONITOR).found


@pytest.mark.parametrize(
    "deed",
    [
        "DELETE FROM audit_seal",
        "DELETE FROM audit_seal WHERE id = 3",
        "DELETE FROM audit_signer",
        "UPDATE audit_signer SET secret = hex(randomblob(32))",
        "UPDATE audit_seal SET hash = 'ff' WHERE id = 2",
        "UPDATE audit_seal SET signature = '' WHERE id = 3",
    ],
)
def test_what_is_done_to_the_seals_is_found(study: Path, deed: str) -> None:
    with thief(study) as connection:
        connection.exec_driver_sql(deed)

    assert report(study, access.MONITOR).found


@pytest.mark.parametrize(
    ("deed", "kind"),
    [
        ("UPDATE count_value SET value = '9.9' WHERE id = 2", "data_changed"),
        ("UPDATE app_user SET role = 'investigator' WHERE user_name = 'li'", "data_changed"),
        ("DELETE FROM count_value WHERE id = 3", "data_removed"),
        ("INSERT INTO identity (subject_id, name) SELECT 2, 'x' WHERE 1", "data_unaccounted"),
    ],
)
def test_data_that_were_changed_past_the_trail_are_found(study: Path, deed: str, kind: str) -> None:
    with thief(study) as connection:
        connection.exec_driver_sql("DELETE FROM identity WHERE subject_id = 2")
        connection.exec_driver_sql(deed)

    role = access.ADMINISTRATOR
    assert report(study, role).found[0].kind == kind


def test_a_forged_head_in_the_keys_file_does_not_carry_the_administrators_mark(study: Path) -> None:
    with thief(study) as connection:
        alter(connection, 2)
        rebuild(connection)
        sign_anew(connection)
        found = seals.head(connection)
    assert found is not None
    head = keys.TrailHead(found.rows, found.hash, found.seal, found.public)
    keys.changing(study, lambda file: replace(file, head=head))

    assert "head_unmarked" in [each.kind for each in report(study).found]


def test_a_keys_file_without_its_head_is_found(study: Path) -> None:
    keys.changing(study, lambda file: replace(file, head=None))

    found = report(study)
    assert [each.kind for each in found.found] == ["head_missing"]


def test_an_administrator_is_warned_at_the_sign_in_and_does_not_vouch_for_it(study: Path) -> None:
    before = keys.read(study).head
    with thief(study) as connection:
        cut(connection, place_of(connection, "middle"))
        rebuild(connection)
        drop_seals_behind(connection)

    context = team.sign_in(study, access.ADMINISTRATOR, Clock())
    assert "trail_broken" in [news.code for news in context.news]
    studies.close(context)
    assert keys.read(study).head == before


def test_re_keying_takes_the_mark_over(study: Path) -> None:
    from app.services import accounts

    context = team.sign_in(study, access.ADMINISTRATOR, Clock())
    accounts.rekey(context, passphrase=team.TEAM[access.ADMINISTRATOR][1])
    studies.close(context)

    found = report(study)
    assert found.whole
    assert found.vouched is True


def test_a_backup_does_not_carry_the_key_that_signs_the_next_head(study: Path) -> None:
    from app.storage import backup, sqlite
    from app.storage.database import Database

    key = keys.read(study).open(*team.TEAM[access.MONITOR])
    copy = study.with_name("copy.backup")
    backup.copy(study, copy, key=key)

    db = Database(copy, sqlite.engine(copy, key))
    with db.read() as connection:
        assert connection.execute(select(schema.audit_signer.c.secret)).scalar() == ""
    db.close()


# what the file alone cannot show


def test_an_earlier_copy_of_both_files_is_told_by_the_head_on_paper(
    worked_in: tuple[Path, str], study: Path, tmp_path: Path
) -> None:
    earlier = team.copied(study, tmp_path / "earlier")
    context = team.sign_in(study, access.COORDINATOR, Clock())
    paper = trail.shown_head(trail.head(context))
    studies.close(context)
    for file in (study, keys.path_of(study)):
        shutil.copy(earlier.parent / file.name, file)

    assert report(study).whole  # nothing within the two files can know
    later = team.sign_in(study, access.MONITOR, Clock())
    studies.close(later)
    assert report(study, paper=paper).heads[0].verdict == "differs"
    assert report(study, paper=worked_in[1]).heads[0].verdict == "same"
