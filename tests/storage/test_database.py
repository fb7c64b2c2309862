"""Transactions: kept whole or not at all, versioned, and audited line by line."""

import os
import shutil
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import insert, select
from sqlalchemy.exc import IntegrityError

from app.storage import audit, schema, sqlite
from app.storage.audit import Actor, Why
from app.storage.database import Database
from app.storage.faults import StorageError

MEI = Actor(1, "mei")
NOW = datetime(2026, 11, 18, 1, 41, tzinfo=UTC)


def found(db: Database, name: str = "Study") -> int:
    with db.change(MEI, at=NOW) as change:
        return change.insert(schema.study, name=name, site="Tianjin", created_at=NOW)


def names(db: Database) -> list[str]:
    with db.read() as connection:
        return list(connection.execute(select(schema.study.c.name)).scalars())


def test_a_block_that_ends_is_kept(db: Database) -> None:
    found(db)

    assert names(db) == ["Study"]


def test_a_block_that_raises_leaves_neither_data_nor_audit(db: Database) -> None:
    with pytest.raises(ZeroDivisionError), db.change(MEI, at=NOW) as change:
        change.insert(schema.study, name="Study", created_at=NOW)
        raise ZeroDivisionError

    assert names(db) == []
    with db.read() as connection:
        assert connection.execute(select(schema.audit)).all() == []


def test_an_update_tells_each_field_with_old_new_and_reason(db: Database) -> None:
    row = found(db)

    with db.change(MEI, at=NOW, why=Why("other", "moved")) as change:
        assert change.update(schema.study, row, site="Beijing", name="Study") == {"site"}

    with db.read() as connection:
        line = audit.history(connection, table="study", row_id=row)[-1]
    assert (line.action, line.field, line.old, line.new) == ("update", "site", "Tianjin", "Beijing")
    assert (line.user_name, line.reason_code, line.reason_text, line.at) == ("mei", "other", "moved", NOW)


def test_an_update_of_nothing_writes_nothing(db: Database) -> None:
    row = found(db)

    with db.change(MEI, at=NOW) as change:
        assert change.update(schema.study, row, site="Tianjin") == frozenset()

    with db.read() as connection:
        assert len(audit.history(connection, table="study", row_id=row)) == 1


def test_a_stale_version_is_refused(db: Database) -> None:
    row = found(db)
    with db.change(MEI, at=NOW) as change:
        change.update(schema.study, row, version=1, site="Beijing")

    with pytest.raises(StorageError) as refusal, db.change(MEI, at=NOW) as change:
        change.update(schema.study, row, version=1, site="Shanghai")

    assert refusal.value.code == "stale"
    with db.read() as connection:
        assert connection.execute(select(schema.study.c.site, schema.study.c.version)).one() == ("Beijing", 2)


@pytest.mark.parametrize("table", schema.KEPT, ids=lambda table: table.name)
def test_no_row_of_data_can_be_deleted(db: Database, table) -> None:
    with pytest.raises(IntegrityError, match="never deleted"), db.scribble() as connection:
        connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
        values = {
            column.name: 1 if column.name.endswith("id") else column.type.python_type()
            for column in table.columns
            if not column.nullable
            and column.server_default is None
            and column.name != "id"
            and column.type.python_type in {int, str}
        } | {column.name: NOW for column in table.columns if f"_{column.name}".endswith("_at")}
        values |= {c.name: NOW.date() for c in table.columns if str(c.type) == "DATE" and not c.nullable}
        values |= {c.name: Decimal(1) for c in table.columns if type(c.type).__name__ == "Exact"}
        values |= {c.name: [] for c in table.columns if type(c.type).__name__ == "Json"}
        values |= {"official": True} if table.name == "assessment" else {}
        known = {name: value for name, value in values.items() if name in table.columns}
        connection.execute(insert(table).values(known))
        connection.exec_driver_sql(f"DELETE FROM {table.name}")


def test_a_broken_reference_is_a_bug_and_stays_one(db: Database) -> None:
    with pytest.raises(IntegrityError), db.change(MEI, at=NOW) as change:
        change.insert(schema.identity, subject_id=99, name="nobody")


