"""The home page's lines: each group from stored rows, each line with what is needed to act."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from app import paths
from app.domain import critical
from app.i18n import Texts
from app.services import access, demo, studies, subjects, today, visits
from app.services.context import Context, ServiceError
from app.services.contracts.today import Line, TodayQuery
from app.services.visits import Reason
from app.storage import keys


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demonstration study, played once."""
    path = tmp_path_factory.mktemp("demo") / "demo.mtrack"
    studies.close(demo.build(path, paths.RESOURCES / "demo" / "subjects.json"))
    return path


@pytest.fixture
def context(built: Path, tmp_path: Path) -> Iterator[Context]:
    import shutil

    path = tmp_path / built.name
    shutil.copy(built, path)
    shutil.copy(keys.path_of(built), keys.path_of(path))
    made = studies.unlock(path, user_name=demo.USER_NAME, passphrase=demo.PASSPHRASE)
    yield made
    studies.close(made)


def lines(context: Context, group: str, query: TodayQuery | None = None) -> dict[str, Line]:
    """The first line of each subject in a group."""
    found: dict[str, Line] = {}
    for line in today.read(context, query).group(group).lines:
        found.setdefault(line.code, line)
    return found


def test_groups_stand_in_the_order_of_urgency(context: Context) -> None:
    keys_ = [group.key for group in today.read(context).groups]
    assert today.count(context) == today.read(context).total
    assert keys_ == [key for key in today.GROUPS if key in keys_]
    assert {"critical", "changed", "overdue", "due", "missing"} <= set(keys_)


def test_a_count_below_its_limit_is_told_with_the_one_before(context: Context) -> None:
    line = lines(context, today.CRITICAL)["TJ-017"]
    assert (line.about["analyte"], line.about["value"], line.about["was"]) == ("PLT", 8, 15)
    assert line.about["given"] is None
    assert critical.is_critical("PLT", line.about["value"])  # type: ignore[arg-type]


def test_only_the_newest_value_counts(context: Context) -> None:
    for line in today.read(context).group(today.CRITICAL).lines:
        course = subjects.course(context, line.subject_id)
        newest = max(row.day for row in course.counts if row.analyte == line.about["analyte"] and row.value)
        assert line.day == newest


def test_what_was_noted_does_not_come_back_and_is_in_the_audit(context: Context) -> None:
    line = lines(context, today.CRITICAL)["TJ-017"]
    today.note_seen(context, line)
    assert "TJ-017" not in lines(context, today.CRITICAL)
    with context.db.read() as connection:
        row = connection.exec_driver_sql(
            "SELECT user_name, row_id, subject_id FROM audit WHERE action = 'seen'"
        ).one()
    assert tuple(row) == (demo.USER_NAME, line.row_id, line.subject_id)


def test_a_status_that_changed_is_told_with_the_one_before(context: Context) -> None:
    line = lines(context, today.CHANGED)["TJ-014"]
    assert (line.about["before"], line.about["after"], line.status) == ("NR", "PR", "PR")
    today.note_seen(context, line)
    assert "TJ-014" not in lines(context, today.CHANGED)


def test_a_first_status_is_no_change(context: Context) -> None:
    assert all(line.about["before"] for line in today.read(context).group(today.CHANGED).lines)


def test_the_reason_of_a_change_says_what_is_met_now_or_the_figures_that_fail(context: Context) -> None:
    changed = lines(context, today.CHANGED)
    told = today.reasons(context, changed.values(), texts=Texts("en"))
    said = {code: told[line.row_id].replace("\N{NO-BREAK SPACE}", " ") for code, line in changed.items()}
    assert said["TJ-014"] == "31 d without red cells; all 6 PR criteria met."
    assert said["TJ-010"] == "Not recovered: ANC 0.43, Hb 69 and platelets 12."
    assert said["TJ-016"] == "Not evaluable: ANC 0.76 on G-CSF."
    assert said["TJ-012"] == "Not evaluable: reticulocytes missing."
    chinese = today.reasons(context, changed.values(), texts=Texts("zh"))
    found = Texts("zh").date(context.today() - timedelta(days=14))
    assert chinese[changed["TJ-001"].row_id].startswith(found), "a date stays in one piece"


