"""What check-protocol finds in the doses and the further infusions of a template."""

import pytest

from app.domain.protocol.checks import grades
from app.domain.protocol.parse import TemplateFaults, parse
from tests.domain.builders import ROOT


def faults(name: str, *swaps: tuple[str, str]) -> list[str]:
    text = (ROOT / "protocols" / f"{name}.yaml").read_text(encoding="utf-8")
    for old, new in swaps:
        assert old in text
        text = text.replace(old, new, 1)
    try:
        parse(text, f"{name}.yaml")
    except TemplateFaults as found:
        return [fault.code for fault in found.faults]
    return []


@pytest.mark.parametrize(
    ("name", "swap", "code"),
    [
        ("rsaa_atg_msc", ("mg_per_kg: 3.5", "mg_per_kg: 0"), "out_of_sense"),
        ("rsaa_atg_msc", ("trough_high: 250", "trough_high: 150"), "trough_crossed"),
        ("raa_msc", ("first_from: 30", "first_from: 24"), "more_before_decision"),
        ("raa_msc", ("first_from: 30", "first_from: 38"), "empty_range"),
        ("raa_msc", ("every_days: 7", "every_days: 4"), "more_windows_meet"),
        ("raa_msc", ("treatment: msc", "treatment: cells"), "unknown_treatment"),
    ],
)
def test_each_fault_is_found(name, swap, code):
    assert faults(name, swap) == [code]


@pytest.mark.parametrize("name", ["saa_atg", "rsaa_atg_msc", "raa_msc", "pgf_msc"])
def test_the_templates_have_none(name):
    assert faults(name) == []


def test_a_gap_in_a_table_of_grades_is_a_fault_of_every_template_that_uses_it(monkeypatch):
    monkeypatch.setattr(grades, "_proof", lambda _version: (("ctcae 5.0 PLT", "gap"),))
    assert faults("saa_atg") == ["grade_table"]
