"""The demonstration study shows what its courses were written to show."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.domain.quantities import ANALYTES
from app.paths import RESOURCES
from app.services import access, accounts, consents, demo, queries, readings, studies, subjects, today, trail
from app.services.context import Context
from app.services.contracts.control import COMPLETE, LOCKED, SIGNED, VERIFIED, VisitControl
from app.services.contracts.today import CONSENT, QUERIES, VERIFY
from app.services.subjects import SubjectRow
from app.services.today import TodayQuery

RECORDS = RESOURCES / "demo" / "subjects.json"
CONTENT = json.loads(RECORDS.read_text(encoding="utf-8"))
EXPECTED = {record["code"]: record["expected"] for record in CONTENT["subjects"]}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Context]:
    told: list[tuple[int, int]] = []

    def progress(done: int, total: int) -> bool:
        told.append((done, total))
        return True

    path: Path = tmp_path_factory.mktemp("demo") / "demo.mtrack"
    context = demo.build(path, RECORDS, progress=progress)
    assert told[0] == (0, 19)
    assert told[-1] == (19, 19)
    yield context
    studies.close(context)


@pytest.fixture(scope="module")
def rows(made: Context) -> dict[str, SubjectRow]:
    return {row.code: row for row in subjects.listing(made, subjects.ListQuery())}


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


def stage(made: Context, code: str, plan: str) -> VisitControl:
    read = readings.read(made, subjects.by_code(made, code).id)
    return read.controls[next(row.id for row in read.course.visits if row.plan_id == plan)]


def test_visits_stand_at_every_stage_of_control(made: Context) -> None:
    assert stage(made, "TJ-003", "d90").stage == LOCKED
    assert stage(made, "TJ-003", "d180").stage == SIGNED
    assert stage(made, "TJ-008", "d180").stage == VERIFIED
    assert stage(made, "TJ-011", "d90").stage == COMPLETE


def test_a_signature_stands_void_since_a_value_was_corrected(made: Context) -> None:
    control = stage(made, "TJ-009", "d90")
    signed = control.of(SIGNED)
    assert control.stage == COMPLETE
    assert signed is not None
    assert (signed.user_name, signed.void_code) == ("i.investigator", "data_changed")


def test_queries_wait_at_each_of_their_steps(made: Context) -> None:
    asked = queries.every(made)
    assert {query.status for query in asked} == set(queries.STATUSES)
    assert queries.open_count(made) == len(asked) - 1
    assert all(query.field in ("day", *(f"values.{code}" for code in ANALYTES)) for query in asked)


def test_today_has_queries_and_sign_offs_that_wait(made: Context) -> None:
    groups = {group.key: group for group in today.read(made, TodayQuery()).groups}
    assert len(groups[QUERIES].lines) == 4
    assert len(groups[VERIFY].lines) == 4  # two to verify, one whose value changed, one to sign


@pytest.mark.parametrize("role", [access.MONITOR, access.INVESTIGATOR])
def test_a_person_can_try_the_other_roles(made: Context, role: str) -> None:
    other = next(user for user in accounts.roll(made).users if user.role == role)
    own = studies.unlock(made.db.path, user_name=other.user_name, passphrase=demo.PASSPHRASE)
    assert own.user.role == role
    studies.close(own)


def test_one_consent_is_due_again_and_one_was_given_again(made: Context) -> None:
    assert [form.label for form in consents.forms(made)] == ["2.1", "2.0"]
    (line,) = today.read(made, TodayQuery()).group(CONSENT).lines
    assert (line.code, line.about["form"], line.about["signed"]) == ("TJ-020", "2.1", "2.0")
    renewed = consents.of_subject(made, subjects.by_code(made, "TJ-001").id)
    assert [each.form for each in renewed.consents] == ["2.0", "2.1"]
    assert not renewed.due


def test_its_trail_is_whole_and_no_entry_stands_before_an_earlier_one(made: Context) -> None:
    assert trail.check(made).whole
    assert "clock_set_back" not in trail.choices(made).actions
