"""A verdict worked by hand: each sum of the evidence report, from the calendar to the status."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from app.i18n import LANGUAGES, Texts
from app.reports.text import plain
from app.services import enrolment, paper_contents, subjects, visits
from tests.services.conftest import values

DAY0 = date(2026, 8, 20)
SPLIT_DAY0 = date(2026, 6, 13)


def on(day: int, day0: date = DAY0) -> date:
    return day0 + timedelta(days=day)


def visit_on(context, subject_id: int, day: date) -> int:
    return next(row.id for row in subjects.course(context, subject_id).visits if row.actual == day)


def worked(context, subject_id: int, day: date, language: str = "en") -> dict[str, list[str]]:
    """The lines of each step by its title."""
    texts = Texts(language)
    said = paper_contents.evidence(context, visit_on(context, subject_id, day), texts=texts)
    return {
        step.title: [plain(words).replace("\xa0", " ").strip() for words in step.lines]
        for step in said.worked
    }


def context_of(context, subject_id: int, day: date) -> dict[str, str]:
    said = paper_contents.evidence(context, visit_on(context, subject_id, day), texts=Texts("en"))
    return {entry.label: plain(entry.words).replace("\xa0", " ") for entry in said.context}


@pytest.fixture
def child(context, draft, log):
    """Red cells on day 5, no response on day 49, a partial response on day 84."""
    subject_id = enrolment.enrol(context, draft())[0]
    given = {"transfusions": (visits.TransfusionEntry(on(5), "RBC", Decimal(2)),)}
    log(subject_id, on(7), ANC="0.08", PLT="9", HB="64", RETIC_ABS="9", more=given)
    log(subject_id, on(49), ANC="0.40", PLT="15", HB="80", RETIC_ABS="26")
    log(subject_id, on(84), ANC="1.10", PLT="24", HB="99", RETIC_ABS="57")
    return subject_id


def test_each_criterion_stands_with_its_sum_and_result(context, child):
    steps = worked(context, child, on(84))
    assert steps["Day numbers"] == [
        "2026-11-12 − 2026-08-20 (D0) = 84 d. Without a response: PENDING before D40, NR from D40 on.",
        (
            "The latest value from 7 d back to the day counts (2026-11-05 – 11-12); "
            "of several on one day, the lowest."
        ),
    ]
    assert steps["Complete response (CR)"] == [
        "Haemoglobin normal for age: 99 < 115 g/L: not met",
        "ANC: 1.10 ≤ 1.5 ×10⁹/L: not met",
        "Platelets: 24 ≤ 100 ×10⁹/L: not met",
        "No red cells: D84 − D5 = 79 d ≥ 28 d: met",
        "No platelets: none given up to D84: met",
        "Together: 2 of 5 met, 5 needed: not met",
    ]
    assert "Reticulocytes: 57 > 30 ×10⁹/L: met" in steps["Partial response (PR)"]
    assert (
        "No red cells and No platelets: worked out under Complete response (CR)."
        in steps["Partial response (PR)"]
    )
    assert steps["Status"] == ["CR is not met, PR is met: PR"]


def test_values_baseline_and_the_limit_for_age_are_named_without_the_birthday(context, child):
    counts, baseline, normal = worked(context, child, on(84))["Values taken"]
    assert counts.startswith("ANC 1.10 ×10⁹/L (D84); Haemoglobin 99 g/L (D84)")
    assert baseline == "Baseline of ANC, latest of 2026-08-06 – 08-20: 0.22 ×10⁹/L, 2026-08-17 (D−3)."
    assert normal == "Lower limit of haemoglobin: table WHO2024, M, 6 y, row 5–11 years: 115 g/L."


def test_an_entry_in_another_unit_is_converted_in_sight(context, child):
    form = visits.VisitDraft(
        child, None, on(88), values=(visits.ValueEntry("HB", "10.2", "g/dL", confirmed=True),)
    )
    visits.record(context, form)
    assert "Haemoglobin 10.2 g/dL × 10 = 102 g/L (D88)" in worked(context, child, on(88))["Values taken"][0]


def test_before_the_window_and_after_it_the_status_is_told_by_the_day(context, child):
    early = worked(context, child, on(7))
    assert early["Status"] == ["No response, and D7 lies before D40: PENDING"]
    assert "No red cells: D7 − D5 = 2 d < 28 d: not met" in early["Complete response (CR)"]
    assert worked(context, child, on(49))["Status"] == ["No response, and D49 does not lie before D40: NR"]


def test_an_earlier_response_and_its_loss_are_counted(context, child, log, clock):
    clock.set(on(100))
    planned = next(row.id for row in subjects.course(context, child).visits if row.plan_id == "d90")
    counts = values(ANC="1.10", PLT="24", HB="99", RETIC_ABS="57")
    visits.record(context, visits.VisitDraft(child, planned, on(90), values=counts))
    again = {"transfusions": tuple(visits.TransfusionEntry(on(day), "RBC", Decimal(1)) for day in (91, 95))}
    log(child, on(96), ANC="0.30", PLT="8", HB="70", RETIC_ABS="12", more=again)
    steps = worked(context, child, on(96))
    relapse = steps["Relapse"]
    assert relapse[0] == "Looked at since PR on 2026-11-18 (D90)."
    assert any("2 (D91, D95); < 2 transfusion days: not met" in line for line in relapse)
    assert any("ANC 0.30 (< 0.5), Platelets 8 (< 20), Reticulocytes 12 (< 20)" in line for line in relapse)
    assert steps["Status"] == ["A rule of relapse applies: RELAPSE"]


def test_what_stood_around_the_day_is_told_also_where_there_is_nothing(context, child, log):
    shown = context_of(context, child, on(84))
    assert shown["Cover on the day"] == (
        "red cells in 28 d: none recorded; platelets in 14 d: none recorded; no growth factor or wash-out"
    )
    assert shown["Override"] == "none recorded"
    more = {
        "transfusions": (visits.TransfusionEntry(on(86), "PLT", Decimal(1)),),
        "medications": (
            visits.MedicationEntry("filgrastim", on(80), on(85), "5 µg/kg"),
            visits.MedicationEntry("eltrombopag", on(60), None, "75 mg"),
        ),
        "events": (visits.EventEntry(on(86), "infection", note="secret words", grade=3, ctcae="5.0"),),
    }
    log(child, on(88), ANC="1.20", PLT="30", HB="98", RETIC_ABS="60", more=more)
    shown = context_of(context, child, on(88))
    assert "platelets in 14 d: D86" in shown["Cover on the day"]
    assert "filgrastim until D85" in shown["Cover on the day"]
    assert shown["Events, 28 d before"] == "Infection, grade 3, D86"
    assert shown["Other medications"] == "eltrombopag 75 mg since D60"


def test_a_run_is_told_by_its_values_gaps_and_days(context, adult, log):
    subject_id = enrolment.enrol(context, adult())[0]
    for day, anc in ((18, "0.71"), (21, "0.64"), (23, "0.58")):
        log(subject_id, on(day, SPLIT_DAY0), ANC=anc, PLT="15", HB="84")
    steps = worked(context, subject_id, on(23, SPLIT_DAY0))
    rule, run = steps["Lineage ANC: CR"]
    assert rule.startswith(
        "Needed: > 0.5 ×10⁹/L on 3 days of measurement or more, neighbours at most 3 d apart"
    )
    assert run == "0.71 (D18), 0.64 (D21), 0.58 (D23); gaps 3, 2 d; D23 − D18 + 1 = 6 d: met"
    assert any("no complete run" in line for line in steps["Lineage Platelets: PENDING"])
    assert steps["Status"][-1] == "No response, and D23 lies before D56: PENDING"


def test_a_rise_is_told_from_its_baseline_to_the_pair(context, draft, log):
    made = draft(
        protocol="raa_msc",
        birth_date=date(1988, 2, 1),
        sex="F",
        values=values(ANC="0.3", PLT="12", HB="65"),
    )
    subject_id = enrolment.enrol(context, made)[0]
    for day, anc in ((14, "1.2"), (21, "1.3")):
        log(subject_id, on(day), ANC=anc, PLT="14", HB="70")
    steps = worked(context, subject_id, on(21))
    (told,) = [lines for lines in steps.values() if any("First two neighbours" in line for line in lines)]
    assert told[0] == "Baseline 0.30 (D−3) < 0.5: more than 0.30 + 0.5 = 0.80."
    assert told[1] == "First two neighbours with > 0.8 ×10⁹/L: 1.20 (D14), 1.30 (D21): met"
    assert steps["Status"][-1].endswith("PR")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_tells_every_step(context, child, language):
    steps = worked(context, child, on(84), language)
    assert len(steps) == len(worked(context, child, on(84)))
    assert list(steps.values())[-1][-1].endswith("PR")


def test_who_typed_the_values_and_how_much_was_checked_stands_in_the_provenance(context, child):
    said = paper_contents.evidence(context, visit_on(context, child, on(84)), texts=Texts("en"))
    told = {entry.label: plain(entry.words) for entry in said.provenance}
    assert told["Entered by"] == "Mei Li 16 values; source checked in 0 of 4 visits"
