"""The end of a participation: what stands and is still expected, what is censored, how it is taken back."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, cast

import pytest

from app.domain.endings import (
    DEATH,
    EARLY_TERMINATION,
    LOST,
    STOPPED_SPONSOR,
    WITHDREW,
    WITHDREW_TREATMENT,
    Ending,
)
from app.domain.plausibility import Problem
from app.i18n import Texts
from app.i18n.today import Said
from app.services import (
    deviations,
    ending_rows,
    endings,
    enrolment,
    outcomes,
    readings,
    subjects,
    today,
    trail,
    visits,
)
from app.services.context import Context, ServiceError
from app.services.endings import EndingDraft
from app.services.transactions import reading
from app.services.visits import Reason
from app.storage import asof

DAY0 = date(2026, 8, 20)
TODAY = date(2026, 11, 18)  # day 90
WRONG = Reason("transcription_error", "")


@pytest.fixture
def child(context: Context, draft: Any, log: Any) -> int:
    subject_id, _ = enrolment.enrol(context, draft())
    log(subject_id, DAY0 + timedelta(days=40), ANC="0.6", PLT="25", HB="80", RETIC_ABS="35")
    return subject_id


def ended(subject_id: int, kind: str, day: date, **more: Any) -> EndingDraft:
    reason = {DEATH: "infection", LOST: "no_answer", STOPPED_SPONSOR: "study_closed"}.get(kind, "burden")
    return EndingDraft(subject_id, kind, day, **({"reason": reason} | more))


def states(context: Context, subject_id: int) -> dict[str, str]:
    return {row.title: row.state for row in subjects.course(context, subject_id).visits}


def line(context: Context, subject_id: int) -> subjects.SubjectRow:
    return next(row for row in subjects.listing(context, subjects.ListQuery()) if row.id == subject_id)


def plain(line: today.Line) -> dict[str, Any]:
    return {
        each.name: getattr(line, each.name) for each in fields(line) if each.name not in ("kind", "group")
    }


def titles(context: Context) -> list[str]:
    return [row.title for group in today.read(context).groups for row in group.lines]


def test_after_a_withdrawal_nothing_that_lies_ahead_is_expected_and_what_was_late_stays_late(context, child):
    day = DAY0 + timedelta(days=60)
    late = {title for title, state in states(context, child).items() if state == "late"}

    endings.end(context, ended(child, WITHDREW, day))

    course = subjects.course(context, child)
    for row in course.visits:
        if row.actual is None and row.latest is not None:
            assert row.state == ("not_expected" if row.latest >= day else "late"), row.title
    assert {row.title for row in course.visits if row.state == "late"} < late
    found = line(context, child)
    assert (found.state, found.ended, found.ended_on) == ("left", WITHDREW, day)
    assert (found.next_visit, found.next_target) == ("", None)
    assert course.ends.left == Ending(WITHDREW, day, "burden", "", 1)


def test_today_asks_for_no_visit_of_who_has_left_and_the_week_keeps_what_was_made(context, child, log):
    assert titles(context)
    log(child, TODAY, ANC="0.7", PLT="30")
    endings.end(context, ended(child, LOST, TODAY))

    assert [row for row in titles(context) if row] == []
    planned = today.week(context, TODAY - timedelta(days=3))
    assert [visit.title for day in planned for visit in day.visits] == []


def test_who_withdraws_from_treatment_alone_is_followed_on_without_further_infusions(context, child):
    before = states(context, child)
    endings.end(context, ended(child, WITHDREW_TREATMENT, DAY0))

    course = subjects.course(context, child)
    gone = {row.title for row in course.visits if row.state == "not_expected"}
    assert gone and gone == {row.title for row in course.visits if row.infusion and row.actual is None}
    assert {title: state for title, state in states(context, child).items() if title not in gone} == {
        title: state for title, state in before.items() if title not in gone
    }
    found = line(context, child)
    assert (found.state, found.ended) == ("enrolled", WITHDREW_TREATMENT)
    assert gone.isdisjoint(titles(context)) and titles(context)
    endings.end(context, ended(child, LOST, TODAY))
    assert line(context, child).ended == LOST
    assert subjects.course(context, child).ends.treatment is not None


def test_a_loss_censors_survival_on_the_day_of_the_last_contact(context, child):
    day = DAY0 + timedelta(days=70)
    endings.end(context, ended(child, LOST, day))

    found = outcomes.of_subject(context, child).outcomes
    assert found.survival is not None and (found.survival.stop, found.survival.ended) == (day, False)
    assert found.failure_free is not None and found.failure_free.stop == day
    assert found.left is not None and (found.left.kind, found.left.day) == (LOST, day)
    earlier = outcomes.of_subject(context, child, on=day - timedelta(days=1)).outcomes
    assert earlier.left is None


def test_a_death_is_the_event_that_a_visit_form_writes_and_ends_survival(context, child):
    day = DAY0 + timedelta(days=80)
    endings.end(context, ended(child, DEATH, day, note="Septic shock."))

    course = subjects.course(context, child)
    (event,) = [row for row in course.events if row.type == DEATH]
    assert (event.day, event.note, event.visit_id) == (day, "Septic shock.", None)
    assert course.ends.left == Ending(DEATH, day, "infection", "Septic shock.", event.id)
    found = outcomes.of_subject(context, child).outcomes
    assert found.survival is not None and (found.survival.stop, found.survival.cause) == (day, DEATH)
    assert endings.history(context, child) == ()


def test_a_death_that_a_visit_form_holds_ends_the_participation_too_and_is_corrected_there(
    context, child, log
):
    day = DAY0 + timedelta(days=80)
    log(child, day, more={"events": (visits.EventEntry(day, DEATH, "Bleeding."),)}, ANC="0.1")

    found = line(context, child)
    assert (found.state, found.ended, found.ended_on) == ("left", DEATH, day)
    stands = subjects.course(context, child).ends.left
    assert stands is not None and stands.visit_id is not None
    with pytest.raises(ServiceError) as refusal:
        endings.undo(context, child, stands, WRONG)
    assert refusal.value.code == "ending_in_visit"


def test_the_early_termination_visit_is_planned_asked_for_and_goes_with_the_end(context, child):
    endings.end(context, ended(child, STOPPED_SPONSOR, TODAY, last_visit=True))

    course = subjects.course(context, child)
    last = next(row for row in course.visits if row.kind == "early_termination")
    assert (last.state, last.target) == ("due", TODAY)
    assert last.assessments
    assert last.latest == TODAY + timedelta(days=28)
    assert line(context, child).next_visit == last.title
    assert titles(context) == [last.title]
    (asked,) = [row for group in today.read(context).groups for row in group.lines]
    assert Said(Texts("en"), TODAY).line(asked.kind, **plain(asked)).why.startswith("terminated; ")
    assert course.ends.left is not None
    endings.undo(context, child, course.ends.left, WRONG)
    assert "early_termination" not in {row.kind for row in subjects.course(context, child).visits}


def test_an_early_termination_visit_is_no_deviation_however_late_and_whatever_it_lacks(context, child):
    def departures(visit_id: int) -> list[str]:
        found = deviations.of_course(subjects.course(context, child), readings.read(context, child).template)
        return [each.code for each in found if each.visit_id == visit_id]

    endings.end(context, ended(child, STOPPED_SPONSOR, DAY0 + timedelta(days=50), last_visit=True))
    planned = next(row for row in subjects.course(context, child).visits if row.kind == EARLY_TERMINATION)
    form = visits.form(context, subject_id=child, visit_id=planned.id)
    assert (form.title, form.target, form.wanted) == (planned.title, None, planned.id)
    hb = visits.ValueEntry("HB", "80", "g/L")
    made = visits.VisitDraft(child, planned.id, TODAY, form.title, form.version, values=(hb,))  # 12 d "late"

    visits.record(context, made)

    row = next(row for row in subjects.course(context, child).visits if row.id == planned.id)
    assert (row.state, row.title, departures(row.id)) == ("done", "Early-termination visit", [])


def test_one_that_nobody_planned_is_logged_under_its_name_with_what_the_last_response_visit_asks(
    context, child
):
    form = visits.form(context, subject_id=child, visit_id=None, kind=EARLY_TERMINATION)
    assert (form.title, form.wanted) == ("Early-termination visit", EARLY_TERMINATION)
    assert {"PNH_GRAN", "HEIGHT"} <= set(form.analytes)  # as the follow-up at ten years
    hb = visits.ValueEntry("HB", "80", "g/L")
    made = visits.VisitDraft(child, None, TODAY, form.title, values=(hb,), kind=form.kind)
    visit_id, _ = visits.record(context, made)

    row = next(row for row in subjects.course(context, child).visits if row.id == visit_id)
    assert (row.kind, row.title, row.state, row.target) == (EARLY_TERMINATION, form.title, "done", None)
    assert not row.assessment  # its verdict is no assessment of the protocol
    with pytest.raises(ServiceError) as refusal:
        visits.record(context, made)
    assert refusal.value.code == "last_visit_exists"
    endings.end(context, ended(child, WITHDREW, TODAY, last_visit=True))
    kinds = [row.kind for row in subjects.course(context, child).visits]
    assert kinds.count(EARLY_TERMINATION) == 1  # the one that was made is that visit


def test_what_is_taken_back_stays_in_the_record_and_the_visits_are_expected_again(context, child):
    before, found = states(context, child), line(context, child)
    endings.end(context, ended(child, WITHDREW, TODAY, note="Too far to travel."))
    stands = subjects.course(context, child).ends.left
    assert stands is not None

    endings.undo(context, child, stands, Reason("new_information", "Consents again."))

    assert states(context, child) == before
    assert line(context, child) == found
    (told,) = endings.history(context, child)
    assert (told.ending, told.name, told.undo_text) == (stands, "Mei Li", "Consents again.")
    with pytest.raises(ServiceError) as refusal:
        endings.undo(context, child, stands, WRONG)
    assert refusal.value.code == "ending_unknown"


def test_a_correction_puts_another_end_in_its_place_with_a_reason_in_the_trail(context, child):
    endings.end(context, ended(child, LOST, TODAY - timedelta(days=5)))
    stands = subjects.course(context, child).ends.left
    assert stands is not None
    right = ended(child, WITHDREW, TODAY - timedelta(days=3), reason="moved")

    with pytest.raises(ServiceError) as refusal:
        endings.correct(context, stands, right, Reason("", ""))
    assert refusal.value.code == "reason_missing"
    endings.correct(context, stands, right, Reason("source_corrected", "Letter of the family."))

    now = subjects.course(context, child).ends.left
    assert now is not None and (now.kind, now.day, now.reason) == (WITHDREW, right.day, "moved")
    assert [each.undone_at is not None for each in endings.history(context, child)] == [True, False]
    rows = trail.listing(context, trail.TrailQuery(limit=50)).rows
    assert "Letter of the family." in {row.reason_text for row in rows if row.table == "ending"}


def test_a_corrected_death_is_the_same_event_with_another_day(context, child):
    endings.end(context, ended(child, DEATH, TODAY))
    stands = subjects.course(context, child).ends.left
    assert stands is not None
    day = TODAY - timedelta(days=1)

    endings.correct(context, stands, ended(child, DEATH, day, reason="bleeding"), WRONG)

    now = subjects.course(context, child).ends.left
    assert now == replace(stands, day=day, reason="bleeding")


def test_no_visit_takes_place_after_a_death_that_is_entered_elsewhere(context, child, draft, log):
    day = DAY0 + timedelta(days=80)
    endings.end(context, ended(child, DEATH, day))
    with pytest.raises(ServiceError) as refusal:
        log(child, day + timedelta(days=1), ANC="0.1")
    problems = cast("tuple[Problem, ...]", refusal.value.params["problems"])
    assert [(each.path, each.code) for each in problems] == [("day", "after_death")]
    log(child, day, ANC="0.1")
    ward = {"events": (visits.EventEntry(day, DEATH, "Bleeding."),)}
    other, _ = enrolment.enrol(context, draft(code="TJ-077"))
    log(other, day + timedelta(days=2), ANC="0.1", more=ward)


def test_a_death_in_a_form_is_held_against_what_other_visits_saw(context, child, log):
    day = DAY0 + timedelta(days=80)
    log(child, day, ANC="0.1")

    def refused(on: date, **more: Any) -> list[tuple[str, str]]:
        with pytest.raises(ServiceError) as refusal:
            log(child, on, ANC="0.2", more=more)
        problems = cast("tuple[Problem, ...]", refusal.value.params["problems"])
        return [(each.path, each.code) for each in problems]

    early = day - timedelta(days=3)
    told = visits.EventEntry(early, DEATH, "Bleeding.")
    assert refused(early, events=(told,)) == [("events.0.day", "seen_after_death")]
    after = day + timedelta(days=2)
    visit_id = log(child, after, ANC="0.1", more={"events": (visits.EventEntry(after, DEATH, "Bleeding."),)})
    again = visits.EventEntry(day, DEATH, "Bleeding.")
    assert refused(day, events=(again,)) == [("events.0.day", "death_known")]
    given = visits.TransfusionEntry(after + timedelta(days=1), "RBC", Decimal(1))
    assert refused(day, transfusions=(given,)) == [("transfusions.0.day", "after_death")]
    form = visits.form(context, subject_id=child, visit_id=visit_id).stored
    assert form is not None
    visits.record(context, replace(form, laboratory="Ward"))  # what stands is asked about no more


def test_a_form_tells_one_death_and_nothing_that_was_given_after_it(context, child):
    day = DAY0 + timedelta(days=80)
    told = visits.EventEntry(day, DEATH, "Bleeding.")
    later = day + timedelta(days=1)
    twice = visits.VisitDraft(child, None, later, events=(told, replace(told, day=later)))
    given = replace(twice, events=(told,), transfusions=(visits.TransfusionEntry(later, "RBC", Decimal(1)),))

    def problems(form: visits.VisitDraft) -> list[tuple[str, str]]:
        return [(each.path, each.code) for each in visits.check(context, form)]

    assert problems(twice) == [("events.1.day", "death_known")]
    assert problems(given) == [("transfusions.0.day", "after_death")]
    same = replace(given, transfusions=(replace(given.transfusions[0], day=day),))
    assert problems(same) == []


def test_a_death_may_become_known_after_a_loss(context, child):
    endings.end(context, ended(child, LOST, DAY0 + timedelta(days=60)))
    endings.end(context, ended(child, DEATH, DAY0 + timedelta(days=85)))
    ends = subjects.course(context, child).ends
    assert ends.left is not None and ends.left.kind == DEATH
    found = outcomes.of_subject(context, child).outcomes
    assert found.survival is not None and found.survival.days == 85


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ((WITHDREW, TODAY + timedelta(days=1), {}), "ending_day_future"),
        ((WITHDREW, DAY0 - timedelta(days=30), {}), "ending_day_early"),
        ((LOST, DAY0 + timedelta(days=39), {}), "ending_day_seen"),
        ((DEATH, DAY0 + timedelta(days=39), {}), "ending_day_seen"),
        ((WITHDREW, TODAY, {"reason": ""}), "ending_reason_missing"),
        ((WITHDREW, TODAY, {"reason": "infection"}), "ending_reason_missing"),
        ((WITHDREW, TODAY, {"reason": "other", "note": " "}), "ending_note_missing"),
    ],
)
def test_an_end_that_cannot_be_is_refused_by_name(context, child, typed, code):
    kind, day, more = typed
    acts = (endings.end,) if "reason" in more else (endings.preview, endings.end)
    for act in acts:
        with pytest.raises(ServiceError) as refusal:
            act(context, ended(child, kind, day, **more))
        assert refusal.value.code == code
    assert subjects.course(context, child).ends.left is None


def test_nobody_leaves_twice(context, child):
    endings.end(context, ended(child, WITHDREW, TODAY))
    for kind in (WITHDREW, LOST, STOPPED_SPONSOR, WITHDREW_TREATMENT):
        with pytest.raises(ServiceError) as refusal:
            endings.end(context, ended(child, kind, TODAY))
        assert (refusal.value.code, refusal.value.params["kind"]) == ("ending_exists", WITHDREW)


def test_the_preview_says_which_visits_go_and_what_is_censored_without_writing(context, child):
    day = DAY0 + timedelta(days=60)
    found = endings.preview(context, ended(child, WITHDREW, day))

    assert found.before is not None and found.after is not None
    assert found.after.survival is not None and found.after.survival.stop == day
    assert found.after.left is not None and found.before.left is None
    assert subjects.course(context, child).ends.left is None
    endings.end(context, ended(child, WITHDREW, day))
    course = subjects.course(context, child)
    assert list(found.visits) == [row.title for row in course.visits if row.state == "not_expected"]


def test_an_earlier_day_is_seen_as_it_was_known_then(context, child, clock):
    clock.set(TODAY + timedelta(days=2))
    endings.end(context, ended(child, WITHDREW, TODAY))
    clock.set(TODAY + timedelta(days=4))
    stands = subjects.course(context, child).ends.left
    assert stands is not None
    endings.undo(context, child, stands, WRONG)
    known = {}
    with reading(context) as connection:
        for days in (1, 2, 4):
            rows = asof.whole(connection, child, TODAY + timedelta(days=days))
            assert rows is not None
            known[days] = ending_rows.of_rows(rows).left
    assert known == {1: None, 2: stands, 4: None}
