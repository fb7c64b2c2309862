"""Who may be enrolled: data answer where they can, a person elsewhere, and unknown never passes."""

import re
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.eligibility import (
    Answer,
    Choice,
    CriterionResult,
    EligibilityFacts,
    blocking,
    evaluate,
    numbers,
)
from app.domain.protocol.model import Template
from app.domain.protocol.parse import parse
from app.domain.quantities import quantity
from app.domain.record import Marrow, Measurement, SubjectRecord
from app.domain.truth import FALSE, TRUE, UNKNOWN
from app.i18n import Texts
from app.paths import PROTOCOLS

DAY = date(2026, 11, 17)
CHILD, ADULT = date(2019, 2, 14), date(1986, 5, 1)
UNITS = {"CHIM_DONOR": "%", "KPS": "%"}


@cache
def template(name: str) -> Template:
    return parse((PROTOCOLS / f"{name}.yaml").read_text(encoding="utf-8"), name)


def measured(code: str, text: str, day: date = DAY) -> Measurement:
    return Measurement(day, code, quantity(code, text, UNITS.get(code, "10*9/L")))


def record(*rows: Measurement, marrow: str | None = "10", birth: date | None = CHILD) -> SubjectRecord:
    report = Marrow(Decimal(marrow), day=DAY) if marrow is not None else None
    return SubjectRecord(sex="F", birth_date=birth, anchor=DAY, measurements=rows, marrow=report)


SEVERE = (measured("ANC", "0.34"), measured("PLT", "11"), measured("RETIC_ABS", "16"))
FIT = (measured("CHIM_DONOR", "98.5"), measured("KPS", "70"))


def answers(name: str, **changed: Choice | None) -> list[Answer]:
    """The answers of a subject who may be enrolled, with some changed; ids are written I_1 for I-1."""
    given_ones: dict[str, Choice | None] = {
        criterion.id: "present" if criterion.kind == "inclusion" else "absent"
        for criterion in template(name).eligibility
        if criterion.rule is None
    }
    given_ones |= {key.replace("_", "-"): value for key, value in changed.items()}
    return [Answer(key, value) for key, value in given_ones.items()]


def child(
    *rows: Measurement, marrow: str | None = "10", birth: date | None = CHILD, **changed: Choice | None
) -> dict[str, CriterionResult]:
    facts = EligibilityFacts(DAY, birth, record(*(rows or SEVERE), marrow=marrow, birth=birth))
    results = evaluate(template("saa_atg"), answers("saa_atg", **changed), facts)
    return {result.criterion.id: result for result in results}


def adult(
    *rows: Measurement, birth: date | None = ADULT, **changed: Choice | None
) -> dict[str, CriterionResult]:
    facts = EligibilityFacts(DAY, birth, record(*(rows or FIT), birth=birth))
    results = evaluate(template("pgf_msc"), answers("pgf_msc", **changed), facts)
    return {result.criterion.id: result for result in results}


def test_a_child_with_severe_disease_and_every_answer_given_may_be_enrolled():
    results = child()
    assert blocking(results.values()) == ()
    assert [key for key, result in results.items() if result.answered_by == "data"] == ["I-1", "I-2"]


def test_severity_is_answered_by_counts_and_marrow_and_shows_them():
    result = child()["I-1"]
    assert result.verdict is TRUE
    assert {"ANC", "PLT", "RETIC_ABS"} <= {fact.subject for fact in result.observed}
    assert {fact.value for fact in result.observed} >= {Decimal("0.34"), Decimal(11), Decimal(16)}


def test_disease_that_is_not_severe_stops_enrolment():
    results = child(measured("ANC", "0.8"), measured("PLT", "45"), measured("RETIC_ABS", "40"))
    assert results["I-1"].verdict is FALSE
    assert [result.criterion.id for result in blocking(results.values())] == ["I-1"]


def test_severity_without_marrow_or_counts_is_unknown_and_says_what_is_missing():
    result = child(marrow=None)["I-1"]
    assert (result.verdict, result.reason, result.missing) == (UNKNOWN, "marrow_missing", ("MARROW",))
    result = child(measured("ANC", "0.34"))["I-1"]
    assert (result.verdict, result.reason) == (UNKNOWN, "counts_missing")
    assert {"PLT", "RETIC_ABS"} <= set(result.missing)
    nothing = evaluate(template("saa_atg"), answers("saa_atg"), EligibilityFacts(DAY, CHILD))
    assert nothing[0].verdict is UNKNOWN
    assert nothing[0].reason == "counts_missing"


