"""Limits of normal typed beside a value: graded by at once, stored, corrected with a reason, told."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from app.domain.grading.normal import ReferenceRow
from app.services import references, subjects, visits
from app.services.visits import Reason
from app.ui.widgets import cells
from tests.ui.counting import Counter
from tests.ui.visiting import Typist, enrol_saa, log, view_of

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from app.ui.desk import Desk

TODAY = date(2026, 11, 18)
YESTERDAY = TODAY - timedelta(days=1)


@pytest.fixture
def typist(qtbot: QtBot, desk: Desk, settle: Callable[[], None]) -> Typist:
    """A boy of 6 in a study whose laboratory gives limits for white cells, and somebody who types."""
    subject_id = enrol_saa(desk.context)
    table = (ReferenceRow("WBC", "", 0, None, Decimal("4.5"), Decimal("13.5")),)
    references.replace_all(desk.context, table, reason=Reason("new_information", "handbook"))
    return Typist(qtbot, desk, subject_id, settle)


def test_the_table_stands_in_grey_and_the_enter_key_passes_it_by(typist: Typist) -> None:
    typist.open(None)

    assert typist.row("WBC").range.placeholderText() == "4.5–13.5"
    assert typist.row("HB").range.placeholderText() == "≥ 115"
    assert typist.row("PLT").range.placeholderText() == "–"
    assert not typist.row("WBC").range.isEnabled()  # limits stand beside a value, never alone
    typist.enter("3.10")
    assert QApplication.focusWidget() is typist.row("ANC").field
    assert typist.row("WBC").range.isEnabled()


def test_the_grey_limits_follow_the_unit(typist: Typist) -> None:
    typist.open(None)
    row = typist.row("HB")

    row.unit.setCurrentIndex(row.unit.findData("g/dL"))
    row.unit.activated.emit(row.unit.currentIndex())

    assert row.range.placeholderText() == "≥ 11.5"


def test_a_typed_range_grades_at_once_and_is_stored(typist: Typist) -> None:
    typist.open(None)
    row = typist.row("ANC")
    typist.put(row.field, "1.60")
    assert row.grade.now.text() == "G0–1"

    typist.put(row.range, "1,8-6,3")
    typist.press(Qt.Key.Key_Return)

    assert row.grade.now.text() == "G1"
    assert "1.8–6.3: printed with the value" in row.grade.toolTip()
    assert QApplication.focusWidget() is typist.row("LYM").field
    typist.save()
    stored = typist.stored("ANC")
    assert stored is not None
    assert (stored.entered_range, stored.low, stored.high) == ("1,8-6,3", Decimal("1.8"), Decimal("6.3"))


def test_a_range_that_cannot_be_meant_waits_until_it_is_left_and_marks_its_own_field(typist: Typist) -> None:
    typist.open(None)
    row = typist.row("HB")
    typist.put(row.field, "104")
    typist.put(row.range, "11.5-15")
    typist.review()
    assert not row.strip.isVisible()

    typist.press(Qt.Key.Key_Return)
    typist.review()

    assert "cannot be of haemoglobin in g/L" in row.strip.accessibleName()
    assert (row.range.property("state"), row.field.property("state") or "") == ("error", "")
    typist.put(row.range, "115-150")
    typist.press(Qt.Key.Key_Return)
    typist.review()
    assert not row.strip.isVisible()


def test_a_corrected_range_asks_why_and_an_added_one_does_not(typist: Typist) -> None:
    visit_id = log(typist.desk.context, typist.subject_id, YESTERDAY, HB="99", PLT="49")
    typist.tab.show_subject(view_of(typist.desk.context, typist.subject_id))
    form = typist.open(visit_id)
    typist.put(typist.row("HB").range, "115-150")
    typist.save()
    assert typist.closed

    form = typist.open(visit_id)
    assert typist.row("HB").range.text() == "115-150"
    typist.put(typist.row("HB").range, "110-150")
    typist.save()

    assert form.correction.isVisible()
    typist.press(Qt.Key.Key_Down)
    typist.click(form.correction.save)
    typist.settle()
    assert typist.closed
    stored = typist.stored("HB")
    assert stored is not None
    assert (stored.low, stored.changed) == (Decimal(110), True)


def test_a_draft_keeps_the_range(typist: Typist) -> None:
    typist.open(None)
    typist.put(typist.row("HB").field, "104")
    typist.put(typist.row("HB").range, "115-150")
    typist.form.close_form()
    typist.settle()

    typist.open(None)

    assert typist.row("HB").range.text() == "115-150"


def test_the_grid_marks_by_the_print_and_says_where_the_limits_come_from(
    qtbot: QtBot, desk: Desk, settle: Callable[[], None]
) -> None:
    subject_id = enrol_saa(desk.context)
    visit_id = log(desk.context, subject_id, YESTERDAY, HB="118", WBC="4.0")
    stored = visits.form(desk.context, subject_id=subject_id, visit_id=visit_id).stored
    assert stored is not None
    values = tuple(
        replace(entry, reference="120-150" if entry.analyte == "HB" else None) for entry in stored.values
    )
    visits.record(desk.context, replace(stored, values=values))
    counter = Counter(qtbot, desk, subject_id, settle)

    counter.go(YESTERDAY, "HB")

    said = counter.tab.grid.words.sentence(
        counter.tab.grid.rows[-1], "HB", None, marks=counter.tab.grid.marks
    )
    assert "below 120" in said
    assert "limits of normal 120–150 (printed with the value)" in said


def test_a_pasted_print_shows_its_limits_in_the_unit_that_it_prints_and_stores_them(
    qtbot: QtBot, desk: Desk, settle: Callable[[], None]
) -> None:
    subject_id = enrol_saa(desk.context)
    counter = Counter(qtbot, desk, subject_id, settle)

    counter.paste("Test\tUnit\tRef\t2026-11-17\nHGB\tg/dL\t11.5-15.5\t9.9\n")

    panel = counter.tab.pasting.panel
    unit = panel.rows.headerData(panel.rows.columns.index("HB"), Qt.Orientation.Horizontal, cells.UNIT_ROLE)
    assert unit == "11.5–15.5 g/dL → g/L"
    panel.take()
    settle()
    stored = next(row for row in subjects.course(desk.context, subject_id).counts if row.day == YESTERDAY)
    assert (stored.entered_range, stored.low, stored.high) == ("11.5-15.5", Decimal(115), Decimal(155))
