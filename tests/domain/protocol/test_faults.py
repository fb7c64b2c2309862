"""Each kind of fault is told with its code, at its line, in a sentence; all of a file at once."""

import json

import pytest

from app.domain.protocol.parse import examine
from app.i18n import Texts
from app.i18n.protocol_faults import fault_line, fault_sentence
from app.paths import RESOURCES
from tests.domain.protocol_text import NAMES, brief, text_of

TEXTS = Texts()


def found(text: str) -> list[tuple[str, int]]:
    return [(fault.code, fault.line) for fault in examine(text).faults]


def line_of(text: str, needle: str) -> int:
    return next(number for number, line in enumerate(text.splitlines(), 1) if needle in line)


def damaged(name: str, old: str, new: str) -> str:
    text = brief(name)
    assert old in text, old
    return text.replace(old, new, 1)


# template, what stands there, what is put there, the fault, a part of the line where it is told
CASES = [
    ("saa_atg", "short_title: SAA, ATG ± UC-MSC", "short_titel: x", "unknown_key", "short_titel"),
    ("saa_atg", "short_title: SAA, ATG ± UC-MSC\n", "", "missing_key", "yaml-language-server"),
    ("saa_atg", "anchor: first_atg", "anchor: first_dose", "not_allowed", "first_dose"),
    ("saa_atg", "study_end_day: 3713", "study_end_day: ten years", "not_a_whole_number", "ten years"),
    ("saa_atg", 'op: ">", limit: 30', 'op: ">", limit: many', "not_a_limit", "many"),
    ("saa_atg", "kind: above_baseline", "kind: above", "unknown_kind", "kind: above,"),
    ("saa_atg", "cr_requires_ti: true", "cr_requires_ti: perhaps", "not_true_or_false", "perhaps"),
    ("saa_atg", "  - id: d45\n", "  - id: d 45\n", "not_a_code", "d 45"),
    ("saa_atg", "title: Early response D45", 'title: ""', "empty", 'title: ""'),
    ("saa_atg", "confirm_days: 0", "confirm_days: -1", "too_small", "confirm_days: -1"),
    ("saa_atg", "analytes: [WBC", "analytes: WBC # [WBC", "not_a_list", "analytes: WBC #"),
    (
        "saa_atg",
        "  relapse:\n    events:",
        "  relapse: none\n  x:\n    events:",
        "not_a_mapping",
        "relapse: none",
    ),
    ("saa_atg", "  - id: d90\n", "  - id: d45\n", "duplicate_id", "id: d45"),
    ("saa_atg", "source: lan2021", "source: lan2012", "unknown_source", "lan2012"),
    ("saa_atg", "source: nct02218437\n  counts", 'source: ""\n  counts', "missing_source", "when: {kind"),
    ("saa_atg", "arms: [msc]", "arms: [mcs]", "unknown_arm", "arms: [mcs]"),
    ("saa_atg", "analytes: [WBC, ANC", "analytes: [WBC, ANX, ANC", "unknown_analyte", "ANX"),
    ("saa_atg", "RETIC_ABS, RETIC_PCT, RBC", "RETIC_PCT, RBC", "analyte_not_listed", "RETIC_ABS"),
    ("raa_msc", "WEIGHT, VITALS]", "WEIGHT, vitals]", "unknown_assessment", "vitals]"),
    ("saa_atg", "    infusion: msc\n", "    infusion: cells\n", "unknown_treatment", "infusion: cells"),
    ("saa_atg", "topic: early_response", "topic: quick_response", "unknown_topic", "quick_response"),
    ("pgf_msc", "leading: PLT", "leading: PLATELETS", "unknown_lineage", "leading: PLATELETS"),
    ("raa_msc", "statuses: [CR, PR]", "statuses: [CR, OK]", "unknown_status", "OK]"),
    ("saa_atg", "values: [SAA, VSAA]", "values: [SAA, VERY]", "unknown_severity", "VERY"),
    ("saa_atg", "ffs_nr_visit: d180", "ffs_nr_visit: d181", "unknown_visit", "d181"),
    ("saa_atg", "  ffs_nr_visit: d180\n", "", "no_checkpoint", "response:"),
    ("saa_atg", "ffs_nr_visit: d180", "ffs_nr_visit: cbc_d84", "no_assessment_visit", "ffs_nr_visit"),
    ("saa_atg", "os_from: day0", "os_from: hsct", "transplant_not_asked", "os_from"),
    ("saa_atg", "events: [csa_dependence]", "events: [csa_need]", "unknown_event", "csa_need"),
    ("saa_atg", "events: [hsct, second_line]", "events: [hsct, death]", "event_twice", "[hsct, death]"),
    ("saa_atg", "    before: 5\n", "    before: -5\n", "negative_days", "before: -5"),
    ("saa_atg", "study_end_day: 3713", "study_end_day: 3650", "after_study_end", "day: 3652"),
    ("saa_atg", "study_end_day: 3713", "study_end_day: 3700", "window_after_study_end", "after: 60"),
    ("saa_atg", "    day: 548", "    day: 584", "day_not_month", "day: 584"),
    ("saa_atg", "    day: 90\n    before: 7", "    day: 90\n    before: 41", "windows_overlap", "id: d90"),
    ("raa_msc", "days: [0, 7, 14, 21]", "days: [0, 7, 14, 21, 28]", "dose_without_visit", "21, 28"),
    ("raa_msc", "days: [0, 7, 14, 21]", "days: [0, 7, 14]", "visit_without_dose", "id: msc_4"),
    (
        "saa_atg",
        "arms: [msc]\n    infusion",
        "arms: [control]\n    infusion",
        "treatment_of_other_arm",
        "infusion: msc",
    ),
    ("saa_atg", "low: 0\n      high: 17", "low: 20\n      high: 17", "empty_range", "high: 17"),
    ("saa_atg", "\n      low: 0\n      high: 17", "", "rule_lacks", "rule:"),
    ("rsaa_atg_msc", "days: [7, 14, 21, 28, 35]", "days: [14, 7, 21, 28, 35]", "days_out_of_order", "[14, 7"),
    ("saa_atg", "{filgrastim: 7", "{Filgrastim: 7", "drug_not_lower_case", "Filgrastim: 7"),
    ("saa_atg", "nr_from_day: 40", "nr_from_day: 4000", "nr_never_given", "nr_from_day: 4000"),
    ("saa_atg", "limit: 1.5, source", "limit: LLN, source", "limit_of_other_analyte", "limit: LLN"),
    (
        "saa_atg",
        'op: ">", limit: 100, source',
        'op: ">", limit: 100000, source',
        "limit_beyond_values",
        "100000",
    ),
    (
        "rsaa_atg_msc",
        'HB, op: ">", limit: 100',
        'HB, op: ">", limit: 10',
        "limit_of_other_unit",
        "limit: 10,",
    ),
    ("saa_atg", "      count: 2\n", "      count: 4\n", "count_too_high", "count: 4"),
    ("saa_atg", 'op: ">", limit: 20, source', 'op: "<", limit: 0, source', "never_met", 'op: "<", limit: 0'),
    (
        "saa_atg",
        'op: ">", limit: 20, source',
        'op: ">=", limit: 0, source',
        "always_met",
        'op: ">=", limit: 0',
    ),
    ("saa_atg", "retic_severe: 20", "retic_severe: 0", "out_of_sense", "retic_severe: 0"),
    (
        "saa_atg",
        'when: {kind: threshold, analyte: PLT, op: ">", limit: 20}',
        'when: {kind: threshold, analyte: PLT, op: ">", limit: 120}',
        "grade_never_reached",
        "status: PR",
    ),
    (
        "rsaa_atg_msc",
        'analyte: PLT, op: "<", limit: 20}',
        'analyte: PLT, op: "<", limit: 5}',
        "relapse_overlaps",
        "panel:",
    ),
    (
        "saa_atg",
        '{kind: threshold, analyte: RETIC_ABS, op: "<", limit: retic_severe}',
        "{kind: free_of, product: RBC}",
        "panel_needs_limits",
        "kind: free_of, product: RBC}",
    ),
]


