"""From the texts of the form to a VisitDraft and back, without a window."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from app.domain.dosing import DoseLimits
from app.domain.plausibility import Problem
from app.domain.quantities import Quantity
from app.i18n import LANGUAGES, Texts
from app.i18n.controls import field_name
from app.services.access import ALLOWED, ROLES
from app.services.visits import (
    EventEntry,
    InfusionEntry,
    MedicationEntry,
    Reason,
    TransfusionEntry,
    ValueEntry,
    VisitDraft,
    VisitForm,
)
from app.ui.dates import finished_day, parse_day
from app.ui.pages.events.words import BRIEF, brief
from app.ui.pages.visit_form import answers, compare, draft, merging, planned
from app.ui.pages.visit_form import texts_of_form as forms
from app.ui.pages.visit_form.problem_strip import sentence
from app.ui.pages.visit_form.reader import FieldReader, one_line
from app.ui.pages.visit_form.texts_of_form import (
    LOGS,
    EventText,
    FormTexts,
    InfusionText,
    MedicationText,
    TransfusionText,
    ValueText,
)
from tests.domain.builders import template

TEXTS = Texts("en")
DAY = date(2026, 11, 18)
FORM = VisitForm(
    visit_id=7,
    subject_id=3,
    plan_id="d90",
    title="D90 response",
    day=DAY,
    target=DAY,
    earliest=date(2026, 11, 11),
    latest=date(2026, 11, 25),
    analytes=("WBC", "HB"),
    units={"HB": "g/dL"},
    previous={},
    last_visit=None,
    stored=None,
    infusion="",
    version=4,
)
STORED = VisitDraft(
    subject_id=3,
    visit_id=7,
    day=DAY,
    title="D90 response",
    expected_version=4,
    sample_time="08:20",
    laboratory="TJ",
    values=(
        ValueEntry("WBC", "3.10", "10*9/L"),
        ValueEntry("HB", "", "", missing="not_done", missing_note="clotted"),
        ValueEntry("WEIGHT", "21.6", "kg"),
    ),
    transfusions=(TransfusionEntry(date(2026, 11, 1), "PLT", Decimal(2), "procedure", 11),),
    medications=(MedicationEntry("ciclosporin", date(2026, 8, 20), None, "50 mg", 12),),
    infusions=(
        InfusionEntry(DAY, "MSC", Decimal(21_600_000), Decimal("21.6"), "B7", "P4", Decimal("92.5"), 13),
    ),
    events=(EventEntry(DAY, "adverse_event", "rash", 2, 14),),
)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-11-18", DAY),
        ("20261118", DAY),
        (" 2026-11-18 ", DAY),
        ("2026/11/18", DAY),
        ("18 Nov 2026", DAY),
        ("18 nov. 2026", DAY),
        ("2026年11月18日", DAY),
        ("31 Nov 2026", None),
        ("18 Nov 26", None),
        ("18.11.2026", DAY),
        ("18/11/2026", DAY),
        ("11/18/2026", DAY),
        ("5/11/2026", None),  # of November or of May
        ("31.11.2026", None),
        ("2026-02-30", None),
        ("", None),
    ],
)
def test_a_date_is_read_as_one_types_it(text: str, day: date | None):
    assert parse_day(text) == day


def test_a_date_that_is_left_may_be_shorter_and_in_portuguese_has_its_day_first():
    assert finished_day("2026-3-5", day_first=None) == date(2026, 3, 5)
    assert finished_day("5/11/2026", day_first=True) == date(2026, 11, 5)
    assert finished_day("5/11/2026", day_first=None) is None
    assert finished_day("2026", day_first=True) is None


def test_whatever_two_versions_may_differ_in_has_a_name():
    chinese = Texts("zh")
    assert [each for each in (*merging.FIELDS, *merging.TICKS) if field_name(chinese, each) == each] == []


def test_a_stored_visit_comes_back_from_its_texts_unchanged():
    form = replace(FORM, stored=STORED)
    reading = draft.read(draft.show(STORED, form), form)
    assert reading.faults == ()
    assert reading.draft is not None
    again = replace(reading.draft, values=tuple(sorted(reading.draft.values, key=lambda v: v.analyte)))
    assert compare.corrections(STORED, again) == ()
    assert again.infusions == STORED.infusions
    assert again.medications == STORED.medications


def test_a_form_survives_its_keeping_as_json():
    import json

    shown = draft.show(STORED, FORM)
    kept = json.loads(json.dumps(forms.to_json(shown)))
    assert forms.from_json(kept) == shown


def test_what_another_version_kept_besides_is_passed_over():
    kept = {
        "day": "2026-11-18",
        "colour": "red",
        "no_event": "yes",
        "values": [{"analyte": "HB", "shade": 1}],
    }
    assert forms.from_json(kept) == FormTexts(day="2026-11-18", values=(ValueText("HB"),))


def test_without_a_date_there_is_no_draft_but_a_fault():
    reading = draft.read(FormTexts(day="soon"), FORM)
    assert reading.draft is None
    assert [(fault.path, fault.code) for fault in reading.faults] == [("day", "date_unreadable")]
    two = draft.read(FormTexts(day="5/11/2026"), FORM)
    assert [fault.code for fault in two.faults] == ["date_ambiguous"]


def test_every_fault_of_the_logs_has_its_path():
    typed = FormTexts(
        day="2026-11-18",
        transfusions=(TransfusionText(day="", units="two"),),
        infusions=(InfusionText(day="2026-11-18", product="MSC", cells="<5"),),
        medications=(MedicationText(drug="", start="2026-11-18", stop="x"),),
        events=(EventText(day="x"),),
    )
    reading = draft.read(typed, FORM)
    assert {(fault.path, fault.code) for fault in reading.faults} == {
        ("transfusions.0.day", "date_missing"),
        ("transfusions.0.units", "number_unreadable"),
        ("infusions.0.cells_total", "number_unreadable"),
        ("medications.0.drug", "drug_missing"),
        ("medications.0.stop", "partial_unreadable"),
        ("events.0.day", "partial_unreadable"),
    }


def test_a_transfusion_without_its_units_is_refused_at_their_field_and_not_taken_for_one():
    typed = FormTexts(day="2026-11-18", transfusions=(TransfusionText(day="2026-11-18", units=" "),))
    reading = draft.read(typed, FORM)
    assert [(fault.path, fault.code) for fault in reading.faults] == [
        ("transfusions.0.units", "units_missing")
    ]
    assert reading.draft is not None
    assert reading.draft.transfusions == ()


def test_what_no_file_can_hold_is_left_out_of_a_line_of_text():
    from app.ui.pages.visit_form.reader import one_line

    assert one_line("ward\x00 3\ud800\n\tbed\u20285") == "ward 3 bed 5"
    assert one_line("发热 🩸 38,5 °C") == "发热 🩸 38,5 °C"


def test_an_empty_new_field_stays_out_and_an_emptied_stored_one_goes_along():
    typed = FormTexts(day="2026-11-18", values=(ValueText("WBC", "", "10*9/L"), ValueText("HB", "", "g/dL")))
    assert draft.read(typed, FORM).draft is not None
    fresh, changed = draft.read(typed, FORM).draft, draft.read(typed, replace(FORM, stored=STORED)).draft
    assert fresh is not None
    assert changed is not None
    assert fresh.values == ()
    assert {entry.analyte for entry in changed.values} == {"WBC", "HB"}


def test_cells_are_typed_in_millions_and_stored_as_a_number_with_the_weight_of_the_day():
    typed = FormTexts(
        day="2026-11-18",
        values=(ValueText("WEIGHT", "21,6", "kg"),),
        infusions=(InfusionText(day="2026-11-18", product="MSC", cells="21.6"),),
    )
    read = draft.read(typed, FORM).draft
    assert read is not None
    assert (read.infusions[0].cells_total, read.infusions[0].weight_kg) == (
        Decimal(21_600_000),
        Decimal("21.6"),
    )


def test_a_tick_beside_rows_is_not_sent():
    typed = FormTexts(day="2026-11-18", no_event=True, events=(EventText(day="2026-11-18"),))
    read = draft.read(typed, FORM, reason=Reason("other", "x")).draft
    assert read is not None
    assert not read.no_event
    assert read.reason == Reason("other", "x")


def test_a_blank_form_offers_the_units_last_used():
    assert draft.blank(FORM).value("HB") == ValueText("HB", unit="g/dL")


@pytest.mark.parametrize(
    ("code", "unit", "places"),
    [("HB", "g/L", 0), ("HB", "g/dL", 1), ("PLT", "/uL", 0), ("PLT", "10*4/uL", 1), ("ANC", "10*9/L", 2)],
)
def test_decimals_follow_the_unit(code: str, unit: str, places: int):
    assert compare.places(code, unit) == places


def test_the_value_before_stands_in_the_unit_being_typed():
    before = Quantity(Decimal(99), "g/L")
    assert compare.in_unit(before, "HB", "g/dL", TEXTS) == "9.9"
    assert compare.change(before, "HB", "10,4", "g/dL", TEXTS) == "+0.5"
    assert compare.change(before, "HB", "<10", "g/dL", TEXTS) == ""
    assert compare.in_unit(Quantity(Decimal(5), "10*9/L", "<"), "PLT", "10*9/L", TEXTS) == "<5"


def test_corrections_name_what_was_and_what_comes():
    values = (ValueEntry("WBC", "3.20", "10*9/L"), *STORED.values[1:])
    moved = replace(STORED, values=values, transfusions=(replace(STORED.transfusions[0], units=Decimal(3)),))
    found = compare.corrections(STORED, moved)
    assert [each.path for each in found] == ["WBC", "transfusions.0"]
    assert (found[0].was, found[0].now) == ("3.10 10*9/L", "3.20 10*9/L")


def test_what_was_pasted_from_several_lines_stands_in_one_and_a_list_shows_its_beginning():
    assert one_line(" Pneumonia\r\n\n lower lobe\tright ") == "Pneumonia lower lobe right"
    assert one_line("two  blanks") == "two  blanks", "a stored text is never corrected by the reading"
    told = brief("Pneumonia " * 30)
    assert (len(told), told[-1]) == (BRIEF, "…")
    assert brief("Pneumonia") == "Pneumonia"


def test_a_rash_covers_no_more_than_the_whole_body():
    reader = FieldReader()
    assert reader.percentage("100", "events.0.skin_pct") == Decimal(100)
    assert reader.percentage("150", "events.0.skin_pct") is None
    (fault,) = reader.faults
    assert sentence(TEXTS, fault) == "150 is outside 0–100 %. Check the value."


def test_a_correction_names_the_answers_and_fields_of_the_visit_itself():
    answered = replace(STORED, medications=(), medicines_unchanged=True)
    added = replace(STORED, sample_time="09:00", medications=(MedicationEntry("filgrastim", DAY, None, "5"),))
    found = compare.corrections(answered, added)
    assert [(each.path, each.was, each.now) for each in found] == [
        ("sample_time", "08:20", "09:00"),
        ("medicines_unchanged", "true", "false"),
    ]
    assert compare.aloud("true", TEXTS, path="medicines_unchanged") == "yes"
    assert compare.corrections(replace(answered, laboratory=""), answered) == (), (
        "a first answer corrects nothing"
    )


def test_open_matters_stand_in_the_order_of_the_form_refusals_first():
    typed = FormTexts(values=(ValueText("ANC"), ValueText("HB"), ValueText("PLT")))
    problems = (
        Problem("values.HB", "looks_like_unit", "question"),
        Problem("values.PLT", "above_possible", "refused"),
        Problem("values.ANC", "above_white_cells", "refused"),
    )
    found = answers.open_matters(typed, problems, infusions_asked=False, answers_needed=True, texts=TEXTS)
    assert [matter.path for matter in found[:3]] == ["values.ANC", "values.PLT", "values.HB"]
    assert answers.summary(found, TEXTS) == (
        "2 to mend: ANC, platelets · 4 answers open: unit of haemoglobin, transfusions, events, medications"
    )


def test_logs_hold_back_only_a_visit_that_needs_their_answers():
    found = answers.open_matters(FormTexts(), (), infusions_asked=True, answers_needed=False, texts=TEXTS)
    assert [(matter.path, matter.needed) for matter in found] == [(log, False) for log in LOGS]


@pytest.mark.parametrize(
    ("cells", "weight", "words", "attention"),
    [
        ("21.6", "21.6", "1 ×10⁶ cells/kg at 21.6 kg · plan 0.5–1 ×10⁶/kg · within the plan", False),
        ("40", "20", "2 ×10⁶ cells/kg at 20 kg · plan 0.5–1 ×10⁶/kg · outside the plan", True),
        ("", "20", "plan 10–20 million cells at 20 kg", False),
        ("", "", "", False),
        ("20", "", "Type the weight of the day for the dose per kilogram.", True),
    ],
)
def test_a_dose_stands_against_the_plan(cells: str, weight: str, words: str, attention: bool):
    limits = DoseLimits(Decimal(500_000), Decimal(1_000_000), Decimal(10_000_000))
    row = InfusionText(product="MSC", cells=cells)
    said = dose_words(row, weight=weight, limits=limits)
    assert (said.words, said.attention) == (words, attention)


def dose_words(row: InfusionText, *, weight: str, limits: DoseLimits) -> planned.DoseWords:
    return planned.dose_words(
        row,
        weight=planned.Weight(weight),
        limits=limits,
        template=template("saa_atg"),
        arm="msc",
        texts=TEXTS,
    )


@pytest.mark.parametrize(("arm", "mg"), [("msc", "100"), ("control", "60")])
def test_the_dose_of_a_medicine_is_that_of_the_subject_s_arm(arm: str, mg: str):
    whole = template("saa_atg")
    csa = next(each for each in whole.treatments if each.product == "CSA")
    of_arms = (
        csa.model_copy(update={"arms": ("msc",)}),
        csa.model_copy(update={"arms": ("control",), "mg_per_kg": Decimal(3)}),
    )
    two_doses = whole.model_copy(update={"treatments": of_arms})
    said = planned.medicine_words(
        "ciclosporin", weight=planned.Weight("20"), day=None, template=two_doses, arm=arm, texts=TEXTS
    )
    assert f"{mg} mg" in said


def test_a_dose_above_the_maximum_says_whom_to_ask():
    limits = DoseLimits(Decimal(500_000), Decimal(1_000_000), Decimal(10_000_000))
    row = InfusionText(product="MSC", cells="240")
    said = dose_words(row, weight="20", limits=limits)
    assert said.attention
    assert said.above_maximum
    assert "above the maximum of 10 ×10⁶/kg: needs an override" in said.words


def test_every_sentence_that_the_form_and_the_list_ask_for_exists():
    import re
    from pathlib import Path

    pages = Path(draft.__file__).parents[1]
    files = [*pages.glob("visit_form/*.py"), *pages.glob("visit_list/*.py"), pages / "visits.py"]
    asked = {
        code
        for file in files
        for code in re.findall(r'texts\(\s*"([a-z_]+\.[\w.]+)"', file.read_text("utf-8"))
    }
    assert len(asked) > 60
    assert {code for code in asked if not TEXTS.has(code)} == set()


def test_days_that_are_not_known_exactly_are_read_and_shown_as_they_were_told():
    texts = FormTexts(
        day="2026-11-18",
        medications=(
            MedicationText("danazol", start="2024", stop="05.2024"),
            MedicationText("prednisone", start="UNK", stop="unk"),
        ),
        events=(EventText("3/2025", "other", note="Hepatitis"),),
    )
    reading = draft.read(texts, FORM)
    assert reading.draft is not None and reading.faults == ()
    first, second = reading.draft.medications
    assert (first.start, first.stop) == (date(2024, 1, 1), date(2024, 5, 31))
    assert (first.start_known, first.stop_known) == ("2024", "2024-05")
    assert (second.stop, second.start_known, second.stop_known) == (None, "UNK", "UNK")
    assert reading.draft.events[0].day_known == "2025-03"

    shown = draft.show(reading.draft, FORM)
    assert [(row.start, row.stop) for row in shown.medications] == [("2024", "2024-05"), ("UNK", "UNK")]
    assert shown.events[0].day == "2025-03"


def test_a_transfusion_and_the_visit_itself_need_their_day():
    texts = FormTexts(day="2024", transfusions=(TransfusionText("05.2024"),))
    codes = {fault.path: fault.code for fault in draft.read(texts, FORM).faults}
    assert codes == {"day": "date_unreadable", "transfusions.0.day": "date_unreadable"}
    history = FormTexts(day="2026-11-18", events=(EventText("spring", "other"),))
    (fault,) = draft.read(history, FORM).faults
    assert (fault.path, fault.code) == ("events.0.day", "partial_unreadable")


@pytest.mark.parametrize(
    ("entered", "said"),
    [
        ("35 10*9/L", "35 ×10⁹/L"),
        ("10.4 g/dL (11.5-15)", "10.4 g/dL (11.5–15)"),
        ("not_done", "Not done"),
        ("2026-11-18", "18 Nov 2026"),
        ("", ""),
    ],
)
def test_a_correction_is_read_in_the_units_of_people(entered, said):
    assert compare.aloud(entered, TEXTS) == said


def test_a_corrected_row_is_read_by_its_fields():
    given = replace(STORED.transfusions[0], day=date(2026, 11, 18), units=Decimal("1.5"), reason="procedure")
    said = compare.aloud(compare.row_kept(given), Texts("pt"), path="transfusions.0")
    assert said == "Plaquetas; unidades: 1,5; dia: 18 nov. 2026; motivo: para um procedimento"
    typed = InfusionText("2026-11-18", "MSC", "21.4", "UC-1", "4", "92.5")
    said = compare.aloud(compare.row_kept(typed), Texts("pt"), path="infusions.0")
    assert said.startswith("MSC; dia: 18 nov. 2026; lote: UC-1") and "células (×10⁶): 21,4" in said


@pytest.mark.parametrize("language", LANGUAGES)
def test_both_texts_of_a_dose_above_the_maximum_name_each_role_that_may_sign(language):
    texts = Texts(language)
    said = texts("visit_form.dose_above_maximum", maximum="10")
    problem = texts("visit_form.problem.dose_above_maximum", dose="12", maximum="10")
    for role in ROLES:
        name, may = texts(f"roles.{role}").casefold(), role in ALLOWED["doses.override"]
        assert (name in said.casefold(), name in problem.casefold()) == (may, may), role
