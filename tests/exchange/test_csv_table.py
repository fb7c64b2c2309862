"""A table as CSV: spreadsheets read it as it is meant and calculate nothing in it."""

from __future__ import annotations

import csv
import io

import pytest

from app.exchange.csv_table import table


def read(data: bytes, delimiter: str = ",") -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=delimiter))


def test_cells_come_back_as_they_were_in_every_script() -> None:
    rows = [["TJ-001", "血小板 ×10⁹/L", 'a "b", c', "line\nline", ""]]
    data = table(["Code", "编号", "Ação", "d", "e"], rows, point=".")
    assert data.startswith(b"\xef\xbb\xbf")  # Excel takes it for the letters of its own system else
    assert read(data) == [["Code", "编号", "Ação", "d", "e"], *rows]


def test_a_semicolon_stands_between_cells_where_the_comma_stands_in_numbers() -> None:
    assert table(["a", "b"], [["0,42", "21"]], point=",").decode("utf-8-sig") == "a;b\r\n0,42;21\r\n"


@pytest.mark.parametrize("cell", ["=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1", "\r=1"])
def test_what_would_be_calculated_is_text(cell: str) -> None:
    assert read(table(["a"], [[cell]], point="."))[1] == [f"'{cell}"]


@pytest.mark.parametrize("cell", ["-5", "+1.5", "-0,4", "0.42", "TJ-001", "a=b"])
def test_numbers_and_other_words_stay_as_they_are(cell: str) -> None:
    assert read(table(["a"], [[cell]], point="."))[1] == [cell]
