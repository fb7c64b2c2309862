"""The enrolment page by real clicks and keys on a real encrypted study."""

from __future__ import annotations

import re
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
import shiboken6
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QAbstractItemModelTester, QSignalSpy, QTest
from PySide6.QtWidgets import QApplication

from app.domain.schedule import plan
from app.domain.truth import Truth
from app.i18n import LANGUAGES, Texts
from app.services import drafts, subjects
from app.ui import style
from app.ui.pages.enrol import asking, calendar, criteria_columns
from app.ui.pages.enrol.criteria import verdict_word
from app.ui.pages.enrol.keeping import KEY
from app.ui.pages.enrol.protocol import facts
from app.ui.widgets.verdict_mark import VerdictMark
from tests.domain.builders import template
from tests.ui import responding
from tests.ui.enrolling import Clerk

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytestqt.qtbot import QtBot

    from app.ui.desk import Desk


@pytest.fixture(autouse=True)
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """The services are asked at once, not after a pause in typing."""
    monkeypatch.setattr(asking, "ASK_AFTER_MS", 1)


@pytest.fixture
def clerk(desk: Desk, qtbot: QtBot, settle: Callable[[], None]) -> Clerk:
    return Clerk(desk, qtbot, settle)


def test_it_opens_on_the_protocol_with_the_next_free_code(clerk):
    assert clerk.page.step == "protocol"
    assert clerk.page.form.code == "TJ-001"
    assert not clerk.bar.next.isEnabled()
    assert clerk.bar.next.toolTip() == "Choose a protocol."
    clerk.choose("saa_atg")
    assert clerk.bar.next.toolTip() == "Choose an arm."
    clerk.choose("saa_atg", "control")
    assert clerk.bar.next.isEnabled()


def test_a_card_tells_the_visits_of_its_arms_and_not_all_that_the_protocol_names(clerk):
    whole = template("saa_atg")
    number = len(plan(whole, arm="msc", anchor=date(2026, 8, 20)))
    assert f" · {number} visits · " in clerk.protocol.protocols["saa_atg"].accessibleDescription()
    fewer = [visit for visit in whole.visits if visit.arms != ("control",)]
    said = facts(Texts("en"), whole.model_copy(update={"visits": tuple(fewer)}))
    assert re.search(rf" · \d+–{number} visits, by arm · ", said)


def test_a_protocol_with_one_arm_needs_no_second_choice(clerk):
    clerk.choose("pgf_msc")
    assert clerk.page.form.arm
    assert clerk.bar.next.isEnabled()


def test_ctrl_enter_right_behind_a_choice_leads_on_as_soon_as_that_is_checked(clerk, qtbot):
    with qtbot.waitActive(clerk.page):
        clerk.page.activateWindow()
    cards = clerk.protocol.protocols
    one_arm = [name for name in cards if len(clerk.protocol._templates[name].arms) == 1]
    first, second = next(pair for pair in pairwise(cards) if pair[1] in one_arm)
    clerk.choose(first)
    cards[first].setFocus()
    qtbot.keyClick(cards[first], Qt.Key.Key_Down)
    assert cards[second].hasFocus()
    assert clerk.page.form.protocol == second
    assert not clerk.bar.next.isEnabled()  # what was chosen is being checked
    qtbot.keyClick(cards[second], Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: clerk.page.step == "subject")
    clerk.wait()
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    clerk.wait()
    assert clerk.page.step == "subject"  # what hinders it for good is not waited for


def test_enter_takes_a_protocol_and_an_arm_and_leads_to_the_next_step(clerk, qtbot):
    qtbot.keyClick(clerk.protocol.protocols["saa_atg"], Qt.Key.Key_Return)
    first = clerk.protocol.arms["saa_atg", "msc"]
    assert first.hasFocus()
    qtbot.keyClick(first, Qt.Key.Key_Return)
    clerk.wait()
    assert clerk.page.form.arm == "msc"
    assert clerk.bar.next.hasFocus()


