"""Units a month of the study, intervals without a transfusion, and from when a subject is free."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from app.domain.transfusions import Given, free_since, intervals, longest, months

DAY0 = date(2026, 8, 20)


def on(day: int) -> date:
    return DAY0 + timedelta(days=day)


def test_months_count_thirty_days_from_day_0_and_the_empty_ones_too():
    given = [Given(on(-2), Decimal(1)), Given(on(0), Decimal(2)), Given(on(29), Decimal(1))]
    found = months([*given, Given(on(60), Decimal("0.5"))], DAY0, until=on(95))
    assert [(each.first, each.last, each.units) for each in found] == [
        (None, -1, Decimal(1)),
        (0, 29, Decimal(3)),
        (30, 59, Decimal(0)),
        (60, 89, Decimal("0.5")),
        (90, 119, Decimal(0)),
    ]


def test_intervals_stand_between_transfusion_days_and_the_last_one_goes_on():
    found = intervals([on(3), on(1), on(3), on(11)], until=on(40))
    assert [(each.days, each.open) for each in found] == [(2, False), (8, False), (29, True)]
    assert longest(found) == found[-1]


def test_without_a_transfusion_there_is_no_interval():
    assert intervals([], until=on(40)) == ()
    assert longest(()) is None


@pytest.mark.parametrize(("today", "since"), [(37, None), (38, 38), (50, 38)])
def test_a_subject_is_free_from_the_day_that_lies_so_many_days_behind_the_last(today, since):
    free = free_since([on(2), on(10)], needed=28, on=on(today))
    assert free == (None if since is None else on(since))


def test_later_transfusions_do_not_count_for_an_earlier_day():
    assert free_since([on(10), on(60)], needed=28, on=on(50)) == on(38)