def test_severity_that_a_bound_leaves_open_is_unknown_though_nothing_is_missing():
    result = child(measured("ANC", "<2"), measured("PLT", "11"), measured("RETIC_ABS", "40"))["I-1"]
    assert (result.verdict, result.reason, result.missing) == (UNKNOWN, "severity_undecided", ())


@pytest.mark.parametrize(
    ("birth", "verdict"),
    [(date(2008, 11, 18), TRUE), (date(2008, 11, 17), FALSE), (DAY, TRUE)],
)
def test_a_child_is_younger_than_18_on_the_day(birth, verdict):
    assert child(birth=birth)["I-2"].verdict is verdict


@pytest.mark.parametrize(
    ("birth", "verdict"),
    [
        (date(2008, 11, 17), TRUE),  # 18 today
        (date(2008, 11, 18), FALSE),
        (date(1965, 11, 18), TRUE),  # 61 tomorrow
        (date(1965, 11, 17), FALSE),
    ],
)
def test_an_adult_of_18_to_60_completed_years_may_be_enrolled(birth, verdict):
    assert adult(birth=birth)["I-4"].verdict is verdict


def test_an_age_shows_the_birth_date_and_completed_months():
    (fact,) = child()["I-2"].observed
    assert (fact.kind, fact.day, fact.value, fact.unit) == ("birth", CHILD, Decimal(93), "mo")


@pytest.mark.parametrize(
    ("birth", "reason"), [(None, "birth_date_missing"), (date(2026, 11, 18), "birth_after_screening")]
)
def test_an_age_that_cannot_be_counted_is_unknown(birth, reason):
    facts = EligibilityFacts(DAY, birth, record(*SEVERE))
    result = evaluate(template("saa_atg"), answers("saa_atg"), facts)[1]
    assert (result.verdict, result.reason) == (UNKNOWN, reason)


@pytest.mark.parametrize(
    ("code", "criterion", "text", "verdict"),
    [
        ("KPS", "I-5", "60", FALSE),
        ("KPS", "I-5", "70", TRUE),
        ("CHIM_DONOR", "I-2", "95", FALSE),
        ("CHIM_DONOR", "I-2", "95.1", TRUE),
        ("CHIM_DONOR", "I-2", ">95", TRUE),
        ("CHIM_DONOR", "I-2", ">90", UNKNOWN),
        ("CHIM_DONOR", "I-2", "<95", FALSE),
        ("CHIM_DONOR", "I-2", "<99", UNKNOWN),
    ],
)
def test_a_limit_is_strict_and_a_bound_decides_only_what_it_can(code, criterion, text, verdict):
    rows = [row for row in FIT if row.analyte != code]
    result = adult(*rows, measured(code, text))[criterion]
    assert result.verdict is verdict
    assert result.reason == ("bound_undecided" if verdict is UNKNOWN else None)
    assert result.observed[0].entered_value == text


def test_a_value_that_is_missing_too_old_or_of_a_later_day_leaves_the_answer_unknown():
    assert adult(measured("CHIM_DONOR", "98"))["I-5"].reason == "value_missing"
    later = adult(measured("CHIM_DONOR", "98"), measured("KPS", "90", date(2026, 11, 18)))["I-5"]
    assert (later.verdict, later.reason) == (UNKNOWN, "value_missing")
    old = adult(measured("CHIM_DONOR", "98"), measured("KPS", "90", date(2026, 11, 2)))["I-5"]
    assert (old.verdict, old.reason, old.missing) == (UNKNOWN, "value_too_old", ("KPS",))
    assert (
        adult(measured("CHIM_DONOR", "98"), measured("KPS", "90", date(2026, 11, 3)))["I-5"].verdict is TRUE
    )


def test_the_newest_value_counts_and_of_one_day_the_lowest():
    newest = (measured("KPS", "50", date(2026, 11, 10)), measured("KPS", "80"))
    assert adult(FIT[0], *newest)["I-5"].verdict is TRUE
    same_day = (measured("KPS", "60"), measured("KPS", "80"))
    assert adult(FIT[0], *same_day)["I-5"].verdict is FALSE
    assert adult(FIT[0], *reversed(same_day))["I-5"].verdict is FALSE
    tied = (measured("CHIM_DONOR", "99"), measured("CHIM_DONOR", "<99"), FIT[1])
    assert adult(*tied)["I-2"].verdict is UNKNOWN
    assert adult(*reversed(tied))["I-2"].verdict is UNKNOWN


