"""Events and laboratory grades against the baseline, and what makes an event serious."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from app.domain.grading import Grade
from app.domain.grading.normal import Normal
from app.domain.grading.serious import serious, stated, with_stated
from app.domain.grading.shift import Occurred, Standing, shifts, standing

DAY0 = date(2026, 8, 20)


def on(day: int) -> date:
    return DAY0 + timedelta(days=day)


FEVER = "adverse_event:fever"


@pytest.mark.parametrize(
    ("day", "grade", "found"),
    [
        (-3, 1, Standing(2, False)),
        (5, 2, Standing(2, False)),
        (5, 3, Standing(2, True)),
        (5, None, Standing(2, None)),
    ],
)
def test_an_event_is_emergent_when_it_is_worse_than_before_day_0(day, grade, found):
    event = Occurred(FEVER, on(day), grade)
    before = [Occurred(FEVER, on(-9), 2), Occurred("infection:", on(-9), 4)]
    assert standing(event, [event, *before], anchor=DAY0) == found


def test_an_event_that_was_not_there_before_is_emergent_whatever_its_grade():
    event = Occurred(FEVER, on(0), None)
    assert standing(event, [event], anchor=DAY0) == Standing(None, True)


def values(*pairs: tuple[int, str]) -> list[tuple[date, Decimal]]:
    return [(on(day), Decimal(value)) for day, value in pairs]


def test_the_worst_laboratory_grade_stands_beside_that_of_the_baseline():
    known = {
        "ANC": values((-20, "2.0"), (-2, "0.3"), (7, "0.1"), (40, "2.0")),
        "ALT": values((-2, "20"), (7, "130"), (9, "130")),
        "PLT": values((-2, "200"), (7, "210")),
    }
    limits = {"ALT": Normal(None, Decimal(40)), "PLT": Normal(Decimal(150), None)}
    alt, anc = sorted(
        shifts("5.0", known, anchor=DAY0, limits=limits, lookback=14), key=lambda each: each.analyte
    )
    assert isinstance(alt.worst, Grade)
    assert (alt.worst.grade, alt.worst_day, alt.emergent) == (2, on(7), True)
    assert isinstance(anc.baseline, Grade)
    assert (anc.baseline.grade, anc.emergent) == (4, False)


def test_of_values_of_the_worst_grade_the_worst_value_stands_with_its_day():
    """Found by a reader: platelets of 15 stood as the worst of grade 4, and 12 were measured later."""
    known = {
        "ALT": values((-2, "20"), (7, "130"), (9, "150"), (12, "150")),
        "PLT": values((-2, "200"), (7, "15"), (14, "13"), (21, "12"), (28, "12"), (40, "60")),
    }
    limits = {"ALT": Normal(None, Decimal(40)), "PLT": Normal(Decimal(150), None)}
    found = {
        each.analyte: (each.worst_value, each.worst_day)
        for each in shifts("5.0", known, anchor=DAY0, limits=limits, lookback=14)
    }
    assert found == {"ALT": (Decimal(150), on(9)), "PLT": (Decimal(12), on(21))}


def test_without_a_value_before_day_0_the_shift_is_open():
    (shift,) = shifts("5.0", {"ANC": values((7, "0.1"))}, anchor=DAY0, limits={}, lookback=14)
    assert shift.baseline is None
    assert shift.emergent is None


@pytest.mark.parametrize(
    ("kind", "grade", "details", "why"),
    [
        ("adverse_event", 2, None, ""),
        ("adverse_event", 4, None, ""),  # severe is not serious
        ("adverse_event", 2, {"serious": "no"}, "no"),
        ("infection", 3, {"serious": "hospitalisation"}, "hospitalisation"),
        ("adverse_event", 5, {"serious": "no"}, "death"),
        ("death", None, None, "death"),
        ("clonal_evolution", None, None, "no"),
        ("adverse_event", 2, {"serious": "made up"}, ""),
    ],
)
def test_seriousness_is_stated_or_follows_from_death(kind, grade, details, why):
    assert serious(kind, grade, details) == why


def test_a_statement_stands_beside_a_staging_and_leaves_nothing_behind():
    staged = {"criteria": "MAGIC 2016"}
    kept = with_stated(staged, "important")
    assert kept == {"criteria": "MAGIC 2016", "serious": "important"}
    assert stated(kept) == "important"
    assert with_stated(kept, "") == staged
    assert with_stated(None, "") is None
