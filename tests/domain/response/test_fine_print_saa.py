"""The fine print of saa_atg and rsaa_atg_msc, sentence by sentence; answers derived by hand from the text."""

from decimal import Decimal
from typing import Any

import pytest

from app.domain.evidence import Verdict
from app.domain.protocol.model import Template
from app.domain.record import SubjectRecord
from app.domain.response import assess
from tests.domain.builders import ADULT, BASE, day, panel, record, template, with_rules

PR = {"ANC": 0.9, "PLT": 45, "HB": 92, "RETIC_ABS": 44}
CR = {"ANC": 2.0, "PLT": 150, "HB": 120, "RETIC_ABS": 50}
NONE = {"ANC": 0.4, "PLT": 25, "HB": 80, "RETIC_ABS": 25}  # neither CR nor PR, and not severe
SEVERE = {"ANC": 0.3, "PLT": 15, "HB": 80, "RETIC_ABS": 25}


def saa(rec: SubjectRecord, on: int, rules: Template | None = None) -> Verdict:
    return assess(rules or template("saa_atg"), rec, day(on))


def rsaa(rec: SubjectRecord, on: int) -> Verdict:
    return assess(template("rsaa_atg_msc"), rec, day(on))


# Item 1: series


def test_lowest_of_several_values_of_a_day_counts():
    rec = record(BASE, panel(90, **PR | {"PLT": (45, 20, 60)}))
    assert saa(rec, 90).status == "NR"


def test_rows_after_the_day_are_ignored():
    rec = record(BASE, panel(90, **PR), panel(91, **NONE), rbc=[91], events=[(92, "death")])
    assert saa(rec, 90).status == "PR"


def test_anc_is_derived_only_on_days_without_a_direct_value():
    derived = {"WBC": 2.0, "NEUT_PCT": 45}
    rest = {"PLT": 45, "HB": 92, "RETIC_ABS": 44}
    assert saa(record(BASE, panel(90, **derived, **rest)), 90).status == "PR"  # 0.90
    assert saa(record(BASE, panel(90, **derived, **rest, ANC=0.4)), 90).status == "NR"


def test_arithmetic_is_decimal():
    rules = with_rules("saa_atg", above_baseline_mode="increment")
    start = panel(-2, ANC="0.20", PLT=9, HB=64, RETIC_ABS=8)
    assert saa(record(start, panel(90, **PR | {"ANC": "0.70"})), 90, rules).status == "NR"
    assert saa(record(start, panel(90, **PR | {"ANC": "0.71"})), 90, rules).status == "PR"


# Item 2: windows


@pytest.mark.parametrize(("age", "status"), [(7, "PR"), (8, "NE")])
def test_current_value_is_at_most_seven_days_old(age, status):
    assert saa(record(BASE, panel(90 - age, **PR)), 90).status == status


@pytest.mark.parametrize(("start", "status"), [(-14, "PR"), (0, "PR"), (-15, "NE"), (1, "NE")])
def test_baseline_lies_within_fourteen_days_before_the_anchor(start, status):
    verdict = saa(record(panel(start, ANC=0.2), panel(90, **PR)), 90)
    assert verdict.status == status
    assert ("ANC_BASELINE" in verdict.missing) == (status == "NE")


def test_missing_names_every_absent_count_needed_or_not():
    verdict = saa(record(BASE, panel(365, ANC=2.0, PLT=150, HB=120)), 365)
    assert (verdict.status, verdict.missing) == ("CR", ("RETIC_ABS",))


# Item 3: free of a product


@pytest.mark.parametrize(("rbc", "plt", "status"), [(62, 76, "PR"), (63, 76, "NR"), (62, 77, "NR")])
def test_exactly_28_and_14_days_later_is_clean(rbc, plt, status):
    assert saa(record(BASE, panel(90, **PR), rbc=[rbc], plt=[plt]), 90).status == status


def test_a_procedure_transfusion_breaks_independence_all_the_same():
    assert saa(record(BASE, panel(90, **PR), procedure_plt=[80]), 90).status == "NR"


