"""What a subject was enrolled for: by counts and marrow, by a criterion that was met, or by the protocol."""

from dataclasses import replace
from decimal import Decimal

import pytest

from app.domain.diagnosis import CONDITION, COUNTS, CRITERION, Diagnosis, diagnosis
from app.domain.record import Marrow
from tests.domain.builders import BASE, day, panel, record, template

MARROW = Marrow(Decimal(10), Decimal(5), day(-3))


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"ANC": 0.3, "PLT": 9, "RETIC_ABS": 8}, "SAA"),
        ({"ANC": 0.1, "PLT": 9, "RETIC_ABS": 8}, "VSAA"),
        ({"ANC": 0.9, "PLT": 45, "RETIC_ABS": 50}, "NSAA"),
    ],
)
def test_severity_follows_from_counts_and_marrow_at_the_entry(values: dict[str, float], code: str):
    known = replace(record(panel(-2, **values), panel(30, ANC=1.9, PLT=90, RETIC_ABS=80)), marrow=MARROW)
    assert diagnosis(template("saa_atg"), known, enrolled=True) == Diagnosis(code, COUNTS)


def test_without_a_marrow_the_criterion_that_was_met_says_that_it_is_severe():
    found = diagnosis(template("saa_atg"), record(BASE), enrolled=True)
    said = "Severe or very severe aplastic anaemia (Camitta, marrow and 2 of 3 counts)"
    assert found == Diagnosis("SAA", CRITERION, said)


def test_who_was_not_enrolled_has_the_condition_alone_until_the_severity_is_known():
    assert diagnosis(template("saa_atg"), record(BASE), enrolled=False) == Diagnosis(
        "aplastic_anaemia", CONDITION
    )


@pytest.mark.parametrize(
    ("protocol", "code", "basis"),
    [
        ("raa_msc", "RRAA", CRITERION),
        ("rsaa_atg_msc", "RRAA", CRITERION),
        ("pgf_msc", "poor_graft_function", CONDITION),
    ],
)
def test_other_protocols_say_what_they_treat(protocol: str, code: str, basis: str):
    found = diagnosis(template(protocol), replace(record(BASE), marrow=MARROW), enrolled=True)
    assert (found.code, found.basis) == (code, basis)
    assert bool(found.said) == (basis == CRITERION)
