"""The demonstration study shows what its courses were written to show."""

import json
from pathlib import Path

import pytest

from app.paths import RESOURCES
from app.services import demo, studies, subjects
from app.services.subjects import SubjectRow

RECORDS = RESOURCES / "demo" / "subjects.json"
CONTENT = json.loads(RECORDS.read_text(encoding="utf-8"))
EXPECTED = {record["code"]: record["expected"] for record in CONTENT["subjects"]}


@pytest.fixture(scope="module")
def rows(tmp_path_factory: pytest.TempPathFactory) -> dict[str, SubjectRow]:
    told: list[tuple[int, int]] = []

    def progress(done: int, total: int) -> bool:
        told.append((done, total))
        return True

    path: Path = tmp_path_factory.mktemp("demo") / "demo.mtrack"
    context = demo.build(path, RECORDS, progress=progress)
    try:
        listed = {row.code: row for row in subjects.listing(context, subjects.ListQuery())}
    finally:
        studies.close(context)
    assert told[0] == (0, 19)
    assert told[-1] == (19, 19)
    return listed


def test_the_study_has_subjects_on_both_protocols_and_a_screen_failure(rows: dict[str, SubjectRow]) -> None:
    protocols = [row.protocol for row in rows.values()]

    assert len(rows) == 19
    assert protocols.count("saa_atg") >= 6
    assert protocols.count("pgf_msc") >= 6
    assert rows["TJ-019"].state == "screen_failed"


@pytest.mark.parametrize("code", sorted(EXPECTED))
def test_a_fictional_course_has_the_status_it_was_written_for(rows: dict[str, SubjectRow], code: str) -> None:
    assert rows[code].status == EXPECTED[code]["status"]
    assert set(EXPECTED[code]["flags"]) <= set(rows[code].flags)


def test_the_making_stops_between_two_subjects_when_told_to(tmp_path: Path) -> None:
    context = demo.build(tmp_path / "demo.mtrack", RECORDS, progress=lambda done, _total: done < 1)
    try:
        assert [row.code for row in subjects.listing(context, subjects.ListQuery())] == ["TJ-001"]
    finally:
        studies.close(context)
