"""What a pasted block would do: told row by row before anything is stored."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from app.services import count_pasting, counts, enrolment, subjects
from app.services.context import Context, ServiceError
from app.services.contracts.pasting import PasteRow
from app.services.visits import Reason

DAY0 = date(2026, 8, 20)
HEAD = "Date\tWBC (10^9/L)\tNEUT# (10^9/L)\tHGB (g/dL)\tPLT (10^9/L)\tRET# (10^9/L)\n"


@pytest.fixture
def subject_id(context: Context, draft: Callable[..., Any], log: Callable[..., int]) -> int:
    """TJ-014 of the design's story, on 1 and 8 October."""
    made = enrolment.enrol(context, draft(day0=DAY0))[0]
    log(made, date(2026, 10, 1), WBC="1.50", ANC="0.48", HB="76", PLT="17", RETIC_ABS="24")
    log(made, date(2026, 10, 8), WBC="1.60", ANC="0.56", HB="70", PLT="18", RETIC_ABS="29")
    return made


def told(row: PasteRow) -> tuple[str, list[str]]:
    return row.kind, [note.code for note in row.notes]


def test_the_story_of_the_design(context: Context, subject_id: int) -> None:
    text = HEAD + (
        "1 Oct 2026\t1.50\t0.48\t7.6\t71\t24\n"
        "8 Oct 2026\t1.60\t0.56\t7.0\t18\t29\n"
        "15 Oct 2026\t1.80\t0.46\t7.1\t18\t19\n"
        "31 Nov 2026\t2.70\t1.02\t9.7\t45\t55\n"
        "12 Nov 2026\t2.80\t1.10\t9.9\t49\t57\n"
    )
    before = subjects.course(context, subject_id)

    plan = count_pasting.plan(context, subject_id, text)

    assert [told(row) for row in plan.rows] == [
        ("decide", ["differs"]),
        ("unchanged", []),
        ("add", []),
        ("refused", ["no_such_day"]),
        ("add", []),
    ]
    last = plan.rows[-1]
    assert (last.was, last.status, last.new) == ("NR", "PR", True)
    assert last.cells["HB"].value == Decimal("99.0")
    assert subjects.course(context, subject_id) == before


def test_a_row_that_decides_corrects_only_with_its_reason(context: Context, subject_id: int) -> None:
    (row,) = count_pasting.plan(context, subject_id, HEAD + "1 Oct 2026\t1.50\t0.48\t7.6\t71\t24\n").rows
    assert row.adds is None
    assert row.whole is not None
    assert [value.analyte for value in row.whole.values] == ["PLT"]

    (refused,) = counts.save(context, subject_id, (row.whole,)).results
    assert refused.error is not None
    assert refused.error.code == "reason_missing"
    (done,) = counts.save(context, subject_id, (row.whole,), Reason("source_corrected")).results
    assert done.error is None


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("2026-12-24\t1\t0.5\t8\t20\t30\n", "future_day"),
        ("2011-12-24\t1\t0.5\t8\t20\t30\n", "before_birth"),
        ("2026-10-15\t1\t0.5\t8\t49000\t30\n", "above_possible"),
        ("2026-10-15\t1\t2.5\t8\t20\t30\n", "above_white_cells"),
        ("2026-10-15\tmany\t0.5\t8\t20\t30\n", "bad_number"),
        ("2026-10-15\t1\t0.5\t8 furlong\t20\t30\n", "unknown_unit"),
        ("2026-10-15\t\t\t\t\t\n", "no_values"),
        ("soon\t1\t0.5\t8\t20\t30\n", "bad_date"),
    ],
)
def test_a_row_that_does_not_belong_is_refused_and_the_good_one_stays(
    context: Context, subject_id: int, line: str, code: str
) -> None:
    plan = count_pasting.plan(context, subject_id, HEAD + line + "2026-10-22\t2.0\t0.7\t8.7\t27\t40\n")

    bad, good = plan.rows
    assert told(bad) == ("refused", [code])
    assert told(good) == ("add", [])


def test_a_day_that_stands_there_twice_is_refused_the_second_time(context: Context, subject_id: int) -> None:
    line = "2026-10-15\t1.8\t0.66\t8.8\t22\t34\n"

    first, second = count_pasting.plan(context, subject_id, HEAD + line + line).rows

    assert first.kind == "add"
    assert told(second) == ("refused", ["duplicate"])


