"""Study days, calendar months, ages and windows."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.timeline import (
    Window,
    add_months,
    age_months,
    age_years,
    date_of,
    study_day,
    window_around,
)

DAYS = st.dates(date(1920, 1, 1), date(2100, 12, 31))


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2027, 8, 31), 6, date(2028, 2, 29)),
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2026, 10, 31), 1, date(2026, 11, 30)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2028, 2, 29), 48, date(2032, 2, 29)),
        (date(2026, 8, 20), 12, date(2027, 8, 20)),
        (date(2026, 12, 15), 1, date(2027, 1, 15)),
        (date(2026, 3, 31), -1, date(2026, 2, 28)),
        (date(2026, 1, 10), -1, date(2025, 12, 10)),
    ],
)
def test_months_are_clipped_to_the_end_of_a_shorter_month(day, months, expected):
    assert add_months(day, months) == expected


@given(DAYS, st.integers(-240, 240))
def test_months_land_in_the_month_meant_and_never_later_in_it(day, months):
    moved = add_months(day, months)
    assert moved.year * 12 + moved.month == day.year * 12 + day.month + months
    assert moved.day <= day.day
    assert moved.day == day.day or (moved + timedelta(days=1)).day == 1


def test_months_outside_the_calendar_are_refused():
    with pytest.raises(ValueError, match="outside the calendar"):
        add_months(date(9999, 6, 1), 12)


@given(DAYS, st.integers(-5000, 5000))
def test_a_study_day_and_its_date_are_each_others_inverse(anchor, n):
    assert study_day(anchor, date_of(anchor, n)) == n


def test_the_anchor_is_day_zero_and_the_day_before_is_minus_one():
    anchor = date(2026, 8, 20)
    assert study_day(anchor, anchor) == 0
    assert study_day(anchor, date(2026, 8, 19)) == -1
    assert study_day(anchor, date(2026, 11, 18)) == 90


@pytest.mark.parametrize(
    ("birth", "on", "months"),
    [
        (date(2019, 2, 14), date(2026, 11, 16), 93),  # 7 y 9 mo
        (date(2019, 2, 14), date(2026, 2, 13), 83),
        (date(2019, 2, 14), date(2026, 2, 14), 84),
        (date(2024, 2, 29), date(2025, 2, 28), 12),
        (date(2024, 2, 29), date(2025, 2, 27), 11),
        (date(2026, 1, 31), date(2026, 2, 27), 0),
        (date(2026, 1, 31), date(2026, 2, 28), 1),
        (date(2026, 8, 20), date(2026, 8, 20), 0),
    ],
)
def test_an_age_counts_completed_months_clipped_like_visits(birth, on, months):
    assert age_months(birth, on) == months
    assert age_years(birth, on) == months // 12


@given(DAYS, st.integers(0, 1200))
def test_an_age_is_complete_on_the_very_day_and_not_before(birth, months):
    turned = add_months(birth, months)
    assert age_months(birth, turned) == months
    assert months == 0 or age_months(birth, turned - timedelta(days=1)) == months - 1


def test_an_age_before_birth_is_refused():
    with pytest.raises(ValueError, match="before the birth"):
        age_months(date(2026, 8, 20), date(2026, 8, 19))


@given(DAYS, st.integers(0, 100), st.integers(0, 100))
def test_a_window_holds_both_ends_and_nothing_beyond(target, before, after):
    window = window_around(target, before=before, after=after)
    assert window.earliest <= window.target <= window.latest
    assert window.holds(window.earliest)
    assert window.holds(window.latest)
    assert not window.holds(window.earliest - timedelta(days=1))
    assert not window.holds(window.latest + timedelta(days=1))


def test_a_window_out_of_order_is_refused():
    with pytest.raises(ValueError, match="out of order"):
        Window(date(2026, 8, 21), date(2026, 8, 20), date(2026, 8, 22))


def test_windows_meet_when_they_share_one_day():
    first = window_around(date(2026, 8, 20), before=2, after=2)
    touching = window_around(date(2026, 8, 24), before=2, after=2)
    apart = window_around(date(2026, 8, 25), before=2, after=2)
    assert first.meets(touching)
    assert touching.meets(first)
    assert not first.meets(apart)
    assert not apart.meets(first)