def test_two_databases_are_open_at_once(db: Database, tmp_path: Path, made_file: Path, key: bytes) -> None:
    import shutil

    second_file = Path(shutil.copy(made_file, tmp_path / "second.mtrack"))
    second = Database(second_file, sqlite.engine(second_file, key))
    found(db, "first")
    found(second, "second")

    assert (names(db), names(second)) == (["first"], ["second"])
    second.close()


def test_a_file_that_another_program_holds_is_told_as_in_use(
    db: Database, file: Path, key: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite, "BUSY_SECONDS", 0.01)
    other = Database(file, sqlite.engine(file, key))

    with db.scribble():
        with pytest.raises(StorageError) as refusal, other.scribble():
            pass
        assert refusal.value.code == "study_in_use"
    other.close()


@pytest.mark.skipif(os.name != "posix", reason="nobody can take away a file that is open")
@pytest.mark.parametrize("replaced", [False, True])
def test_nothing_is_written_into_a_file_that_was_taken_away(
    db: Database, file: Path, *, replaced: bool
) -> None:
    """It would be told as saved, and be gone with the last program that has the file open."""
    found(db, "before")
    away = file.rename(file.with_suffix(".away"))
    if replaced:
        shutil.copy(away, file)

    with pytest.raises(StorageError) as refusal:
        found(db, "lost")

    assert refusal.value.code == "study_moved"
    away.replace(file)
    found(db, "after")
    assert names(db) == ["before", "after"]


def test_writers_that_wait_for_each_other_lose_nothing(db: Database) -> None:
    import threading

    def work() -> None:
        for _ in range(10):
            found(db)

    workers = [threading.Thread(target=work) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    assert len(names(db)) == 40
    with db.read() as connection:
        assert audit.verify(connection) is None


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    text=st.text(st.characters(blacklist_categories=["Cs"], blacklist_characters="\0"), min_size=1),
    at=st.datetimes(min_value=datetime(1950, 1, 1)),  # noqa: DTZ001 - the strategy adds the zone
    offset=st.integers(-14 * 60, 14 * 60),
    weight=st.decimals(
        allow_nan=False, allow_infinity=False, min_value=-(10**20), max_value=10**20, places=9
    ),
    items=st.lists(st.text(st.characters(blacklist_categories=["Cs"]))),
)
def test_texts_moments_decimals_and_lists_come_back_exactly(
    db: Database, *, text: str, at: datetime, offset: int, weight: Decimal, items: list[str]
) -> None:
    moment = at.replace(microsecond=0, tzinfo=timezone(timedelta(minutes=offset)))
    row = {"subject_id": 1, "code": text, "protocol": "p", "protocol_version": "1", "arm": "a", "state": "s"}
    with db.read() as connection:  # undone at the end: what is asked is only what the driver gives back
        connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
        connection.execute(insert(schema.subject_summary), row | {"flags": items, "trend": [], "anc": weight})
        connection.execute(insert(schema.study), {"name": text, "created_at": moment})
        summary = connection.execute(select(schema.subject_summary)).one()
        study = connection.execute(select(schema.study)).one()
        connection.rollback()

    assert (summary.code, summary.anc, summary.flags) == (text, weight, items)
    assert (study.name, study.created_at) == (text, moment)
    assert study.created_at.utcoffset() == timedelta(minutes=offset)


def test_a_moment_without_offset_is_a_bug(db: Database) -> None:
    from sqlalchemy.exc import StatementError

    with pytest.raises(StatementError), db.change(MEI, at=NOW) as change:
        change.insert(schema.study, name="Study", created_at=NOW.replace(tzinfo=None))


def test_closing_moves_everything_into_the_one_file(file: Path, key: bytes) -> None:
    db = Database(file, sqlite.engine(file, key))
    found(db)
    db.close()

    assert [path.name for path in file.parent.iterdir()] == ["bare.mtrack"]


def test_the_pragmas_that_protect_the_file_are_set(db: Database) -> None:
    with db.read() as connection:
        said = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "temp_store", "trusted_schema")
        }
    assert said == {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "temp_store": 2,
        "trusted_schema": 0,
    }
