"""The study's limits of normal, and the confirmation of further infusions, by clicks and keys."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from app.domain.grading.normal import ReferenceRow
from app.services import enrolment, references, subjects, visits
from app.ui.pages.overview.continuing import ContinuePanel
from app.ui.pages.study.limits import LimitsTab
from tests.ui import visiting
from tests.ui.visiting import DAY0, view_of

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from app.services.context import Context
    from app.ui.desk import Desk


@pytest.fixture
def limits(qtbot: QtBot, desk: Desk, settle: Callable[[], None]) -> LimitsTab:
    tab = LimitsTab(desk)
    qtbot.addWidget(tab)
    tab.show()
    tab.read()
    settle()
    return tab


def type_line(tab: LimitsTab, code: str, low: str, high: str) -> None:
    QTest.mouseClick(tab.add_button, Qt.MouseButton.LeftButton)
    line = tab.lines[-1]
    line.analyte.setCurrentIndex(line.analyte.findData(code))
    QTest.keyClicks(line.numbers["low"], low)
    QTest.keyClicks(line.numbers["high"], high)


def test_limits_are_typed_and_saved_with_their_source(limits, study_context, settle):
    assert not limits.empty.isHidden()
    type_line(limits, "ALT", "7", "40")
    type_line(limits, "BILT", "", "20,5")
    QTest.mouseClick(limits.save_button, Qt.MouseButton.LeftButton)
    assert limits.strip.isVisible()  # the source is wanted first
    QTest.keyClicks(limits.reason, "Handbook 2026")
    QTest.keyClick(limits.reason, Qt.Key.Key_Return)
    settle()
    assert set(references.table(study_context)) == {
        ReferenceRow("ALT", "", 0, None, Decimal(7), Decimal(40)),
        ReferenceRow("BILT", "", 0, None, None, Decimal("20.5")),
    }


def test_a_line_with_crossed_limits_is_refused_with_its_number(limits, study_context, settle):
    type_line(limits, "ALT", "40", "7")
    QTest.keyClicks(limits.reason, "Handbook 2026")
    QTest.mouseClick(limits.save_button, Qt.MouseButton.LeftButton)
    settle()
    assert "Line 1: the lower limit is not below the upper one." in limits.strip.text
    line = limits.lines[0]
    assert line.numbers["low"].property("state") == "error"
    before = limits.add_button.previousInFocusChain()
    while not before.focusPolicy() & Qt.FocusPolicy.TabFocus:
        before = before.previousInFocusChain()
    assert before is line.remove, "Tab goes through the lines before the button below them"
    assert references.table(study_context) == ()


def test_a_removed_line_is_out_of_use_after_the_save(limits, study_context, settle):
    type_line(limits, "ALT", "7", "40")
    QTest.keyClicks(limits.reason, "Handbook")
    QTest.mouseClick(limits.save_button, Qt.MouseButton.LeftButton)
    settle()
    QTest.mouseClick(limits.lines[0].remove, Qt.MouseButton.LeftButton)
    QTest.keyClicks(limits.reason, "Withdrawn")
    QTest.mouseClick(limits.save_button, Qt.MouseButton.LeftButton)
    settle()
    assert references.table(study_context) == ()


def raa(context: Context, *, anc: str) -> int:
    """A woman on raa_msc with counts up to the visit at one month."""
    screening = DAY0 - timedelta(days=2)
    values = {"ANC": ("0.3", "10*9/L"), "PLT": ("12", "10*9/L"), "HB": ("65", "g/L")}
    subject_id = visiting._enrol(
        context,
        enrolment.EnrolmentDraft(
            protocol="raa_msc",
            arm="msc",
            code="TJ-031",
            sex="F",
            birth_date=date(1988, 2, 1),
            weight_kg=Decimal(58),
            height_cm=Decimal(165),
            screening_date=screening,
            values=visiting._entries(values),
            marrow_cellularity_pct=Decimal(10),
            marrow_residual_pct=Decimal(5),
            consent_version="1",
            consent_date=screening,
            assent=True,
            day0=DAY0,
        ),
    )
    for day in (14, 21):
        visiting.log(context, subject_id, DAY0 + timedelta(days=day), ANC=anc, PLT="14", HB="70")
    month = next(row for row in subjects.course(context, subject_id).visits if row.plan_id == "m1")
    counts = {"ANC": (anc, "10*9/L"), "PLT": ("15", "10*9/L"), "HB": ("72", "g/L")}
    form = visits.VisitDraft(
        subject_id, month.id, DAY0 + timedelta(days=30), values=visiting._entries(counts)
    )
    visits.record(context, form)
    return subject_id


def panel_of(qtbot: QtBot, desk: Desk, subject_id: int) -> ContinuePanel:
    panel = ContinuePanel(desk)
    qtbot.addWidget(panel)
    desk.changed.connect(lambda _changes: panel.show_subject(view_of(desk.context, subject_id)))
    panel.show_subject(view_of(desk.context, subject_id))
    return panel


def test_a_response_offers_the_day_of_the_fifth_infusion(qtbot, desk, study_context, settle):
    subject_id = raa(study_context, anc="1.3")
    panel = panel_of(qtbot, desk, subject_id)
    assert not panel.isHidden()
    assert panel.first is not None
    assert panel.first.day() == DAY0 + timedelta(days=37)  # today lies after the window
    closed = panel._texts.date(DAY0 + timedelta(days=37))
    assert any(f"closed on {closed}" in each.text() for each in panel.findChildren(QLabel))
    assert panel.confirm is not None
    panel.first.set_day(DAY0 + timedelta(days=33))
    QTest.mouseClick(panel.confirm, Qt.MouseButton.LeftButton)
    settle()
    days = [row.day for row in subjects.course(study_context, subject_id).visits if row.plan_id == "msc_8"]
    assert days == [54]
    assert panel.confirm is None  # planned: nothing more to ask


def test_a_no_to_them_asks_why_and_is_shown_with_who_and_when(qtbot, desk, study_context, settle):
    subject_id = raa(study_context, anc="1.3")
    panel = panel_of(qtbot, desk, subject_id)
    panel.show()
    assert panel.decline is not None
    assert panel.asked is not None
    assert panel.asked.isHidden()
    QTest.mouseClick(panel.decline, Qt.MouseButton.LeftButton)
    panel.asked.reason.setCurrentIndex(panel.asked.reason.findData("other"))
    assert not panel.asked.keep.isEnabled()  # another reason needs its note
    QTest.keyClicks(panel.asked.note, "Moves abroad")
    QTest.mouseClick(panel.asked.keep, Qt.MouseButton.LeftButton)
    settle()
    shown = " ".join(each.text() for each in panel.findChildren(QLabel))
    assert "they are not given" in shown
    assert f"{study_context.user.user_name} decided so on" in shown
    assert "another reason (Moves abroad)" in shown
    again = panel_of(qtbot, desk, subject_id)
    assert again.decline is None
    assert again.confirm is not None  # a change of mind plans them


def test_escape_leaves_the_question_without_an_answer(qtbot, desk, study_context):
    panel = panel_of(qtbot, desk, raa(study_context, anc="1.3"))
    panel.show()
    assert panel.decline is not None
    assert panel.asked is not None
    QTest.mouseClick(panel.decline, Qt.MouseButton.LeftButton)
    assert not panel.asked.isHidden()
    QTest.keyClick(panel.asked.reason, Qt.Key.Key_Escape)
    assert panel.asked.isHidden()


def test_without_a_response_it_says_so_and_offers_nothing(qtbot, desk, study_context):
    panel = panel_of(qtbot, desk, raa(study_context, anc="0.2"))
    assert not panel.isHidden()
    assert panel.confirm is None


def test_a_template_without_the_decision_shows_no_panel(qtbot, desk, study_context):
    panel = panel_of(qtbot, desk, visiting.enrol_saa(study_context))
    assert panel.isHidden()
