"""Subjects move to another protocol version, or get another day 0: previewed, audited, nothing lost."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from app.i18n import Texts
from app.i18n.causes import cause_text
from app.paths import PROTOCOLS
from app.services import amendments, assessments, subjects, visits
from app.services.context import Context, ServiceError, User
from app.storage import audit
from tests.services.conftest import Clock
from tests.ui import responding

D90, DAY0 = responding.D90, responding.DAY0


@pytest.fixture
def child(context: Context, clock: Clock) -> int:
    """The boy of case V02, PR on day 90, which is today."""
    clock.set(D90)
    subject_id = responding.enrol_child(context)
    responding.log_d90(context, subject_id)
    return subject_id


@pytest.fixture
def publish(context: Context, study_file: Path) -> Callable[..., None]:
    """Put another version of saa_atg into the site's folder: `publish("1.1", (old, new), …)`."""
    folder = study_file.parent / "protocols"

    def write(version: str, *changes: tuple[str, str]) -> None:
        text = (PROTOCOLS / "saa_atg.yaml").read_text(encoding="utf-8")
        for old, new in ((f'version: "{stated(context)}"', f'version: "{version}"'), *changes):
            assert old in text, old
            text = text.replace(old, new)
        folder.mkdir(exist_ok=True)
        (folder / "saa_atg.yaml").write_text(text, encoding="utf-8")

    return write


def stated(context: Context) -> str:
    return replace(context.library, folders=(PROTOCOLS,)).version("saa_atg")


STRICTER = (
    '{kind: threshold, analyte: PLT, op: ">", limit: 20, source: nct02218437 A-01}',
    '{kind: threshold, analyte: PLT, op: ">", limit: 40, source: nct02218437 A-01}',
)
LATER_D270 = ("    day: 270\n", "    day: 280\n")


def calendar(context: Context, subject_id: int) -> dict[str, tuple[object, ...]]:
    return {
        row.plan_id: (row.target, row.earliest, row.latest, row.actual)
        for row in subjects.course(context, subject_id).visits
    }


def test_without_a_newer_version_there_is_nothing_to_move_to(context: Context, child: int) -> None:
    template = subjects.template(context, child)

    assert amendments.newer(context, template) == ""
    with pytest.raises(ServiceError) as refusal:
        amendments.preview(context, [child], template.version)
    assert refusal.value.code == "amendment_none"


def test_versions_are_ordered_by_number_not_by_letter(
    context: Context, child: int, publish: Callable[..., None]
) -> None:
    template = subjects.template(context, child)
    publish("10.0")

    assert amendments.newer(context, template) == "10.0"
    assert amendments.newer(context, template.model_copy(update={"version": "10.0"})) == ""
    assert amendments.newer(context, template.model_copy(update={"version": "10.1"})) == ""
    assert amendments.newer(context, template.model_copy(update={"version": "9.12"})) == "10.0"


def test_an_enrolled_subject_stays_on_its_version_until_moved(
    context: Context, child: int, publish: Callable[..., None]
) -> None:
    before = subjects.template(context, child).version
    publish("2.0", STRICTER)

    assert subjects.template(context, child).version == before
    assert assessments.on_day(context, child, D90).status == "PR"


def test_a_preview_tells_visits_verdicts_and_rules_and_writes_nothing(
    context: Context, child: int, publish: Callable[..., None]
) -> None:
    publish("2.0", STRICTER, LATER_D270)
    stored = calendar(context, child)

    (seen,) = amendments.preview(context, [child], "2.0")

    (moved,) = seen.moves
    assert (moved.kind, moved.plan_id) == ("moved", "d270")
    assert moved.before is not None and moved.after is not None
    assert (moved.before.target, moved.after.target) == (
        DAY0 + timedelta(days=270),
        DAY0 + timedelta(days=280),
    )
    (verdict,) = seen.verdicts
    assert (verdict.day, verdict.before, verdict.after) == (D90, "PR", "NR")
    (rule,) = [each for each in seen.rules if each.path[0] == "response"]
    assert (rule.path[-1], rule.before, rule.after) == ("limit", "20", "40")
    assert rule.path[1:4] == ("pr", "of", "threshold.PLT")
    assert calendar(context, child) == stored
    assert subjects.template(context, child).version != "2.0"


