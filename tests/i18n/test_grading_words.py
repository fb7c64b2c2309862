"""Grades, terms and deviations in words: every code that the domain can say has its sentence."""

from datetime import date
from decimal import Decimal

import pytest

from app.domain.grading import Grade, Ungraded
from app.domain.grading.ctcae_tables import VERSIONS
from app.domain.grading.terms import TERMS
from app.domain.schedule.deviations import REASONS, Deviation
from app.i18n import Texts
from app.i18n.deviations import deviation_text, deviation_texts
from app.i18n.grading import grade_text, grade_tip, gvhd_text, term_help, term_name

TEXTS = Texts("en")


@pytest.mark.parametrize(
    ("grade", "words"),
    [
        (Grade("5.0", "t", 3), "G3"),
        (Grade("5.0", "t", 0), "none"),
        (Ungraded("5.0", "no_lln", 1), "G0–1"),
        (Ungraded("6.0", "no_lln", 2, 1), "G1–2"),
        (Ungraded("5.0", "no_uln"), "–"),
        (None, "–"),
    ],
)
def test_a_grade_that_is_not_known_is_never_none(grade, words):
    assert grade_text(grade, TEXTS) == words


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("term", sorted(TERMS))
def test_each_grade_of_each_term_has_its_text_and_its_source(term, version):
    assert term_name(term, TEXTS)
    for grade in TERMS[term].grades:
        words = term_help(term, grade, version, TEXTS)
        assert words.startswith(f"G{grade}: ")
        assert f"CTCAE v{version}" in words
        assert ("from memory" in words) is TERMS[term].recalled(version)


def test_no_term_and_no_staging_say_nothing():
    assert term_help("", 3, "5.0", TEXTS) == ""
    assert term_name("", TEXTS) == ""
    assert gvhd_text(None, TEXTS) == ""


def test_the_tip_says_what_is_missing():
    assert "upper limit" in grade_tip(Ungraded("5.0", "no_uln"), None, "", TEXTS)
    assert "no entry" in grade_tip(Ungraded("6.0", "no_term"), None, "", TEXTS)
    assert "could not be verified" in grade_tip(Ungraded("6.0", "not_verified"), None, "", TEXTS)


CODES = ("visit_early", "visit_late", "visit_missed", "assessment_missing", "dose_out_of_range")


@pytest.mark.parametrize("code", [*CODES, "dose_above_maximum"])
def test_each_deviation_has_its_sentence(code):
    made = Deviation(code, 1, "D90", date(2026, 11, 18), days=3, item="HB", dose=Decimal(11_500_000))
    words = deviation_text(made, TEXTS)
    assert "{" not in words
    assert words


@pytest.mark.parametrize("reason", REASONS)
def test_each_reason_has_its_words(reason):
    made = Deviation("visit_late", 1, "D90", date(2026, 11, 18), days=3, why=reason)
    assert not deviation_text(made, TEXTS).endswith(f": {reason}")


def test_a_visit_outside_its_window_without_a_reason_says_so():
    made = Deviation("visit_late", 1, "D90", date(2026, 11, 18), days=3)
    assert deviation_text(made, TEXTS) == "Visit 3 d after its window: no reason given"


def test_missing_values_of_one_visit_share_a_sentence_unless_something_was_said_of_them():
    made = [
        Deviation("assessment_missing", 1, "D90", date(2026, 11, 18), item=code, note=note)
        for code, note in (("HB", ""), ("PLT", ""), ("ANC", "clotted"))
    ]
    assert deviation_texts(made, TEXTS) == (
        "Due and missing: ANC: clotted",
        "Due and missing: haemoglobin, platelets",
    )
