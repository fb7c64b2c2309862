"""The page Study, tab Consent form: versions are added and corrected by clicks and by keys alone."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from app.services import access, consents, studies
from app.services.consents import FormDraft
from app.ui.pages.study import StudyPage
from app.ui.pages.study.consent_forms import ConsentFormsTab
from app.ui.window import MainWindow
from tests.services import team
from tests.services.conftest import Clock
from tests.services.team import sign_in
from tests.ui import visiting


@pytest.fixture
def window(qtbot, desk, settle) -> MainWindow:
    made = MainWindow(desk)
    qtbot.addWidget(made)
    made.resize(1366, 768)
    made.show()
    made.show_study("consent_forms")
    settle()
    return made


@pytest.fixture
def tab(window) -> ConsentFormsTab:
    found = window.page("study").tab_widget("consent_forms")
    assert isinstance(found, ConsentFormsTab)
    return found


def cells(tab: ConsentFormsTab) -> list[list[str]]:
    rows = tab.rows
    return [
        [str(rows.data(rows.index(row, column))) for column in range(rows.columnCount())]
        for row in range(rows.rowCount())
    ]


def type_here(qtbot, text: str) -> None:
    qtbot.keyClicks(QApplication.focusWidget(), text)


def enter(qtbot) -> None:
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)


def test_a_study_without_versions_says_what_they_are_for(tab):
    assert tab.empty.isVisible() and not tab.table.isVisible()
    assert not tab.correct_button.isVisible()


def test_a_version_is_added_by_enter_alone(qtbot, tab, desk, settle):
    tab.add_button.setFocus()
    qtbot.keyClick(tab.add_button, Qt.Key.Key_Space)
    type_here(qtbot, "2.1")
    enter(qtbot)
    type_here(qtbot, "5 Jan 2026")
    enter(qtbot)
    assert tab.add_form.inputs["form_protocol"].hasFocus()
    qtbot.keyClick(tab.add_form.inputs["form_protocol"], Qt.Key.Key_Return)
    settle()

    assert cells(tab) == [["Version 2.1", "5 Jan 2026", "All protocols", "in force", ""]]
    assert tab.add_form.isHidden() and tab.add_button.hasFocus()


def test_what_hinders_is_told_beside_its_field(qtbot, tab, settle):
    tab.add_button.click()
    tab.add_form.try_it()
    assert tab.add_form.fields["form_label"].problem == "Give the version as it stands on the form."
    assert tab.add_form.inputs["form_label"].hasFocus()
    type_here(qtbot, "2.1")
    tab.add_form.inputs["form_since"].setText("soon")
    tab.add_form.try_it()
    assert "the day from which" in tab.add_form.fields["form_since"].problem


def test_a_pasted_report_is_no_version(qtbot, tab):
    tab.add_button.click()
    line = tab.add_form.inputs["form_label"]
    QApplication.clipboard().setText("a whole report\n" * 40)
    qtbot.keyClick(line, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert 0 < len(line.text()) <= 40


def test_a_version_twice_is_refused_with_what_was_typed_kept(qtbot, tab, desk, settle):
    consents.add_form(desk.context, FormDraft("2.1", date(2026, 1, 5)))
    tab.add_button.click()
    tab.add_form.inputs["form_label"].setText("2.1")
    tab.add_form.inputs["form_since"].setText("2026-02-01")
    tab.add_form.try_it()
    settle()
    assert "is listed already" in tab.add_form.told.text()
    assert tab.add_form.inputs["form_label"].text() == "2.1"


def test_the_states_follow_the_days_and_the_protocols(tab, desk, settle):
    for form in (
        FormDraft("2.0", date(2025, 1, 5)),
        FormDraft("2.1", date(2026, 1, 5)),
        FormDraft("P-1", date(2026, 3, 1), protocol="pgf_msc"),
        FormDraft("2.2", date(2026, 11, 19)),
    ):
        consents.add_form(desk.context, form)
    tab.read()
    settle()
    assert [(row[0], row[2], row[3]) for row in cells(tab)] == [
        ("Version 2.2", "All protocols", "not in force yet"),
        ("Version P-1", "pgf_msc", "in force"),
        ("Version 2.1", "All protocols", "in force"),
        ("Version 2.0", "All protocols", "replaced"),
    ]


def test_a_version_is_corrected_with_a_reason_and_the_flags_follow(qtbot, window, tab, desk, settle):
    consents.add_form(desk.context, FormDraft("2.2", date(2026, 8, 1), note="amendment 3"))
    child = visiting.enrol_saa(desk.context)
    assert not consents.of_subject(desk.context, child).due
    tab.read()
    settle()
    tab.correct_button.click()
    form = tab.correct_form
    assert (form.inputs["form_label"].text(), form.inputs["form_since"].text()) == ("2.2", "2026-08-01")
    assert form.inputs["form_note"].text() == "amendment 3"
    form.inputs["form_since"].setText("2026-09-01")
    form.try_it()
    assert form.fields["form_why"].problem == "Choose why it is corrected."
    form.inputs["form_why"].choose("transcription_error")
    form.try_it()
    settle()
    assert cells(tab)[0][1] == "1 Sep 2026"
    assert consents.of_subject(desk.context, child).due, "2.1 is not listed, and was signed before that day"


def test_the_keys_begin_at_the_versions_where_there_are_some(qtbot, desk, settle):
    consents.add_form(desk.context, FormDraft("2.1", date(2026, 1, 5)))
    window = MainWindow(desk)
    qtbot.addWidget(window)
    window.show()
    window.show_study("consent_forms")
    settle()
    page = window.page("study")
    assert isinstance(page, StudyPage)
    tab = page.tab_widget("consent_forms")
    assert isinstance(tab, ConsentFormsTab)
    assert tab.table.hasFocus()


def test_what_is_typed_comes_back(qtbot, window, tab, settle):
    tab.add_button.click()
    type_here(qtbot, "2.3")
    window.go("subjects")
    settle()
    window.show_study("consent_forms")
    settle()
    tab.add_button.click()
    settle()
    assert tab.add_form.inputs["form_label"].text() == "2.3"
    qtbot.keyClick(tab.add_form.inputs["form_label"], Qt.Key.Key_Escape)
    settle()
    tab.add_button.click()
    settle()
    assert tab.add_form.inputs["form_label"].text() == "", "given up by Esc"


def test_a_monitor_reads_the_versions(qtbot, team_study, tmp_path, settle):
    from app import paths
    from app.i18n import Texts
    from app.settings import Settings
    from app.ui.desk import Desk
    from app.ui.operations import Operations
    from app.ui.theme import LIGHT

    file = team.copied(team_study, tmp_path / "data")
    context = sign_in(file, access.MONITOR, Clock())
    desk = Desk(
        context=context,
        texts=Texts("en"),
        theme=LIGHT,
        operations=Operations(),
        settings=Settings(paths.find(file.parent).settings),
    )
    tab = ConsentFormsTab(desk)
    qtbot.addWidget(tab)
    tab.show()
    assert not tab.add_button.isVisible() and not tab.correct_button.isVisible()
    desk.operations.close()
    studies.close(context)


def test_another_version_asked_for_over_a_half_typed_correction_leaves_each_its_own_draft(
    qtbot, tab, desk, settle
):
    for label in ("1.0", "2.0"):
        consents.add_form(desk.context, FormDraft(label, date(2026, 1, 5 + int(label[0])), "", ""))
    tab.read()
    settle()
    tab.table.selectRow(0)  # 2.0, the newest
    qtbot.mouseClick(tab.correct_button, Qt.MouseButton.LeftButton)
    settle()
    note = tab.correct_form.inputs["form_note"]
    qtbot.keyClicks(note, "half typed")
    tab.table.selectRow(1)
    qtbot.mouseClick(tab.correct_button, Qt.MouseButton.LeftButton)
    settle()
    assert tab.correct_form.inputs["form_label"].text() == "1.0" and note.text() == ""

    tab.table.selectRow(0)
    qtbot.mouseClick(tab.correct_button, Qt.MouseButton.LeftButton)
    settle()
    assert tab.correct_form.inputs["form_label"].text() == "2.0"
    assert note.text() == "half typed"


def test_add_pressed_again_over_what_is_typed_keeps_it(qtbot, tab, settle):
    qtbot.mouseClick(tab.add_button, Qt.MouseButton.LeftButton)
    settle()
    type_here(qtbot, "2.1")
    qtbot.mouseClick(tab.add_button, Qt.MouseButton.LeftButton)
    settle()
    assert tab.add_form.inputs["form_label"].text() == "2.1"