def test_a_move_does_what_the_preview_said_and_keeps_both_verdicts_and_the_reason(
    context: Context, child: int, publish: Callable[..., None]
) -> None:
    old = subjects.template(context, child).version
    publish("2.0", STRICTER, LATER_D270)
    before = calendar(context, child)
    seen = amendments.preview(context, [child], "2.0")

    changes = amendments.apply(context, seen, reason="Amendment 2, approved 1 April")

    assert changes.subjects == {child}
    assert subjects.template(context, child).version == "2.0"
    assert subjects.by_code(context, "TJ-001").version == "2.0"
    after = calendar(context, child)
    assert {key for key in before if before[key] != after[key]} == {"d270"}
    given = assessments.history(context, child)
    assert [(row.status, row.why) for row in given] == [("NR", "amendment"), ("PR", "first")]
    assert given[0].cause is not None
    said = cause_text(given[0].cause, given[0].status, Texts())
    assert said == f"PR → NR because the subject was moved from protocol version {old} to 2.0"
    with context.db.read() as connection:
        lines = list(audit.history(connection, table="subject", row_id=child))
        assert audit.verify(connection) is None
    (line,) = [line for line in lines if line.field == "template_id"]
    assert (line.reason_code, line.reason_text) == ("protocol_amendment", "Amendment 2, approved 1 April")


def test_done_visits_never_move_and_what_was_due_before_stays(
    context: Context, clock: Clock, child: int, publish: Callable[..., None]
) -> None:
    """Day 45 was not logged and is over; day 90 is done: neither moves though the new plan says otherwise."""
    publish("2.0", ("    day: 45\n", "    day: 46\n"), ("    day: 90\n", "    day: 92\n"))
    before = calendar(context, child)

    amendments.apply(context, amendments.preview(context, [child], "2.0"), reason="Amendment 2")

    after = calendar(context, child)
    assert after["d90"] == before["d90"]
    assert after["d45"] == before["d45"]


def test_a_visit_that_leaves_the_plan_is_withdrawn_and_can_come_back(
    context: Context, child: int, publish: Callable[..., None]
) -> None:
    text = (PROTOCOLS / "saa_atg.yaml").read_text(encoding="utf-8")
    start = text.index("  - id: y9\n")
    publish("2.0", (text[start : text.index("  - id: y10\n")], ""))
    (seen,) = amendments.preview(context, [child], "2.0")
    assert [(each.kind, each.plan_id) for each in seen.moves] == [("removed", "y9")]

    amendments.apply(context, [seen], reason="Shorter follow-up")
    assert "y9" not in calendar(context, child)

    publish("3.0")
    (again,) = amendments.preview(context, [child], "3.0")
    assert [(each.kind, each.plan_id) for each in again.moves] == [("added", "y9")]
    amendments.apply(context, [again], reason="Follow-up as before")
    assert calendar(context, child)["y9"][0] == date(2029, 1, 6)


def test_a_preview_that_is_no_longer_true_is_refused_and_nothing_is_written(
    context: Context, child: int, publish: Callable[..., None]
) -> None:
    publish("2.0", STRICTER)
    old = subjects.template(context, child).version
    seen = amendments.preview(context, [child], "2.0")
    planned = next(row for row in subjects.course(context, child).visits if row.plan_id == "d90")
    form = visits.form(context, subject_id=child, visit_id=planned.id)
    assert form.stored is not None
    better = tuple(replace(each, text="60") if each.analyte == "PLT" else each for each in form.stored.values)
    reason = visits.Reason("source_corrected")
    draft = replace(form.stored, values=better, expected_version=form.version, reason=reason)
    visits.record(context, draft)

    with pytest.raises(ServiceError) as refusal:
        amendments.apply(context, seen, reason="Amendment 2")

    assert refusal.value.code == "stale"
    assert subjects.template(context, child).version == old


