"""Limits of normal as laboratories print them: read in every spelling, refused where they cannot be meant."""

from decimal import Decimal

import pytest

from app.domain.grading.normal import NONE, Normal, beside
from app.domain.printed_range import PrintedRange, in_unit, looks_like_range, read_range, usable_range
from app.domain.quantities import QuantityError


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


def test_a_point_of_thousands_is_not_taken_for_decimals() -> None:
    with pytest.raises(QuantityError, match="range_impossible"):
        read_range("PLT", "150.000-450.000", "/uL")


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
