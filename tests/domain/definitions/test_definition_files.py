"""Definition files: every one of the program is sound, and a faulty one is refused with its line."""

import pytest

from app.domain.protocol.definition_parse import parse, sha256
from app.domain.protocol.faults import TemplateFaults
from tests.domain.definitions.common import FOLDER, definitions

NIH = (FOLDER / "nih.yaml").read_text(encoding="utf-8")


def faults(text):
    with pytest.raises(TemplateFaults) as refused:
        parse(text, "nih.yaml")
    return [(fault.line, fault.path, fault.code) for fault in refused.value.faults]


def line_of(text, part):
    return next(number for number, line in enumerate(text.splitlines(), 1) if part in line)


def test_each_file_of_the_program_carries_the_id_of_its_name():
    assert {one.id for one in definitions()} == {file.stem for file in FOLDER.glob("*.yaml")}


def test_recalled_works_are_marked_and_read_ones_are_not():
    recalled = {one.id for one in definitions() if not one.verified}
    assert recalled == {"camitta2000_saa", "camitta2000_nsaa", "nih"}


def test_what_is_recalled_quotes_nothing_as_if_it_had_been_read():
    for one in definitions():
        if not one.verified:
            assert all(not quote.registered for quote in one.quotes)


def test_a_misspelt_key_is_refused_at_its_line():
    text = NIH.replace("about: two", "abuot: two")
    assert (line_of(text, "abuot"), "abuot", "unknown_key") in faults(text)


def test_an_unknown_source_and_an_unknown_analyte_are_both_named():
    text = NIH.replace("source: nih\nsources", "source: nhi\nsources").replace("analyte: HB", "analyte: HGB")
    found = faults(text)
    assert (line_of(text, "source: nhi"), "source", "unknown_source") in found
    assert (line_of(text, "HGB"), "answer.response.cr.of[0].analyte", "unknown_analyte") in found


def test_a_second_panel_needs_its_distance():
    text = NIH.replace("confirm_days: 7", "confirm_days: 0")
    assert faults(text) == [(line_of(text, "second_panel"), "answer.second_panel", "second_panel_days")]


def test_a_reading_of_a_parameter_that_does_not_exist_or_fit_is_refused():
    text = (FOLDER / "pgf_rbc28.yaml").read_text(encoding="utf-8")
    for changes, code in (("ti_rbc: 28", "unknown_parameter"), ("ti_rbc_days: soon", "not_usable")):
        found = faults(text.replace("ti_rbc_days: 28", changes))
        assert [fault[2] for fault in found] == [code]


def test_the_hash_follows_the_content():
    one = parse(NIH, "nih.yaml")
    other = parse(NIH.replace("limit: 1.0", "limit: 1.1"), "nih.yaml")
    assert sha256(one) == sha256(parse(NIH, "x")) != sha256(other)