# Item 4: G-CSF


@pytest.mark.parametrize(
    ("course", "status"),
    [
        ((60, 83, "filgrastim"), "PR"),  # 90 - 83 = 7
        ((60, 84, "filgrastim"), "NE"),
        ((60, 84, " Filgrastim "), "NE"),
        ((60, 84, "LENOGRASTIM"), "NE"),
        ((60, 84, "G-CSF"), "NE"),
        ((60, 77, "pegfilgrastim"), "NE"),  # 13 d
        ((60, 76, "pegfilgrastim"), "PR"),  # 14 d
        ((91, None, "filgrastim"), "PR"),  # begins later
        ((90, None, "filgrastim"), "NE"),
        ((60, 200, "filgrastim"), "NE"),  # a stop in the future is still ongoing
        ((60, None, "eltrombopag"), "PR"),
    ],
)
def test_growth_factor_washout(course, status):
    verdict = saa(record(BASE, panel(90, **PR), gcsf=[course]), 90)
    assert verdict.status == status
    assert ("anc_on_gcsf" in verdict.flags) == (status == "NE")


def test_the_day_of_the_count_decides_about_gcsf_not_the_day_of_the_assessment():
    rec = record(BASE, panel(84, **PR), gcsf=[(85, None, "filgrastim")])
    assert saa(rec, 90).status == "PR"


def test_a_failing_anc_still_fails_on_gcsf():
    verdict = saa(record(BASE, panel(90, **PR | {"ANC": 0.5}), gcsf=[(80, None, "filgrastim")]), 90)
    assert (verdict.status, verdict.lineage["ANC"]) == ("NR", "NR")
    assert "anc_on_gcsf" in verdict.flags


def test_confounded_anc_not_above_the_baseline_is_false_but_its_lineage_is_ne():
    start = panel(-2, ANC=0.9, PLT=9, HB=64, RETIC_ABS=8)
    verdict = saa(record(start, panel(90, **PR | {"ANC": 0.8}), gcsf=[(80, None, "filgrastim")]), 90)
    assert (verdict.status, verdict.lineage["ANC"]) == ("NR", "NE")


def test_count_but_flag_counts_the_anc_and_keeps_the_flag():
    rules = with_rules("saa_atg", gcsf_mode="count_but_flag")
    verdict = saa(record(BASE, panel(90, **PR), gcsf=[(80, None, "filgrastim")]), 90, rules)
    assert (verdict.status, verdict.lineage["ANC"]) == ("PR", "PR")
    assert "anc_on_gcsf" in verdict.flags


def test_confounded_anc_leaves_cr_unknown_only_where_the_rest_holds():
    rec = record(BASE, panel(365, **CR), gcsf=[(360, None, "filgrastim")])
    assert saa(rec, 365).status == "NE"


# Item 5: saa_atg


def test_unknown_birth_date_leaves_cr_unknown_and_pr_with_a_flag():
    verdict = saa(record(BASE, panel(365, **CR), birth=None), 365)
    assert (verdict.status, verdict.lineage["HB"]) == ("PR", "NE")
    assert "cr_not_excluded" in verdict.flags


def test_sex_is_needed_only_from_fifteen_years():
    young = record(BASE, panel(365, **CR), sex=None)
    adult = record(BASE, panel(365, **CR | {"HB": 135}), sex=None, birth=ADULT)
    assert saa(young, 365).status == "CR"
    assert saa(adult, 365).status == "PR"


def test_baseline_missing_with_a_failing_anc_is_false_not_unknown():
    verdict = saa(record(panel(90, **PR | {"ANC": 0.5})), 90)
    assert (verdict.status, verdict.lineage["ANC"]) == ("NR", "NR")
    assert "ANC_BASELINE" in verdict.missing


