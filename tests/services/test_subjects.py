"""The list, a subject's whole course, drafts and templates."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from app.domain.endings import LOST
from app.domain.timeline import study_day
from app.services import drafts, endings, enrolment, studies, subjects
from app.services.context import ServiceError
from app.services.contracts.subjects import day_counted
from app.services.protocols import Library
from app.services.subjects import ListQuery

DAY0 = date(2026, 8, 20)


@pytest.fixture
def three(context, draft, adult, log) -> list[int]:
    ids = [
        enrolment.enrol(context, draft(identity=enrolment.Identity("张明", "H-4711")))[0],
        enrolment.enrol(context, adult())[0],
        enrolment.keep_screen_failure(context, draft(birth_date=date(2012, 5, 1)), reason="not SAA")[0],
    ]
    log(ids[0], DAY0 + timedelta(days=10), ANC="0.9", PLT="100")
    log(ids[1], date(2026, 7, 1), ANC="10.5", PLT="20")
    return ids


def codes(context, **query: Any) -> list[str]:
    return [row.code for row in subjects.listing(context, ListQuery(**query))]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({}, ["TJ-001", "TJ-002", "TJ-003"]),
        ({"descending": True}, ["TJ-003", "TJ-002", "TJ-001"]),
        ({"text": "-00"}, ["TJ-001", "TJ-002", "TJ-003"]),
        ({"text": "tj-002"}, ["TJ-002"]),
        ({"text": "张"}, ["TJ-001"]),
        ({"text": "h-47"}, ["TJ-001"]),
        ({"text": "%"}, []),
        ({"protocol": "pgf_msc"}, ["TJ-002"]),
        ({"state": "screen_failed"}, ["TJ-003"]),
        ({"sort": "anc"}, ["TJ-003", "TJ-001", "TJ-002"]),
        ({"sort": "plt", "descending": True}, ["TJ-001", "TJ-002", "TJ-003"]),
        ({"sort": "age"}, ["TJ-001", "TJ-003", "TJ-002"]),
        ({"sort": "age", "descending": True}, ["TJ-002", "TJ-003", "TJ-001"]),
        ({"limit": 2}, ["TJ-001", "TJ-002"]),
        ({"limit": 2, "offset": 2}, ["TJ-003"]),
        ({"offset": 1}, ["TJ-002", "TJ-003"]),
        ({"sort": "next"}, ["TJ-002", "TJ-001", "TJ-003"]),
    ],
)
def test_the_list_is_searched_and_ordered_in_sql(context, three, query, found) -> None:
    assert codes(context, **query) == found


def test_the_study_day_is_ordered_as_it_is_told_of_who_left_too(context, three) -> None:
    assert codes(context, sort="day") == ["TJ-001", "TJ-002", "TJ-003"]  # D90, D158, no day 0
    endings.end(context, endings.EndingDraft(three[1], LOST, date(2026, 7, 11), "no_answer"))  # on D28
    told = [
        study_day(row.day0, day_counted(row, on=context.today())) if row.day0 else None
        for row in subjects.listing(context, ListQuery(sort="day"))
    ]
    assert told == [28, 90, None]
    assert codes(context, sort="day", descending=True) == ["TJ-001", "TJ-002", "TJ-003"]
    assert codes(context, sort="day0") == ["TJ-002", "TJ-001", "TJ-003"]


def test_lines_of_some_subjects_are_read_alone(context, three) -> None:
    found = subjects.lines(context, {three[1], three[0], 99})

    assert found == subjects.listing(context, ListQuery())[:2]
    assert subjects.count(context) == 3


def test_every_order_of_the_list_can_be_asked_for(context, three) -> None:
    from app.storage.listing import SORTS

    for sort in SORTS:
        assert len(codes(context, sort=sort)) == len(codes(context, sort=sort, descending=True)) == 3


def test_an_unknown_subject_is_refused(context) -> None:
    for action in (
        lambda: subjects.by_code(context, "TJ-9"),
        lambda: subjects.course(context, 9),
        lambda: subjects.record(context, 9),
    ):
        with pytest.raises(ServiceError) as refusal:
            action()
        assert refusal.value.code == "subject_unknown"


def test_the_trend_is_the_lowest_anc_of_each_day_oldest_first(context, three, log) -> None:
    for text in ("0.7", "0.5"):
        log(three[0], DAY0 + timedelta(days=12), ANC=text)

    row = subjects.by_code(context, "TJ-001")
    assert [str(value) for value in row.trend] == ["0.22", "0.9", "0.5"]
    assert str(row.anc) == "0.5"


def test_the_next_visit_is_the_first_open_one_whose_window_had_not_closed(context, three) -> None:
    row = subjects.by_code(context, "TJ-001")

    assert row.next_target == DAY0 + timedelta(days=7)  # logged on D10, inside its window
    assert row.next_earliest is not None
    assert row.next_latest is not None
    assert row.next_earliest <= row.next_target <= row.next_latest


def test_the_record_is_what_the_engine_needs(context, three) -> None:
    record = subjects.record(context, three[0])

    assert (record.sex, record.anchor, record.arm) == ("M", DAY0, "msc")
    assert {row.analyte for row in record.measurements} >= {"ANC", "PLT", "HB", "RETIC_ABS"}


def test_a_draft_is_given_back_after_a_new_start(context, study_file, clock) -> None:
    fields = {"values.HB": "10,4", "open": ["events"], "note": "张"}
    drafts.keep(context, "visit:1:2", {"values.HB": "1"})
    kept = drafts.keep(context, "visit:1:2", fields)
    studies.close(context)

    again = studies.unlock(study_file, user_name="mei", passphrase="correct horse battery", clock=clock)
    found = drafts.find(again, "visit:1:2")
    assert found == drafts.Draft("visit:1:2", fields, kept)
    drafts.discard(again, "visit:1:2")
    assert drafts.find(again, "visit:1:2") is None
    studies.close(again)


def test_templates_of_the_site_win_over_those_of_the_program(tmp_path: Path) -> None:
    from app.paths import PROTOCOLS

    text = (PROTOCOLS / "saa_atg.yaml").read_text(encoding="utf-8")
    (tmp_path / "saa_atg.yaml").write_text(
        text.replace('version: "1.0"', 'version: "1.0-site"'), encoding="utf-8"
    )
    library = Library((PROTOCOLS, tmp_path))

    assert library.ids() == ("pgf_msc", "raa_msc", "rsaa_atg_msc", "saa_atg", "saa_hatg_epag")
    assert library.get("saa_atg").version == "1.0-site"
    assert Library((PROTOCOLS,)).get("saa_atg").version == "1.0"


@pytest.mark.parametrize("name", ["nothing", "../saa_atg", "/etc/passwd", ""])
def test_an_unknown_template_is_refused(name: str) -> None:
    from app.paths import PROTOCOLS

    with pytest.raises(ServiceError) as refusal:
        Library((PROTOCOLS,)).get(name)
    assert refusal.value.code == "protocol_unknown"


@pytest.mark.parametrize("content", [b"id: [", b"\xff\xfe", b"- a list", b"id: other\nversion: '1'\n"])
def test_a_faulty_template_names_its_faults(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "mine.yaml").write_bytes(content)

    with pytest.raises(ServiceError) as refusal:
        Library((tmp_path,)).get("mine")
    assert refusal.value.code == "protocol_faulty"
    assert refusal.value.params["faults"]


def test_the_stored_columns_stand_in_the_order_of_the_fields_of_a_line() -> None:
    from dataclasses import fields

    from app.services.subjects import SubjectRow
    from app.storage.listing import COLUMNS

    stored = [{"subject_id": "id", "protocol_version": "version"}.get(c.name, c.name) for c in COLUMNS]
    assert [*stored, "queries"] == [field.name for field in fields(SubjectRow)]