def test_a_click_on_the_description_chooses_the_protocol(clerk, qtbot):
    card = clerk.protocol.protocols["pgf_msc"].parentWidget()
    qtbot.mouseClick(card, Qt.MouseButton.LeftButton, pos=QPoint(card.width() - 4, card.height() - 4))
    clerk.wait()
    assert clerk.page.form.protocol == "pgf_msc"


def test_enter_in_the_last_field_never_leads_to_another_button_than_next(clerk, qtbot):
    clerk.to_subject()
    last = clerk.subject.fields["hospital_number"].editor
    last.setFocus()
    qtbot.keyClick(last, Qt.Key.Key_Return)
    assert last.hasFocus(), "something is still open"


def test_where_room_is_short_the_answers_stand_below_their_criterion(clerk):
    clerk.to_eligibility()
    line = clerk.eligibility.lines["E-2"]
    beside = line.buttons["unknown"].mapTo(line, QPoint(0, 0))
    line.fit("stacked")
    line.layout().activate()
    below = line.buttons["unknown"].mapTo(line, QPoint(0, 0))
    assert below.x() < beside.x()
    assert below.y() >= line.text.geometry().bottom()


def test_at_large_text_the_steps_break_instead_of_scrolling_to_the_side(clerk, desk, qtbot, qapp):
    clerk.to_eligibility()
    style.dress(qapp, desk.theme, text_size=200)
    clerk.page.resize(1270, 664)  # what the designed window leaves beside its narrow rail
    for step in (1, 2):
        clerk.page.go(step)
        area = clerk.page.stack.parentWidget().parentWidget()
        qtbot.waitUntil(lambda area=area: clerk.page.stack.minimumSizeHint().width() <= area.width())
    assert clerk.page.step == "eligibility"
    steps = clerk.page.steps
    assert steps.narrow, "the names of the steps take the room of the step in hand"
    assert steps.item(2).toolTip().startswith("3  Eligibility"), "a number alone says its name as tooltip"
    style.dress(qapp, desk.theme)


def test_a_code_in_use_is_refused_beside_its_field(clerk, desk):
    responding.enrol_child(desk.context, code="TJ-007")
    clerk.to_subject()
    clerk.type_into(clerk.subject.fields["code"].editor, "tj-007", clear=True)
    assert clerk.subject.fields["code"].problem.startswith("The code tj-007 is in use already.")
    assert not clerk.bar.next.isEnabled()


def test_a_birth_date_after_today_is_refused_beside_its_field(clerk):
    clerk.to_subject()
    clerk.type_into(clerk.subject.fields["birth_date"].editor, "2027-02-14")
    assert clerk.subject.fields["birth_date"].problem == "The birth date lies after today. Check the year."
    clerk.type_into(clerk.subject.fields["birth_date"].editor, "2019-02-14", clear=True)
    assert clerk.subject.fields["birth_date"].problem == ""
    assert clerk.subject.fields["birth_date"].line.text() == "7 years 9 months old today."


def test_a_half_typed_date_is_not_criticised_until_it_is_left(clerk, qtbot):
    clerk.to_subject()
    editor = clerk.subject.fields["birth_date"].editor
    editor.setFocus()
    qtbot.keyClicks(editor, "2019-0")
    clerk.wait()
    assert clerk.subject.fields["birth_date"].problem == ""
    qtbot.keyClick(editor, Qt.Key.Key_Tab)
    assert "is not a date" in clerk.subject.fields["birth_date"].problem


def test_the_severity_is_answered_by_the_typed_counts(clerk):
    clerk.to_eligibility()
    line = clerk.eligibility.lines["I-1"]
    assert line.verdict.text == "Unknown"
    clerk.type_counts({"ANC": "0.34", "PLT": "11", "RETIC_ABS": "16"}, marrow="10")
    assert line.verdict.text == "Met"
    assert "ANC 0.34" in line.data.text()
    assert "cellularity 10 %" in line.data.text()