@pytest.mark.parametrize(("name", "old", "new", "code", "needle"), CASES, ids=[c[3] for c in CASES])
def test_a_planted_fault_is_told_at_its_line(name, old, new, code, needle):
    text = damaged(name, old, new)
    faults = examine(text).faults
    told = [fault for fault in faults if fault.code == code]
    assert told, [str(fault) for fault in faults]
    lines = text.splitlines()
    assert any(needle in lines[fault.line - 1] for fault in told), [(f.line, lines[f.line - 1]) for f in told]
    for fault in faults:
        assert "{" not in fault_sentence(fault, TEXTS)
        assert fault_line("mine.yaml", fault, TEXTS).startswith(f"mine.yaml:{fault.line}: {fault.code}: ")


def test_every_code_of_a_fault_has_been_planted_here_or_in_the_tests_of_cases():
    file = RESOURCES / "translations" / "en" / "protocol_faults.json"
    words = json.loads(file.read_text(encoding="utf-8"))
    planted = {case[3] for case in CASES} | BETWEEN | ELSEWHERE
    assert {code for code in words if "." not in code} - planted == set()


# Told in tests of their own below, or in tests/services/test_protocol_check.py.
BETWEEN = {
    "status_gap",
    "status_overlap",
    "grade_gap",
    "grade_overlap",
    "no_assessment",
    "no_arm",
    "yaml_syntax",
    "name_no_word",
}
ELSEWHERE = {
    *("second_panel_days", "unknown_parameter"),  # of definitions
    *("no_template", "not_a_number", "not_text", "not_usable", "too_large", "not_utf8", "id_not_file_name"),
    *("file_missing", "file_is_folder", "file_forbidden", "file_unreadable", "file_not_text"),  # named_files
    *(
        "json_unreadable",
        "json_too_deep",
        "no_cases",
        "no_plan",
        "worked_unreadable",
        "case_twice",
        "case_unusable",
    ),
    *("case_expects_nothing", "case_differs", "calendar_differs", "eligibility_differs", "unnoticed"),
    *("unnoticed_absence", "clean", "note", "and_more"),
    *("grade_table", "trough_crossed", "more_before_decision", "more_windows_meet"),  # test_grade_checks
}


