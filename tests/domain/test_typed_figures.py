"""Figures of full width, raised ones, and marks that nobody sees."""

from datetime import date
from decimal import Decimal

import pytest

from app.domain.lab_names import number_and_unit
from app.domain.quantities import QuantityError, exact_number, parse_number
from app.ui.dates import parse_day


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("12．5", "12.5"),
        ("１２，５", "12.5"),
        ("\N{ARABIC-INDIC DIGIT TWO}\N{ARABIC-INDIC DIGIT FIVE}", "25"),
        ("\ufeff12", "12"),
        ("12\N{ZERO WIDTH SPACE}", "12"),
        ("12\N{RIGHT-TO-LEFT MARK}", "12"),
        ("\N{NO-BREAK SPACE}12\t", "12"),
    ],
)
def test_a_figure_in_another_dress_is_the_same_number(text: str, number: str) -> None:
    assert parse_number(text) == ("", Decimal(number))


@pytest.mark.parametrize(
    "text",
    ["12²", "²5", "5.6¹", "12₂", "1⑫", "½", "12\N{NO-BREAK SPACE}5", "\N{RIGHT-TO-LEFT OVERRIDE}12", "1e3"],
)
def test_a_footnote_is_no_figure(text: str) -> None:
    with pytest.raises(QuantityError) as fault:
        parse_number(text)
    assert fault.value.code == "bad_number"


@pytest.mark.parametrize(
    ("text", "number"),
    [(" 1,24 ", "1.24"), ("<5", None), ("> 5", None), ("-1", None), ("", None), ("five", None)],
)
def test_a_bound_or_no_figure_is_no_exact_number(text: str, number: str | None) -> None:
    assert exact_number(text) == (None if number is None else Decimal(number))


@pytest.mark.parametrize("text", ["12² g/L", "12²", "12 5 g/L"])
def test_nor_is_one_before_a_unit(text: str) -> None:
    number, unit = number_and_unit(text, "HB")
    assert (number, unit) == (text, "")
    with pytest.raises(QuantityError):
        parse_number(number)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("１２ g/L", ("12", "g/L")),
        ("9,8 g/dL\N{ZERO WIDTH SPACE}", ("9,8", "g/dL")),
        ("1.2 ×10⁹/L", ("1.2", "10*9/L")),
        ("1.2 10⁹/L", ("1.2", "10*9/L")),
        ("< 1,2 10^9/L", ("< 1,2", "10*9/L")),
        ("1.2 10^3/uL", ("1.2", "10*3/uL")),
    ],
)
def test_a_unit_behind_such_a_number_is_read(text: str, said: tuple[str, str]) -> None:
    assert number_and_unit(text, "ANC" if "10" in text else "HB") == said


@pytest.mark.parametrize(
    "text",
    ["２０２６-11-18", "2026-11-18\N{RIGHT-TO-LEFT MARK}", "１８/１１/２０２６", "２０２６年１１月１８日"],
)
def test_a_date_of_full_width_is_one(text: str) -> None:
    assert parse_day(text) == date(2026, 11, 18)
