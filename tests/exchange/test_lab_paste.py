"""A pasted block is read as it stands, whatever its shape; what cannot be read keeps its place."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.lab_names import analyte_of, number_and_unit, unit_of
from app.domain.quantities import ANALYTES, COUNT
from app.exchange.lab_paste import LONGEST, PastedBatch, read_block
from app.i18n.written_days import DayError, read_day

DOWN = (
    "Date\tWBC (10^9/L)\tNEUT# [10*9/L]\tHGB g/dL\tPLT\n"
    "2026-10-15\t1,80\t0.66\t8.8\t22\n"
    "22 Oct 2026\t2.00\t-\t<5\t27 ↓\n"
)


def values(batch: PastedBatch) -> list[tuple[date | None, dict[str, str]]]:
    return [(row.day, {cell.analyte: cell.text or cell.missing for cell in row.cells}) for row in batch.rows]


def test_dates_down_with_units_in_the_heads() -> None:
    batch = read_block(DOWN)

    assert [(each.analyte, each.unit) for each in batch.columns] == [
        ("WBC", COUNT),
        ("ANC", COUNT),
        ("HB", "g/dL"),
        ("PLT", ""),
    ]
    assert values(batch) == [
        (date(2026, 10, 15), {"WBC": "1,80", "ANC": "0.66", "HB": "8.8", "PLT": "22"}),
        (date(2026, 10, 22), {"WBC": "2.00", "ANC": "not_done", "HB": "<5", "PLT": "27"}),
    ]
    assert not batch.faults


def test_dates_across_in_chinese() -> None:
    batch = read_block(
        "日期\t单位\t2026年10月15日\t2026年10月22日\n白细胞\t10*9/L\t1.8\t2.0\n血红蛋白\tg/L\t88\t87\n"
    )

    assert batch.across
    assert [(each.analyte, each.unit) for each in batch.columns] == [("WBC", COUNT), ("HB", "g/L")]
    assert values(batch)[1] == (date(2026, 10, 22), {"WBC": "2.0", "HB": "87"})


def test_a_line_of_units_under_portuguese_names() -> None:
    batch = read_block("Data;Leucócitos;Hemoglobina;Plaquetas\n;/mm³;g/dL;mil/mm3\n15/10/2026;1800;8,8;22\n")

    assert [each.unit for each in batch.columns] == ["/uL", "g/dL", "10*3/uL"]
    assert values(batch) == [(date(2026, 10, 15), {"WBC": "1800", "HB": "8,8", "PLT": "22"})]


def test_a_unit_may_stand_beside_its_value() -> None:
    (row,) = read_block("Date\tHGB\n2026-10-15\t8.8 g/dL\n").rows

    assert [(cell.text, cell.unit) for cell in row.cells] == [("8.8", "g/dL")]


def test_a_print_in_columns_of_blanks() -> None:
    batch = read_block("Date        WBC   PLT\n2026-10-15  1.8   22\n")

    assert values(batch) == [(date(2026, 10, 15), {"WBC": "1.8", "PLT": "22"})]


def test_a_day_that_does_not_exist_keeps_its_place_and_its_values() -> None:
    batch = read_block("Date\tWBC\n2026-10-15\t1.8\n31 Nov 2026\t2.7\n2026-11-12\t2.8\n")

    fault = batch.rows[1].fault
    assert fault is not None
    assert (fault.code, fault.row, fault.column, fault.text) == ("no_such_day", 3, 1, "31 Nov 2026")
    assert [row.day for row in batch.rows] == [date(2026, 10, 15), None, date(2026, 11, 12)]


def test_an_unknown_analyte_is_named_with_its_place() -> None:
    batch = read_block("Date\tWBC\tMystery\n2026-10-15\t1.8\t5\n")

    assert [(fault.code, fault.column, fault.text) for fault in batch.faults] == [
        ("unknown_analyte", 3, "Mystery")
    ]


def test_an_analyte_that_stands_there_twice_counts_once() -> None:
    batch = read_block("Date\tHGB\tHb\n2026-10-15\t88\t90\n")

    assert [fault.code for fault in batch.faults] == ["twice_analyte"]
    assert values(batch) == [(date(2026, 10, 15), {"HB": "88"})]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "no_table"),
        ("1\t2\n3\t4\n", "no_table"),
        ("WBC\tPLT\n1.8\t22\n", "no_dates"),
        ("x" * (LONGEST + 1), "too_long"),
    ],
)
def test_what_is_no_table_says_why(text: str, code: str) -> None:
    assert [fault.code for fault in read_block(text).faults] == [code]


def test_a_slashed_date_is_not_guessed() -> None:
    lone = read_block("Date\tWBC\n03/04/2026\t1.8\n").rows[0]
    assert lone.fault is not None
    assert lone.fault.code == "ambiguous_date"

    shown = read_block("Date\tWBC\n03/04/2026\t1.8\n15/04/2026\t1.9\n").rows[0]
    told = read_block("Date\tWBC\n03/04/2026\t1.8\n", day_first=True).rows[0]
    american = read_block("Date\tWBC\n03/04/2026\t1.8\n03/15/2026\t1.9\n").rows[0]

    assert shown.day == told.day == date(2026, 4, 3)
    assert american.day == date(2026, 3, 4)


@pytest.mark.parametrize(
    "text",
    [
        *("2026-11-12", "2026/11/12 08:30", "12 Nov 2026", "Nov 12, 2026", "12 de novembro de 2026"),
        *("2026年11月12日", "12.11.2026", "12 nov. 2026"),
    ],
)
def test_a_day_is_read_as_it_is_written(text: str) -> None:
    assert read_day(text, day_first=None) == date(2026, 11, 12)


@given(st.text(max_size=40))
def test_any_text_is_a_day_or_a_fault(text: str) -> None:
    try:
        assert isinstance(read_day(text, day_first=None), date)
    except DayError as error:
        assert error.code in {"bad_date", "no_such_day", "ambiguous_date"}


@given(st.text(alphabet=st.sampled_from("WBCHGPLTate \t\n;|,.\"'<>-=10*9/Ldg2026年月日白细胞"), max_size=200))
def test_any_text_is_read_without_a_crash(text: str) -> None:
    batch = read_block(text)

    assert batch.rows or batch.faults or batch.columns
    assert all(row.day is not None or row.fault is not None for row in batch.rows)
    assert all(cell.row >= 1 and cell.column >= 1 for row in batch.rows for cell in row.cells)


_VALUES = st.decimals(min_value=Decimal("0.01"), max_value=Decimal(99), places=2)


@given(
    days=st.lists(
        st.dates(min_value=date(2020, 1, 1), max_value=date(2026, 1, 1)), min_size=1, max_size=8, unique=True
    ),
    codes=st.lists(st.sampled_from(sorted(ANALYTES)), min_size=1, max_size=6, unique=True),
    data=st.data(),
)
def test_what_is_written_comes_back_whichever_way_it_runs(
    days: list[date], codes: list[str], data: st.DataObject
) -> None:
    table = [["Date", *(f"{code} ({ANALYTES[code].unit})" for code in codes)]]
    table += [[day.isoformat(), *(str(data.draw(_VALUES)) for _ in codes)] for day in days]
    wanted = [
        (day, dict(zip(codes, line[1:], strict=True))) for day, line in zip(days, table[1:], strict=True)
    ]
    turned = [list(column) for column in zip(*table, strict=True)]

    for shape in (table, turned):
        batch = read_block("\n".join("\t".join(line) for line in shape))
        assert values(batch) == wanted
        assert [each.unit for each in batch.columns] == [ANALYTES[code].unit for code in codes]


@pytest.mark.parametrize(
    ("text", "code", "unit"),
    [
        *(("×10⁹/L", "PLT", COUNT), ("G/L", "PLT", COUNT), ("g/L", "HB", "g/L"), ("10E9/L", "WBC", COUNT)),
        *(("K/µL", "WBC", "10*3/uL"), ("/mm3", "ANC", "/uL"), ("μmol/L", "CREA", "umol/L")),
        *(("IU/L", "ALT", "U/L"), ("furlong", "HB", "furlong"), ("万/µL", "PLT", "10*4/uL")),
    ],
)
def test_units_are_known_by_their_many_spellings(text: str, code: str, unit: str) -> None:
    assert unit_of(text, code) == unit


@pytest.mark.parametrize(
    ("text", "code", "found"),
    [
        ("1,5 G/L", "ANC", ("1,5", "10*9/L")),
        ("1.5x10^9/L", "ANC", ("1.5", "10*9/L")),
        ("98g/L", "HB", ("98", "g/L")),
        ("9,8 g/dl", "HB", ("9,8", "g/dL")),
        ("< 5 \u00d710\u2079/L", "PLT", ("< 5", "10*9/L")),
        ("1.500/mm\u00b3", "WBC", ("1.500", "/uL")),
        ("98 g/L", "PLT", ("98", "g/L")),  # known, but not possible: refused by its name
        ("62", "PLT", ("62", "")),
        ("1O5", "PLT", ("1O5", "")),  # a slip is no unit
        ("", "PLT", ("", "")),
    ],
)
def test_a_value_is_split_into_its_number_and_the_code_of_its_unit(
    text: str, code: str, found: tuple[str, str]
) -> None:
    assert number_and_unit(text, code) == found


def test_every_code_names_its_analyte() -> None:
    assert {code: analyte_of(code) for code in ANALYTES} == {code: code for code in ANALYTES}


def ranges(text: str) -> dict[str, str]:
    return {column.analyte: column.reference for column in read_block(text).columns}


def test_a_column_of_reference_ranges_stands_with_its_analytes() -> None:
    text = (
        "Analyte\tUnit\tReference\t2026-10-01\t2026-10-08\n"
        "WBC\t10^9/L\t3.5-9.5\t1.2\t1.5\nHGB\tg/dL\t11.5-15.0\t7.6\t8.0\nALT\tU/L\t<40\t22\t\n"
    )

    batch = read_block(text)

    assert ranges(text) == {"WBC": "3.5-9.5", "HB": "11.5-15.0", "ALT": "<40"}
    assert [row.day for row in batch.rows] == [date(2026, 10, 1), date(2026, 10, 8)]
    assert batch.faults == ()


def test_a_line_of_reference_ranges_is_no_day_of_values() -> None:
    text = "Date\tWBC\tHGB\tALT\nRef\t3.5-9.5\t115-150\t<40\n2026-10-01\t1.2\t76\t<5\n"

    batch = read_block(text)

    assert ranges(text) == {"WBC": "3.5-9.5", "HB": "115-150", "ALT": "<40"}
    assert [(row.day, len(row.cells)) for row in batch.rows] == [(date(2026, 10, 1), 3)]


def test_lower_and_upper_limits_in_columns_of_their_own_make_one_range() -> None:
    text = "Test;Unit;LLN;ULN;2026-10-01\nWBC;10^9/L;3.5;9.5;2.2\nHGB;g/L;115;150;88\nALT;U/L;;40;22\n"

    assert ranges(text) == {"WBC": "3.5–9.5", "HB": "115–150", "ALT": "≤40"}
    assert [row.day for row in read_block(text).rows] == [date(2026, 10, 1)]


@pytest.mark.parametrize(
    "text",
    [
        (
            "项目\t结果\t单位\t参考范围\n白细胞\t2.1\t10^9/L\t3.5--9.5\n血红蛋白\t88\tg/L\t115-150\n"
            "出生日期：2019-02-01\n采集时间：2026-10-15 08:10\n打印时间：2026-10-16 11:02\n"
        ),
        (
            "Data da coleta: 15/10/2026\tNascimento: 01/02/2019\n"
            "Exame\tResultado\tUnidade\tValores de referência\nLeucócitos\t2,1\t10^9/L\t3.5--9.5\n"
            "Hemoglobina\t88\tg/L\t115-150\n"
        ),
    ],
)
def test_a_print_of_one_day_is_read_with_the_day_on_which_blood_was_drawn(text: str) -> None:
    batch = read_block(text)

    assert [row.day for row in batch.rows] == [date(2026, 10, 15)]
    assert [(cell.analyte, cell.text.replace(",", ".")) for cell in batch.rows[0].cells] == [
        ("WBC", "2.1"),
        ("HB", "88"),
    ]
    assert ranges(text) == {"WBC": "3.5--9.5", "HB": "115-150"}
    assert batch.faults == ()


@pytest.mark.parametrize(
    "line", ["Born: 2019-02-01", "Printed: 2026-10-16", "Drawn 2026-10-15\tDrawn 2026-10-16"]
)
def test_a_print_that_does_not_say_its_day_is_not_given_another_one(line: str) -> None:
    text = f"Test\tResult\tUnit\nWBC\t2.1\t10^9/L\n{line}\n"

    assert read_block(text).rows == ()


def test_a_mark_without_a_value_is_kept_as_it_stands() -> None:
    batch = read_block("Date\tWBC (10^9/L)\tNEUT# (10^9/L)\n2026-10-15\t*\t0.46\n2026-10-16\t1.8\t↑\n")
    assert [[cell.text for cell in row.cells] for row in batch.rows] == [["*", "0.46"], ["1.8", "↑"]]
