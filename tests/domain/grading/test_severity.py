"""Severity at diagnosis (A4 item 10), by hand."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from app.domain.evidence import Verdict
from app.domain.grading import severity
from app.domain.record import Marrow, Measurement
from tests.domain.builders import day, panel, record, template

LOW = {"ANC": 0.3, "PLT": 12, "RETIC_ABS": 25}
EMPTY = Marrow(Decimal(10), Decimal(10))


def judge(*panels: list[Measurement], marrow: Marrow | None = EMPTY, **more: Any) -> Verdict:
    return severity(replace(record(*panels, **more), marrow=marrow), day(0))


@pytest.mark.parametrize(
    ("cellularity", "residual", "status", "flag"),
    [
        ("24", None, "SAA", None),
        ("25", "29", "SAA", None),
        ("25", "30", "NSAA", None),
        ("49", "10", "SAA", None),
        ("49.5", "10", "SAA", None),
        ("49", None, "NE", None),
        ("50", "10", "NSAA", "marrow_not_hypocellular"),
        (None, "10", "NE", None),
    ],
)
def test_marrow(cellularity, residual, status, flag):
    cells, left = (None if text is None else Decimal(text) for text in (cellularity, residual))
    verdict = judge(panel(0, **LOW), marrow=Marrow(cells, left))
    assert verdict.status == status
    assert ("MARROW" in verdict.missing) == (status == "NE")
    assert ("marrow_not_hypocellular" in verdict.flags) == (flag is not None)


@pytest.mark.parametrize(
    ("counts", "status", "flags", "missing"),
    [
        ({"ANC": 0.19, "PLT": 12, "RETIC_ABS": 25}, "VSAA", set(), set()),
        ({"ANC": 0.2, "PLT": 12, "RETIC_ABS": 25}, "SAA", set(), set()),
        ({"PLT": 12, "RETIC_ABS": 15}, "SAA", {"vsaa_not_excluded"}, set()),
        ({"ANC": "<0.5", "PLT": 12}, "SAA", {"vsaa_not_excluded"}, set()),
        ({"ANC": "<0.2", "PLT": 12}, "VSAA", set(), set()),
        ({"ANC": 0.3, "RETIC_ABS": 25}, "NE", set(), {"PLT"}),
        ({"PLT": 30, "RETIC_ABS": 25}, "NSAA", set(), set()),
        ({"ANC": 0.3}, "NE", set(), {"PLT", "RETIC_ABS"}),
        ({"ANC": 0.5, "PLT": 20, "RETIC_ABS": 19}, "NSAA", set(), set()),
    ],
)
def test_counts(counts, status, flags, missing):
    verdict = judge(panel(0, **counts))
    assert (verdict.status, set(verdict.flags), set(verdict.missing)) == (status, flags, missing)


def test_growth_factor_keeps_a_low_anc_and_hides_a_higher_one():
    course = [(-3, None, "filgrastim")]
    low = judge(panel(0, **LOW), gcsf=course)
    assert (low.status, set(low.flags)) == ("SAA", {"anc_on_gcsf", "vsaa_not_excluded"})
    very = judge(panel(0, **LOW | {"ANC": 0.1}), gcsf=course)
    assert (very.status, set(very.flags)) == ("VSAA", {"anc_on_gcsf"})
    other_two = judge(panel(0, ANC=0.8, PLT=12, RETIC_ABS=15), gcsf=course)
    assert (other_two.status, set(other_two.flags)) == ("SAA", {"anc_on_gcsf", "vsaa_not_excluded"})


def test_counting_the_anc_on_gcsf():
    rules = template("saa_atg").response.model_copy(update={"gcsf_mode": "count_but_flag"})
    rec = replace(record(panel(0, ANC=0.7, PLT=12, RETIC_ABS=25), gcsf=[(-3, None, "g-csf")]), marrow=EMPTY)
    verdict = severity(rec, day(0), settings=rules)
    assert (verdict.status, verdict.flags) == ("NSAA", ("anc_on_gcsf",))


def test_either_false_decides_though_the_other_is_unknown():
    assert judge(panel(0, ANC=0.3), marrow=Marrow(Decimal(60))).status == "NSAA"
    assert judge(panel(0, ANC=2, PLT=90, RETIC_ABS=60), marrow=None).status == "NSAA"


def test_missing_names_both_where_both_are_unknown():
    verdict = judge(panel(0, ANC=0.3), marrow=None)
    assert (verdict.status, verdict.missing) == ("NE", ("MARROW", "PLT", "RETIC_ABS"))


def test_automated_reticulocytes_take_the_other_limit():
    rec = replace(record(panel(0, ANC=0.3, PLT=30, RETIC_ABS=25)), marrow=EMPTY)
    assert severity(rec, day(0)).status == "NSAA"
    assert severity(rec, day(0), retic_below=Decimal(60)).status == "SAA"


def test_values_are_at_most_seven_days_old():
    assert judge(panel(-7, **LOW)).status == "SAA"
    assert judge(panel(-8, **LOW)).status == "NE"


def test_counts_before_day_0_serve_also_where_a_response_counts_from_it():
    rules = template("pgf_msc").response
    rec = replace(record(panel(-3, **LOW), gcsf=[(-20, -6, "filgrastim")]), marrow=EMPTY)
    verdict = severity(rec, day(0), settings=rules)
    assert (verdict.status, verdict.flags) == ("SAA", ())  # the wash-out of this template is 3 d
