"""A planned visit is agreed for another day: the window stays, every list says the day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from app.domain.endings import LOST
from app.i18n import Texts
from app.services import agreed_days, drafts, endings, enrolment, subjects, today, trail, visits
from app.services.context import Context, ServiceError
from app.services.contracts.subjects import ListQuery, VisitRow
from app.services.visits import Reason, VisitDraft
from tests.services.conftest import values

NOW = date(2026, 11, 18)  # D90
Drafts = Callable[..., enrolment.EnrolmentDraft]


@pytest.fixture
def child(context: Context, draft: Drafts) -> int:
    """A child on D90, of whom nothing was logged after the day of enrolment."""
    return enrolment.enrol(context, draft())[0]


def visit(context: Context, child: int, plan_id: str) -> VisitRow:
    return next(row for row in subjects.course(context, child).visits if row.plan_id == plan_id)


def test_an_agreed_day_moves_neither_window_nor_target_and_is_audited(context: Context, child: int) -> None:
    before = visit(context, child, "d90")

    agreed_days.reschedule(context, before.id, date(2026, 11, 24), " school trip ")

    after = visit(context, child, "d90")
    assert (after.agreed, after.agreed_note) == (date(2026, 11, 24), "school trip")
    assert (after.target, after.earliest, after.latest, after.state, after.version) == (
        before.target,
        before.earliest,
        before.latest,
        before.state,
        before.version,  # a form that is open goes on
    )
    line = next(row for row in trail.listing(context, trail.TrailQuery()).rows if row.field == "agreed")
    assert (line.old, line.new, line.reason_text) == (None, "2026-11-24", "school trip")


def test_it_can_be_changed_and_taken_back(context: Context, child: int) -> None:
    row = visit(context, child, "d90")
    agreed_days.reschedule(context, row.id, date(2026, 11, 24), "school trip")
    agreed_days.reschedule(context, row.id, date(2026, 11, 20))
    assert visit(context, child, "d90").agreed == date(2026, 11, 20)

    agreed_days.take_back(context, row.id)

    taken = visit(context, child, "d90")
    assert (taken.agreed, taken.agreed_note) == (None, "")


def test_a_kept_draft_of_the_visit_goes_on_as_if_nothing_had_been_agreed(
    context: Context, child: int
) -> None:
    row = visit(context, child, "d90")
    drafts.keep(context, f"visit:{child}:{row.id}", {"version": row.version})
    agreed_days.reschedule(context, row.id, date(2026, 11, 24))

    form = VisitDraft(child, row.id, NOW, expected_version=row.version, values=values(ANC="0.6"))
    visits.record(context, form)

    assert visit(context, child, "d90").agreed is None  # it was made: nothing is planned any more


@pytest.mark.parametrize("what", ["made", "missed", "unscheduled", "left", "not_enrolled"])
def test_only_an_open_visit_of_the_plan_is_rescheduled(
    context: Context, child: int, draft: Drafts, what: str
) -> None:
    visit_id = visit(context, child, "d90").id
    if what == "made":
        visits.record(context, VisitDraft(child, visit_id, NOW, values=values(ANC="0.6")))
    elif what == "missed":
        visits.mark_missed(context, visit_id, Reason("unwell"))
    elif what == "left":
        endings.end(context, endings.EndingDraft(child, LOST, NOW - timedelta(days=20), "no_answer"))
    else:
        visit_id, _ = visits.record(context, VisitDraft(child, None, NOW, values=values(ANC="0.6")))
        if what == "not_enrolled":
            failed, _ = enrolment.keep_screen_failure(context, draft(code="TJ-077"), reason="moved away")
            kept = subjects.course(context, failed).visits
            assert all(row.target is None for row in kept)
            visit_id = kept[0].id if kept else visit_id

    with pytest.raises(ServiceError) as refusal:
        agreed_days.reschedule(context, visit_id, date(2026, 11, 24))
    assert refusal.value.code == "reschedule_not_open"


def test_a_day_that_has_passed_cannot_be_agreed(context: Context, child: int) -> None:
    with pytest.raises(ServiceError) as refusal:
        agreed_days.reschedule(context, visit(context, child, "d90").id, NOW - timedelta(days=1))
    assert refusal.value.code == "reschedule_past"
    agreed_days.reschedule(context, visit(context, child, "d90").id, NOW)


def test_an_overdue_visit_stays_overdue_and_stays_the_next_one_where_a_later_day_was_agreed(
    context: Context, child: int
) -> None:
    late = visit(context, child, "cbc_d63")
    visits.record(context, VisitDraft(child, None, NOW - timedelta(days=3), values=values(ANC="0.6")))
    assert subjects.by_code(context, "TJ-001").next_target != late.target  # it was let go by

    agreed_days.reschedule(context, late.id, date(2026, 11, 24))

    line = subjects.by_code(context, "TJ-001")
    assert (line.next_target, line.next_agreed) == (late.target, date(2026, 11, 24))
    assert visit(context, child, "cbc_d63").state == "late"
    found = next(row for row in today.read(context).group(today.OVERDUE).lines if row.visit_id == late.id)
    assert (found.agreed, found.day) == (date(2026, 11, 24), late.target)


def test_the_calendar_holds_a_visit_on_its_agreed_day_alone(context: Context, child: int) -> None:
    row = visit(context, child, "d90")
    agreed_days.reschedule(context, row.id, date(2026, 11, 20))

    for days in (today.week(context, date(2026, 11, 16)), today.read(context).week):
        held = [(day.day, each.what) for day in days for each in day.visits if each.visit_id == row.id]
        assert (date(2026, 11, 20), "agreed") in held
        assert NOW not in {day for day, _ in held}

    visits.record(context, VisitDraft(child, row.id, NOW, values=values(ANC="0.6")))
    made = {day.day for day in today.week(context, date(2026, 11, 16)) for each in day.visits}
    assert made == {NOW}  # what was made stands on its target again


def test_the_list_is_narrowed_and_sorted_by_the_agreed_day(context: Context, child: int) -> None:
    line = subjects.by_code(context, "TJ-001")
    due = next(row for row in subjects.course(context, child).visits if row.target == line.next_target)
    assert due.latest is not None
    assert due.latest < NOW
    week = ListQuery(due="week")
    assert not subjects.listing(context, week)

    agreed_days.reschedule(context, due.id, NOW + timedelta(days=2))

    assert [row.code for row in subjects.listing(context, week)] == ["TJ-001"]
    assert [row.code for row in subjects.listing(context, ListQuery(due="overdue"))] == ["TJ-001"]


def test_the_calendar_of_the_family_has_the_agreed_day_in_place_of_the_target(
    context: Context, child: int
) -> None:
    from app.services.contracts.papers import Order
    from app.services.papers import patient_calendar

    row = visit(context, child, "d90")
    agreed_days.reschedule(context, row.id, date(2026, 11, 24))

    made = patient_calendar.content(context, Order("patient_calendar", subject_id=child), Texts("en"))
    assert any("24 November" in each.day and not each.moved for each in made.dates)
    assert not any("18 November" in each.day for each in made.dates)


def test_today_says_the_day_and_whether_it_lies_in_the_window(context: Context, child: int) -> None:
    from app.i18n.today import Said

    row = visit(context, child, "d90")
    said = Said(Texts("en"), NOW)
    whys = []
    for day in (date(2026, 11, 24), date(2026, 11, 27), NOW):
        agreed_days.reschedule(context, row.id, day)
        line = next(each for each in today.read(context).group(today.DUE).lines if each.visit_id == row.id)
        parts = {name: getattr(line, name) for name in line.__slots__ if name != "kind"}
        whys.append(said.line(line.kind, **parts, reason="").why)
    asked = "; counts, ciclosporin, T-cell subsets and 2 more"
    assert whys == [
        f"planned 24 Nov; D90 target today{asked}",
        f"planned 27 Nov, after its window; D90 target today{asked}",
        f"planned today; D90 target today{asked}",
    ]