def test_an_unknown_criterion_stops_and_says_why_in_both_places(clerk):
    clerk.to_eligibility()
    clerk.type_counts({"ANC": "0.34", "PLT": "11", "RETIC_ABS": "16"}, marrow="10")
    clerk.answer_all()
    assert clerk.bar.next.isEnabled()
    clerk.answer("E-2", "unknown")
    line = clerk.eligibility.lines["E-2"]
    assert not clerk.bar.next.isEnabled()
    assert "E-2" in clerk.bar.next.toolTip()
    assert "never counts as met" in line.reason.text()
    assert line.reason.isVisible()
    assert line.note.isVisible()
    unknown_mark, _ = clerk.eligibility.tally.cells[line.verdict.verdict]
    assert unknown_mark.text == "1 unknown"


def test_the_selected_criterion_shows_the_registered_text(clerk, qtbot):
    clerk.to_eligibility()
    clerk.eligibility.lines["I-1"].setFocus()
    assert "Non-Severe Aplastic Anemia" in clerk.eligibility.registered.text()
    qtbot.keyClick(clerk.eligibility.lines["I-1"], Qt.Key.Key_Down)
    assert clerk.eligibility.lines["I-2"].hasFocus()
    assert clerk.eligibility.registered_title.text() == "I-2 as registered"


def test_an_unlikely_value_is_asked_about_and_kept_by_choice(clerk):
    clerk.to_eligibility()
    clerk.type_counts({"PLT": "700"})
    assert clerk.eligibility.screening.keep.isVisible()
    clerk.click(clerk.eligibility.screening.keep)
    assert not clerk.eligibility.screening.keep.isVisible()
    assert clerk.page.form.values["PLT"].confirmed


def test_a_date_written_plainly_as_it_is_left_takes_next_from_nobody(clerk, qtbot):
    clerk.to_subject()
    clerk.fill_subject()
    field = clerk.subject.fields["birth_date"].editor
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, "20190215")
    clerk.wait()
    assert clerk.bar.next.isEnabled()
    clerk.subject.fields["weight_kg"].editor.setFocus()
    assert field.text() == "2019-02-15"
    assert clerk.bar.next.isEnabled()


def test_one_can_jump_back_but_not_past_an_open_step(clerk):
    clerk.to_eligibility()
    steps = clerk.page.steps
    assert not steps.item(3).flags() & Qt.ItemFlag.ItemIsEnabled
    assert steps.item(3).toolTip() == "Complete the steps before this one first."
    steps.setFocus()
    steps.setCurrentRow(0)
    assert clerk.page.step == "protocol"
    steps.setCurrentRow(2)
    assert clerk.page.step == "eligibility"


def test_the_draft_is_kept_and_comes_back_after_the_page_is_gone(desk, qtbot, settle):
    first = Clerk(desk, qtbot, settle, registered=False)
    first.to_eligibility()
    first.type_counts({"ANC": "0.34"})
    first.answer("E-2", "unknown")
    first.page.close()
    settle()
    shiboken6.delete(first.page)
    second = Clerk(desk, qtbot, settle)
    assert second.page.step == "eligibility"
    assert "Your entries of" in second.page.strip.text
    assert second.eligibility.screening.values["ANC"].editor.text() == "0.34"
    assert second.eligibility.lines["E-2"].buttons["unknown"].isChecked()
    assert second.subject.fields["birth_date"].editor.text() == "2019-02-14"
    assert second.page.form.values["ANC"].text == "0.34"
    for written in (Texts("pt"), Texts("en")):  # 0,34 where the other language reads it again
        second.eligibility.screening._texts = written
        second.eligibility.show_form(second.page.form)
        said = f"0{written.point}34"
        assert second.eligibility.screening.values["ANC"].editor.text() == said
    assert second.page.form.values["ANC"].text == "0.34"


def test_escape_keeps_the_draft_and_leaves(clerk, desk, qtbot):
    clerk.to_subject()
    left = QSignalSpy(desk.back_wanted)
    qtbot.keyClick(clerk.page, Qt.Key.Key_Escape)
    clerk.wait()
    assert left.count() == 1
    kept = drafts.find(desk.context, KEY)
    assert kept is not None
    assert kept.fields["protocol"] == "saa_atg"


