"""CTCAE v5.0: every table is free of gaps and overlaps over its whole range, and its corners are right."""

from decimal import Decimal

import pytest

from app.domain.grading import Grade, Ungraded, ctcae, emergent
from app.domain.grading.ctcae import TABLE_5, Decrease, Increase

LLN = {"HB": "115", "ANC": "1.8", "PLT": "150", "WBC": "4", "LYM": "1", "CD4": "0.6"}
DECREASES = sorted(code for code, entry in TABLE_5.items() if isinstance(entry, Decrease))
INCREASES = sorted(code for code, entry in TABLE_5.items() if isinstance(entry, Increase))


def grade(analyte: str, value: object, **more: object) -> int:
    given = {key: Decimal(str(number)) for key, number in more.items()}
    found = ctcae("5.0", analyte, Decimal(str(value)), **given)
    assert isinstance(found, Grade), found
    return found.grade


@pytest.mark.parametrize("analyte", DECREASES)
def test_grades_of_a_decrease_cover_the_range_once_in_order(analyte):
    lln = Decimal(LLN[analyte])
    step = lln / 1000
    grades = [grade(analyte, step * number, lln=lln) for number in range(1500)]
    assert grades == sorted(grades, reverse=True)
    highest = 3 if analyte == "HB" else 4
    assert set(grades) == set(range(highest + 1))


@pytest.mark.parametrize("analyte", INCREASES)
@pytest.mark.parametrize("baseline", [None, "20", "60"])
def test_grades_of_an_increase_cover_the_range_once_in_order(analyte, baseline):
    more = {"uln": "40"} | ({} if baseline is None else {"baseline": baseline})
    grades = [grade(analyte, Decimal(number) / 4, **more) for number in range(8000)]
    assert grades == sorted(grades)
    # Half the upper limit as a baseline: creatinine passes 1.5 x baseline before it leaves the normal range.
    skipped = {1} if (analyte, baseline) == ("CREA", "20") else set()
    assert set(grades) == {0, 1, 2, 3, 4} - skipped


@pytest.mark.parametrize(
    ("analyte", "value", "expected"),
    [
        ("HB", 115, 0),
        ("HB", 114, 1),
        ("HB", 100, 1),
        ("HB", 99, 2),
        ("HB", 80, 2),
        ("HB", 79, 3),
        ("HB", 20, 3),
        ("ANC", "1.5", 1),
        ("ANC", "1.49", 2),
        ("ANC", "1.0", 2),
        ("ANC", "0.99", 3),
        ("ANC", "0.5", 3),
        ("ANC", "0.49", 4),
        ("PLT", 75, 1),
        ("PLT", 50, 2),
        ("PLT", 25, 3),
        ("PLT", 24, 4),
        ("WBC", "0.99", 4),
        ("LYM", "0.2", 3),
        ("LYM", "0.19", 4),
        ("CD4", "0.05", 3),
        ("CD4", "0.049", 4),
    ],
)
def test_the_lower_bound_belongs_to_the_milder_grade(analyte, value, expected):
    assert grade(analyte, value, lln=LLN[analyte]) == expected


@pytest.mark.parametrize(
    ("analyte", "value", "more", "expected"),
    [
        ("ALT", 40, {"uln": 40}, 0),
        ("ALT", 41, {"uln": 40}, 1),
        ("ALT", 120, {"uln": 40}, 1),
        ("ALT", 121, {"uln": 40}, 2),
        ("ALT", 801, {"uln": 40}, 4),
        ("ALT", 89, {"uln": 40, "baseline": 60}, 0),
        ("ALT", 90, {"uln": 40, "baseline": 60}, 1),
        ("ALT", 181, {"uln": 40, "baseline": 60}, 2),
        ("BILT", 31, {"uln": 20}, 2),
        ("BILT", 31, {"uln": 20, "baseline": 30}, 1),
        ("CREA", 61, {"uln": 60, "baseline": 40}, 2),
        ("CREA", 55, {"uln": 60, "baseline": 40}, 0),
        ("CREA", 61, {"uln": 60, "baseline": 20}, 3),
        ("CREA", 361, {"uln": 60}, 4),
    ],
)
def test_multiples_of_normal_and_baseline(analyte, value, more, expected):
    assert grade(analyte, value, **more) == expected