def test_a_gap_between_cr_and_pr_is_told():
    text = damaged(
        "rsaa_atg_msc",
        "      - {kind: free_of, product: RBC, source: site A-07}",
        '      - {kind: threshold, analyte: PLT, op: "<", limit: 90, source: site}\n'
        "      - {kind: free_of, product: RBC, source: site A-07}",
    )
    (gap,) = [fault for fault in examine(text).faults if fault.code == "status_gap"]
    assert fault_sentence(gap, TEXTS).startswith("PLT 90 ≤ x ≤ 100 is neither CR nor PR")


def test_a_gap_and_an_overlap_between_grades_are_told():
    upper = '{kind: threshold, analyte: PLT, op: ">", limit: 20}'
    both = "{kind: all, of: [" + upper + ', {kind: threshold, analyte: PLT, op: "<", limit: %d}]}'
    gap = damaged("saa_atg", "when: " + upper, "when: " + both % 90)
    assert ("grade_gap", line_of(gap, "limit: 90") - 1) in found(gap)
    overlap = damaged("saa_atg", "when: " + upper, "when: " + both % 110)
    assert ("grade_overlap", line_of(overlap, "limit: 110") - 1) in found(overlap)


def test_an_upper_limit_of_pr_inside_cr_is_an_overlap():
    text = damaged(
        "saa_atg",
        "      - {kind: free_of, product: RBC, source: nct02218437 A-07}",
        '      - {kind: threshold, analyte: PLT, op: "<", limit: 120, source: site}\n'
        "      - {kind: free_of, product: RBC, source: nct02218437 A-07}",
    )
    assert "status_overlap" in [code for code, _ in found(text)]


def test_a_template_without_an_assessment_or_an_arm_is_told():
    text = text_of("raa_msc").replace("assessment: true, ", "")
    assert "no_assessment" in [code for code, _ in found(text)]
    text = damaged("raa_msc", "arms:\n  - id: msc\n    title: BM-MSC", "arms: []")
    assert "no_arm" in [code for code, _ in found(text)]


