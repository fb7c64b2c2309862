"""The third revision: rows of before are kept, and what it adds is empty in them."""

import shutil
from pathlib import Path

from app.storage import keys, sqlite, upgrade
from app.storage.database import Database

FILES = Path(__file__).parent / "files"


def test_0003_keeps_every_row_and_adds_empty_terms_doses_and_deviations(tmp_path: Path) -> None:
    path = tmp_path / "0001.study"
    shutil.copy(FILES / "0001.study", path)
    shutil.copy(keys.path_of(FILES / "0001.study"), keys.path_of(path))
    key = keys.read(path).open("mei", "correct horse battery")
    upgrade.run(path, key, target="0002")
    before = _counts(path, key)

    upgrade.run(path, key, target="0003")

    assert _counts(path, key) == before
    db = Database(path, sqlite.engine(path, key))
    with db.read() as connection:
        assert upgrade.revision(connection) == "0003"
        read = connection.exec_driver_sql
        assert read("SELECT count(*) FROM event WHERE term || ctcae <> ''").scalar() == 0
        assert read("SELECT count(*) FROM event WHERE details IS NOT NULL").scalar() == 0
        assert read("SELECT count(*) FROM infusion WHERE dose_mg || override IS NOT NULL").scalar() == 0
        assert read("SELECT count(*) FROM visit WHERE deviation || deviation_note <> ''").scalar() == 0
        assert read("SELECT count(*) FROM reference_limit").scalar() == 0
    db.close()


def _counts(path: Path, key: bytes) -> dict[str, int]:
    db = Database(path, sqlite.engine(path, key))
    with db.read() as connection:
        found = {
            table: int(connection.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar() or 0)
            for table in ("subject", "visit", "count_value", "event", "infusion", "audit")
        }
    db.close()
    assert found["visit"] > 0
    return found
