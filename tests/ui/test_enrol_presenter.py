"""The pure parts of enrolment: texts become values, steps say what stops them, drafts come back whole."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from app import paths
from app.domain.eligibility import Answer, EligibilityFacts, evaluate
from app.domain.schedule import plan
from app.i18n import Texts
from app.services.enrolment import EnrolmentDraft, Stop
from app.services.protocols import Library
from app.ui.pages.enrol.calendar import cells
from app.ui.pages.enrol.criteria import choices, data_lines, readings, row, verdict_word
from app.ui.pages.enrol.form import Form, TypedAnswer, TypedValue, from_fields, to_fields
from app.ui.pages.enrol.presenter import (
    STEPS,
    Counts,
    Evaluation,
    Told,
    age_in_full,
    counts,
    failure_hindrance,
    merged,
    needed_analytes,
    needs_marrow,
    next_hindrance,
    step_of,
    step_states,
    stop_text,
    summary,
)
from app.ui.pages.enrol.reading import is_child, read, read_date

TEXTS = Texts("en")
TODAY = date(2026, 11, 18)
LIBRARY = Library((paths.PROTOCOLS,))


def _template(protocol: str = "saa_atg"):
    return LIBRARY.get(protocol)


def _draft(**changes: Any) -> EnrolmentDraft:
    return replace(read(Form(protocol="saa_atg", arm="msc"), today=TODAY).draft, **changes)


@pytest.mark.parametrize(
    "text", ["2019-02-14", "2019/2/14", "2019.02.14", "20190214", " 2019-2-14 ", "14 Feb 2019"]
)
def test_a_date_may_be_typed_in_several_ways(text):
    assert read_date(text) == date(2019, 2, 14)


@pytest.mark.parametrize("text", ["31.2.2019", "2019-02-30", "2019-02/14", "201902", "tomorrow"])
def test_what_is_no_date_is_refused(text):
    with pytest.raises(ValueError, match=r".*"):
        read_date(text)


def test_texts_become_values_with_their_units_kept():
    form = Form(
        weight_kg="24,0",
        birth_date="2019-02-14",
        values={"PLT": TypedValue("11000", "/uL"), "ANC": TypedValue("", "10*9/L")},
    )
    reading = read(form, today=TODAY)
    assert reading.draft.weight_kg == Decimal("24.0")
    assert [(entry.analyte, entry.text, entry.unit) for entry in reading.draft.values] == [
        ("PLT", "11000", "/uL")
    ]
    assert reading.stops == ()


@pytest.mark.parametrize(
    ("field", "text", "code"),
    [
        ("birth_date", "31.2.2019", "bad_date"),
        ("weight_kg", "heavy", "bad_number"),
        ("weight_kg", "<24", "bad_size"),
        ("weight_kg", "400", "above_possible"),
        ("height_cm", "12", "below_possible"),
        ("marrow_cellularity_pct", "110", "not_a_percentage"),
        ("marrow_residual_pct", "few", "bad_number"),
    ],
)
def test_a_text_that_cannot_be_used_is_named_and_counts_as_not_given(field, text, code):
    reading = read(replace(Form(), **{field: text}), today=TODAY)
    assert [(stop.path, stop.code) for stop in reading.stops] == [(field, code)]
    assert getattr(reading.draft, field) is None
    sentence = stop_text(TEXTS, reading.stops[0])
    assert sentence.endswith(".")
    assert "{" not in sentence


def test_an_unlikely_value_is_asked_about_once_and_then_kept():
    asked = read(Form(values={"HB": TypedValue("10.4", "g/L")}), today=TODAY)
    assert asked.asked["values.HB"].code == "looks_like_unit_first"
    assert asked.draft.values == ()
    kept = read(Form(values={"HB": TypedValue("10.4", "g/L", confirmed=True)}), today=TODAY)
    assert kept.asked == {}
    assert kept.draft.values[0].confirmed


def test_a_draft_comes_back_as_it_was_typed():
    form = Form(
        step=2,
        protocol="saa_atg",
        arm="msc",
        birth_date="14.2.",
        assent=True,
        values={"HB": TypedValue("10.4", "g/L", confirmed=True)},
        answers={"E-2": TypedAnswer("unknown", "sent 16 Nov")},
    )
    assert from_fields(to_fields(form)) == form


def test_answers_go_with_their_protocol():
    form = Form(protocol="saa_atg", answers={"I-3": TypedAnswer("present")})
    assert form.with_changes({"arm": "msc"}).answers
    assert form.with_changes({"protocol": "pgf_msc", "arm": "msc"}).answers == {}


def test_a_draft_of_another_release_loses_only_what_does_not_fit():
    kept = {"protocol": "saa_atg", "step": "two", "values": [1], "answers": {"E-1": ["x"]}, "colour": "red"}
    assert from_fields(kept) == Form(protocol="saa_atg")


@pytest.mark.parametrize(
    ("birth", "said"),
    [
        (date(2019, 2, 14), "7 years 9 months"),
        (date(2025, 10, 18), "1 year 1 month"),
        (date(2026, 10, 18), "1 month"),
        (date(2020, 11, 18), "6 years"),
        (date(1980, 1, 1), "46 years"),
    ],
)
def test_the_age_is_said_in_words(birth, said):
    assert age_in_full(TEXTS, birth, TODAY) == said


def test_the_summary_line_tells_what_is_known_so_far():
    draft = _draft(
        code="TJ-022",
        sex="F",
        birth_date=date(2019, 2, 14),
        weight_kg=Decimal("24"),
        height_cm=Decimal("123"),
    )
    assert summary(TEXTS, draft, TODAY) == "TJ-022 · girl, 7 y 9 mo · 24.0 kg · 123 cm"
    assert summary(TEXTS, _draft(code="TJ-022"), TODAY) == "TJ-022"


def test_a_stop_belongs_to_the_step_that_holds_its_field():
    paths_and_steps = {
        "arm": "protocol",
        "code": "subject",
        "values.PLT": "eligibility",
        "answers.E-1": "eligibility",
        "screening_date": "eligibility",
        "consent_date": "consent",
        "hsct_date": "day0",
    }
    assert {path: step_of(path) for path in paths_and_steps} == paths_and_steps


def test_a_text_that_cannot_be_used_is_told_in_place_of_a_missing_one():
    stops = merged(
        (Stop("birth_date", "bad_date", {"text": "x"}),), (Stop("birth_date", "birth_date_missing", {}),)
    )
    assert [stop.code for stop in stops] == ["bad_date"]


def test_steps_can_be_reached_as_far_as_those_before_are_complete():
    told = Told(_template(), Evaluation(), (Stop("consent_date", "consent_date_missing", {}),), asked=True)
    states = step_states(TEXTS, _draft(), told, today=TODAY)
    assert [state.name for state in states] == list(STEPS)
    assert [state.complete for state in states] == [True, True, True, False, False, False]
    assert [state.reachable for state in states] == [True, True, True, True, False, False]


def test_nothing_is_complete_before_the_services_have_answered():
    told = Told(_template(), Evaluation(), (), asked=False)
    assert not any(state.complete for state in step_states(TEXTS, _draft(), told, today=TODAY))
    assert next_hindrance(TEXTS, told, "subject") == TEXTS("enrol.hindrance.checking")


def _results(*answers: Answer):
    return evaluate(_template(), answers, EligibilityFacts(TODAY, date(2019, 2, 14)))


def test_a_screen_failure_is_held_up_by_a_consent_that_cannot_be_not_by_one_that_lacks():
    def held_up(*stops: Stop) -> str:
        return failure_hindrance(TEXTS, Told(_template(), Evaluation(), stops, asked=True))

    assert held_up(Stop("consent_date", "consent_date_missing", {}), Stop("day0", "day0_missing", {})) == ""
    said = held_up(Stop("consent_date", "consent_before_birth", {"born": date(2019, 2, 14)}))
    assert said == "That day lies before the birth on 14 Feb 2019."
    assert held_up(Stop("code", "code_missing", {})).startswith("A screen failure needs a protocol")


def test_failed_criteria_are_told_before_unknown_ones():
    results = _results(Answer("E-4", "present"), Answer("E-2", "unknown"))
    told = Told(_template(), Evaluation(results), (), asked=True)
    assert next_hindrance(TEXTS, told, "eligibility").startswith("Not eligible: E-4.")
    only_unknown = Told(_template(), Evaluation(_results()), (), asked=True)
    said = next_hindrance(TEXTS, only_unknown, "eligibility")
    assert said.startswith("Not known yet: I-1, I-3, I-4, E-1")
    assert "never counts as met" in said


def test_clear_unknown_and_failed_are_counted():
    results = _results(Answer("E-4", "present"), Answer("E-1", "absent"))
    assert counts(results) == Counts(clear=2, unknown=5, failed=1)


def test_the_screening_values_are_those_that_the_criteria_need():
    assert needed_analytes(_template()) == ("ANC", "PLT", "RETIC_ABS")
    assert needs_marrow(_template())
    assert needed_analytes(_template("pgf_msc")) == ("CHIM_DONOR", "KPS")
    assert not needs_marrow(_template("pgf_msc"))


def test_a_criterion_answered_by_data_shows_the_data_and_its_day():
    birth = next(result for result in _results() if result.criterion.id == "I-2")
    shown = row(TEXTS, _template(), birth, on=TODAY)
    assert shown.data == ("born 14 Feb 2019, 7 y 9 mo",)
    assert (shown.by, shown.word, shown.source) == ("by data", "Met", "Site default")
    assert data_lines(TEXTS, (), on=TODAY) == ()


def test_an_exclusion_that_is_absent_lets_pass_and_says_so():
    shown = {result.criterion.id: row(TEXTS, _template(), result, on=TODAY) for result in _results()}
    assert shown["E-1"].word == "Unknown"
    assert shown["E-1"].by == "by you"
    answered = _results(Answer("E-1", "absent"), Answer("E-4", "present"))
    words = {r.criterion.id: verdict_word(TEXTS, r.criterion.kind, r.verdict) for r in answered}
    assert (words["E-1"], words["E-4"], words["I-2"]) == ("Absent", "Present", "Met")


def test_the_three_answers_read_differently_for_inclusions():
    assert [words for _, words in choices(TEXTS, "inclusion")] == [
        "Confirmed",
        "Not confirmed",
        "Not known yet",
    ]
    assert [words for _, words in choices(TEXTS, "exclusion")] == ["Present", "Absent", "Not known yet"]


def test_the_reversed_registry_text_stands_beside_what_is_applied():
    both = readings(TEXTS, _template().eligibility[0])
    assert "Non-Severe Aplastic Anemia (NSAA)" in both.registered
    assert "not applied literally" in both.interpreted


def test_the_calendar_has_the_dates_and_windows_of_the_specification():
    planned = plan(_template(), arm="msc", anchor=date(2026, 8, 20))
    d90 = next(visit for visit in planned if visit.day == 90 and visit.assessment)
    assert cells(TEXTS, d90)[1:5] == ("D90", "18 Nov 2026", "Wed", "11–25 Nov 2026")


def test_a_window_over_new_year_names_both_years_and_a_single_day_says_only():
    planned = plan(_template(), arm="msc", anchor=date(2026, 8, 20))
    windows = [cells(TEXTS, visit)[4] for visit in planned]
    assert "on 20 Aug 2026 only" in windows
    over = [visit for visit in planned if visit.window.earliest.year != visit.window.latest.year]
    assert all(cells(TEXTS, visit)[4].count("20") >= 2 for visit in over)


def test_a_child_is_told_from_an_adult_on_the_day_of_consent():
    form = Form(birth_date="2008-11-18")
    assert not is_child(form, today=TODAY)
    assert is_child(replace(form, consent_date="2026-11-17"), today=TODAY)
    assert not is_child(replace(form, birth_date="soon"), today=TODAY)
    assert not is_child(replace(form, birth_date="2026-11-19"), today=TODAY), "born after the consent"
