"""Consents in the subject page: by menu, by keys alone and from Today; corrected, kept as a draft."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.domain.consent import GUARDIAN, SUBJECT
from app.services import access, consents, drafts, enrolment, subjects
from app.services.consents import ConsentDraft, FormDraft
from app.ui.desk import Notice
from app.ui.pages.consent import ConsentPanel
from app.ui.pages.study import StudyPage
from app.ui.window import MainWindow
from tests.ui import visiting

SINCE = date(2026, 10, 1)


@pytest.fixture
def child(desk) -> int:
    consents.add_form(desk.context, FormDraft("2.1", date(2026, 1, 5)))
    consents.add_form(desk.context, FormDraft("2.2", SINCE))
    return visiting.enrol_saa(desk.context)


@pytest.fixture
def window(qtbot, desk, settle, child) -> MainWindow:
    made = MainWindow(desk)
    qtbot.addWidget(made)
    made.resize(1366, 768)
    made.show()
    made.open_subject(child, "visits")
    settle()
    return made


@pytest.fixture
def panel(window, settle):
    """The form, opened from the menu."""
    return opened(window, settle)


def opened(window, settle):
    action = window.menus.actions["record_consent"]
    assert action.isEnabled()
    action.trigger()
    settle()
    shown = form_of(window)
    assert shown.isVisible()
    return shown


def form_of(window: MainWindow) -> ConsentPanel:
    shown = window.subject_page.forms.get("consent")
    assert isinstance(shown, ConsentPanel)
    return shown


def type_day(panel, day: str) -> None:
    panel.day.setFocus()
    panel.day.selectAll()
    QTest.keyClicks(panel.day, day)


def test_it_opens_with_what_was_signed_and_the_version_in_force(window, panel):
    assert panel.standing.text() == "A new consent is wanted: 2.2 in force since 1 Oct 2026."
    assert [line.words.text() for line in panel.lines] == [
        "Signed 2.1 on 17 Aug 2026; at enrolment; the child agreed"
    ]
    assert (panel.form.code, panel.form.currentText()) == ("2.2", "version 2.2, in force")
    assert [panel.form.itemData(at) for at in range(panel.form.count())] == ["2.2", "2.1"]
    assert panel.day.hasFocus() and panel.day.text() == ""
    assert panel.signer.code == GUARDIAN and panel.assent.isVisible()
    assert not panel.fields["why"].isVisible()
    assert window.subject_page.tab == "visits", "what was in front stays in sight"


def test_day_and_enter_twice_record_the_common_case(qtbot, panel, desk, settle, child):
    told: list[Notice] = []
    desk.noticed.connect(told.append)

    qtbot.keyClicks(panel.day, "20261118")
    qtbot.keyClick(panel.day, Qt.Key.Key_Return)
    assert panel.signer.hasFocus()
    qtbot.keyClick(panel.signer, Qt.Key.Key_Return)
    settle()

    assert not panel.isVisible()
    assert [notice.text for notice in told] == ["TJ-014: consent to version 2.2 recorded."]
    signed = consents.of_subject(desk.context, child)
    assert signed.latest is not None and not signed.due
    assert (signed.latest.form, signed.latest.day, signed.latest.signed_by) == (
        "2.2",
        date(2026, 11, 18),
        GUARDIAN,
    )


def test_a_day_that_cannot_be_is_told_beside_its_field_and_nothing_is_lost(qtbot, panel, desk, settle, child):
    panel.go_button.click()
    assert panel.fields["day"].problem == "Type the day as 2026-11-18."
    for day, words in (("2026-09-30", "in force from 1 Oct 2026 only"), ("2026-11-19", "still to come")):
        type_day(panel, day)
        panel.note.setFocus()
        panel.note.setText("with both parents")
        qtbot.keyClick(panel.note, Qt.Key.Key_Return)
        settle()
        assert words in panel.fields["day"].problem
    assert panel.note.text() == "with both parents"
    assert len(consents.of_subject(desk.context, child).consents) == 1


def test_who_signs_follows_the_age_until_somebody_says_who_did(panel):
    panel.signer.setCurrentIndex(panel.signer.findData(SUBJECT))
    panel.signer.activated.emit(panel.signer.currentIndex())
    type_day(panel, "2026-11-17")
    assert panel.signer.code == SUBJECT


def test_a_signer_who_is_not_the_one_by_the_age_is_asked_about_and_may_be_right(panel, desk, settle, child):
    line = panel.fields["signer"]
    assert not line.problem
    panel.signer.setFocus()
    QTest.keyClick(panel.signer, Qt.Key.Key_Home)  # the subject
    assert panel.signer.code == SUBJECT
    type_day(panel, "2026-11-17")
    assert line.problem.startswith("The subject is ") and line.problem.endswith("a parent or guardian signs.")
    type_day(panel, "2050-01-01")
    assert line.problem == ""  # grown up by then
    type_day(panel, "2026-11-17")
    QTest.mouseClick(panel.go_button, Qt.MouseButton.LeftButton)
    settle()
    signed = consents.of_subject(desk.context, child).latest
    assert signed is not None and signed.signed_by == SUBJECT


def test_the_signer_that_was_chosen_stays_chosen_in_a_draft(window, panel, settle):
    panel.signer.setCurrentIndex(panel.signer.findData(SUBJECT))
    panel.signer.activated.emit(panel.signer.currentIndex())
    panel.put_away()
    settle()
    again = opened(window, settle)
    assert again.signer.code == SUBJECT
    type_day(again, "2026-11-17")
    assert again.signer.code == SUBJECT, "the day moved, and the age had its way"


def test_an_assent_that_is_out_of_sight_is_not_taken_away(window, panel, settle):
    panel.lines[0].link.click()
    assert panel.assent.isVisible() and panel.assent.isChecked()
    panel.assent.hide()  # as on a day of the grown child
    assert panel.draft().assent


def test_an_adult_signs_and_is_asked_for_no_assent(qtbot, desk, settle):
    consents.add_form(desk.context, FormDraft("2.1", date(2026, 1, 5)))
    adult = visiting.enrol_pgf(desk.context, day0=date(2026, 8, 20))
    window = MainWindow(desk)
    qtbot.addWidget(window)
    window.show()
    window.open_subject(adult, "consent")
    settle()
    panel = form_of(window)
    assert panel.isVisible() and panel.signer.code == SUBJECT
    assert not panel.assent.isVisible()
    assert panel.standing.text().startswith("The latest consent is up to date: 2.1 in force since")


def test_a_consent_is_corrected_with_a_reason(window, panel, desk, settle, child):
    consents.record(desk.context, child, ConsentDraft("2.2", date(2026, 11, 10), GUARDIAN, note="aunt"))
    panel = opened(window, settle)
    assert len(panel.lines) == 2
    panel.lines[1].link.click()
    assert [line.chosen.isVisible() for line in panel.lines] == [False, True]
    assert [line.link.isVisible() for line in panel.lines] == [True, False]
    assert (panel.form.code, panel.day.text(), panel.note.text()) == ("2.2", "2026-11-10", "aunt")
    assert panel.note.cursorPosition() == 0, "a long note is read from its beginning"
    assert panel.go_button.text() == "Save correction"
    assert panel.title.text() == "Correct a consent"
    type_day(panel, "2026-11-11")
    panel.go_button.click()
    assert panel.fields["why"].problem == "Choose why it is corrected."
    panel.why.setCurrentIndex(panel.why.findData("transcription_error"))
    panel.why.activated.emit(panel.why.currentIndex())
    panel.go_button.click()
    settle()
    latest = consents.of_subject(desk.context, child).latest
    assert latest is not None and latest.day == date(2026, 11, 11)


def test_the_consent_of_the_enrolment_is_corrected_too(panel, desk, settle, child):
    panel.lines[0].link.click()
    assert (panel.form.code, panel.day.text()) == ("2.1", "2026-08-17")
    assert panel.assent.isChecked()
    assert not panel.fields["signer"].isVisible(), "who signed at enrolment follows the age"
    type_day(panel, "2026-08-16")
    panel.why.setCurrentIndex(panel.why.findData("transcription_error"))
    QTest.keyClick(panel.why_text, Qt.Key.Key_Return)
    settle()
    assert subjects.course(desk.context, child).consent_date == date(2026, 8, 16)


def test_what_was_typed_comes_back_and_esc_closes(window, panel, desk, settle, child):
    QTest.keyClicks(panel.day, "2026-11-17")
    QTest.keyClick(panel.day, Qt.Key.Key_Escape)
    settle()
    assert not panel.isVisible()
    kept = drafts.find(desk.context, f"consent:{child}:new")
    assert kept is not None and kept.fields == {"day": "2026-11-17"}
    panel = opened(window, settle)
    assert panel.day.text() == "2026-11-17"
    window.open_subject(child, "overview")
    settle()
    assert panel.isVisible(), "the same subject keeps its form"


def test_one_form_above_the_tabs_takes_the_place_of_another(window, panel, settle):
    window.menus.actions["end_participation"].trigger()
    settle()
    assert not panel.isVisible()
    assert window.subject_page.ending is not None and window.subject_page.ending.isVisible()
    panel = opened(window, settle)
    assert not window.subject_page.ending.isVisible()


def test_another_subject_closes_it(desk, window, panel, settle):
    other = visiting.enrol_saa(desk.context, code="TJ-015")
    window.open_subject(other, "visits")
    settle()
    assert not panel.isVisible()


def test_without_versions_it_leads_to_where_they_are_listed(qtbot, desk, settle):
    child = visiting.enrol_saa(desk.context)
    window = MainWindow(desk)
    qtbot.addWidget(window)
    window.show()
    window.open_subject(child, "consent")
    settle()
    panel = form_of(window)
    assert "listed on the page Study" in panel.standing.text()
    assert not panel.go_button.isVisible() and not panel.fields["day"].isVisible()
    panel.study_button.click()
    settle()
    page = window.page("study")
    assert isinstance(page, StudyPage) and page.isVisible()
    assert page.tab == "consent_forms"


def test_a_line_of_today_leads_to_the_form_by_keys_alone(qtbot, window, desk, settle, child):
    window.go("today")
    settle()
    page = window.page("today")
    page.filters.buttons["consent"].click()
    tree = page.tree
    tree.setFocus()
    words = page.rows.words(tree.currentIndex())
    assert words.what == "Consent to version 2.2 wanted"
    assert words.why == "signed 2.1 on 17 Aug 2026; 2.2 in force since 1 Oct 2026"
    assert words.step == "Record consent"
    qtbot.keyClick(tree, Qt.Key.Key_Return)
    settle()
    assert window.current == "subject"
    panel = form_of(window)
    assert panel.isVisible() and panel.day.hasFocus()
    at = QApplication.focusWidget()
    qtbot.keyClicks(at, "20261118")
    qtbot.keyClick(at, Qt.Key.Key_Return)
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    settle()
    assert not consents.of_subject(desk.context, child).due
    window.go("today")
    settle()
    assert not page.filters.buttons["consent"].isVisible() or page.rows.rowCount() == 0


def test_the_list_flags_who_has_to_be_asked_again(qtbot, window, settle):
    window.go("subjects")
    settle()
    page = window.page("subjects")
    texts = [page.rows.data(page.rows.index(0, column)) for column in range(page.rows.columnCount())]
    assert any("Consent 2.2" in str(text) for text in texts), texts
    tips = [
        str(page.rows.data(page.rows.index(0, column), Qt.ItemDataRole.ToolTipRole))
        for column in range(page.rows.columnCount())
    ]
    assert any("2.2 in force since 1 Oct 2026" in tip for tip in tips), tips


def test_a_screen_failure_has_no_consent_to_renew(qtbot, desk, settle):
    consents.add_form(desk.context, FormDraft("2.2", SINCE))
    child = visiting.enrol_saa(desk.context)
    course = subjects.course(desk.context, child)
    draft = enrolment.EnrolmentDraft(
        protocol="saa_atg",
        arm="msc",
        code="TJ-030",
        sex="M",
        birth_date=course.subject.birth_date,
        weight_kg=None,
        height_cm=None,
    )
    failed, _ = enrolment.keep_screen_failure(desk.context, draft, reason="no marrow")
    window = MainWindow(desk)
    qtbot.addWidget(window)
    window.show()
    window.open_subject(failed, "overview")
    settle()
    assert not window.menus.actions["record_consent"].isEnabled()


def test_what_hinders_is_scrolled_into_sight_where_the_form_has_no_room(window, desk, settle, child):
    for day in range(1, 9):
        consents.record(desk.context, child, ConsentDraft("2.2", date(2026, 11, day), GUARDIAN))
    window.resize(1100, 500)
    panel = opened(window, settle)
    panel.lines[0].link.click()
    settle()
    assert panel.fields["why"].visibleRegion().isEmpty(), "out of sight below"
    panel.go_button.click()
    settle()
    assert panel.fields["why"].problem
    assert not panel.fields["why"].visibleRegion().isEmpty()


@pytest.mark.parametrize("typed", ["consent", "renew", "form version"])
def test_the_finder_offers_it_by_what_people_call_it(window, settle, typed):
    found = {target.words: target for target in window.does.findable(typed)}
    found["Record consent…"].run()
    settle()
    assert form_of(window).isVisible()


def test_a_monitor_reads_what_was_signed_and_fills_in_nothing(qtbot, desk, settle, child):
    monitor = replace(desk.context.user, role=access.MONITOR)
    desk.context = replace(desk.context, user=monitor)
    window = MainWindow(desk)
    qtbot.addWidget(window)
    window.show()
    window.open_subject(child, "consent")
    settle()
    panel = form_of(window)
    assert [line.link.isVisible() for line in panel.lines] == [False]
    assert panel.lines[0].words.isVisible() and panel.back_button.hasFocus()
    assert not any(field.isVisible() for field in panel.fields.values())
    assert not panel.go_button.isVisible() and not panel.study_button.isVisible()
    assert not window.menus.actions["record_consent"].isVisible()