def test_lineages_of_a_transfused_child_with_missing_counts():
    verdict = saa(record(BASE, panel(90, ANC=0.9), rbc=[80], plt=[85]), 90)
    assert verdict.lineage == {"ANC": "PR", "PLT": "NR", "HB": "NR"}  # not free stands before missing
    assert verdict.status == "NR"


def test_lineages_without_counts_are_ne():
    verdict = saa(record(BASE), 90)
    assert verdict.lineage == {"ANC": "NE", "PLT": "NE", "HB": "NE"}


@pytest.mark.parametrize(
    ("start", "now", "status", "sensitive"),
    [
        ("0.2", "0.65", "PR", True),  # the increment needs 0.70
        ("0.2", "0.71", "PR", False),
        ("0.9", "0.8", "NR", True),
        ("0.9", "0.4", "NR", False),
    ],
)
def test_interpretation_sensitive(start, now, status, sensitive):
    rec = record(panel(-1, ANC=start, PLT=9, HB=64, RETIC_ABS=8), panel(90, **PR | {"ANC": now}))
    verdict = saa(rec, 90)
    assert (verdict.status, "interpretation_sensitive" in verdict.flags) == (status, sensitive)


def test_interpretation_is_not_sensitive_when_cr_is_true_or_the_baseline_confounded():
    start = panel(-1, ANC=2.5)
    assert "interpretation_sensitive" not in saa(record(start, panel(365, **CR)), 365).flags
    rec = record(panel(-1, ANC=0.9), panel(90, **PR | {"ANC": 0.8}), gcsf=[(-9, -1, "filgrastim")])
    assert "interpretation_sensitive" not in saa(rec, 90).flags


def test_another_failing_criterion_hides_the_reading():
    rec = record(panel(-1, ANC=0.9), panel(90, **PR | {"ANC": 0.8, "PLT": 10}))
    assert "interpretation_sensitive" not in saa(rec, 90).flags


@pytest.mark.parametrize(
    ("mode", "status"), [("absolute_and_gt_baseline", "NR"), ("increment", "NR"), ("absolute_only", "PR")]
)
def test_each_reading_of_above_the_baseline(mode, status):
    rec = record(panel(-1, ANC=0.9), panel(90, **PR | {"ANC": 0.8}))
    assert saa(rec, 90, with_rules("saa_atg", above_baseline_mode=mode)).status == status


def test_the_absolute_reading_needs_no_baseline():
    rules = with_rules("saa_atg", above_baseline_mode="absolute_only")
    verdict = saa(record(panel(90, **PR)), 90, rules)
    assert (verdict.status, verdict.missing) == ("PR", ())


# Item 6: rsaa_atg_msc


def test_one_severe_count_is_pr_and_two_are_nr():
    one = {"ANC": 0.4, "PLT": 25, "HB": 80, "RETIC_ABS": 60}
    assert rsaa(record(BASE, panel(180, **one)), 180).status == "PR"
    assert rsaa(record(BASE, panel(180, **one | {"RETIC_ABS": 59})), 180).status == "NR"


def test_two_certain_counts_decide_without_the_third():
    assert rsaa(record(BASE, panel(180, ANC=0.4, PLT=15, HB=80)), 180).status == "NR"
    assert rsaa(record(BASE, panel(180, ANC=0.6, PLT=25, HB=80)), 180).status == "PR"
    assert rsaa(record(BASE, panel(180, ANC=0.4, PLT=25, HB=80)), 180).status == "NE"


def test_confounded_anc_makes_severe_unknown_only_where_it_matters():
    course = [(170, None, "filgrastim")]
    open_one: dict[str, object] = {"ANC": 0.8, "PLT": 15, "HB": 80, "RETIC_ABS": 70}
    assert rsaa(record(BASE, panel(180, **open_one), gcsf=course), 180).status == "NE"
    closed = open_one | {"PLT": 25}
    assert rsaa(record(BASE, panel(180, **closed), gcsf=course), 180).status == "PR"