def test_a_draft_is_discarded_only_after_a_question(clerk, desk, qtbot, settle):
    clerk.to_subject()
    clerk.page.keep_draft()
    settle()
    again = Clerk(desk, qtbot, settle)
    again.page.strip.action_wanted.emit()
    assert again.page.heading.discard.isVisible()
    assert drafts.find(desk.context, KEY) is not None
    again.click(again.page.heading.discard)
    assert drafts.find(desk.context, KEY) is None
    assert again.page.form.protocol == ""


def test_a_screen_failure_needs_a_reason_and_is_stored(clerk, desk):
    clerk.to_eligibility()
    clerk.type_counts({"ANC": "0.34", "PLT": "11", "RETIC_ABS": "16"}, marrow="10")
    clerk.answer_all()
    clerk.answer("E-2", "present")
    assert "E-2" in clerk.bar.hindrance.text()
    clerk.click(clerk.bar.failure)
    clerk.click(clerk.bar.keep)
    assert "reason" in clerk.bar._reason_field.problem
    clerk.type_into(clerk.bar.reason, "Fanconi anaemia found")
    clerk.click(clerk.bar.keep)
    stored = subjects.by_code(desk.context, "TJ-001")
    assert stored.state == "screen_failed"
    assert drafts.find(desk.context, KEY) is None


def test_the_calendar_preview_shows_the_dates_of_day_0(clerk):
    clerk.to_calendar()
    model = clerk.calendar.model
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    rows = {
        str(model.index(row, 1).data()): [str(model.index(row, column).data()) for column in range(6)]
        for row in range(model.rowCount())
        if model.index(row, 5).data() == "response"
    }
    assert rows["D90"][2:5] == ["18 Nov 2026", "Wed", "11–25 Nov 2026"]
    assert f"{model.rowCount()} visits" in clerk.calendar.about.text()
    assert tester.model() is model


def test_a_window_of_one_day_is_one_line_at_large_text(clerk, qapp, desk):
    style.dress(qapp, desk.theme, text_size=200)
    clerk.to_calendar()
    clerk.page.resize(1380, 680)
    clerk.page.grab()  # lays it out
    table, window = clerk.calendar.table, calendar.COLUMNS.index("window")
    said = [str(table.model().index(row, window).data()) for row in range(table.model().rowCount())]
    one_day = [row for row, words in enumerate(said) if words.endswith(" only")]
    heights, usual = {table.rowHeight(row) for row in one_day}, table.verticalHeader().defaultSectionSize()
    style.dress(qapp, desk.theme)
    assert heights == {usual}


def test_a_consent_after_today_is_refused(clerk):
    clerk.to_consent()
    clerk.type_into(clerk.consent.fields["consent_date"].editor, "2026-11-19")
    assert "lies after today" in clerk.consent.fields["consent_date"].problem
    assert not clerk.bar.next.isEnabled()


def test_every_field_has_a_name_for_a_screen_reader(clerk):
    clerk.to_calendar()
    fields = [
        *clerk.subject.fields.values(),
        *clerk.eligibility.screening.values.values(),
        *clerk.consent.fields.values(),
        *clerk.day0.fields.values(),
    ]
    assert all(field.editor.accessibleName() for field in fields)
    for line in clerk.eligibility.lines.values():
        assert line.accessibleName().startswith(line.id)
        assert all(button.accessibleName() for button in line.buttons.values())


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_verdict_is_read_whole_in_its_column(qapp, language: str) -> None:
    texts = Texts(language)
    mark = VerdictMark(texts)
    criteria_columns.in_column(mark, criteria_columns.VERDICT, texts)
    for kind in ("inclusion", "exclusion"):
        for verdict in Truth:
            mark.show_verdict(verdict, words=verdict_word(texts, kind, verdict))
            assert mark.sizeHint().width() <= mark.maximumWidth()
