"""What the course chart takes from the stored rows beside its series."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from app.services import chart_rows
from app.services.contracts.subjects import CountRow, Former, VisitRow

DAY0 = date(2026, 8, 20)


def on(day: int) -> date:
    return DAY0 + timedelta(days=day)


def visit(number: int, day: int, *due: str, made: bool = True) -> VisitRow:
    actual = on(day) if made else None
    return VisitRow(
        number, "", "CBC", "scheduled", day, on(day), on(day), on(day), actual, "", False, "", "", (), 1, due
    )


def count(number: int, day: int, value: str | None, *, entered: str = "", unit: str = "g/L") -> CountRow:
    stored = Decimal(value) if value is not None else None
    missing = "" if value is not None else "not_done"
    return CountRow(number, 1, on(day), "HB", stored, "g/L", "", entered, unit, missing, "", True, 1)


def test_a_count_due_at_a_visit_that_took_place_is_missing_until_the_day_has_one() -> None:
    visits = (
        visit(1, 7, "HB", "ANC"),
        visit(2, 14, "HB"),
        visit(3, 21, "ANC"),
        visit(4, 28, "HB", made=False),
        visit(5, 35, "HB"),
    )
    known = (count(1, 7, "90"), count(2, 10, None), count(3, 10, "88"), count(4, 12, None))
    assert chart_rows.missing("HB", visits, known, anchor=DAY0, until=on(30)) == (12, 14)


def test_what_a_corrected_count_was_is_read_in_the_unit_of_its_lane() -> None:
    known = (count(1, 7, "64"), count(2, 14, "70"), count(3, 21, "71"), count(4, 28, "72"))
    former = {1: Former("9.4", "g/dL"), 2: Former("", "", "not_done"), 3: Former("see note", "g/L")}
    found = chart_rows.former_readings(known, former, anchor=DAY0)
    assert [(was.day, was.value) for was in found] == [(7, Decimal("94.0"))]
