"""Evidence in words."""

import json
from datetime import date
from decimal import Decimal

import pytest

from app.domain.evidence import Evidence, Fact, Limit
from app.domain.response import assess
from app.domain.truth import FALSE, TRUE, UNKNOWN
from app.i18n import Texts
from app.i18n.evidence import (
    criterion_text,
    dose_number,
    fact_text,
    limit_text,
    observed_text,
    reason_text,
    required_text,
    verdict_word,
)
from app.i18n.headlines import headline, turned_headline
from app.paths import RESOURCES
from tests.domain.builders import BASE, day, panel, record, template

TEXTS = Texts()
ON = date(2026, 11, 18)
GAP = "\N{NO-BREAK SPACE}"


def plain(text: str) -> str:
    """Words without regard to which spaces may break."""
    return text.replace(GAP, " ")


def test_limits_are_written_as_people_do():
    assert plain(limit_text(Limit(">=", Decimal(28), "d"), TEXTS)) == "≥ 28 d"
    assert plain(limit_text(Limit(">", Decimal("1.50"), "10*9/L"), TEXTS)) == "> 1.5 ×10⁹/L"
    assert GAP in limit_text(Limit(">=", Decimal(28), "d"), TEXTS)


def test_facts_carry_their_day_and_what_was_entered():
    fact = Fact(
        "analyte", "HB", date(2026, 9, 15), Decimal(92), "g/L", entered_value="9.2", entered_unit="g/dL"
    )
    assert plain(fact_text(fact, TEXTS, on=ON)) == "92 · 15 Sep (entered 9.2 g/dL)"
    assert plain(fact_text(fact, TEXTS)) == "92 · 15 Sep 2026 (entered 9.2 g/dL)"
    free = Fact("product", "RBC", date(2026, 10, 12), Decimal(37), "d")
    assert plain(fact_text(free, TEXTS, on=ON)) == "37 d · last 12 Oct"
    bound = Fact("analyte", "PLT", date(2026, 9, 15), Decimal(30), "10*9/L", bound="<")
    assert plain(fact_text(bound, TEXTS, on=ON)) == "<30 · 15 Sep"


def test_a_number_keeps_decimals_that_the_laboratory_gave():
    fact = Fact("analyte", "RETIC_ABS", ON, Decimal("33.6"), "10*9/L")
    assert plain(fact_text(fact, TEXTS, on=ON)) == "33.6 · 18 Nov"


def test_doses_are_powers_of_ten():
    assert plain(dose_number(Decimal(11000000), TEXTS)) == "1.1 × 10⁷"
    assert plain(dose_number(Decimal("220000000"), TEXTS)) == "2.2 × 10⁸"


def test_a_criterion_of_a_new_template_finds_its_words_by_kind():
    node = Evidence("second_line.threshold.FERR", TRUE, params={"analyte": "FERR"}, source="x")
    assert criterion_text(node, TEXTS) == "FERR"
    unknown = Evidence("no.such.thing", TRUE)
    assert criterion_text(unknown, TEXTS) == "no.such.thing"


def test_groups_say_how_many_are_needed_and_met():
    children = (Evidence("a", TRUE), Evidence("b", FALSE))
    node = Evidence("cr", FALSE, params={"combine": "all", "count": 2, "of": 2}, children=children)
    assert (required_text(node, TEXTS), observed_text(node, TEXTS)) == ("all of 2", "1 of 2 met")


def test_what_was_not_found_reads_as_clear():
    assert verdict_word(Evidence("no_overriding_event", TRUE), TEXTS) == "Clear"
    assert verdict_word(Evidence("off_gcsf", TRUE), TEXTS) == "Clean"
    assert verdict_word(Evidence("pr", TRUE), TEXTS) == "Met"
    assert verdict_word(Evidence("pr", UNKNOWN), TEXTS) == "Unknown"


def test_a_missing_value_says_which_and_when_it_was_looked_for():
    verdict = assess(template("saa_atg"), record(BASE), day(90))
    node = next(one for one in verdict.evidence.walk() if one.criterion == "pr.threshold.PLT")
    assert reason_text(node, TEXTS) == "Platelets: no value from 31 Mar 2024 to 7 Apr 2024"


@pytest.mark.parametrize(
    ("counts", "more", "line"),
    [
        (
            {"ANC": 0.9, "PLT": 45, "HB": 92, "RETIC_ABS": 44},
            {},
            "Transfusion-free and above every PR limit; Hb, ANC and platelets below CR.",
        ),
        (
            {"ANC": 2, "PLT": 150, "HB": 120, "RETIC_ABS": 44},
            {},
            "Transfusion-free and above every CR limit.",
        ),
        ({"ANC": 0.9, "PLT": 45, "HB": 92}, {}, "Not evaluable: reticulocytes missing."),
        (
            {"ANC": 0.9, "PLT": 20, "HB": 92, "RETIC_ABS": 44},
            {"rbc": [85]},
            "PR not reached: platelets; red cells given.",
        ),
        ({}, {"events": [(80, "death")]}, "No response: death on 28 Mar 2024."),
    ],
)
def test_headline_gives_the_result_before_the_cause(counts, more, line):
    verdict = assess(template("saa_atg"), record(BASE, panel(90, **counts), **more), day(90))
    assert headline(verdict, TEXTS) == line


def test_a_headline_of_what_turned_names_what_is_met_now_or_what_fails_with_its_figures():
    before, now = (
        assess(template("saa_atg"), record(BASE, panel(90, **counts)), day(90))
        for counts in (
            {"ANC": "0.4", "PLT": "12", "HB": "99", "RETIC_ABS": "57"},
            {"ANC": "1.1", "PLT": "49", "HB": "99", "RETIC_ABS": "57"},
        )
    )
    assert (
        plain(turned_headline(now, TEXTS, before=before)) == "Platelets 49, ANC 1.10; all 6 PR criteria met."
    )
    assert plain(turned_headline(before, TEXTS)).startswith("PR not reached: platelets 12 and ANC 0.40")
    assert "血小板 12" in plain(turned_headline(before, Texts("zh")))


def test_every_flag_has_a_short_phrase_and_a_sentence():
    flags = json.loads((RESOURCES / "translations" / "en" / "flags.json").read_text(encoding="utf-8"))
    short = {code for code in flags if not code.endswith((".long", ".short"))}
    assert {code.removesuffix(".long").removesuffix(".short") for code in flags} == short
    assert all(f"{code}.long" in flags and flags[f"{code}.long"].endswith(".") for code in short)


@pytest.mark.parametrize("area", ["criteria", "reasons", "flags", "status", "headlines", "assess"])
def test_words_follow_the_manner_of_the_program(area):
    content = json.loads((RESOURCES / "translations" / "en" / f"{area}.json").read_text(encoding="utf-8"))
    for sentence in content.values():
        assert "!" not in sentence
        assert not {"please", "error", "invalid", "success"} & set(sentence.lower().split())


def test_a_protocol_that_goes_by_printed_limits_asks_for_the_print():
    table = {"analyte": "HB", "table": "LAB"}
    node = Evidence("cr.normal.HB", UNKNOWN, reason="no_limit", params=table)

    assert "printed" in reason_text(node, Texts("en"))
    by_age = Evidence("cr.normal.HB", UNKNOWN, reason="no_limit", params={"analyte": "HB"})
    assert "age and sex" in reason_text(by_age, Texts("en"))
