"""Which backups stay: seven days, four weeks, twelve months, of those that have one."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from app.domain import rotation

START = datetime(2026, 1, 1, 9, 0, tzinfo=UTC)


def test_of_each_day_before_the_last_the_newest_stays_and_of_the_last_all() -> None:
    before = [START + timedelta(hours=hour) for hour in (0, 3, 8)]
    last = [moment + timedelta(days=1) for moment in before]
    assert rotation.kept([*before, *last]) == {before[-1], *last}


def test_a_day_of_very_many_backups_keeps_its_newest_ten() -> None:
    moments = [START + timedelta(minutes=minute) for minute in range(50)]
    assert rotation.kept(moments) == set(moments[-10:])


def test_two_years_of_daily_backups_leave_days_weeks_and_months() -> None:
    moments = [START + timedelta(days=day) for day in range(730)]
    kept = rotation.kept(moments)
    newest = moments[-1]
    assert {newest - timedelta(days=day) for day in range(7)} <= kept
    assert len({moment.isocalendar()[:2] for moment in kept}) >= 4
    assert len({(moment.year, moment.month) for moment in kept}) == 12
    assert len(kept) <= 7 + 4 + 12


def test_a_study_that_rested_for_years_loses_none_of_its_last_backups() -> None:
    old = [START + timedelta(days=day) for day in range(5)]
    assert set(old) <= rotation.kept([*old, START + timedelta(days=2000)])


@given(st.lists(st.datetimes(timezones=st.just(UTC)), max_size=60))
def test_the_newest_always_stays_and_thinning_again_takes_nothing(moments: list[datetime]) -> None:
    kept = rotation.kept(moments)
    assert kept <= set(moments)
    assert not moments or max(moments) in kept
    assert rotation.kept(kept) == kept