def test_cr_limits_are_strict():
    cr = {"ANC": "1.1", "PLT": 101, "HB": 101, "RETIC_ABS": 60}
    assert rsaa(record(BASE, panel(180, **cr)), 180).status == "CR"
    for analyte, limit in (("ANC", "1.0"), ("PLT", 100), ("HB", 100)):
        assert rsaa(record(BASE, panel(180, **cr | {analyte: limit})), 180).status == "PR"


def test_pending_until_day_83():
    bad = panel(80, ANC=0.3, PLT=10, HB=70, RETIC_ABS=10)
    assert rsaa(record(BASE, bad), 82).status == "PENDING"
    assert rsaa(record(BASE, bad), 83).status == "NR"


# Item 7a: events


@pytest.mark.parametrize(
    ("events", "status", "flags"),
    [
        ([(0, "death")], "NR", {"death"}),
        ([(-1, "death")], "PR", set()),
        ([(91, "death")], "PR", set()),
        ([(90, "hsct")], "NR", {"rescue_therapy"}),
        ([(40, "second_line")], "NR", {"rescue_therapy"}),
        ([(40, "clonal_evolution"), (50, "hsct")], "CLONAL_EVOLUTION", set()),
        ([(40, "clonal_evolution"), (80, "death")], "NR", {"death"}),
        ([(40, "infection")], "PR", set()),
    ],
)
def test_overriding_events(events, status, flags):
    verdict = saa(record(BASE, panel(90, **PR), events=events), 90)
    assert (verdict.status, set(verdict.flags) - {"unconfirmed"}) == (status, flags)


# Item 7b: relapse


def relapse_status(rec: SubjectRecord, on: int = 400) -> tuple[str, set[str]]:
    verdict = saa(rec, on)
    return verdict.status, set(verdict.flags) - {"unconfirmed"}


def test_relapse_needs_an_earlier_response_since_the_anchor():
    counts = panel(400, **CR)
    given: dict[str, Any] = {"rbc": [350, 380]}  # 20 d ago: not free either
    assert relapse_status(record(BASE, counts, priors=[(180, "PR")], **given)) == (
        "RELAPSE",
        {"transfusion_dependence"},
    )
    assert relapse_status(record(BASE, counts, priors=[(-5, "PR")], **given))[0] == "NR"
    assert relapse_status(record(BASE, counts, priors=[(400, "PR")], **given))[0] == "NR"
    assert relapse_status(record(BASE, counts, priors=[(180, "NE")], **given))[0] == "NR"


@pytest.mark.parametrize(
    ("beside", "relapsed"),
    [
        ("NE", True),
        ("CR", True),
        ("PENDING", False),
        ("NR", False),
        ("RELAPSE", False),
        ("CLONAL_EVOLUTION", False),
    ],
)
def test_only_the_worst_status_of_a_day_counts(beside, relapsed):
    rec = record(BASE, panel(400, **CR), rbc=[360, 380], priors=[(180, "PR"), (180, beside)])
    assert ("transfusion_dependence" in saa(rec, 400).flags) == relapsed


@pytest.mark.parametrize(("first", "status"), [(345, "RELAPSE"), (344, "NR")])
def test_transfusion_days_count_within_56_days(first, status):
    """400 - 345 = 55 counts; 400 - 344 = 56 does not, and one day alone makes a suspicion."""
    rec = record(BASE, panel(400, **NONE), rbc=[first, 390], priors=[(180, "PR")])
    expected = "RELAPSE" if status == "RELAPSE" else "NE"
    assert saa(rec, 400).status == expected


def test_one_transfusion_day_is_a_suspicion_that_keeps_an_answer_open():
    rec = record(BASE, panel(400, **NONE), rbc=[390], priors=[(180, "PR")])
    assert relapse_status(rec) == ("NE", {"relapse_suspected"})


def test_a_suspicion_stands_beside_cr():
    rec = record(BASE, panel(400, **CR), rbc=[350], priors=[(180, "CR")])
    assert relapse_status(rec) == ("CR", {"relapse_suspected"})


