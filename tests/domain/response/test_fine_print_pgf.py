"""The fine print of pgf_msc (A4 item 8); answers derived by hand from the text."""

from collections.abc import Iterable
from datetime import date, timedelta

import pytest

from app.domain.evidence import Verdict
from app.domain.protocol.model import Template
from app.domain.record import Measurement, SubjectRecord, Transfusion
from app.domain.response import assess
from tests.domain.builders import ADULT, day, panel, record, template, with_rules

GOOD = {"ANC": 0.9, "PLT": 62, "HB": 84}
DAYS = range(30, 38)


def pgf(rec: SubjectRecord, on: int, rules: Template | None = None) -> Verdict:
    return assess(rules or template("pgf_msc"), rec, day(on))


def daily(days: Iterable[int], **values: object) -> list[Measurement]:
    return [row for number in days for row in panel(number, **values)]


def test_recovered_in_all_lineages_is_cr():
    verdict = pgf(record(daily(DAYS, **GOOD), birth=ADULT), 37)
    assert (verdict.status, verdict.lineage) == ("CR", {"ANC": "CR", "HB": "CR", "PLT": "CR"})


def test_platelet_series_of_cibmtr_is_pending_on_24_june_and_pr_on_25_june():
    counts = [10, 30, 25, 10, 15, 19, 23, 25, 40, 50, 56, 65, 72]
    anchor = date(2024, 6, 1)
    rows = []
    for offset, plt in enumerate(counts):
        for row in panel(0, ANC="1.0", HB=90, PLT=plt):
            rows.append(type(row)(date(2024, 6, 13) + timedelta(days=offset), row.analyte, row.quantity))
    rec = SubjectRecord(
        "F",
        ADULT,
        anchor,
        measurements=tuple(rows),
        transfusions=(Transfusion(date(2024, 6, 13), "PLT"),),
    )
    on = {number: assess(template("pgf_msc"), rec, date(2024, 6, number)) for number in (24, 25)}
    assert (on[24].status, on[24].lineage["PLT"]) == ("PENDING", "PENDING")
    assert (on[25].status, on[25].lineage["PLT"]) == ("PR", "PR")


def test_values_before_the_anchor_never_count():
    rec = record(daily(range(-6, 1), **GOOD))
    assert pgf(rec, 0).status == "PENDING"
    early = record(daily(range(-2, 0), **GOOD))
    verdict = pgf(early, 2)
    assert (verdict.status, verdict.missing) == ("NE", ("ANC", "HB", "PLT"))


def test_a_lineage_without_a_current_value_is_ne_and_alone_makes_the_whole_ne():
    rec = record(daily(DAYS, ANC=0.9, PLT=62), panel(20, HB=84))
    verdict = pgf(rec, 37)
    assert (verdict.status, verdict.lineage["HB"], verdict.missing) == ("NE", "NE", ("HB",))
    failing = record(daily(DAYS, ANC=0.9, PLT=12), panel(20, HB=84))
    assert pgf(failing, 37).status == "PENDING"


def test_three_values_make_an_anc_run_and_two_do_not():
    rest = daily(DAYS, PLT=62, HB=84)
    assert pgf(record(rest, daily([31, 34, 37], ANC=0.6)), 37).lineage["ANC"] == "CR"  # gaps of 3 d
    assert pgf(record(rest, daily([29, 33, 37], ANC=0.6)), 37).lineage["ANC"] == "PENDING"  # gaps of 4 d
    assert pgf(record(rest, daily([36, 37], ANC=0.6)), 37).lineage["ANC"] == "PENDING"
    assert pgf(record(rest, daily([35, 36, 37], ANC=0.5)), 37).lineage["ANC"] == "PENDING"


def test_a_complete_run_holds_over_a_gap_until_a_failing_value():
    rest = daily(range(40, 48), PLT=62, HB=84)
    gap = record(rest, daily([30, 31, 32, 46], ANC=0.6))
    assert pgf(gap, 47).lineage["ANC"] == "CR"
    broken = pgf(record(rest, daily([30, 31, 32], ANC=0.6), panel(46, ANC=0.5)), 47)
    assert (broken.lineage["ANC"], "lost_after_recovery" in broken.flags) == ("PENDING", True)


