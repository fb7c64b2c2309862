"""A laboratory's print pasted into the grid: previewed, decided, accepted, by real keys and clicks."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication

from app.i18n import LANGUAGES, Texts
from app.ui.pages.counts.paste_words import PasteWords, Told
from tests.ui.counting import CTRL, Counter
from tests.ui.visiting import DAY0, enrol_saa, log

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from app.ui.desk import Desk

STORED, NEW, PARTIAL = DAY0 + timedelta(days=42), date(2026, 10, 15), date(2026, 11, 12)
TEXT = (
    "Date\tWBC (10^9/L)\tNEUT# (10^9/L)\tHGB (g/dL)\tPLT (10^9/L)\tRET# (10^9/L)\n"
    f"{STORED.isoformat()}\t1.50\t0.48\t7.6\t71\t24\n"
    "2026-10-15\t1.80\t0.46\t7.1\t18\t19\n"
    "2026-11-31\t2.70\t1.02\t9.7\t45\t55\n"
    "2026-11-12\t2.80\t1.10\t9.9\t49\t57\n"
)


@pytest.fixture
def counter(qtbot: QtBot, desk: Desk, settle: Callable[[], None]) -> Counter:
    """A boy of 6 with a count on day 42, in no response."""
    subject_id = enrol_saa(desk.context)
    log(desk.context, subject_id, STORED, WBC="1.50", ANC="0.48", HB="76", PLT="17", RETIC_ABS="24")
    return Counter(qtbot, desk, subject_id, settle)


def what(counter: Counter, row: int) -> str:
    rows = counter.tab.pasting.panel.rows
    return str(rows.index(row, rows.columnCount() - 1).data())


def test_the_preview_says_row_by_row_what_will_happen(counter: Counter) -> None:
    counter.paste(TEXT)

    panel = counter.tab.pasting.panel
    assert panel.isVisible()
    assert what(counter, 0).startswith("Decide")
    assert "17" in what(counter, 0)
    assert what(counter, 1) == "Add 5  new row, D56"
    assert "no such day" in what(counter, 2)
    assert what(counter, 3) == "Add 5  new row, D84; status NR → PR"
    assert panel.accept.text() == "Add 10 values"
    assert counter.cell(NEW, "HB") == "71"
    assert counter.stored(NEW) == {}


def test_what_will_happen_stays_in_sight_where_the_values_have_no_room(counter: Counter) -> None:
    counter.paste(TEXT)
    panel = counter.tab.pasting.panel
    table, last = panel.table, panel.rows.columnCount() - 1
    table.resize(1200, 200)
    assert table.horizontalHeader().visualIndex(last) == last
    table.resize(420, 200)
    assert table.horizontalHeader().visualIndex(last) == 3, "behind the date"
    table.resize(1200, 200)
    assert table.horizontalHeader().visualIndex(last) == last


def test_one_row_and_its_assumed_units_are_said_whole(counter: Counter) -> None:
    counter.paste("Date\tWBC\tHgb g/dL\n2026-10-15\t1,8\t7,1\n")
    panel = counter.tab.pasting.panel
    said, _rest = panel.rows.words.summary(panel.rows.plan, panel.rows.told())
    assert said.text == "2 values in 1 row will be added"
    column = panel.rows.columns.index("WBC")
    needs = panel.table.fontMetrics().horizontalAdvance("×10⁹/L assumed")
    assert panel.table.columnWidth(column) >= needs


def test_ctrl_enter_stores_the_good_rows(counter: Counter) -> None:
    counter.paste(TEXT)
    counter.press(Qt.Key.Key_Return, CTRL)
    counter.settle()

    assert counter.stored(PARTIAL)["HB"] == Decimal("99.0")
    assert counter.stored(NEW)["PLT"] == Decimal(18)
    assert counter.stored(STORED)["PLT"] == Decimal(17)
    assert counter.tab.pasting.panel.isHidden()
    assert "10 values saved" in counter.tab.strip.text
    assert "NR → PR" in counter.tab.strip.text
    assert not counter.tab.grid.proposed


def test_escape_leaves_everything_as_it_was(counter: Counter) -> None:
    counter.paste(TEXT)
    counter.press(Qt.Key.Key_Escape)

    assert counter.tab.pasting.panel.isHidden()
    assert NEW not in {row.day for row in counter.tab.grid.rows}
    assert counter.stored(NEW) == {}


def test_a_row_without_its_tick_is_left_out(counter: Counter) -> None:
    counter.paste(TEXT)
    panel = counter.tab.pasting.panel
    panel.table.setCurrentIndex(panel.rows.index(1, 0))
    counter.press(Qt.Key.Key_Space)
    assert panel.accept.text() == "Add 5 values"
    assert NEW not in {row.day for row in counter.tab.grid.rows}
    counter.press(Qt.Key.Key_Return, CTRL)
    counter.settle()

    assert counter.stored(NEW) == {}
    assert counter.stored(PARTIAL)["PLT"] == Decimal(49)


def test_a_stored_value_is_corrected_only_by_its_tick_and_a_reason(counter: Counter) -> None:
    counter.paste(TEXT)
    panel = counter.tab.pasting.panel
    tick = panel.table.visualRect(panel.rows.index(0, 1)).center()
    QTest.mouseClick(
        panel.table.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, QPoint(tick)
    )
    counter.click(panel.accept)
    counter.settle()
    assert panel.correction.isVisible()
    assert counter.stored(STORED)["PLT"] == Decimal(17)

    panel.correction.reason.setCurrentIndex(2)
    counter.click(panel.correction.save)
    counter.settle()

    assert counter.stored(STORED)["PLT"] == Decimal(71)
    assert counter.stored(NEW)["PLT"] == Decimal(18)


def test_refused_rows_are_copied_as_they_were(counter: Counter) -> None:
    counter.paste(TEXT)
    counter.click(counter.tab.pasting.panel.copy_refused)

    assert QApplication.clipboard().text() == "2026-11-31\t2.70\t1.02\t9.7\t45\t55"


def test_what_was_typed_stays_beside_a_paste(counter: Counter) -> None:
    counter.go(STORED, "LYM")
    counter.type("0.9")
    counter.paste(TEXT)
    counter.press(Qt.Key.Key_Return, CTRL)
    counter.settle()

    assert [code for _, code in counter.tab.grid.pending] == ["LYM"]
    assert counter.cell(STORED, "LYM") == "0.90"


def test_the_draft_of_what_was_typed_beside_a_paste_follows_its_row(counter: Counter) -> None:
    """It was kept under the day that had been added, which came back as nothing once the day had a visit."""
    counter.tab.add_day(date(2026, 11, 12))
    counter.go(date(2026, 11, 12), "LYM")
    counter.type("0.9")
    counter.paste("Date\tWBC\tHGB\tPLT\n2026-11-12\t2.1\t99\t40\n")
    counter.press(Qt.Key.Key_Return, CTRL)
    counter.settle()
    assert counter.cell(date(2026, 11, 12), "LYM") == "0.90"

    other = enrol_saa(counter.desk.context, code="TJ-015")
    counter.show(other)
    counter.show(counter.subject_id)
    assert counter.cell(date(2026, 11, 12), "LYM") == "0.90"


def test_an_empty_clipboard_is_told(counter: Counter) -> None:
    counter.paste(" ")

    assert "no text" in counter.tab.strip.text


def test_the_model_of_the_preview_keeps_qts_rules(counter: Counter) -> None:
    rows = counter.tab.pasting.panel.rows
    tester = QAbstractItemModelTester(rows, QAbstractItemModelTester.FailureReportingMode.Fatal, counter.tab)
    counter.paste(TEXT)
    rows.toggle(1)

    assert tester.model() is rows
    assert rows.rowCount() == 4


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_row_has_words_in_every_language(counter: Counter, language: str) -> None:
    counter.paste(TEXT + "2026-10-15\t1\t2\t3\t4\t5\n")
    words = PasteWords(Texts(language))
    plan = counter.tab.pasting.panel.rows.plan

    said = [words.kind(row) + words.about(row, DAY0) for row in plan.rows]
    assert all(said)
    assert len(set(said)) == len(said)
    assert words.summary(plan, Told(added=10, rows=2, corrected=1))


def test_limits_that_join_a_stored_value_are_not_counted_as_one(
    qtbot: QtBot, desk: Desk, settle: Callable[[], None]
) -> None:
    counter = Counter(qtbot, desk, enrol_saa(desk.context), settle)
    counter.paste("Test\tUnit\t2026-11-16\nPLT\t10*9/L\t31\n")
    panel = counter.tab.pasting.panel
    assert panel.accept.text() == desk.texts("counts_paste.accept_one", count=1)
    panel.take()
    settle()
    counter.paste("Test\tUnit\tRef\t2026-11-16\nPLT\t10*9/L\t150-400\t31\n")
    assert panel.accept.text() == desk.texts("counts_paste.accept_limits")
    assert panel.summary.text().startswith("limits of normal will be added to 1 saved value"), (
        "and not “0 values”"
    )


def test_a_ticked_row_says_that_it_replaces_and_is_not_counted_as_open(counter: Counter) -> None:
    counter.paste(TEXT)
    panel, words = counter.tab.pasting.panel, counter.tab.pasting.panel.rows.words
    at, row = next((at, each) for at, each in enumerate(panel.rows.plan.rows) if each.kind == "decide")
    what = panel.rows.columnCount() - 1

    def said() -> str:
        return str(panel.rows.index(at, what).data())

    assert said().startswith("Decide") and "unless you tick" in said()
    assert "differs from the saved" in said(), "of one count and of many"
    assert "to decide: 1" in panel.summary.text()
    panel.rows.toggle(at)
    assert said().startswith("Correct 1 ") and "unless you tick" not in said()
    assert "to decide" not in panel.summary.text()
    assert words.kind(row) == "Decide"


def test_corrections_of_stored_values_are_not_told_as_additions(counter: Counter) -> None:
    counter.paste(TEXT)
    panel = counter.tab.pasting.panel
    panel.rows.toggle(0)
    assert panel.accept.text() == "Add 10, correct 1…"
    assert panel.summary.text().startswith(
        "10 values in 2 rows will be added; 1 saved value will be corrected"
    )

    panel.rows.toggle(1)
    panel.rows.toggle(3)
    assert panel.accept.text() == "Correct 1 value…"
    assert panel.summary.text().startswith("1 saved value will be corrected")
    assert "added" not in panel.summary.text()


def test_a_ticked_row_whose_value_was_only_asked_about_says_add(counter: Counter) -> None:
    counter.paste("Date\tHGB (g/L)\tPLT (10^9/L)\n2026-10-15\t10.4\t18\n")
    rows = counter.tab.pasting.panel.rows
    assert rows.plan.rows[0].cells["HB"].state == "asked", "as if it were g/dL"
    rows.toggle(0)
    assert what(counter, 0).startswith("Add 2 ")
    assert counter.tab.pasting.panel.accept.text() == "Add 2 values"