def test_two_products_on_one_day_are_one_transfusion_day():
    rec = record(BASE, panel(400, **NONE), rbc=[390], plt=[390], priors=[(180, "PR")])
    assert saa(rec, 400).status == "NE"


def test_a_day_with_a_procedure_unit_and_another_counts_once():
    rec = record(BASE, panel(400, **NONE), plt=[390], procedure_plt=[390, 380], priors=[(180, "PR")])
    assert relapse_status(rec) == ("NE", {"relapse_suspected"})


def test_a_transfusion_on_the_day_of_the_response_does_not_count():
    rec = record(BASE, panel(200, **NONE), rbc=[180, 190], priors=[(180, "PR")])
    assert relapse_status(rec, 200) == ("NE", {"relapse_suspected"})


def test_the_latest_response_is_the_reference_even_after_an_nr():
    rec = record(BASE, panel(400, **SEVERE), panel(390, **SEVERE), priors=[(180, "PR"), (300, "NR")])
    assert relapse_status(rec) == ("RELAPSE", {"counts_severe_again"})


@pytest.mark.parametrize(("first", "status"), [(393, "RELAPSE"), (394, "NE")])
def test_severe_panels_must_lie_seven_days_apart(first, status):
    rec = record(BASE, panel(400, **SEVERE), panel(first, **SEVERE), priors=[(180, "PR")])
    assert saa(rec, 400).status == status


def test_a_panel_between_that_is_not_severe_cuts_the_chain():
    rec = record(BASE, panel(400, **SEVERE), panel(395, **NONE), panel(380, **SEVERE), priors=[(180, "PR")])
    assert relapse_status(rec) == ("NE", {"relapse_suspected"})


def test_days_that_are_no_panels_are_passed_over():
    """A day with platelets alone, or an ANC alone, is no panel."""
    rec = record(
        BASE,
        panel(400, **SEVERE),
        panel(396, PLT=60),
        panel(395, ANC=2.0),
        panel(390, **SEVERE),
        priors=[(180, "PR")],
    )
    assert saa(rec, 400).status == "RELAPSE"


def test_a_panel_with_an_unknown_second_count_is_not_severe():
    rec = record(BASE, panel(400, ANC=0.3, PLT=25), panel(390, **SEVERE), priors=[(180, "PR")])
    verdict = saa(rec, 400)
    assert (verdict.status, "relapse_suspected" in verdict.flags) == ("NR", False)


def test_confounded_anc_does_not_make_a_panel_severe_but_a_low_one_does():
    course = [(380, None, "filgrastim")]
    high = {"ANC": 0.8, "PLT": 15, "HB": 80, "RETIC_ABS": 25}
    rec = record(BASE, panel(400, **high), panel(390, **high), gcsf=course, priors=[(180, "PR")])
    assert "counts_severe_again" not in saa(rec, 400).flags
    rec = record(BASE, panel(400, **SEVERE), panel(390, **SEVERE), gcsf=course, priors=[(180, "PR")])
    assert saa(rec, 400).status == "RELAPSE"


def test_reticulocyte_limit_of_the_panel_differs_between_templates():
    low_retic = {"ANC": 0.3, "PLT": 45, "HB": 92, "RETIC_ABS": 44}
    rec = record(BASE, panel(400, **low_retic), panel(390, **low_retic), priors=[(180, "PR")])
    assert "counts_severe_again" not in saa(rec, 400).flags
    assert "counts_severe_again" in rsaa(rec, 400).flags