def test_a_column_with_a_unit_that_cannot_be_is_left_out_and_named(context: Context, subject_id: int) -> None:
    plan = count_pasting.plan(context, subject_id, "Date\tWBC (mg)\tPLT\n2026-10-15\t1.8\t22\n")

    assert [note.code for note in plan.notes] == ["unit_of_column"]
    assert list(plan.rows[0].cells) == ["PLT"]
    assert plan.columns[1].assumed


def test_an_unlikely_value_waits_for_a_decision(context: Context, subject_id: int) -> None:
    (row,) = count_pasting.plan(context, subject_id, "Date\tHb (g/L)\tPLT\n2026-10-15\t8.8\t22\n").rows

    assert told(row) == ("decide", ["looks_like_unit_first"])
    assert row.adds is not None
    assert [value.analyte for value in row.adds.values] == ["PLT"]


def test_a_dash_never_takes_a_stored_value_away(context: Context, subject_id: int) -> None:
    (row,) = count_pasting.plan(context, subject_id, HEAD + "1 Oct 2026\t-\t-\t-\t-\t-\n").rows

    assert row.kind == "unchanged"


def test_new_days_become_unscheduled_visits_in_one_transaction(context: Context, subject_id: int) -> None:
    days = [date(2026, 10, 15) + timedelta(days=7 * number) for number in range(4)]
    text = HEAD + "".join(f"{day.isoformat()}\t2.0\t0.7\t8.7\t27\t40\n" for day in days)
    plan = count_pasting.plan(context, subject_id, text)
    entries = [row.adds for row in plan.rows if row.adds is not None]

    saved = counts.save(context, subject_id, entries)

    assert all(result.error is None for result in saved.results)
    made = [visit for visit in subjects.course(context, subject_id).visits if visit.actual in days]
    assert {visit.kind for visit in made} == {"unscheduled"}


def test_a_monitor_pastes_nothing(context: Context, subject_id: int) -> None:
    monitor = replace(context, user=replace(context.user, role="monitor"))

    with pytest.raises(ServiceError, match="not_allowed"):
        count_pasting.plan(monitor, subject_id, HEAD)


PRINT = (
    "Analyte\tUnit\tReference\t2026-10-01\t2026-10-15\n"
    "WBC\t10^9/L\t3.5-9.5\t1.50\t1.80\nHGB\tg/dL\t11.5-15.0\t7.6\t7.1\nPLT\t10^9/L\tsee below\t17\t18\n"
)


def test_the_limits_of_a_print_go_in_with_its_values_and_join_those_stored(
    context: Context, subject_id: int
) -> None:
    plan = count_pasting.plan(context, subject_id, PRINT)

    assert {each.analyte: each.reference for each in plan.columns} == {
        "WBC": "3.5-9.5",
        "HB": "11.5-15.0",
        "PLT": "",
    }
    assert [note.code for note in plan.notes] == ["range_of_column"]
    assert [told(row) for row in plan.rows] == [("add", ["adds_limits"]), ("add", [])]
    entries = [row.adds for row in plan.rows if row.adds is not None]
    assert all(each.error is None for each in counts.save(context, subject_id, entries).results)
    stored = {(row.day.day, row.analyte): row for row in subjects.course(context, subject_id).counts}
    joined, new = stored[1, "HB"], stored[15, "HB"]
    assert (joined.entered_value, joined.entered_range, joined.changed) == ("76", "115–150", False)
    assert (new.entered_value, new.entered_range) == ("7.1", "11.5-15.0")
    assert joined.low == new.low == Decimal(115)
    assert stored[1, "PLT"].entered_range == ""


def test_other_limits_than_those_stored_are_a_decision(context: Context, subject_id: int) -> None:
    rows = count_pasting.plan(context, subject_id, PRINT).rows
    counts.save(context, subject_id, [row.adds for row in rows if row.adds is not None])

    again = count_pasting.plan(context, subject_id, PRINT)
    other = count_pasting.plan(context, subject_id, PRINT.replace("11.5-15.0", "12.0-15.0"))

    assert [row.kind for row in again.rows] == ["unchanged", "unchanged"]
    assert [told(row) for row in other.rows] == [("decide", ["limits_differ"])] * 2
    whole = [row.whole for row in other.rows if row.whole is not None]
    counts.save(context, subject_id, whole, Reason("source_corrected"))
    held = [row for row in subjects.course(context, subject_id).counts if row.analyte == "HB" and row.low]
    assert {row.low for row in held} == {Decimal(120)}
    assert {row.changed for row in held} == {True}
