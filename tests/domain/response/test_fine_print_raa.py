"""The fine print of raa_msc (A4 item 9); answers derived by hand from the text."""

from collections.abc import Mapping
from typing import Any

import pytest

from app.domain.evidence import Verdict
from app.domain.protocol.model import Template
from app.domain.record import Measurement, SubjectRecord
from app.domain.response import assess
from tests.domain.builders import ADULT, day, panel, record, template, with_rules

START: dict[str, object] = {"ANC": 0.3, "HB": 66, "PLT": 14}
SAME = {"HB": 68, "PLT": 15}


def raa(rec: SubjectRecord, on: int, rules: Template | None = None) -> Verdict:
    return assess(rules or template("raa_msc"), rec, day(on))


def subject(*panels: list[Measurement], start: Mapping[str, object] = START, **more: Any) -> SubjectRecord:
    return record(panel(-1, **start), *panels, birth=ADULT, **more)


def lines(rec: SubjectRecord, on: int) -> dict[str, str | int | None]:
    return dict(raa(rec, on).lineage)


def test_rise_of_more_than_half_twice_in_a_row():
    exact = subject(panel(14, ANC="0.80", **SAME), panel(21, ANC="0.80", **SAME))
    assert lines(exact, 22)["L"] is None
    above = subject(panel(14, ANC="0.81", **SAME), panel(21, ANC="0.81", **SAME))
    assert lines(above, 22)["L"] == 14
    once = subject(panel(14, ANC="0.81", **SAME), panel(17, ANC=0.4), panel(21, ANC="0.81", **SAME))
    assert lines(once, 22)["L"] is None


def test_the_second_value_must_be_known_on_the_day():
    rec = subject(panel(14, ANC=0.9, **SAME), panel(21, ANC=0.9, **SAME))
    assert (raa(rec, 20).status, raa(rec, 21).status) == ("NR", "PR")


@pytest.mark.parametrize(("value", "days"), [("1.19", None), ("1.2", 14), ("1.5", 14)])
def test_a_baseline_from_half_up_needs_twice_or_the_normal_value(value, days):
    start = START | {"ANC": "0.6"}
    assert lines(subject(panel(14, ANC=value), panel(21, ANC=value), start=start), 22)["L"] == days


def test_the_normal_value_is_enough_where_twice_is_more():
    start = START | {"ANC": "0.9"}
    assert lines(subject(panel(14, ANC="1.5"), panel(21, ANC="1.5"), start=start), 22)["L"] == 14
    assert lines(subject(panel(14, ANC="1.49"), panel(21, ANC="1.49"), start=start), 22)["L"] is None


def test_a_normal_baseline_never_responds():
    start = START | {"ANC": "1.5", "PLT": 150, "HB": 120}
    rows = [panel(number, ANC=9, PLT=900, HB=250) for number in (40, 47)]
    assert lines(subject(*rows, start=start), 48) == {"L": None, "E": None, "M": None}


def test_baseline_exactly_on_the_low_limit_takes_the_other_rule():
    start = START | {"PLT": 20}
    assert lines(subject(panel(14, PLT=40), panel(21, PLT=40), start=start), 22)["M"] == 14  # twice
    low = START | {"PLT": 19}
    assert lines(subject(panel(14, PLT=39), panel(21, PLT=39), start=low), 22)["M"] is None  # needs > 39


def test_haemoglobin_rule_and_the_normal_limit():
    low = START | {"HB": 59}
    assert lines(subject(panel(20, HB=90), panel(27, HB=90), start=low), 28)["E"] == 20
    assert lines(subject(panel(20, HB=89), panel(27, HB=89), start=low), 28)["E"] is None
    high = START | {"HB": 70}
    assert lines(subject(panel(20, HB=120), panel(27, HB=120), start=high), 28)["E"] == 20  # LLN of a woman
    assert lines(subject(panel(20, HB=119), panel(27, HB=119), start=high), 28)["E"] is None


def test_without_a_limit_only_twice_the_baseline_counts():
    rows = (panel(20, HB=125), panel(27, HB=125))
    rec = record(panel(-1, **START | {"HB": 70}), *rows, birth=None)
    assert lines(rec, 28)["E"] is None
    rec = record(panel(-1, **START | {"HB": 60}), *rows, birth=None)
    assert lines(rec, 28)["E"] == 20


@pytest.mark.parametrize(("rbc", "days"), [(6, 20), (7, None)])
def test_haemoglobin_counts_fourteen_days_after_red_cells(rbc, days):
    rec = subject(panel(20, HB=100), panel(27, HB=100), start=START | {"HB": 55}, rbc=[rbc])
    assert lines(rec, 28)["E"] == days


@pytest.mark.parametrize(("plt", "days"), [(13, 20), (14, None)])
def test_platelets_count_seven_days_after_a_transfusion(plt, days):
    rec = subject(panel(20, PLT=40), panel(27, PLT=40), plt=[plt])
    assert lines(rec, 28)["M"] == days