def test_csa_dependence_comes_first_and_not_twice():
    transfused: dict[str, Any] = {"rbc": [380, 390]}
    rec = record(BASE, panel(400, **CR), events=[(300, "csa_dependence")], priors=[(180, "PR")], **transfused)
    assert relapse_status(rec) == ("RELAPSE", {"csa_dependence"})
    on_reference = record(BASE, panel(400, **CR), events=[(180, "csa_dependence")], priors=[(180, "PR")])
    assert relapse_status(on_reference) == ("RELAPSE", {"csa_dependence"})
    before = record(BASE, panel(400, **CR), events=[(179, "csa_dependence")], priors=[(180, "PR")])
    assert relapse_status(before) == ("CR", set())
    priors = [(180, "PR"), (310, "RELAPSE")]
    given = record(BASE, panel(400, **CR), events=[(310, "csa_dependence")], priors=priors)
    assert relapse_status(given) == ("CR", {"after_relapse"})
    again = record(BASE, panel(400, **CR), events=[(311, "csa_dependence")], priors=priors)
    assert relapse_status(again) == ("RELAPSE", {"csa_dependence"})
    recovered = [*priors, (350, "CR")]
    old = record(BASE, panel(400, **CR), events=[(310, "csa_dependence")], priors=recovered)
    assert relapse_status(old) == ("CR", set())


# Items 7d and 7e


def test_after_relapse():
    priors = [(180, "PR"), (300, "RELAPSE"), (350, "NR")]
    assert relapse_status(record(BASE, panel(400, **PR), priors=priors)) == ("PR", {"after_relapse"})
    assert relapse_status(record(BASE, panel(400, **NONE), priors=priors)) == (
        "RELAPSE",
        {"relapse_persisting"},
    )
    assert relapse_status(record(BASE, priors=priors))[0] == "RELAPSE"  # missing counts persist as well


def test_a_response_after_the_relapse_ends_it():
    priors = [(180, "PR"), (300, "RELAPSE"), (350, "PR")]
    assert relapse_status(record(BASE, panel(400, **NONE), priors=priors)) == ("NR", {"response_lost"})


def test_pending_before_day_40_can_be_a_lost_response():
    low = panel(39, **NONE)
    assert relapse_status(record(BASE, low), 39) == ("PENDING", set())
    assert relapse_status(record(BASE, low, priors=[(30, "PR")]), 39) == ("PENDING", {"response_lost"})
    assert relapse_status(record(BASE, low), 40) == ("NR", set())


def test_a_response_counts_before_the_window_opens():
    assert relapse_status(record(BASE, panel(30, **PR)), 30) == ("PR", set())


def test_strict_nr_needs_a_transfusion():
    rules = with_rules("saa_atg", nr_rule="strict")
    assert saa(record(BASE, panel(90, **NONE)), 90, rules).status == "NE"
    assert saa(record(BASE, panel(90, **NONE), rbc=[80]), 90, rules).status == "NR"


# Items 12 to 14


@pytest.mark.parametrize(
    ("status", "priors", "unconfirmed"),
    [
        ("PR", [], True),
        ("PR", [(372, "PR")], False),  # exactly 28 d back
        ("PR", [(373, "PR")], True),
        ("PR", [(300, "CR")], False),
        ("CR", [(300, "PR")], True),
        ("CR", [(300, "CR"), (350, "PR")], True),  # PR is worse beside a CR
        ("PR", [(300, "CR"), (350, "PR")], False),
        ("PR", [(300, "PR"), (350, "NE")], False),
        ("PR", [(300, "PR"), (350, "NR")], True),
        ("PR", [(300, "PR"), (350, "PENDING")], True),
        ("PR", [(300, "PR"), (300, "NR")], True),
        ("CR", [(300, "CR"), (390, "CR")], False),
        ("PR", [(-20, "PR")], True),
    ],
)
def test_unconfirmed(status, priors, unconfirmed):
    counts = CR if status == "CR" else PR
    verdict = saa(record(BASE, panel(400, **counts), priors=priors), 400)
    assert (verdict.status, "unconfirmed" in verdict.flags) == (status, unconfirmed)


def test_confirm_days_changes_the_status_until_confirmed():
    rules = with_rules("saa_atg", confirm_days=28)
    assert saa(record(BASE, panel(400, **CR)), 400, rules).status == "PR"
    assert saa(record(BASE, panel(400, **PR)), 400, rules).status == "NE"
    assert saa(record(BASE, panel(400, **CR), priors=[(300, "CR")]), 400, rules).status == "CR"


