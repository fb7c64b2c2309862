"""Limits of normal as laboratories print them: read in every spelling, refused where they cannot be meant."""

from decimal import Decimal

import pytest

from app.domain.grading.normal import NONE, Normal, beside
from app.domain.printed_range import PrintedRange, in_unit, looks_like_range, read_range, usable_range
from app.domain.quantities import QuantityError, quantity


@pytest.mark.parametrize(
    ("code", "text", "unit", "low", "high"),
    [
        ("HB", "115-150", "g/L", "115", "150"),
        ("HB", "11,5 a 15,0", "g/dL", "115.0", "150.0"),
        ("HB", "11.5–15 g/dL", "g/L", "115", "150"),
        ("WBC", "（3.5～9.5）", "10*9/L", "3.5", "9.5"),
        ("WBC", "3.5--9.5", "10*9/L", "3.5", "9.5"),
        ("WBC", "4000 - 10000 /mm3", "10*9/L", "4", "10"),
        ("ALT", "<40", "U/L", None, "40"),
        ("ALT", "≤ 40 U/L", "U/L", None, "40"),
        ("ALT", "até 41", "U/L", None, "41"),
        ("HB", "≥115", "g/L", "115", None),
        ("HB", "115-", "g/L", "115", None),
        ("CREA", "0.6-1.2", "mg/dL", "53.052", "106.104"),
    ],
)
def test_a_printed_range_is_read_in_the_canonical_unit(
    code: str, text: str, unit: str, low: str | None, high: str | None
) -> None:
    expected = PrintedRange(Decimal(low) if low else None, Decimal(high) if high else None)

    assert read_range(code, text, unit) == expected


def test_no_text_is_no_range() -> None:
    assert read_range("HB", "  ", "g/L") == PrintedRange()


@pytest.mark.parametrize(
    ("text", "unit", "code"),
    [
        ("150-115", "g/L", "range_crossed"),
        ("115-115", "g/L", "range_crossed"),
        ("M: 130-175", "g/L", "range_unreadable"),
        ("normal", "g/L", "range_unreadable"),
        ("115-150 kg", "g/L", "range_unreadable"),
        ("1.1.5-150", "g/L", "range_unreadable"),
        ("115-150", "g/dL", "range_impossible"),
        ("11.5-15", "g/L", "range_impossible"),
        ("1" * 50, "g/L", "range_unreadable"),
    ],
)
def test_what_cannot_be_limits_of_haemoglobin_is_refused(text: str, unit: str, code: str) -> None:
    with pytest.raises(QuantityError) as refusal:
        read_range("HB", text, unit)

    assert (refusal.value.code, refusal.value.field) == (code, "range")
    assert usable_range("HB", text, unit) == PrintedRange()


@pytest.mark.parametrize(
    ("code", "text", "unit", "low", "high"),
    [
        ("PLT", "150.000-450.000", "/uL", "150", "450"),
        ("PLT", "150.000 a 450.000/mm³", "10*9/L", "150", "450"),
        ("ANC", "1.500-8.000/mm³", "10*9/L", "1.5", "8"),  # 0.0015 and 0.008 would pass, too
        ("WBC", "4,500–11,000 /uL", "10*9/L", "4.5", "11"),
        ("WBC", "4.500-11.000", "10*3/uL", "4.5", "11"),  # decimals, as this unit has them
        ("PLT", "≥150.000", "/uL", "150", None),
    ],
)
def test_a_point_of_thousands_is_read_where_it_can_mean_nothing_else(
    code: str, text: str, unit: str, low: str, high: str | None
) -> None:
    assert read_range(code, text, unit) == PrintedRange(Decimal(low), Decimal(high) if high else None)


@pytest.mark.parametrize(
    ("code", "text", "unit"), [("FERR", "30-1.000", "ng/mL"), ("LDH", "1.350-2.800", "U/L")]
)
def test_a_point_that_may_mean_either_is_told_from_a_wrong_range(code: str, text: str, unit: str) -> None:
    with pytest.raises(QuantityError, match="range_thousands"):
        read_range(code, text, unit)


@pytest.mark.parametrize(
    ("text", "unit", "value"),
    [("1.500", "/uL", "1.5"), ("<1,500", "/uL", "1.5"), ("1.5", "/uL", "0.0015"), ("1.500", "10*9/L", "1.5")],
)
def test_a_count_of_cells_in_a_microlitre_has_no_decimals(text: str, unit: str, value: str) -> None:
    assert quantity("ANC", text, unit).value == Decimal(value)


def test_limits_are_written_again_in_another_unit() -> None:
    limits = read_range("HB", "11.5-15", "g/dL")

    assert in_unit("HB", limits, "g/L") == "115–150"
    assert in_unit("ALT", PrintedRange(None, Decimal(40)), "U/L") == "≤40"
    assert read_range("HB", in_unit("HB", limits, "g/L"), "g/L") == limits


@pytest.mark.parametrize("text", ["3.5-9.5", "<40", "(115–150)", "≥ 115", "0.6 - 1.2 mg/dL"])
def test_ranges_are_told_from_values_and_dates(text: str) -> None:
    assert looks_like_range(text)


@pytest.mark.parametrize("text", ["", "4.5", "Reference", "2026-03-01", "g/L", "HGB"])
def test_other_cells_are_no_ranges(text: str) -> None:
    assert not looks_like_range(text)


def test_printed_limits_go_before_those_of_the_table_side_by_side() -> None:
    table = Normal(Decimal(110), Decimal(160), "laboratory")

    both = beside(PrintedRange(Decimal(115), Decimal(150)), table)
    one = beside(PrintedRange(None, Decimal(150)), table)
    alone = beside(PrintedRange(Decimal(115), None), NONE)

    assert both == Normal(Decimal(115), Decimal(150), "printed")
    assert one == Normal(Decimal(110), Decimal(150), "mixed")
    assert alone == Normal(Decimal(115), None, "printed")
    assert beside(PrintedRange(), table) == table
    assert beside(None, table) == table


def test_a_printed_limit_that_crosses_the_table_stands_alone() -> None:
    table = Normal(Decimal(110), Decimal(160), "laboratory")

    assert beside(PrintedRange(None, Decimal(100)), table) == Normal(None, Decimal(100), "printed")
