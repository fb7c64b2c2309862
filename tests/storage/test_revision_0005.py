"""The fifth revision: rows of before are kept; the first transaction after it seals them all."""

import shutil
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import func, select

from app.storage import keys, schema, seals, sqlite, trail, upgrade
from app.storage.audit import Actor
from app.storage.database import Database

FILES = Path(__file__).parent / "files"


def test_0005_keeps_every_row_and_the_first_seal_covers_the_whole_trail(tmp_path: Path) -> None:
    path = tmp_path / "0003.study"
    shutil.copy(FILES / "0003.study", path)
    key = keys.read(FILES / "0003.study").open("mei", "correct horse battery")
    upgrade.run(path, key, target="0004")

    before, after = upgrade.run(path, key, target="0005")

    assert before.rows["audit"] > 50
    assert after.rows == dict(before.rows) | {"audit_seal": 0, "audit_signer": 0}
    db = Database(path, sqlite.engine(path, key))
    with db.change(Actor(1, "mei"), at=datetime(2026, 11, 22, tzinfo=UTC)) as change:
        change.note("sign_in")
    with db.read() as connection:
        rows = connection.execute(select(func.count()).select_from(schema.audit)).scalar()
        assert rows == before.rows["audit"] + 1
        found = seals.head(connection)
        assert found is not None and (found.seal, found.rows) == (1, rows)
        assert trail.check(connection, head=None).findings == ()
    db.close()
