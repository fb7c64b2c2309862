"""What is refused at entry, what is asked about once, and in which words."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.lab_names import is_not_done
from app.domain.plausibility import Checked, Problem, check_day, check_panel, check_value
from app.domain.quantities import ANALYTES, Quantity, quantity
from app.i18n import Texts
from app.i18n.problems import problem_text

TEXTS = Texts()
CHILD, ADULT = 6, 40


def check(code: str, text: str, unit: str, *, age: int | None = CHILD, confirmed: bool = False) -> Checked:
    return check_value(code, text, unit, age_years=age, previous=None, confirmed=confirmed)


def only(checked: Checked) -> Problem:
    assert len(checked.problems) == 1
    return checked.problems[0]


def said(problem: Problem) -> str:
    return problem_text(TEXTS, problem.code, problem.params)


# The entered number that stands for each limit, per analyte in its own unit.
HARD = {
    "WBC": ("0", "500"),
    "ANC": ("0", "200"),
    "LYM": ("0", "200"),
    "HB": (None, "250"),
    "MCV": ("40", "160"),
    "PLT": ("0", "3000"),
    "RBC": ("0.3", "10"),
    "HCT": ("5", "75"),
    "NEUT_PCT": ("0", "100"),
    "RETIC_ABS": ("0", "1000"),
    "RETIC_PCT": ("0", "60"),
    "FERR": ("0", "100000"),
    "LDH": ("10", "20000"),
    "BILT": ("0", "1000"),
    "ALT": ("0", "20000"),
    "AST": ("0", "20000"),
    "CREA": ("5", "3000"),
    "CSA": ("0", "5000"),
    "PNH_GRAN": ("0", "100"),
    "CHIM_DONOR": ("0", "100"),
    "CD4": ("0", "50"),
    "WEIGHT": ("1", "300"),
    "HEIGHT": ("30", "250"),
    "KPS": ("0", "100"),
    "LANSKY": ("0", "100"),
    "TEMP": ("30", "45"),
}
SOFT = {  # child, adult
    "WBC": (("0.1", "30"), ("0.1", "25")),
    "ANC": (("0", "15"), ("0", "15")),
    "LYM": (("0.05", "10"), ("0.05", "6")),
    "HB": (("30", "200"), ("30", "200")),
    "MCV": (("65", "125"), ("75", "130")),
    "PLT": (("1", "600"), ("1", "600")),
    "RBC": (("1", "6.5"), ("1", "6.5")),
    "RETIC_ABS": (("0", "300"), ("0", "300")),
    "RETIC_PCT": (("0", "15"), ("0", "15")),
    "FERR": (("5", "10000"), ("5", "10000")),
    "LDH": (("80", "2000"), ("80", "2000")),
    "BILT": (("1", "300"), ("1", "300")),
    "ALT": (("3", "1000"), ("3", "1000")),
    "CREA": (("10", "150"), ("30", "400")),
    "CSA": (("25", "800"), ("25", "800")),
    "CD3": (("0", "6"), ("0", "6")),
    "TEMP": (("35", "41"), ("35", "41")),
}
STEP = Decimal("0.001")


@pytest.mark.parametrize("code", HARD)
def test_the_hard_limits_themselves_are_possible_and_a_hair_beyond_is_refused(code):
    low, high = HARD[code]
    unit = ANALYTES[code].unit
    assert check(code, high, unit, confirmed=True).quantity is not None
    above = only(check(code, str(Decimal(high) + STEP), unit, confirmed=True))
    assert (above.code, above.severity, above.path) == ("above_possible", "refused", "value")
    if low is None:
        return
    assert check(code, low, unit, confirmed=True).quantity is not None
    if Decimal(low) > 0:
        below = only(check(code, str(Decimal(low) - STEP), unit, confirmed=True))
        assert (below.code, below.severity) == ("below_possible", "refused")


@pytest.mark.parametrize(("age", "index"), [(CHILD, 0), (17, 0), (18, 1), (ADULT, 1)])
@pytest.mark.parametrize("code", SOFT)
def test_the_usual_limits_themselves_pass_and_a_hair_beyond_asks_once(code, age, index):
    low, high = SOFT[code][index]
    unit = ANALYTES[code].unit
    for text in (low, high):
        assert check(code, text, unit, age=age).clear
    beyond = [str(Decimal(high) + STEP)] + ([str(Decimal(low) - STEP)] if Decimal(low) > 0 else [])
    for text in beyond:
        asked = check(code, text, unit, age=age)
        assert asked.quantity is not None
        assert only(asked).severity == "question"
        assert check(code, text, unit, age=age, confirmed=True).clear


def test_haemoglobin_of_zero_is_impossible():
    assert only(check("HB", "0", "g/L")).severity == "refused"
    assert only(check("HB", "0", "g/L", confirmed=True)).code == "below_possible"


def test_without_an_age_the_usual_range_is_what_both_ages_share():
    assert check("CREA", "30", "umol/L", age=None).clear
    assert only(check("CREA", "29", "umol/L", age=None)).code == "below_usual"
    assert only(check("CREA", "151", "umol/L", age=None)).code == "above_usual"


def test_an_impossible_value_is_told_with_its_range():
    problem = only(check("PLT", "4900", "10*9/L"))
    assert said(problem) == (
        "Platelets 4900 is above the possible range 0–3000 ×10⁹/L. Check the value or its unit."
    )
    assert [s.unit for s in problem.suggestions] == ["/uL"]


def test_an_impossible_value_in_another_unit_is_told_with_its_conversion():
    problem = only(check("HB", "104", "g/dL"))
    assert said(problem) == (
        "Haemoglobin 104 g/dL is 1040 g/L, above the possible range 0–250. Check the value or its unit."
    )
    assert [(s.unit, s.quantity.value) for s in problem.suggestions] == [("g/L", Decimal(104))]


def test_an_unlikely_value_is_told_with_the_usual_range():
    problem = only(check("PLT", "640", "10*9/L"))
    assert said(problem) == (
        "Platelets 640 is above the usual range 1–600 ×10⁹/L. Check it against the report, or keep it."
    )


def test_haemoglobin_below_25_in_grams_per_litre_asks_for_grams_per_decilitre():
    previous = quantity("HB", "99", "g/L")
    asked = check_value("HB", "10.4", "g/L", age_years=CHILD, previous=previous, confirmed=False)
    problem = only(asked)
    assert said(problem) == (
        "10.4 g/L looks like g/dL. The last value was 99 g/L; 10.4 g/dL would be 104 g/L."
    )
    assert problem.path == "unit"
    assert [(s.unit, s.quantity.value) for s in problem.suggestions] == [("g/dL", Decimal("104.0"))]
    assert check_value("HB", "10.4", "g/L", age_years=CHILD, previous=previous, confirmed=True).clear


def test_the_first_haemoglobin_is_asked_about_without_a_last_value():
    assert said(only(check("HB", "10,4", "g/L"))) == "10.4 g/L looks like g/dL. 10.4 g/dL would be 104 g/L."


@pytest.mark.parametrize("text", ["24.9", "0.1", "<20"])
def test_every_haemoglobin_below_25_asks_for_the_unit(text):
    assert only(check("HB", text, "g/L")).code == "looks_like_unit_first"


def test_haemoglobin_from_25_on_or_in_grams_per_decilitre_is_not_asked_for_its_unit():
    assert only(check("HB", "25", "g/L")).code == "below_usual"
    assert only(check("HB", "2.4", "g/dL")).code == "below_usual_converted"
    assert check("HB", "10.4", "g/dL").clear


@pytest.mark.parametrize(
    ("code", "text", "unit", "value"),
    [
        ("PLT", "58000", "/uL", "58"),
        ("PLT", "5,8", "10*4/uL", "58"),
        ("PLT", "58", "10*3/uL", "58"),
        ("ANC", "1240", "/uL", "1.24"),
        ("HB", "10,4", "g/dL", "104"),
        ("HB", "6.5", "mmol/L", "104.741"),
        ("HCT", "0.31", "L/L", "31"),
        ("RETIC_PCT", "12", "[ppth]", "1.2"),
        ("CREA", "0.5", "mg/dL", "44.21"),
        ("BILT", "1", "mg/dL", "17.104"),
        ("CSA", "180", "ug/L", "180"),
        ("CSA", "150", "nmol/L", "180.39"),
        ("WEIGHT", "50", "[lb_av]", "22.6795"),
        ("HEIGHT", "1.23", "m", "123"),
        ("PNH_GRAN", "0.02", "1", "2"),
    ],
)
def test_other_units_are_converted_before_they_are_judged(code, text, unit, value):
    checked = check(code, text, unit)
    assert checked.clear
    assert checked.quantity is not None
    assert checked.quantity.value == Decimal(value)
    assert (checked.quantity.entered_value, checked.quantity.entered_unit) == (text, unit)


@pytest.mark.parametrize(("code", "unit"), [(c, u) for c, a in ANALYTES.items() for u in a.factors])
def test_a_limit_holds_in_every_unit(code, unit):
    spec = ANALYTES[code]
    factor = spec.factors[unit]
    at_most = (spec.hard.high / factor).quantize(Decimal("0.01"), rounding="ROUND_FLOOR")
    if code in {"KPS", "LANSKY"}:
        at_most = spec.hard.high
    assert check(code, f"{at_most:f}", unit, confirmed=True).quantity is not None
    refused = only(check(code, f"{at_most + 1:f}", unit, confirmed=True))
    assert refused.severity == "refused"
    assert said(refused)


def test_a_bound_keeps_its_sign_and_is_judged_by_its_number():
    checked = check("PLT", "<5", "10*9/L")
    assert checked.clear
    assert checked.quantity is not None
    assert (checked.quantity.bound, checked.quantity.value) == ("<", Decimal(5))
    assert only(check("PLT", ">4000", "10*9/L")).severity == "refused"


@pytest.mark.parametrize(
    ("entry", "expected", "path", "words"),
    [
        (
            ("CSA", "180", "mg/dL"),
            "unit_refused",
            "unit",
            "mg/dL is not possible for ciclosporin. Choose ng/mL or nmol/L.",
        ),
        (
            ("HB", "104", "mg/dL"),
            "unknown_unit",
            "unit",
            "mg/dL is not known for haemoglobin. Choose g/L, g/dL or mmol/L.",
        ),
        (("MCV", "88", ""), "unit_missing", "unit", "MCV 88 has no unit. Choose fL."),
        (
            ("ANC", "1.2.4", "10*9/L"),
            "bad_number",
            "value",
            "“1.2.4” is not a number. Type digits with one decimal point or comma, or a bound such as <5.",
        ),
        (("ANC", "-1", "10*9/L"), "negative_value", "value", "ANC -1 is below zero. Check the sign."),
        (("XYZ", "1", "g/L"), "unknown_analyte", "analyte", "XYZ is not an analyte that this study knows."),
        (
            ("KPS", "75", "%"),
            "not_a_step",
            "value",
            "Karnofsky score 75 is not a multiple of 10. Scores go from 0 to 100 in steps of 10.",
        ),
    ],
)
def test_what_cannot_be_used_is_refused_with_what_to_do(entry, expected, path, words):
    checked = check(*entry, confirmed=True)
    problem = only(checked)
    assert checked.quantity is None
    assert (problem.code, problem.path, problem.severity) == (expected, path, "refused")
    assert said(problem) == words


@pytest.mark.parametrize("text", ["NaN", "Infinity", "1e", "", "1 000", "five", "1_0"])
def test_a_text_that_is_no_number_is_refused(text):
    assert only(check("WBC", text, "10*9/L")).code == "bad_number"


def test_digits_of_full_width_are_the_same_number_and_an_exponent_is_a_slip():
    typed = check("WBC", "１．５", "10*9/L").quantity
    assert typed is not None
    assert typed.value == Decimal("1.5")
    assert only(check("WBC", "1e1", "10*9/L")).code == "bad_number"


@pytest.mark.parametrize("text", ["-", "n.d.", "N/D", "not done", "não feito", "未做"])
def test_what_prints_write_for_a_result_that_was_not_made_is_known(text: str):
    assert is_not_done(text)
    assert not is_not_done(f"{text}5")


@pytest.mark.parametrize(
    ("text", "days", "code"),
    [
        ("22.0", 30, None),  # exactly 10 %
        ("22.1", 30, "rose_fast"),
        ("22.1", 31, None),
        ("22.1", None, "rose_fast"),
        ("18.0", 5, None),
        ("17.9", 5, "fell_fast"),
    ],
)
def test_a_weight_that_changes_by_more_than_a_tenth_in_30_days_asks(text, days, code):
    checked = check_value(
        "WEIGHT",
        text,
        "kg",
        age_years=CHILD,
        previous=quantity("WEIGHT", "20.0", "kg"),
        confirmed=False,
        previous_days=days,
    )
    assert [problem.code for problem in checked.problems] == ([code] if code else [])


def test_a_jump_of_weight_is_told_with_the_last_value():
    previous = quantity("WEIGHT", "21.4", "kg")
    checked = check_value("WEIGHT", "26.1", "kg", age_years=CHILD, previous=previous, confirmed=False)
    assert said(only(checked)) == (
        "Weight 26.1 kg is 22 % more than the last value, 21.4 kg. Check it, or keep it."
    )


def counts(**entries: str) -> dict[str, Quantity]:
    return {code: quantity(code, text, "10*9/L") for code, text in entries.items()}


def test_neutrophils_above_white_cells_are_refused():
    (problem,) = check_panel(counts(WBC="1.9", ANC="2.4"))
    assert (problem.path, problem.severity) == ("ANC", "refused")
    assert said(problem) == "ANC 2.4 is higher than white cells 1.9. One of them is wrong."


def test_the_sum_may_exceed_white_cells_by_5_percent_and_no_more():
    assert check_panel(counts(WBC="2.00", ANC="1.00", LYM="1.10")) == ()
    (problem,) = check_panel(counts(WBC="2.00", ANC="1.00", LYM="1.11"))
    assert said(problem) == (
        "ANC 1 and lymphocytes 1.11 add up to 2.11, more than white cells 2. One of them is wrong."
    )


def test_lymphocytes_alone_may_not_exceed_white_cells_either():
    (problem,) = check_panel(counts(WBC="2.0", LYM="2.2"))
    assert (problem.path, problem.code) == ("LYM", "above_white_cells")


@pytest.mark.parametrize(
    "entries",
    [
        {"WBC": "1.9", "ANC": "1.9"},
        {"WBC": "1.9"},
        {"ANC": "2.4", "LYM": "3"},
        {"WBC": "0.3", "ANC": "<0.5"},
        {"WBC": ">1.9", "ANC": "2.4"},
        {"WBC": "3.10", "ANC": "1.24", "LYM": "1.52"},
    ],
)
def test_a_panel_that_can_be_true_passes(entries):
    assert check_panel(counts(**entries)) == ()


def test_a_bound_that_no_value_can_satisfy_is_refused():
    assert check_panel(counts(WBC="<0.1", ANC="0.1"))
    assert check_panel(counts(WBC="1.9", ANC=">1.9"))
    assert not check_panel(counts(WBC="<0.1", ANC="0.05"))


def test_a_day_after_today_or_before_birth_is_refused():
    today, birth = date(2026, 11, 18), date(2020, 5, 1)
    assert check_day(today, today=today, birth=birth) == ()
    assert check_day(birth, today=today, birth=birth) == ()
    (ahead,) = check_day(date(2026, 11, 19), today=today)
    assert said(ahead) == "19 Nov 2026 is after today, 18 Nov 2026. Type the day on which it happened."
    (before,) = check_day(date(2020, 4, 30), today=today, birth=birth)
    assert said(before) == "30 Apr 2020 is before the birth on 1 May 2020. Check both dates."


@given(st.sampled_from(sorted(ANALYTES)), st.decimals(0, 100000, places=2), st.sampled_from([None, 3, 40]))
def test_a_confirmed_value_is_kept_or_refused_but_never_asked_again(code, number, age):
    text = f"{number:f}"
    asked = check(code, text, ANALYTES[code].unit, age=age)
    answered = check(code, text, ANALYTES[code].unit, age=age, confirmed=True)
    assert answered.clear is (answered.quantity is not None)
    assert answered.quantity == asked.quantity
    for problem in asked.problems:
        assert said(problem)


@given(st.sampled_from(sorted(ANALYTES)), st.decimals(0, 10000, places=1))
def test_a_suggested_unit_gives_a_value_that_is_not_questioned_again(code, number):
    for name in ANALYTES[code].factors:
        for problem in check(code, f"{number:f}", name).problems:
            for suggestion in problem.suggestions:
                if problem.code.startswith("looks_like"):
                    continue
                again = check(code, f"{number:f}", suggestion.unit)
                assert again.quantity == suggestion.quantity
                assert not [p for p in again.problems if p.code.startswith(("above", "below"))]


def test_no_sentence_blames_or_begs():
    from app.i18n.texts import _area

    for key, sentence in _area("en", "plausibility").items():
        assert not any(word in sentence.lower() for word in ("please", "error", "invalid", "!")), key


@pytest.mark.parametrize(
    ("code", "text", "unit", "asked"),
    [
        ("CMV", "1.500", "[IU]/mL", True),  # 1.5 copies or fifteen hundred
        ("FERR", "1,500", "ng/mL", True),
        ("CMV", "1500", "[IU]/mL", False),
        ("CMV", "1.50", "[IU]/mL", False),
        ("WBC", "1.500", "10*9/L", False),  # nobody has 1500
        ("WBC", "1.500", "/uL", False),  # nobody has a thousandth of a cell
        ("WEIGHT", "21.400", "kg", False),
    ],
)
def test_a_point_that_may_set_off_thousands_is_asked_about(code: str, text: str, unit: str, asked: bool):
    found = check_value(code, text, unit, age_years=10, previous=None, confirmed=False)
    assert ("may_be_thousands" in {problem.code for problem in found.problems}) == asked
    assert not check_value(code, text, unit, age_years=10, previous=None, confirmed=True).problems