def test_a_move_needs_a_reason_and_a_role_that_enters_data(
    context: Context, child: int, publish: Callable[..., None]
) -> None:
    publish("2.0")
    seen = amendments.preview(context, [child], "2.0")
    monitor = replace(context, user=User(context.user.id, "mo", "Mo Nitor", "monitor"))

    with pytest.raises(ServiceError) as without:
        amendments.apply(context, seen, reason="  ")
    with pytest.raises(ServiceError) as not_allowed:
        amendments.apply(monitor, seen, reason="Amendment 2")

    assert without.value.code == "amendment_reason_missing"
    assert not_allowed.value.code == "not_allowed"


def test_several_subjects_move_together_or_not_at_all(
    context: Context, child: int, publish: Callable[..., None]
) -> None:
    other = responding.enrol_child(context, code="TJ-002")
    old = subjects.template(context, child).version
    assert amendments.behind(context, "saa_atg", old) == ()
    publish("2.0")
    assert amendments.behind(context, "saa_atg", "2.0") == (child, other)
    assert amendments.behind(context, "pgf_msc", "2.0") == ()
    first, second = amendments.preview(context, [child, other], "2.0")

    with pytest.raises(ServiceError):
        amendments.apply(context, [first, replace(second, version=99)], reason="Amendment 2")
    assert subjects.template(context, child).version == old

    amendments.apply(context, [first, second], reason="Amendment 2")
    assert {subjects.template(context, each).version for each in (child, other)} == {"2.0"}


# day 0


def test_a_corrected_day0_moves_every_window_and_no_date_that_was(context: Context, child: int) -> None:
    before = calendar(context, child)
    later = DAY0 + timedelta(days=2)

    seen = amendments.preview_day0(context, child, later)
    kinds = {each.plan_id: each.kind for each in seen.moves}
    amendments.correct_day0(context, seen, reason="ATG began on 8 January")

    assert kinds["d90"] == "rewindowed" and kinds["d180"] == "moved"
    after = calendar(context, child)
    for plan_id, (target, _, _, actual) in before.items():
        assert after[plan_id][3] == actual
        if plan_id.startswith("d"):
            assert isinstance(target, date)
            assert after[plan_id][0] == target + timedelta(days=2)
    course = subjects.course(context, child)
    assert course.subject.day0 == later
    (given,) = [row for row in assessments.history(context, child) if row.superseded_at is None]
    assert (given.study_day, given.why) == (88, "day0")
    assert given.cause is not None
    assert cause_text(given.cause, given.status, Texts(), on=D90).endswith(
        "because day 0 was corrected from 6\N{NO-BREAK SPACE}Jan to 8\N{NO-BREAK SPACE}Jan"
    )


def test_a_day0_that_leaves_the_baseline_behind_changes_the_verdict_as_previewed(
    context: Context, child: int
) -> None:
    """The screening of 4 January is no baseline for a day 0 more than 14 days later."""
    late = date(2020, 1, 20)

    seen = amendments.preview_day0(context, child, late)
    amendments.correct_day0(context, seen, reason="Day 0 was the second course")

    (verdict,) = [each for each in seen.verdicts if each.day == D90]
    standing = {row.day: row.status for row in assessments.history(context, child) if not row.superseded_at}
    assert (verdict.before, verdict.after) == ("PR", "NE")
    assert standing[D90] == "NE"


def test_a_verdict_from_before_the_new_day0_stands_no_longer(
    context: Context, clock: Clock, child: int
) -> None:
    clock.set(D90 + timedelta(days=10))
    after_all = D90 + timedelta(days=1)

    seen = amendments.preview_day0(context, child, after_all)
    amendments.correct_day0(context, seen, reason="Another course")

    assert [(each.before, each.after) for each in seen.verdicts] == [("PR", "")]
    assert all(row.superseded_at for row in assessments.history(context, child))
    assert subjects.by_code(context, "TJ-001").status == ""


@pytest.mark.parametrize(
    ("day0", "code"),
    [
        (DAY0, "day0_same"),
        (D90 + timedelta(days=1), "day0_future"),
        (date(2020, 1, 2), "day0_before_consent"),
    ],
)
def test_an_impossible_day0_is_refused(context: Context, child: int, day0: date, code: str) -> None:
    with pytest.raises(ServiceError) as refusal:
        amendments.preview_day0(context, child, day0)

    assert refusal.value.code == code