def test_a_day_on_gcsf_does_not_qualify_but_is_passed_over_later():
    rec = subject(
        panel(10, ANC=0.9),
        panel(17, ANC=0.9),
        panel(24, ANC=1.2, **SAME),
        gcsf=[(20, None, "filgrastim")],
    )
    verdict = raa(rec, 25)
    assert (verdict.lineage["L"], verdict.status) == (10, "PR")
    assert "anc_on_gcsf" in verdict.flags and "response_lost" not in verdict.flags
    low = subject(
        panel(10, ANC=0.9), panel(17, ANC=0.9), panel(24, ANC=0.4, **SAME), gcsf=[(20, None, "g-csf")]
    )
    assert "response_lost" in raa(low, 25).flags


def test_two_days_with_one_on_gcsf_between_are_not_consecutive():
    rec = subject(
        panel(10, ANC=0.9), panel(14, ANC=0.9), panel(25, ANC=0.9, **SAME), gcsf=[(12, 14, "filgrastim")]
    )
    assert lines(rec, 26)["L"] is None


def test_the_anchor_day_itself_does_not_count():
    rec = record(
        panel(-1, ANC=0.3, HB=66, PLT=14), panel(0, ANC=0.3, HB=66, PLT=14), panel(1, ANC=0.9), birth=ADULT
    )
    assert lines(rec, 2)["L"] is None


def test_a_lost_lineage_beside_a_kept_one_is_pr_with_the_flag():
    rec = subject(panel(14, ANC=0.9, PLT=40), panel(21, ANC=0.9, PLT=40), panel(40, ANC=0.2, PLT=45, HB=70))
    verdict = raa(rec, 40)
    assert (verdict.status, "response_lost" in verdict.flags) == ("PR", True)


def test_a_haemoglobin_response_is_lost_by_a_transfusion():
    rec = subject(
        panel(20, HB=100),
        panel(27, HB=100),
        panel(40, ANC=0.3, PLT=15, HB=100),
        start=START | {"HB": 55},
        rbc=[35],
    )
    verdict = raa(rec, 40)
    assert (verdict.status, verdict.flags) == ("NR", ("response_lost",))


def test_a_kept_response_without_a_current_value_is_ne():
    rec = subject(panel(14, ANC=0.9), panel(21, ANC=0.9), panel(40, **SAME))
    verdict = raa(rec, 40)
    assert (verdict.status, verdict.missing) == ("NE", ("ANC",))


def test_no_response_is_ne_with_a_missing_count_and_pending_before_day_12():
    assert raa(subject(panel(20, ANC=0.3, HB=66)), 20).status == "NE"
    bad = {"ANC": 0.3, "HB": 66, "PLT": 14}
    assert raa(subject(panel(11, **bad)), 11).status == "PENDING"
    assert raa(subject(panel(11, **bad)), 12).status == "NR"


def test_a_missing_baseline_is_ne_and_still_answers_about_the_infusions():
    rec = record(panel(-1, ANC=0.3, HB=66), panel(30, ANC=0.9, HB=70, PLT=30), birth=ADULT)
    verdict = raa(rec, 30)
    assert (verdict.status, verdict.continue_infusions) == ("NE", False)
    assert "PLT_BASELINE" in verdict.missing


@pytest.mark.parametrize(("on", "decision"), [(24, None), (25, True), (35, True), (36, None)])
def test_the_decision_to_continue_falls_on_days_25_to_35(on, decision):
    rows = [panel(number, ANC=0.9, **SAME) for number in (14, 21, 28, 35)]
    assert raa(subject(*rows), on).continue_infusions is decision


def test_death_answers_the_decision_too():
    verdict = raa(subject(events=[(20, "death")]), 30)
    assert (verdict.status, verdict.continue_infusions) == ("NR", False)


def test_cr_with_a_confounded_anc_is_not_excluded():
    good = {"ANC": 2.0, "HB": 125, "PLT": 160}
    rows = (panel(60, **good), panel(67, **good))
    assert raa(subject(*rows), 67).status == "CR"
    verdict = raa(subject(*rows, gcsf=[(65, None, "filgrastim")]), 67)
    assert verdict.status == "PR"
    assert {"cr_not_excluded", "anc_on_gcsf"} <= set(verdict.flags)


def test_cr_needs_independence():
    good = {"ANC": 2.0, "HB": 125, "PLT": 160}
    rows = (panel(60, **good), panel(67, **good))
    assert raa(subject(*rows, rbc=[40]), 67).status == "PR"  # 27 d


def test_bounds_in_rises():
    start = START | {"PLT": 15}
    assert lines(subject(panel(14, PLT=">35"), panel(21, PLT=36), start=start), 22)["M"] == 14
    assert lines(subject(panel(14, PLT=">34"), panel(21, PLT=36), start=start), 22)["M"] is None
    bounded = START | {"PLT": "<10"}
    assert lines(subject(panel(14, PLT=30), panel(21, PLT=30), start=bounded), 22)["M"] == 14
    assert lines(subject(panel(14, PLT=29), panel(21, PLT=29), start=bounded), 22)["M"] is None


def test_counting_on_gcsf():
    rules = with_rules("raa_msc", gcsf_mode="count_but_flag")
    rec = subject(panel(14, ANC=0.9, **SAME), panel(21, ANC=0.9, **SAME), gcsf=[(1, None, "filgrastim")])
    assert raa(rec, 21).status == "NR"
    verdict = raa(rec, 21, rules)
    assert (verdict.status, verdict.lineage["L"], "anc_on_gcsf" in verdict.flags) == ("PR", 14, True)
