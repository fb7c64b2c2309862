"""The studies that are measured on are whole: every copy has what belongs to it, and its own code."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from sqlalchemy import func, insert, select

from app.storage import schema
from app.storage.database import Database
from app.storage.keys import KEY_BYTES
from app.storage.sqlite import engine, reserve
from app.storage.upgrade import run
from tests.benchmarks.studies import STRIDE, fresh_subjects, multiply

DAY = date(2026, 3, 1)


def test_copies_keep_what_belongs_together_and_get_codes_of_their_own(tmp_path: Path) -> None:
    path, key = tmp_path / "study.mtrack", bytes(KEY_BYTES)
    reserve(path)
    run(path, key)
    db = Database(path, engine(path, key))
    try:
        with db.scribble() as connection:
            connection.execute(
                insert(schema.template).values(
                    template_id="t", template_version="1", sha256="0", body="{}", added_at=_moment()
                )
            )
            for number in (1, 2):
                connection.execute(insert(schema.subject).values(**_subject(number)))
                connection.execute(insert(schema.visit).values(**_visit(number)))
            multiply(connection, wanted=5)
        with db.read() as connection:
            codes = connection.execute(select(schema.subject.c.code).order_by(schema.subject.c.id)).scalars()
            assert list(codes) == ["TJ-001", "TJ-002", "TJ-00003", "TJ-00004", "TJ-00005"]
            visits = connection.execute(select(schema.visit.c.id, schema.visit.c.subject_id)).all()
            assert (1 + STRIDE, 1 + STRIDE) in visits
            assert connection.execute(select(func.count()).select_from(schema.visit)).scalar() == 5
            assert connection.exec_driver_sql("PRAGMA foreign_key_check").all() == []
    finally:
        db.close()


def test_no_subject_is_saved_on_twice(tmp_path: Path) -> None:
    first, second = fresh_subjects(tmp_path, count=3), fresh_subjects(tmp_path, count=3)

    assert len({*first, *second}) == 6


def _moment() -> datetime:

    return datetime(2026, 3, 1, 9, tzinfo=UTC)


def _subject(number: int) -> dict[str, object]:
    return {
        "id": number,
        "code": f"TJ-00{number}",
        "template_id": 1,
        "arm": "msc",
        "state": "enrolled",
        "day0": DAY,
        "entered_at": _moment(),
    }


def _visit(number: int) -> dict[str, object]:
    return {
        "id": number,
        "subject_id": number,
        "kind": "scheduled",
        "target": DAY + timedelta(days=7),
        "assessments": [],
    }