def test_overdue_and_due_follow_the_window(context: Context) -> None:
    day, read = context.today(), today.read(context)
    late, due = read.group(today.OVERDUE).lines, read.group(today.DUE).lines
    assert late
    assert due
    assert all(line.last is not None and line.last < day for line in late)
    assert all(line.first and line.last and line.first <= day <= line.last for line in due)
    assert [line.last for line in late] == sorted(line.last for line in late if line.last)


def test_an_infusion_is_told_apart_from_a_visit(context: Context) -> None:
    assert lines(context, today.DUE)["TJ-017"].kind == today.INFUSION


def test_a_visit_marked_as_missed_is_no_longer_overdue(context: Context) -> None:
    line = lines(context, today.OVERDUE)["TJ-009"]
    assert line.visit_id is not None
    visits.mark_missed(context, line.visit_id, Reason("other", "made up for the test"))
    assert "TJ-009" not in lines(context, today.OVERDUE)


def test_what_an_assessment_lacks_is_told_and_what_the_status_rests_on(context: Context) -> None:
    found = lines(context, today.MISSING)
    reticulocytes = found["TJ-011"].about
    assert "RETIC_ABS" in reticulocytes["names"]  # type: ignore[operator]
    assert reticulocytes["rule"] == ("RETIC_ABS",)
    assert set(found["TJ-014"].about["names"]) >= {"CD3", "CD4", "CD8"}  # type: ignore[call-overload]
    assert found["TJ-014"].about["rule"] == ()


def test_a_verdict_that_stayed_open_says_what_it_lacked(context: Context) -> None:
    line = lines(context, today.MISSING)["TJ-012"]
    assert line.about["made"]
    assert line.about["names"] == ("RETIC_ABS",)


def test_a_protocol_leaves_only_its_own(context: Context) -> None:
    read = today.read(context, TodayQuery(protocol="pgf_msc"))
    assert {line.protocol for group in read.groups for line in group.lines} == {"pgf_msc"}


def test_more_lines_than_asked_for_are_told(context: Context) -> None:
    due = today.read(context, TodayQuery(limit=3)).group(today.DUE)
    assert (len(due.lines), due.more) == (3, True)


def test_the_next_seven_days_hold_what_is_planned(context: Context) -> None:
    week = today.read(context).week
    assert [each.day for each in week] == [context.today() + timedelta(days=at) for at in range(7)]
    assert any(visit.code == "TJ-014" for visit in week[0].visits)
    assert all(visit.day == each.day for each in week for visit in each.visits)


def test_a_week_of_the_past_holds_what_was_made(context: Context) -> None:
    week = today.week(context, context.today() - timedelta(days=14))
    states = {visit.state for each in week for visit in each.visits}
    assert "done" in states


def test_a_study_without_subjects_has_nothing_to_do(tmp_path: Path) -> None:
    new = studies.NewStudy("Empty", "TJ", "TJ-###", "mei", "Mei", "a quiet marrow at dawn")
    context = studies.create(tmp_path / "empty.mtrack", new, cost=keys.Cost(1, 8 * 4, 4))
    assert today.read(context).groups == ()
    studies.close(context)


def test_a_line_of_another_kind_cannot_be_noted(context: Context) -> None:
    line = next(iter(lines(context, today.OVERDUE).values()))
    with pytest.raises(KeyError):
        today.note_seen(context, line)


def test_everybody_may_take_note(context: Context) -> None:
    for role in access.ROLES:
        user = replace(context.user, role=role)
        assert access.may(replace(context, user=user), "today.note_seen")
    with pytest.raises(ServiceError):
        access.require(context, "today.unknown")


def test_the_list_is_told_of_each_subject_what_the_home_page_finds(context: Context) -> None:
    found = {line.subject_id: line for line in lines(context, today.MISSING).values()}
    rows = subjects.listing(context, subjects.ListQuery())
    waits = subjects.waits(context, [row.id for row in rows])

    gaps = {key: each.gap for key, each in waits.items() if each.gap is not None}
    assert {key: (gap.title, gap.last, gap.names) for key, gap in gaps.items()} == {
        key: (line.title, line.last, line.about["names"]) for key, line in found.items()
    }
    assert hash(tuple(waits.values()))  # a picture of a row is found again by them
    only = next(iter(gaps))
    assert set(subjects.waits(context, [only])) == {only}
    assert subjects.waits(context, []) == {}