def test_faults_of_keys_do_not_hide_those_between_parts():
    text = (
        brief("saa_atg")
        .replace("anchor: first_atg", "anchor: soon")
        .replace("    day: 548", "    day: 584")
        .replace("nr_from_day: 40", "nr_from_day: soon")
        .replace("title: Follow-up 2 years", "titel: Follow-up 2 years")
        .replace("source: lan2021", "source: lan2012", 1)
    )
    codes = {code for code, _ in found(text)}
    assert {"not_allowed", "day_not_month", "not_a_whole_number", "unknown_key", "missing_key"} <= codes
    assert "unknown_source" in codes


def test_a_slip_in_the_response_section_does_not_hide_what_else_is_wrong_there():
    text = (
        brief("saa_atg")
        .replace("gcsf_mode: exclude", "gcsf_mode: perhaps")  # left to its default
        .replace("nr_from_day: 40", "nr_from_day: soon")
        .replace("ti_rbc_days: 28", "ti_rbc_days: -28")
        .replace('op: ">", limit: 30, source: nct02218437 A-01', 'op: "=>", limit: 30, source: nowhere')
        .replace('analyte: PLT, op: ">", limit: 20, source', 'analyte: PLT, op: ">", limit: 4000, source')
    )
    codes = {code for code, _ in found(text)}
    wanted = {"not_allowed", "not_a_whole_number", "negative_days", "never_met", "limit_beyond_values"}
    assert codes == wanted | {"unknown_source"}
    there = {code for code, line in found(text) if line == line_of(text, '"=>"')}
    assert there == {"not_allowed", "unknown_source"}


@pytest.mark.parametrize(
    ("name", "old", "new", "code"),
    [
        ("rsaa_atg_msc", "          kind: at_least\n", "          kind: at_leats\n", "unknown_kind"),
        ("pgf_msc", "        - status: CR\n", "        - status: XR\n", "not_allowed"),
    ],
)
def test_what_only_follows_from_a_faulty_criterion_is_not_told(name, old, new, code):
    assert [found_code for found_code, _ in found(damaged(name, old, new))] == [code]


def test_an_item_without_a_source_is_still_held_against_the_others():
    visit = "  - id: y10\n    title: Follow-up 10 years\n    months: 120\n    day: "
    text = brief("saa_atg").replace(f"{visit}3652", f"{visit}4652")
    head, last = text.split("day: 4652", 1)
    text = f"{head}day: 4652{last.replace('    source: nct02218437', '', 1)}"
    assert {code for code, _ in found(text)} == {"missing_key", "after_study_end", "day_not_month"}


def test_criteria_that_exclude_each_other_are_told_beside_one_that_is_impossible_alone():
    text = damaged(
        "raa_msc",
        '      - {kind: threshold, analyte: PLT, op: ">", limit: 150, source: camitta2000 A-04}',
        '      - {kind: threshold, analyte: PLT, op: ">", limit: 150, source: site}\n'
        '      - {kind: threshold, analyte: PLT, op: "<", limit: 140, source: site}\n'
        '      - {kind: threshold, analyte: RETIC_ABS, op: ">", limit: 1000, source: site}',
    )
    never = [line for code, line in found(text) if code == "never_met"]
    assert never == [line_of(text, "  cr:"), line_of(text, "RETIC_ABS, op")]


def test_a_fault_within_a_list_names_the_list():
    faults = examine(damaged("raa_msc", "days: [0, 7,", "days: [0, seven,")).faults
    assert "days[1] is a whole number." in [fault_sentence(fault, TEXTS) for fault in faults]


def test_a_reference_to_a_faulty_item_is_no_fault_of_its_own():
    text = damaged(
        "saa_atg", "    title: Umbilical cord MSC\n    dose", "    titel: Umbilical cord MSC\n    dose"
    )
    assert {code for code, _ in found(text)} == {"unknown_key", "missing_key"}


def test_a_number_where_text_belongs_and_text_where_a_number_belongs_are_told():
    assert "not_text" in [c for c, _ in found(damaged("raa_msc", "title: BM-MSC", "title: 7"))]
    text = damaged("raa_msc", "cells_per_kg_high: 2000000", "cells_per_kg_high: two million")
    assert ("not_a_number", line_of(text, "two million")) in found(text)


@pytest.mark.parametrize("name", NAMES)
def test_the_programs_own_templates_have_no_faults(name):
    assert examine(text_of(name)).faults == ()
