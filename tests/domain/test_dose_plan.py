"""Which given dose stands for which planned one: first by the day, then the visit, then the window."""

from datetime import date, timedelta

from app.domain.dosing.plan import GivenDose, PlannedDose, match

DAY0 = date(2026, 8, 20)


def on(day: int) -> date:
    return DAY0 + timedelta(days=day)


def planned(visit: int, day: int, *, product: str = "MSC", around: int = 2) -> PlannedDose:
    return PlannedDose(visit, product, on(day), on(day - around), on(day + around))


def test_days_of_atg_that_one_visit_logged_find_their_own_day():
    plan = [planned(day, day, product="ATG", around=0) for day in range(3)]
    given = [GivenDose(10 + day, 2, "ATG", on(day)) for day in range(3)]
    assert match(plan, given).given == {0: 10, 1: 11, 2: 12}


def test_a_late_dose_belongs_to_the_visit_that_it_was_logged_at():
    found = match([planned(1, 14), planned(2, 21)], [GivenDose(7, 1, "MSC", on(19))])
    assert found.given == {0: 7}


def test_a_dose_logged_elsewhere_belongs_to_the_window_that_holds_it():
    found = match([planned(1, 14), planned(2, 21)], [GivenDose(7, 99, "MSC", on(22))])
    assert found.given == {1: 7}


def test_what_no_plan_holds_stands_beside_it():
    given = [GivenDose(7, 99, "MSC", on(40)), GivenDose(8, 1, "ATG", on(14))]
    found = match([planned(1, 14)], given)
    assert found.given == {}
    assert found.besides == (8, 7)


def test_a_planned_dose_takes_one_dose_only():
    given = [GivenDose(7, 1, "MSC", on(14)), GivenDose(8, 1, "MSC", on(14))]
    found = match([planned(1, 14)], given)
    assert (found.given, found.besides) == ({0: 7}, (8,))