def test_without_the_limit_of_normal_grade_one_is_not_gradable():
    assert ctcae("5.0", "PLT", Decimal(90)) == Ungraded("5.0", "no_lln", 1)
    assert ctcae("5.0", "ALT", Decimal(90)) == Ungraded("5.0", "no_uln")
    assert grade("PLT", 30) == 3


def test_versions_and_terms_are_never_guessed():
    assert ctcae("4.0", "PLT", Decimal(30)) == Ungraded("4.0", "no_version")
    assert ctcae("5.0", "FERR", Decimal(30)) == Ungraded("5.0", "no_term")
    assert ctcae("6.0", "LYM", Decimal("0.1")) == Ungraded("6.0", "not_verified")
    assert ctcae("5.0", "PLT", Decimal(30)) == Grade("5.0", "platelet_count_decreased", 3)
    assert ctcae("6.0", "PLT", Decimal(30)) == Grade("6.0", "thrombocytopenia", 3)


@pytest.mark.parametrize(
    ("analyte", "value", "more", "expected"),
    [
        ("ANC", "1.5", {}, 0),
        ("ANC", "1.49", {}, 1),
        ("ANC", "1.0", {}, 1),
        ("ANC", "0.99", {}, 2),
        ("ANC", "0.5", {}, 2),
        ("ANC", "0.49", {}, 3),
        ("ANC", "0.1", {}, 3),
        ("ANC", "0.099", {}, 4),
        ("PLT", "75", {"lln": 150}, 1),
        ("PLT", "50", {}, 2),
        ("PLT", "49", {}, 3),
        ("PLT", "10", {}, 3),
        ("PLT", "9.9", {}, 4),
        ("ALT", 60, {"uln": 40, "baseline": 60}, 1),
        ("ALT", 59, {"uln": 40, "baseline": 60}, 0),
        ("ALT", 90, {"uln": 40, "baseline": 60}, 1),
        ("ALT", 91, {"uln": 40, "baseline": 60}, 2),
        ("ALT", 121, {"uln": 40, "baseline": 60}, 3),
        ("ALT", 241, {"uln": 40, "baseline": 60}, 4),
        ("BILT", 75, {"uln": 20, "baseline": 30}, 2),
        ("BILT", 76, {"uln": 20, "baseline": 30}, 3),
        ("CREA", 55, {"uln": 60, "lln": 30, "baseline": 20}, 2),
        ("CREA", 55, {"uln": 60, "lln": 15, "baseline": 20}, 0),
        ("CREA", 61, {"uln": 60, "lln": 30, "baseline": 20}, 3),
    ],
)
def test_version_six_grades_by_its_own_numbers(analyte, value, more, expected):
    given = {key: Decimal(str(number)) for key, number in more.items()}
    found = ctcae("6.0", analyte, Decimal(str(value)), **given)
    assert isinstance(found, Grade)
    assert (found.version, found.grade) == ("6.0", expected)


def test_creatinine_in_version_six_waits_for_the_lower_limit_where_it_decides():
    found = ctcae("6.0", "CREA", Decimal(55), uln=Decimal(60), baseline=Decimal(20))
    assert found == Ungraded("6.0", "no_lln", at_most=2, at_least=0)


@pytest.mark.parametrize(
    ("now", "baseline", "expected"),
    [
        (Grade("5.0", "t", 4), Grade("5.0", "t", 4), False),
        (Grade("5.0", "t", 3), Grade("5.0", "t", 4), False),
        (Grade("5.0", "t", 4), Grade("5.0", "t", 3), True),
        (Grade("5.0", "t", 0), None, False),
        (Grade("5.0", "t", 3), None, None),
        (Grade("5.0", "t", 2), Ungraded("5.0", "no_lln", 1), True),
        (Ungraded("5.0", "no_lln", 1), Grade("5.0", "t", 0), None),
        (Ungraded("5.0", "no_lln", 1), Grade("5.0", "t", 1), False),
    ],
)
def test_only_a_grade_above_the_baseline_is_treatment_emergent(now, baseline, expected):
    assert emergent(now, baseline) is expected
