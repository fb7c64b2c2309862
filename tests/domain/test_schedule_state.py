"""Where a visit stands on a day."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.schedule import VisitState, days_late, days_left, place, state
from app.domain.timeline import Window, window_around
from app.i18n import Texts

D90 = Window(date(2026, 11, 11), date(2026, 11, 18), date(2026, 11, 25))


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        (date(2026, 11, 10), VisitState.UPCOMING),
        (date(2026, 11, 11), VisitState.DUE),
        (date(2026, 11, 18), VisitState.DUE),
        (date(2026, 11, 25), VisitState.DUE),
        (date(2026, 11, 26), VisitState.LATE),
    ],
)
def test_a_visit_not_yet_made_follows_its_window(today, expected):
    assert state(D90, actual=None, missed=False, today=today) is expected


@pytest.mark.parametrize(
    ("actual", "where", "expected"),
    [
        (date(2026, 11, 10), "early", VisitState.DONE_EARLY),
        (date(2026, 11, 11), "in_window", VisitState.DONE),
        (date(2026, 11, 25), "in_window", VisitState.DONE),
        (date(2026, 11, 26), "late", VisitState.DONE_LATE),
    ],
)
def test_a_visit_made_says_where_it_lies_against_its_window(actual, where, expected):
    got = state(D90, actual=actual, missed=False, today=date(2027, 1, 1))
    assert place(D90, actual) == where
    assert got is expected
    assert got.done
    assert got.out_of_window is (where != "in_window")


def test_a_missed_visit_is_missed_whatever_the_day():
    for today in (date(2026, 11, 1), date(2026, 11, 18), date(2026, 12, 1)):
        assert state(D90, actual=None, missed=True, today=today) is VisitState.MISSED


def test_what_happened_outweighs_a_mark_as_missed():
    assert state(D90, actual=D90.target, missed=True, today=D90.latest) is VisitState.DONE


def test_a_visit_without_a_window_was_not_planned():
    assert state(None, actual=D90.target, missed=False, today=D90.target) is VisitState.UNSCHEDULED


def test_days_left_and_late_read_as_on_the_day_list():
    assert days_left(D90, date(2026, 11, 18)) == 7
    assert days_left(D90, date(2026, 11, 25)) == 0
    assert days_left(D90, date(2026, 11, 26)) == 0
    early_response = Window(date(2026, 11, 2), date(2026, 11, 7), date(2026, 11, 12))
    assert days_late(early_response, date(2026, 11, 18)) == 6
    assert days_late(early_response, date(2026, 11, 12)) == 0


@given(st.integers(0, 60), st.integers(0, 60), st.integers(-200, 200))
def test_a_day_is_never_both_left_and_late(before, after, shift):
    window = window_around(D90.target, before=before, after=after)
    today = D90.target + timedelta(days=shift)
    left, late = days_left(window, today), days_late(window, today)
    assert left == 0 or late == 0
    is_late = state(window, actual=None, missed=False, today=today) is VisitState.LATE
    assert is_late is (late > 0)


@pytest.mark.parametrize("visit_state", list(VisitState))
def test_every_state_has_a_word(visit_state):
    assert Texts()(f"schedule.{visit_state.value}")
