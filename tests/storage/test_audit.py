"""The chain of the audit: what is altered, removed, reordered or cut is found at the first row concerned."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy.exc import IntegrityError

from app.storage import audit, schema
from app.storage.audit import Actor, Break
from app.storage.database import Database

MEI = Actor(1, "mei")
NOW = datetime(2026, 11, 18, 1, 41, tzinfo=UTC)


@pytest.fixture
def chain(db: Database) -> Database:
    for number in range(6):
        with db.change(MEI, at=NOW) as change:
            change.insert(schema.study, name=f"Study {number}", created_at=NOW)
    return db


def tamper(db: Database, *statements: str) -> Break | None:
    """Run raw SQL with the triggers dropped, as a holder of the key could, and look at the chain."""
    with db.scribble() as connection:
        for action in ("update", "delete"):
            connection.exec_driver_sql(f"DROP TRIGGER audit_no_{action}")
        for statement in statements:
            connection.exec_driver_sql(statement)
    with db.read() as connection:
        return audit.verify(connection)


def test_an_untouched_chain_is_whole(chain: Database) -> None:
    with chain.read() as connection:
        assert audit.verify(connection) is None


@pytest.mark.parametrize(
    "column", [column.name for column in schema.audit.columns if column.name not in {"id", "at"}]
)
def test_an_altered_row_is_found_whatever_its_column(chain: Database, column: str) -> None:
    value = 7 if column in {"user_id", "row_id", "subject_id"} else "'forged'"

    assert tamper(chain, f"UPDATE audit SET {column} = {value} WHERE id = 3") == Break(3, "altered")


def test_an_altered_time_is_found(chain: Database) -> None:
    assert tamper(chain, "UPDATE audit SET at = '2026-11-18T01:42:00.000+00:00' WHERE id = 3") == Break(
        3, "altered"
    )


def test_a_missing_row_is_found(chain: Database) -> None:
    assert tamper(chain, "DELETE FROM audit WHERE id = 4") == Break(4, "missing")


def test_a_missing_row_whose_gap_was_closed_is_found(chain: Database) -> None:
    closed = ("DELETE FROM audit WHERE id = 4", "UPDATE audit SET id = id - 1 WHERE id > 4")

    assert tamper(chain, *closed) == Break(4, "altered")


def test_a_missing_newest_row_is_found(chain: Database) -> None:
    assert tamper(chain, "DELETE FROM audit WHERE id = 6") == Break(6, "cut")


def test_exchanged_rows_are_found(chain: Database) -> None:
    exchanged = (
        "UPDATE audit SET id = 99 WHERE id = 2",
        "UPDATE audit SET id = 2 WHERE id = 3",
        "UPDATE audit SET id = 3 WHERE id = 99",
    )
    assert tamper(chain, *exchanged) == Break(2, "reordered")


def test_an_added_row_without_its_seal_is_found(chain: Database) -> None:
    added = (
        "INSERT INTO audit (id, at, action, hash)"
        " VALUES (7, '2026-11-18T01:41:00.000+00:00', 'sign_in', 'made up')"
    )
    assert tamper(chain, added) == Break(7, "altered")


@pytest.mark.parametrize("statement", ["UPDATE audit SET new = ''", "DELETE FROM audit"])
def test_the_triggers_refuse_to_change_or_remove_a_row(chain: Database, statement: str) -> None:
    with pytest.raises(Exception) as refusal, chain.scribble() as connection:
        connection.exec_driver_sql(statement)

    assert (
        isinstance(refusal.value, IntegrityError) or getattr(refusal.value, "code", "") == "audit_protected"
    )
    with chain.read() as connection:
        assert audit.verify(connection) is None


def test_the_chain_goes_on_over_a_new_start(file: Path, key: bytes) -> None:
    from app.storage import sqlite

    for number in range(3):
        db = Database(file, sqlite.engine(file, key))
        with db.change(MEI, at=NOW) as change:
            change.note("sign_in", new=str(number))
        with db.read() as connection:
            assert audit.verify(connection) is None
        db.close()