@pytest.mark.parametrize(("table", "lln"), [("WHO2024", 105), ("WHO2011", 110)])
def test_haemoglobin_tables(table, lln):
    rules = with_rules("saa_atg", hb_table=table)
    toddler: dict[str, Any] = {"birth": day(365).replace(year=day(365).year - 1)}  # 12 months on the day
    assert saa(record(BASE, panel(365, **CR | {"HB": lln}), **toddler), 365, rules).status == "CR"
    assert saa(record(BASE, panel(365, **CR | {"HB": lln - 1}), **toddler), 365, rules).status == "PR"


def test_laboratory_limit_is_the_one_entered_with_the_value():
    from dataclasses import replace

    rules = with_rules("saa_atg", hb_table="LAB")
    rec = record(BASE, panel(365, **CR))
    assert saa(rec, 365, rules).status == "PR"  # no limit entered: CR unknown
    rows = tuple(
        replace(row, lower_limit=Decimal(118)) if row.analyte == "HB" else row for row in rec.measurements
    )
    assert saa(replace(rec, measurements=rows), 365, rules).status == "CR"


def test_options_of_cr():
    transfused = record(BASE, panel(365, **CR), rbc=[350])
    assert saa(transfused, 365).status == "NR"
    assert saa(transfused, 365, with_rules("saa_atg", cr_requires_ti=False)).status == "CR"
    low_retic = record(BASE, panel(365, **CR | {"RETIC_ABS": 30}))
    assert saa(low_retic, 365).status == "CR"
    assert saa(low_retic, 365, with_rules("saa_atg", cr_requires_retic=True)).status == "NR"


@pytest.mark.parametrize(
    ("plt", "state", "status"),
    [
        ("<20", "NR", "NR"),
        ("<20.1", "NE", "NE"),
        (">20", "PR", "PR"),
        (">19", "NE", "NE"),
        (">100", "CR", "PR"),
        (">99", "PR", "PR"),
        ("<100", "NE", "NE"),
    ],
)
def test_bounds_decide_where_they_can(plt, state, status):
    verdict = saa(record(BASE, panel(90, **PR | {"PLT": plt})), 90)
    assert (verdict.lineage["PLT"], verdict.status) == (state, status)


def test_bounds_of_one_day_count_as_their_number_and_less_comes_first():
    assert saa(record(BASE, panel(90, **PR | {"PLT": (30, "<30")})), 90).lineage["PLT"] == "NE"
    assert saa(record(BASE, panel(90, **PR | {"PLT": (">25", 30)})), 90).lineage["PLT"] == "PR"


def test_bounds_pass_through_derivations():
    rest = {"ANC": 0.9, "PLT": 45, "HB": 92, "RBC": "2.5"}
    assert saa(record(BASE, panel(90, **rest, RETIC_PCT="<1.2")), 90).status == "NR"  # < 30
    assert saa(record(BASE, panel(90, **rest, RETIC_PCT="<1.3")), 90).status == "NE"
    assert saa(record(BASE, panel(90, **rest, RETIC_PCT=">1.2")), 90).status == "PR"


def test_a_bounded_panel_value_does_not_make_a_panel_severe():
    open_one: dict[str, object] = {"ANC": 0.3, "PLT": "<30", "RETIC_ABS": 25}
    rec = record(BASE, panel(400, **open_one), panel(390, **SEVERE), priors=[(180, "PR")])
    assert "relapse_suspected" not in saa(rec, 400).flags
    certain = {"ANC": "<0.5", "PLT": "<20"}
    rec = record(BASE, panel(400, **certain), panel(390, **SEVERE), priors=[(180, "PR")])
    assert saa(rec, 400).status == "RELAPSE"


def test_procedure_days_are_left_out_of_the_relapse_window_wherever_they_stand():
    rec = record(BASE, panel(400, **CR), procedure_plt=[360, 370], priors=[(180, "CR")])
    assert relapse_status(rec) == ("CR", set())
