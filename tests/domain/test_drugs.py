"""Doses in milligrams for the weight of the day, and a trough that brings advice but never a dose."""

from datetime import date
from decimal import Decimal

import pytest

from app.domain.dosing.drugs import Safety, planned, treatment_of, trough_advice, weight_counts
from tests.domain.builders import template


@pytest.mark.parametrize(
    ("name", "product", "weight", "mg"),
    [
        ("saa_atg", "ATG", "21.6", "75.60"),
        ("saa_atg", "CSA", "21.6", "108.0"),
        ("rsaa_atg_msc", "ATG", "60", "210.0"),
    ],
)
def test_a_planned_dose_follows_the_weight(name, product, weight, mg):
    dose = planned(treatment_of(template(name), product, arm="msc"), Decimal(weight))
    assert dose is not None
    assert dose.mg == Decimal(mg)


def test_no_plan_or_no_weight_gives_no_dose():
    assert planned(treatment_of(template("saa_atg"), "ATG", arm="msc"), None) is None
    assert planned(treatment_of(template("saa_atg"), "MSC", arm="msc"), Decimal(20)) is None
    assert planned(treatment_of(template("pgf_msc"), "ATG", arm="msc"), Decimal(20)) is None


@pytest.mark.parametrize("cohort", ["cohort1", "cohort2", "cohort3"])
def test_the_treatment_is_that_of_the_subject_s_arm(cohort):
    found = treatment_of(template("saa_hatg_epag"), "EPAG", arm=cohort)
    assert found is not None
    assert found.arms == (cohort,)


def test_what_only_another_arm_is_given_is_no_treatment_here():
    assert treatment_of(template("saa_atg"), "MSC", arm="control") is None


@pytest.mark.parametrize(("day", "counts"), [(1, True), (8, True), (9, False)])
def test_a_weight_counts_for_a_week(day, counts):
    assert weight_counts(date(2026, 9, 1), date(2026, 9, day)) is counts


def test_a_weight_of_a_later_day_does_not_count():
    assert not weight_counts(date(2026, 9, 2), date(2026, 9, 1))


TARGET = treatment_of(template("rsaa_atg_msc"), "CSA", arm="msc")


@pytest.mark.parametrize(
    ("level", "safety", "codes"),
    [
        ("149.9", Safety(), ("below",)),
        ("150", Safety(), ()),
        ("250", Safety(), ()),
        ("250.1", Safety(), ("above",)),
        (None, Safety(), ()),
        ("200", Safety(creatinine=Decimal(60), creatinine_baseline=Decimal(40)), ()),
        ("200", Safety(creatinine=Decimal("60.1"), creatinine_baseline=Decimal(40)), ("hold_creatinine",)),
        ("200", Safety(bilirubin=Decimal(40), bilirubin_uln=Decimal(20)), ()),
        ("200", Safety(bilirubin=Decimal("40.1"), bilirubin_uln=Decimal(20)), ("hold_bilirubin",)),
        # nothing speaks for more of a drug that is to be held
        ("100", Safety(creatinine=Decimal(90), creatinine_baseline=Decimal(40)), ("hold_creatinine",)),
        (
            "300",
            Safety(creatinine=Decimal(90), creatinine_baseline=Decimal(40)),
            ("hold_creatinine", "above"),
        ),
        ("200", Safety(creatinine=Decimal(90)), ()),
    ],
)
def test_a_trough_is_held_against_its_target_and_the_organs(level, safety, codes):
    assert trough_advice(TARGET, None if level is None else Decimal(level), safety) == codes


def test_a_template_without_a_target_says_nothing_of_the_level():
    assert trough_advice(treatment_of(template("saa_atg"), "CSA", arm="msc"), Decimal(20), Safety()) == ()