@pytest.mark.parametrize(("span", "state"), [(6, "PENDING"), (7, "CR")])
def test_platelet_run_spans_seven_calendar_days_with_both_ends(span, state):
    rest = daily(DAYS, ANC=0.9, HB=84)
    days = [37 - span + 1, 37 - span // 2, 37]
    assert pgf(record(rest, daily(days, PLT=50)), 37).lineage["PLT"] == state


def test_a_platelet_transfusion_on_a_day_of_the_span_cuts_the_run():
    for given in (31, 33, 37):
        rec = record(daily(range(31, 38), **GOOD), plt=[given])
        assert pgf(rec, 37).lineage["PLT"] == "PENDING"
    clean = record(daily(range(30, 38), **GOOD), plt=[29])
    assert pgf(clean, 37).lineage["PLT"] == "CR"


def test_a_transfusion_after_a_complete_run_ends_it():
    rec = record(daily(range(30, 38), **GOOD), panel(39, **GOOD), plt=[38])
    verdict = pgf(rec, 39)
    assert (verdict.lineage["PLT"], "lost_after_recovery" in verdict.flags) == ("PENDING", True)


def test_a_procedure_transfusion_ends_it_too():
    rec = record(daily(range(30, 38), **GOOD), procedure_plt=[38])
    assert pgf(rec, 38).lineage["PLT"] == "PENDING"


def test_platelets_falling_from_cr_to_pr_are_lost_but_still_pr():
    rec = record(daily(range(30, 38), **GOOD), daily([38, 39], ANC=0.9, HB=84, PLT=35))
    verdict = pgf(rec, 39)
    assert (verdict.status, verdict.lineage["PLT"]) == ("PR", "PR")
    assert "lost_after_recovery" in verdict.flags


def test_a_recovered_lineage_that_recovers_again_is_not_lost():
    anc = [0.9, 0.9, 0.9, 0.4, 0.9, 0.9, 0.9]
    rows = [row for offset, value in enumerate(anc) for row in panel(30 + offset, ANC=value)]
    verdict = pgf(record(rows, daily(range(30, 38), PLT=62, HB=84)), 37)
    assert (verdict.lineage["ANC"], "lost_after_recovery" in verdict.flags) == ("CR", False)


def test_a_lineage_without_a_current_value_is_not_called_lost():
    rec = record(daily(range(10, 18), ANC=0.9), panel(19, ANC=0.1), daily(range(30, 38), PLT=62, HB=84))
    verdict = pgf(rec, 37)
    assert (verdict.lineage["ANC"], "lost_after_recovery" in verdict.flags) == ("NE", False)


def test_not_recovered_is_pending_before_day_56_and_nr_from_it():
    rows = daily(range(48, 57), ANC=0.3, PLT=10, HB=65)
    assert pgf(record(rows), 55).status == "PENDING"
    verdict = pgf(record(rows), 56)
    assert (verdict.status, verdict.lineage) == ("NR", {"ANC": "NR", "HB": "NR", "PLT": "NR"})


@pytest.mark.parametrize(("given", "state"), [(23, "CR"), (24, "PENDING")])
def test_haemoglobin_needs_fourteen_days_without_red_cells(given, state):
    assert pgf(record(daily(DAYS, **GOOD | {"HB": 70}), rbc=[given]), 37).lineage["HB"] == state


def test_growth_factor_of_pgf():
    rest = daily(DAYS, PLT=62, HB=84)
    # The run is off G-CSF, the newest day is on it.
    late = record(rest, daily([32, 33, 34, 37], ANC=0.9), gcsf=[(36, None, "filgrastim")])
    verdict = pgf(late, 37)
    assert (verdict.lineage["ANC"], verdict.status) == ("NE", "NE")
    assert "anc_on_gcsf" in verdict.flags
    # Every day is on G-CSF: the run exists only without the condition.
    whole = pgf(record(rest, daily([34, 35, 36], ANC=0.9), gcsf=[(30, None, "lenograstim")]), 37)
    assert (whole.lineage["ANC"], "anc_on_gcsf" in whole.flags) == ("NE", True)
    # Not even then: not recovered, and no flag.
    low = pgf(record(rest, daily([34, 35, 36], ANC=0.4), gcsf=[(30, None, "filgrastim")]), 37)
    assert (low.lineage["ANC"], "anc_on_gcsf" in low.flags) == ("PENDING", False)
    # The wash-out is 3 d: 34 - 31 = 3 is off.
    off = pgf(record(rest, daily([34, 35, 36], ANC=0.9), gcsf=[(20, 31, "filgrastim")]), 37)
    assert off.lineage["ANC"] == "CR"
    peg = pgf(record(rest, daily([34, 35, 36], ANC=0.9), gcsf=[(21, 21, "pegfilgrastim")]), 37)
    assert peg.lineage["ANC"] == "NE"  # 36 - 21 = 15, but 34 and 35 lie closer than 14 d: 13 and 14


def test_a_failing_value_on_gcsf_ends_a_run():
    rest = daily(range(30, 42), PLT=62, HB=84)
    rec = record(rest, daily([30, 31, 32], ANC=0.9), panel(38, ANC=0.4), gcsf=[(36, None, "filgrastim")])
    verdict = pgf(rec, 41)
    assert (verdict.lineage["ANC"], "lost_after_recovery" in verdict.flags) == ("PENDING", True)


def test_counting_but_flagging():
    rules = with_rules("pgf_msc", gcsf_mode="count_but_flag")
    rec = record(daily(DAYS, **GOOD), gcsf=[(20, None, "filgrastim")])
    verdict = pgf(rec, 37, rules)
    assert (verdict.status, "anc_on_gcsf" in verdict.flags) == ("CR", True)


def test_unknown_comparisons_neither_join_nor_break():
    rest = daily(DAYS, ANC=0.9, HB=84)
    joined = [
        row
        for number, value in ((31, 55), (32, "<60"), (34, 55), (37, 55))
        for row in panel(number, PLT=value)
    ]
    assert pgf(record(rest, joined), 37).lineage["PLT"] == "CR"
    bridged = [
        row
        for number, value in ((31, 55), (34, "<60"), (36, 55), (37, 55))
        for row in panel(number, PLT=value)
    ]
    assert pgf(record(rest, bridged), 37).lineage["PLT"] == "PENDING"  # 31 to 36 is a gap of 5
    broken = [
        row
        for number, value in ((31, 55), (32, "<50"), (34, 55), (37, 55))
        for row in panel(number, PLT=value)
    ]
    assert pgf(record(rest, broken), 37).lineage["PLT"] == "PR"  # fails 50 for certain, says nothing about 20


def test_undecided_haemoglobin_is_ne():
    verdict = pgf(record(daily(DAYS, ANC=0.9, PLT=62), panel(36, HB="<80")), 37)
    assert (verdict.lineage["HB"], verdict.status) == ("NE", "NE")


@pytest.mark.parametrize(
    ("rule", "anc", "plt", "status"),
    [
        ("all_lineages", 0.3, 62, "PENDING"),
        ("platelet_only", 0.3, 62, "CR"),
        ("platelet_only", 0.9, 30, "PR"),
        ("platelet_only", 0.9, 10, "PENDING"),
        ("any_two", 0.3, 62, "CR"),
        ("any_two", 0.3, 30, "PR"),
        ("any_two", 0.3, 10, "PENDING"),
    ],
)
def test_overall_rule(rule, anc, plt, status):
    rec = record(daily(DAYS, ANC=anc, PLT=plt, HB=84))
    assert pgf(rec, 37, with_rules("pgf_msc", overall_rule=rule)).status == status


def test_overriding_events_come_first():
    rec = record(daily(DAYS, **GOOD), events=[(36, "hsct")])
    verdict = pgf(rec, 37)
    assert (verdict.status, verdict.flags) == ("NR", ("rescue_therapy",))
    assert pgf(record(daily(DAYS, **GOOD), events=[(-40, "hsct")]), 37).status == "CR"


def test_unconfirmed_stands_beside_pgf_responses():
    rec = record(daily(range(60, 70), **GOOD), priors=[(40, "CR")])
    assert "unconfirmed" in pgf(rec, 67).flags  # 27 d
    assert "unconfirmed" not in pgf(rec, 68).flags


def test_parameters_of_a_run():
    rec = record(daily([30, 34, 38], **GOOD))
    assert pgf(rec, 38).status == "PENDING"
    assert pgf(rec, 38, with_rules("pgf_msc", max_gap_days=4)).status == "CR"
    two = record(daily([31, 34, 37], PLT=62, HB=84), daily([36, 37], ANC=0.9))
    assert pgf(two, 37, with_rules("pgf_msc", min_values=2)).status == "CR"