@pytest.mark.parametrize(
    ("key", "value", "verdict", "reason"),
    [
        ("I_3", "present", TRUE, None),
        ("I_3", "absent", FALSE, None),
        ("I_3", "unknown", UNKNOWN, "not_known_yet"),
        ("I_3", None, UNKNOWN, "not_answered"),
        ("E_2", "absent", TRUE, None),
        ("E_2", "present", FALSE, None),
        ("E_2", "unknown", UNKNOWN, "not_known_yet"),
        ("E_2", None, UNKNOWN, "not_answered"),
    ],
)
def test_an_inclusion_must_be_present_and_an_exclusion_absent(key, value, verdict, reason):
    results = child(**{key: value})
    result = results[key.replace("_", "-")]
    assert (result.answered_by, result.verdict, result.reason) == ("user", verdict, reason)
    assert (result in blocking(results.values())) is (verdict is not TRUE)


def test_a_person_cannot_answer_what_data_decide():
    results = child(marrow=None, I_1="present")
    assert results["I-1"].answered_by == "data"
    assert results["I-1"].verdict is UNKNOWN


def test_a_note_stays_with_its_answer_and_the_last_answer_counts():
    facts = EligibilityFacts(DAY, CHILD, record(*SEVERE))
    given_twice = [*answers("saa_atg"), Answer("E-2", "unknown", "Breakage test sent, result awaited")]
    result = {r.criterion.id: r for r in evaluate(template("saa_atg"), given_twice, facts)}["E-2"]
    assert (result.verdict, result.note) == (UNKNOWN, "Breakage test sent, result awaited")


def test_what_stops_enrolment_is_told_failed_first():
    results = child(E_1="unknown", E_4="present")
    assert [result.criterion.id for result in blocking(results.values())] == ["E-4", "E-1"]


CHOICES: list[Choice | None] = ["present", "absent", "unknown", None]


@given(st.data())
def test_enrolment_is_open_only_when_every_single_criterion_is_known_to_pass(data):
    changed = {
        criterion.id: data.draw(st.sampled_from(CHOICES))
        for criterion in template("saa_atg").eligibility
        if criterion.rule is None
    }
    facts = EligibilityFacts(DAY, CHILD, record(*SEVERE))
    results = evaluate(template("saa_atg"), [Answer(key, value) for key, value in changed.items()], facts)
    passing = all(value == ("present" if key.startswith("I") else "absent") for key, value in changed.items())
    assert (blocking(results) == ()) is passing


@pytest.mark.parametrize("name", ["saa_atg", "pgf_msc"])
def test_every_criterion_has_its_source_and_what_is_no_quote_says_site_default(name):
    for criterion in template(name).eligibility:
        source = template(name).source(criterion.source)
        assert source.kind != "recalled"
        if not criterion.registered:
            assert source.kind == "site_default", criterion.id
        if criterion.rule is not None:
            assert criterion.interpreted, criterion.id


def test_the_reversed_text_of_the_registry_is_shown_and_not_applied():
    first = template("saa_atg").eligibility[0]
    assert "Exclusion Criteria:- Severe Aplastic Anemia (SAA) patients" in first.registered
    assert "not applied literally" in first.interpreted
    assert first.rule is not None
    assert first.rule.values == ("SAA", "VSAA")


@pytest.mark.parametrize(
    "reason",
    [
        "not_answered",
        "not_known_yet",
        "birth_date_missing",
        "birth_after_screening",
        "counts_missing",
        "marrow_missing",
        "severity_undecided",
        "value_missing",
        "value_too_old",
        "bound_undecided",
    ],
)
def test_every_reason_has_a_sentence(reason):
    assert Texts()(f"eligibility.{reason}", missing="KPS", within_days=14)


@pytest.mark.parametrize("path", sorted(PROTOCOLS.glob("*.yaml")), ids=lambda path: path.stem)
def test_each_criterion_is_called_by_a_short_number_of_its_own(path: Path) -> None:
    criteria = parse(path.read_text(encoding="utf-8"), path.stem).eligibility
    called = numbers(criteria)
    assert len(set(called.values())) == len(criteria) == len(called)
    for criterion in criteria:
        assert re.fullmatch(r"[IE]-?[0-9]{1,2}[a-z]?", called[criterion.id]), called[criterion.id]
        assert called[criterion.id][0] == criterion.kind[0].upper()
        if re.fullmatch(r"[IE]-[0-9]+", criterion.id):
            assert called[criterion.id] == criterion.id


def test_criteria_that_are_named_by_words_are_counted_through() -> None:
    template = parse((PROTOCOLS / "rsaa_atg_msc.yaml").read_text(encoding="utf-8"), "rsaa_atg_msc")
    called = numbers(template.eligibility)
    assert (called["refractory"], called["no_transplant"], called["infection"]) == ("I-1", "I-2", "E-1")
