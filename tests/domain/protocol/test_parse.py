"""Templates are parsed whole, and every fault of a file is told at its line."""

from itertools import pairwise

import pytest

from app.domain.protocol.parse import Fault, TemplateFaults, from_json, parse, sha256, to_json
from app.domain.protocol.response import CriteriaRules, Threshold
from tests.domain.protocol_text import NAMES, text_of


def faults_of(text: str) -> tuple[Fault, ...]:
    with pytest.raises(TemplateFaults) as caught:
        parse(text, "broken.yaml")
    return caught.value.faults


def line_of(text: str, needle: str) -> int:
    return next(number for number, line in enumerate(text.splitlines(), 1) if needle in line)


@pytest.mark.parametrize("name", NAMES)
def test_each_template_is_sound_and_survives_its_stored_form(name):
    template = parse(text_of(name), f"{name}.yaml")
    stored = to_json(template)
    assert from_json(stored) == template
    assert to_json(from_json(stored)) == stored
    assert len(sha256(stored)) == 64
    assert template.id == name


@pytest.mark.parametrize("name", NAMES)
def test_every_default_that_the_sources_leave_open_stands_in_the_file(name):
    response = text_of(name).split("\nresponse:")[1]
    for parameter in (
        "lookback_days",
        "ti_rbc_days",
        "gcsf_mode",
        "gcsf_washout_days",
        "nr_from_day",
        "confirm_days",
    ):
        assert f"\n  {parameter}:" in response


@pytest.mark.parametrize("name", NAMES)
def test_registered_words_stand_beside_interpreted_ones(name):
    template = parse(text_of(name), f"{name}.yaml")
    assert template.quotes
    assert all(quote.interpreted for quote in template.quotes)
    assert any(quote.registered for quote in template.quotes)


def test_every_fault_is_told_at_once_with_its_line():
    text = (
        text_of("saa_atg")
        .replace("nr_from_day: 40", "nr_from_day: soon")
        .replace("gcsf_mode: exclude", "gcsf_mode: ignore")
        .replace("  ti_plt_days: 14\n", "  ti_plt_days: 14\n  ti_days: 3\n")
    )
    faults = faults_of(text)
    found = {(fault.path, fault.line) for fault in faults}
    assert ("response.nr_from_day", line_of(text, "nr_from_day: soon")) in found
    assert ("response.gcsf_mode", line_of(text, "gcsf_mode: ignore")) in found
    assert ("response.ti_days", line_of(text, "ti_days: 3")) in found
    assert [fault.line for fault in faults] == sorted(fault.line for fault in faults)


def test_a_fault_deep_in_a_criterion_has_its_line():
    text = text_of("saa_atg").replace('op: ">", limit: 30,', "op: above, limit: 30,")
    (fault,) = faults_of(text)
    assert (fault.path, fault.line) == ("response.pr.of[2].op", line_of(text, "op: above"))


def test_an_unknown_analyte_source_or_arm_is_told():
    text = (
        text_of("raa_msc")
        .replace("{kind: threshold, analyte: PLT", "{kind: threshold, analyte: PLATELETS")
        .replace("source: pang2017 A-19", "source: pang2071 A-19")
        .replace("    route: IV\n", "    route: IV\n    arms: [control]\n")
    )
    codes = {(fault.code, fault.line) for fault in faults_of(text)}
    assert ("unknown_analyte", line_of(text, "PLATELETS")) in codes
    assert ("unknown_source", line_of(text, "pang2071")) in codes
    assert ("unknown_arm", line_of(text, "arms: [control]")) in codes


def test_what_is_no_yaml_or_no_mapping_is_told():
    assert faults_of("id: [1, 2")[0].code == "yaml_syntax"
    assert faults_of("? {a: {}} : 1\n? {a: {}} : 2\n")[0].code == "name_no_word"
    assert faults_of("? {? {a: 1} : 2} : 3\n? {? {a: 1} : 2} : 4\n")  # two faults without a place
    assert faults_of("- just\n- a list\n")[0].code == "no_template"
    assert faults_of("")[0].code == "no_template"


def test_aliases_that_stand_for_each_other_without_end_are_told():
    names = pairwise("abcdefghijklmnopqrstuvw")
    doubled = "a: &a [1]\n" + "".join(f"{new}: &{new} [*{old}, *{old}]\n" for old, new in names)
    assert [fault.code for fault in faults_of(doubled)] == ["too_large"]
    assert faults_of("a: &a [*a]\n")


def test_a_key_that_stands_twice_is_told_beside_the_other_faults():
    text = text_of("raa_msc").replace("anchor: first_msc", "anchor: soon") + "\nversion: '2.0'\n"
    anchor, version = faults_of(text)
    assert anchor.code == "not_allowed"
    assert (version.code, version.line) == ("duplicate_id", len(text.splitlines()))


def test_no_stays_text():
    text = text_of("raa_msc").replace('registration: ""', "registration: NO")
    assert parse(text, "x.yaml").registration == "NO"


def test_limits_are_exact_decimals():
    template = parse(text_of("saa_atg"), "saa_atg.yaml")
    assert isinstance(template.response, CriteriaRules)
    limits = [str(part.limit) for part in template.response.cr.of if isinstance(part, Threshold)]
    assert limits == ["LLN", "1.5", "100"]
