"""MAGIC stages and grades, NIH severity: each boundary from both sides, and what is not known."""

from decimal import Decimal
from typing import Any

import pytest

from app.domain.grading import acute_gvhd, chronic_gvhd
from app.domain.grading.acute_gvhd import AcuteFindings
from app.domain.grading.chronic_gvhd import SITES


def acute(**given: object) -> acute_gvhd.AcuteGrade:
    numbers: dict[str, Any] = {
        name: Decimal(value) if isinstance(value, str) else value for name, value in given.items()
    }
    return acute_gvhd.assess(AcuteFindings(**numbers))


@pytest.mark.parametrize(
    ("percent", "stage"), [("0", 0), ("0.1", 1), ("24.9", 1), ("25", 2), ("50", 2), ("50.1", 3), ("100", 3)]
)
def test_skin_is_staged_by_its_surface(percent, stage):
    assert acute(skin_pct=percent).stages["skin"] == stage


def test_blistering_erythroderma_is_stage_four():
    found = acute(skin_pct="90", blistering=True)
    assert (found.stages["skin"], found.grade) == (4, 4)


@pytest.mark.parametrize(
    ("mg_dl", "stage"),
    [("1.99", 0), ("2", 1), ("3", 1), ("3.01", 2), ("6", 2), ("6.01", 3), ("15", 3), ("15.01", 4)],
)
def test_liver_is_staged_by_bilirubin_without_holes(mg_dl, stage):
    umol = Decimal(mg_dl) * Decimal("17.104")
    assert acute_gvhd.assess(AcuteFindings(bilirubin_umol=umol)).stages["liver"] == stage


@pytest.mark.parametrize(
    ("weight", "given", "stage"),
    [
        ("50.1", {"volume_ml": "499"}, 0),
        ("50.1", {"volume_ml": "500"}, 1),
        ("50.1", {"volume_ml": "1000"}, 2),
        ("50.1", {"volume_ml": "1500"}, 2),
        ("50.1", {"volume_ml": "1501"}, 3),
        ("50.1", {"episodes": "2"}, 0),
        ("50.1", {"episodes": "3"}, 1),
        ("50.1", {"episodes": "4.5"}, 1),
        ("50.1", {"episodes": "5"}, 2),
        ("50.1", {"episodes": "7"}, 2),
        ("50.1", {"episodes": "8"}, 3),
        ("50", {"volume_ml": "499"}, 0),
        ("50", {"volume_ml": "500"}, 1),
        ("50", {"volume_ml": "1000"}, 2),
        ("50", {"volume_ml": "1500"}, 2),
        ("50", {"volume_ml": "1501"}, 3),
        ("20", {"volume_ml": "300"}, 1),
        ("20", {"episodes": "3"}, 0),
        ("20", {"episodes": "4"}, 1),
        ("20", {"episodes": "7"}, 2),
        ("20", {"episodes": "10"}, 2),
        ("20", {"episodes": "11"}, 3),
    ],
)
def test_the_gut_is_staged_by_volume_or_episodes_and_by_weight(weight, given, stage):
    found = acute(weight_kg=weight, **given)
    assert found.stages["lower_gi"] == stage
    assert ("child" in found.flags) == (Decimal(weight) <= 50)


def test_the_higher_stage_counts_where_volume_and_episodes_disagree_and_it_is_said():
    found = acute(weight_kg="70", volume_ml="400", episodes="6")
    assert found.stages["lower_gi"] == 2
    assert found.flags == ("volume_and_episodes_disagree",)
    agreed = acute(weight_kg="70", volume_ml="1200", episodes="6")
    assert agreed.flags == ()


def test_stool_without_a_weight_is_not_staged():
    found = acute(volume_ml="700")
    assert found.stages["lower_gi"] is None
    assert found.flags == ("weight_missing",)


def test_nothing_is_staged_by_a_weight_of_nothing():
    found = acute(volume_ml="700", weight_kg="0")
    assert (found.stages["lower_gi"], found.flags) == (None, ("weight_missing",))


def test_pain_or_blood_is_stage_four_whatever_the_volume():
    assert acute(severe_gut=True, volume_ml="100").stages["lower_gi"] == 4


@pytest.mark.parametrize(
    ("skin", "liver", "lower", "upper", "grade"),
    [
        (0, 0, 0, 0, 0),
        (1, 0, 0, 0, 1),
        (2, 0, 0, 0, 1),
        (3, 0, 0, 0, 2),
        (0, 1, 0, 0, 2),
        (0, 0, 1, 0, 2),
        (0, 0, 0, 1, 2),
        (2, 0, 0, 1, 2),
        (3, 2, 0, 1, 3),
        (0, 3, 0, 0, 3),
        (0, 0, 2, 0, 3),
        (0, 0, 3, 1, 3),
        (4, 0, 0, 0, 4),
        (0, 4, 0, 0, 4),
        (0, 0, 4, 0, 4),
    ],
)
def test_the_overall_grade_asks_which_organ_is_involved(skin, liver, lower, upper, grade):
    assert acute_gvhd.overall(skin=skin, liver=liver, lower_gi=lower, upper_gi=upper) == grade


def test_an_organ_that_is_not_known_leaves_the_grade_open_upwards():
    found = acute(skin_pct="30", bilirubin_umol="10")
    assert (found.grade, found.at_most, found.complete) == (1, 4, False)
    whole = acute(skin_pct="30", bilirubin_umol="10", volume_ml="0", weight_kg="70", nausea=False)
    assert (whole.grade, whole.complete) == (1, True)


NONE = dict.fromkeys(SITES, 0)


@pytest.mark.parametrize(
    ("scores", "severity"),
    [
        ({}, "none"),
        ({"skin": 1}, "mild"),
        ({"skin": 1, "mouth": 1}, "mild"),
        ({"skin": 1, "mouth": 1, "eyes": 1}, "moderate"),
        ({"liver": 2}, "moderate"),
        ({"lungs": 1}, "moderate"),
        ({"lungs": 2}, "severe"),
        ({"genital": 3}, "severe"),
        ({"skin": 2, "mouth": 2, "eyes": 2}, "moderate"),
    ],
)
def test_the_global_severity_follows_sites_and_scores(scores, severity):
    found = chronic_gvhd.assess({**NONE, **scores})
    assert (found.severity, found.complete) == (severity, True)


def test_a_site_that_was_not_examined_leaves_the_severity_open():
    found = chronic_gvhd.assess({**NONE, "skin": 1, "lungs": None})
    assert (found.severity, found.at_most) == ("mild", "severe")
    decided = chronic_gvhd.assess({**NONE, "skin": 3, "lungs": None})
    assert decided.complete


def test_a_score_above_three_is_refused():
    with pytest.raises(ValueError, match="0 to 3"):
        chronic_gvhd.assess({"skin": 4})
