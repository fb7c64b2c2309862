"""A calendar beside another plan: what moves, what stays, and that doing it leaves nothing to do."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.protocol.differences import Difference, differences
from app.domain.protocol.response import CriteriaRules
from app.domain.schedule import PlannedVisit, plan
from app.domain.schedule.replan import Move, Standing, amended, reprojected
from app.domain.timeline import Window, window_around
from tests.domain.builders import template, with_rules

DAY0 = date(2026, 1, 5)


def on(number: int) -> date:
    return DAY0 + timedelta(days=number)


def window(number: int, wide: int = 3) -> Window:
    return window_around(on(number), before=wide, after=wide)


def planned(plan_id: str, number: int, **more: object) -> PlannedVisit:
    made = PlannedVisit(plan_id, plan_id.upper(), number, window(number), False, None, ("ANC",))
    return replace(made, **more)  # type: ignore[arg-type]


def standing(plan_id: str, number: int, *, done: int | None = None, missed: bool = False) -> Standing:
    actual = None if done is None else on(done)
    closed = missed or actual is not None
    return Standing(plan_id, plan_id.upper(), window(number), actual, closed, False, "", ("ANC",))


def test_the_same_plan_moves_nothing() -> None:
    assert amended([standing("a", 10)], [planned("a", 10)], today=on(0)) == ()
    assert reprojected([standing("a", 10)], [planned("a", 10)]) == ()


def test_an_open_visit_moves_a_new_one_comes_and_one_that_is_gone_goes() -> None:
    moves = amended([standing("a", 10), standing("b", 20)], [planned("a", 12), planned("c", 30)], today=on(0))

    assert moves == (
        Move("moved", "a", "A", window(10), window(12)),
        Move("removed", "b", "B", window(20), None),
        Move("added", "c", "C", None, window(30)),
    )


@pytest.mark.parametrize(("today", "kinds"), [(13, ["moved"]), (14, [])])
def test_an_amendment_leaves_alone_what_was_due_before_it(today: int, kinds: list[str]) -> None:
    """The window of day 10 closes on day 13."""
    moves = amended([standing("a", 10)], [planned("a", 12)], today=on(today))

    assert [move.kind for move in moves] == kinds


def test_an_amendment_does_not_add_what_would_be_over_already() -> None:
    assert amended([], [planned("a", 10)], today=on(14)) == ()


def test_what_was_done_or_declared_missed_never_moves() -> None:
    was = [standing("a", 10, done=10), standing("b", 20, missed=True)]

    assert amended(was, [planned("a", 12), planned("b", 22)], today=on(0)) == ()
    assert amended(was, [], today=on(0)) == ()


def test_a_visit_with_another_content_is_told() -> None:
    wanted = planned("a", 10, assessments=("ANC", "PLT"))

    (move,) = amended([standing("a", 10)], [wanted], today=on(0))

    assert move.kind == "changed"


def test_a_corrected_day0_sets_windows_of_done_visits_anew_and_keeps_their_dates() -> None:
    moves = reprojected([standing("a", 10, done=11), standing("b", 20)], [planned("a", 12), planned("b", 22)])

    assert [(move.kind, move.plan_id, move.actual) for move in moves] == [
        ("rewindowed", "a", on(11)),
        ("moved", "b", None),
    ]


@settings(deadline=None, max_examples=80)
@given(st.integers(-400, 400))
def test_a_whole_calendar_moves_with_day0_and_back_again(days: int) -> None:
    """Calendar months and their clipped ends included."""
    saa = template("saa_atg")
    old = plan(saa, arm="msc", anchor=DAY0)
    new = plan(saa, arm="msc", anchor=on(days))
    was = [Standing(v.plan_id, v.title, v.window, None, False) for v in old]

    moves = {move.plan_id: move for move in reprojected(was, new)}

    assert len(moves) == (0 if days == 0 else len(old))
    for visit in new:
        if days:
            assert moves[visit.plan_id].after == visit.window
    now = [Standing(v.plan_id, v.title, v.window, None, False) for v in new]
    assert reprojected(now, new) == ()


def test_versions_differ_where_a_number_differs_and_say_where() -> None:
    old, new = template("saa_atg"), with_rules("saa_atg", nr_from_day=42, ti_rbc_days=35)

    assert differences(old, new) == (
        Difference(("response", "ti_rbc_days"), "28", "35"),
        Difference(("response", "nr_from_day"), "40", "42"),
    )
    assert differences(old, old) == ()


def test_a_criterion_that_only_one_version_has_is_told_on_one_side() -> None:
    old = template("saa_atg")
    assert isinstance(old.response, CriteriaRules)
    pr = old.response.pr.model_copy(update={"of": old.response.pr.of[1:]})
    new = with_rules("saa_atg", pr=pr)

    found = [each for each in differences(old, new) if each.after is None]

    assert ("response", "pr", "of", "free_of.RBC", "product") in [each.path for each in found]
