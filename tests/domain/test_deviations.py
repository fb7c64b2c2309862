"""What departs from the plan, each kind from both sides; the infusions after a decision."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from app.domain.dosing import DoseLimits
from app.domain.schedule.deviations import DoseFacts, VisitFacts, deviations, needs_reason
from app.domain.schedule.more import plan_more
from app.domain.timeline import window_around
from tests.domain.builders import overlapping, template

TARGET = date(2026, 11, 18)
WINDOW = window_around(TARGET, before=7, after=7)
LIMITS = DoseLimits(Decimal(500_000), Decimal(1_000_000), Decimal(10_000_000))
VISIT = VisitFacts(
    id=1,
    title="D90",
    window=WINDOW,
    actual=TARGET,
    missed=False,
    assessments=("ANC", "HB", "MARROW"),
    values=frozenset({"ANC", "HB"}),
    absent={},
)


def codes(*visits: VisitFacts) -> list[str]:
    return [each.code for each in deviations(visits, (), LIMITS)]


@pytest.mark.parametrize(
    ("offset", "found", "days"),
    [
        (-8, ["visit_early"], 1),
        (-7, [], None),
        (7, [], None),
        (8, ["visit_late"], 1),
        (10, ["visit_late"], 3),
    ],
)
def test_a_visit_outside_its_window_is_one(offset, found, days):
    actual = TARGET + timedelta(days=offset)
    visit = replace(VISIT, actual=actual, why="travel", note="strike")
    listed = deviations((visit,), (), LIMITS)
    assert [each.code for each in listed] == found
    assert needs_reason(WINDOW, actual) is bool(found)
    if listed:
        assert (listed[0].days, listed[0].why, listed[0].note) == (days, "travel", "strike")


def test_a_visit_without_a_window_never_wants_a_reason():
    assert not needs_reason(None, TARGET)


def test_a_missed_visit_is_one_and_a_late_open_one_is_not_yet():
    assert codes(replace(VISIT, actual=None, missed=True, why="unwell")) == ["visit_missed"]
    assert codes(replace(VISIT, actual=None)) == []


def test_a_due_value_that_is_missing_is_one_with_what_was_said_of_it():
    visit = replace(VISIT, values=frozenset({"ANC"}), absent={"HB": "clotted"})
    (found,) = deviations((visit,), (), LIMITS)
    assert (found.code, found.item, found.note) == ("assessment_missing", "HB", "clotted")


def test_a_value_that_can_be_derived_is_there():
    visit = replace(
        VISIT, assessments=("ANC", "RETIC_ABS"), values=frozenset({"WBC", "NEUT_PCT", "RETIC_PCT", "RBC"})
    )
    assert codes(visit) == []


@pytest.mark.parametrize(
    ("per_kg", "found"),
    [
        ("449999", ["dose_out_of_range"]),
        ("450000", []),
        ("1100000", []),
        ("1100001", ["dose_out_of_range"]),
        ("10000000", ["dose_out_of_range"]),
        ("10000001", ["dose_above_maximum"]),
        (None, []),
    ],
)
def test_doses_stand_against_range_and_maximum(per_kg, found):
    dose = DoseFacts(1, "MSC 1", TARGET, None if per_kg is None else Decimal(per_kg), "agreed")
    assert [each.code for each in deviations((), (dose,), LIMITS)] == found


ANCHOR = date(2026, 8, 20)


def test_four_more_infusions_follow_weekly_from_the_first():
    first = ANCHOR + timedelta(days=33)
    visits = plan_more(template("raa_msc"), anchor=ANCHOR, first=first)
    assert [visit.plan_id for visit in visits] == ["msc_5", "msc_6", "msc_7", "msc_8"]
    assert [visit.day for visit in visits] == [33, 40, 47, 54]
    assert visits[0].window.earliest == ANCHOR + timedelta(days=30)
    assert visits[0].window.latest == ANCHOR + timedelta(days=37)
    assert visits[1].window == window_around(first + timedelta(days=7), before=2, after=2)
    assert {visit.infusion for visit in visits} == {"msc"}


@pytest.mark.parametrize("day", [30, 33, 34, 37])
def test_their_windows_do_not_meet(day):
    visits = plan_more(template("raa_msc"), anchor=ANCHOR, first=ANCHOR + timedelta(days=day))
    assert overlapping(visits) == ()


@pytest.mark.parametrize("day", [29, 38])
def test_a_first_day_outside_d30_to_d37_is_refused(day):
    with pytest.raises(ValueError, match="outside"):
        plan_more(template("raa_msc"), anchor=ANCHOR, first=ANCHOR + timedelta(days=day))


def test_a_template_without_the_decision_plans_none():
    with pytest.raises(ValueError, match="no further"):
        plan_more(template("saa_atg"), anchor=ANCHOR, first=ANCHOR)
