"""Lower limits of normal haemoglobin by age and sex."""

from datetime import date
from decimal import Decimal

import pytest

from app.domain.haemoglobin import completed_months, lower_limit

BIRTH = date(2010, 3, 15)


@pytest.mark.parametrize(
    ("on", "sex", "who2024", "who2011"),
    [
        (date(2010, 4, 14), "M", 125, 125),
        (date(2010, 4, 15), "M", 100, 100),
        (date(2010, 5, 15), "M", 90, 90),
        (date(2010, 6, 15), "M", 95, 95),
        (date(2010, 9, 14), "F", 95, 95),
        (date(2010, 9, 15), "F", 105, 110),
        (date(2012, 3, 14), "F", 105, 110),
        (date(2012, 3, 15), "F", 110, 110),
        (date(2015, 3, 14), "M", 110, 110),
        (date(2015, 3, 15), "M", 115, 115),
        (date(2022, 3, 14), "M", 115, 115),
        (date(2022, 3, 15), "M", 120, 120),
        (date(2025, 3, 14), "M", 120, 120),
        (date(2025, 3, 15), "M", 130, 130),
        (date(2025, 3, 15), "F", 120, 120),
    ],
)
def test_each_step_begins_on_the_birthday(on, sex, who2024, who2011):
    assert lower_limit("WHO2024", sex, BIRTH, on) == who2024
    assert lower_limit("WHO2011", sex, BIRTH, on) == who2011


def test_unknown_stays_unknown():
    assert lower_limit("WHO2024", "M", None, BIRTH) is None
    assert lower_limit("WHO2024", None, BIRTH, date(2025, 3, 15)) is None
    assert lower_limit("WHO2024", None, BIRTH, date(2020, 3, 15)) == 115
    assert lower_limit("LAB", "M", BIRTH, date(2020, 3, 15)) is None
    assert lower_limit("WHO2024", "M", BIRTH, date(2010, 3, 14)) is None


def test_altitude_is_added_where_the_template_gives_it():
    adult = date(2030, 1, 1)
    assert lower_limit("WHO2024", "F", BIRTH, adult, altitude_m=499) == Decimal(120)
    assert lower_limit("WHO2024", "F", BIRTH, adult, altitude_m=500) == Decimal(124)
    assert lower_limit("WHO2024", "F", BIRTH, adult, altitude_m=3000) == Decimal(141)


def test_months_are_completed_on_the_day_of_birth():
    assert completed_months(date(2020, 1, 31), date(2020, 2, 29)) == 0
    assert completed_months(date(2020, 1, 31), date(2020, 3, 1)) == 1
