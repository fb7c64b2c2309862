"""Ending a participation in the subject page: by menu and keys; corrected, taken back."""

from __future__ import annotations

from datetime import timedelta
from threading import Event

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QFrame, QLabel, QVBoxLayout, QWidget

from app.domain.endings import DEATH, LOST, WITHDREW, WITHDREW_TREATMENT
from app.services import endings, subjects, visits
from app.services.contracts.endings import EndingDraft
from app.ui import style
from app.ui.desk import Notice
from app.ui.pages.form_area import FormArea
from app.ui.window import MainWindow
from tests.ui import visiting

TODAY = visiting.DAY0 + timedelta(days=90)


@pytest.fixture
def child(desk) -> int:
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
    action = window.menus.actions["end_participation"]
    assert action.isEnabled()
    action.trigger()
    settle()
    shown = window.subject_page.ending
    assert shown is not None and shown.isVisible() and shown.kind.hasFocus()
    return shown


def choose(box: QComboBox, code: str) -> None:
    box.setCurrentIndex(box.findData(code))
    box.activated.emit(box.currentIndex())


def fill(qtbot, panel, kind: str, day, reason: str, *, note: str = "") -> None:
    choose(panel.kind, kind)
    panel.day.setFocus()
    panel.day.selectAll()
    qtbot.keyClicks(panel.day, day.isoformat())
    choose(panel.reason, reason)
    if note:
        qtbot.keyClicks(panel.note, note)


def test_a_loss_is_entered_with_what_follows_in_sight_and_told_on_the_page(
    qtbot, window, panel, desk, settle
):
    fill(qtbot, panel, LOST, TODAY, "no_answer")
    settle()
    assert panel.fields["day"].caption.text() == "Day of last contact"
    assert panel.follows.text().startswith("No longer expected, 21: D90 response; ")
    assert "censored: lost to follow-up, last contact 18 Nov 2026" in panel.follows.text()
    told: list[Notice] = []
    desk.noticed.connect(told.append)

    qtbot.keyClick(panel.note, Qt.Key.Key_Return)
    settle()

    assert [notice.text for notice in told] == ["TJ-014: lost to follow-up, last contact 18 Nov 2026."]
    assert not panel.isVisible()
    page = window.subject_page
    assert "lost to follow-up, last contact 18 Nov 2026" in page.banner.since.text()
    rows = page._tabs["visits"].list
    assert rows._about.text() == "No visit is expected: lost to follow-up, last contact 18 Nov 2026."
    words = {rows.rows.text(row, "state") for row in rows.rows.rows}
    assert "Not expected" in words
    counts = [int(rows.filters[which].text().split()[-1]) for which in ("all", "open", "done")]
    assert counts[0] - counts[1] - counts[2] == 21, "what is not expected is neither open nor done"
    assert (
        window.menus.actions["end_participation"].text().replace("&", "") == "Correct end of participation…"
    )
    assert not window.menus.actions["log_due"].isEnabled()

    rows.last_button.click()
    settle()
    form = page._tabs["visits"].form
    assert (form.title, form.wanted) == ("Early-termination visit", "early_termination")
    said = [each.text() for each in form.findChildren(QLabel)]
    assert any(words.startswith("Not in the published protocol") for words in said)


def test_the_form_comes_again_as_often_as_it_is_shown(qtbot):
    """Found by hand: the second time it stayed away, and what was typed went to the page behind."""
    page, form, foot = QWidget(), QFrame(), QWidget()
    qtbot.addWidget(page)
    QVBoxLayout(form).addWidget(QLabel("What ended\n" * 40, form))
    QVBoxLayout(foot).addWidget(QLabel("End participation", foot))
    form.hide()
    area = FormArea(form, foot, page)
    QVBoxLayout(page).addWidget(area)
    page.resize(400, 300)
    page.show()
    for _ in range(3):
        form.show()
        assert area.isVisible()
        qtbot.waitUntil(form.isVisible)
        assert not foot.visibleRegion().isEmpty(), "the buttons stay in sight where the form scrolls"
        form.hide()
        assert area.isHidden()


def test_nothing_is_saved_before_kind_day_and_reason_are_there_and_each_field_says_so(
    qtbot, panel, desk, settle, child
):
    panel.go_button.click()
    assert panel.fields["kind"].problem == "Choose what ended."
    assert panel.fields["day"].problem == "Type the day as 2026-11-18."
    choose(panel.kind, WITHDREW)
    panel.go_button.click()
    assert panel.fields["reason"].problem == "Choose a reason."
    fill(qtbot, panel, WITHDREW, TODAY, "other")
    panel.go_button.click()
    assert panel.fields["note"].problem == "Say in the note what the other reason was."
    fill(qtbot, panel, WITHDREW, TODAY + timedelta(days=1), "burden")
    settle()
    assert panel.fields["day"].problem == "That day is still to come. Today is 18 Nov 2026."
    assert subjects.course(desk.context, child).ends.left is None


def test_what_is_said_against_the_day_goes_on_standing_where_the_reason_is_asked_for(qtbot, panel, settle):
    """Found by hand: with the cause asked for, the day of death before a count looked right."""
    choose(panel.kind, DEATH)
    panel.day.setFocus()
    panel.day.selectAll()
    qtbot.keyClicks(panel.day, (TODAY + timedelta(days=1)).isoformat())
    settle()
    refused = panel.fields["day"].problem
    assert refused.startswith("That day is still to come.")
    assert panel.reason.currentText() == "Choose a cause"
    panel.go_button.click()
    assert panel.fields["reason"].problem == "Choose a cause."
    assert panel.fields["day"].problem == refused


def test_esc_keeps_a_draft_that_comes_back_and_the_keys_go_back_to_the_tab(qtbot, window, panel, settle):
    fill(qtbot, panel, WITHDREW, TODAY, "burden", note="too far")
    qtbot.keyClick(panel.note, Qt.Key.Key_Escape)
    settle()
    assert not panel.isVisible()
    window.menus.actions["end_participation"].trigger()
    settle()
    assert panel.typed().note == "too far"
    window.resize(900, 500)
    settle()
    assert panel.note.height() >= panel.note.sizeHint().height(), (
        "the form scrolls, its fields keep their height"
    )
    assert (panel.typed().kind, panel.typed().reason) == (WITHDREW, "burden")
    assert panel.way_out.told.text().startswith("Draft of ") and panel.way_out.told.isVisible()


@pytest.mark.parametrize("meanwhile", ["typed", "another end"])
def test_a_draft_that_comes_late_stays_behind_what_was_typed_and_out_of_another_form(
    qtbot, window, panel, *, desk, settle, child, meanwhile
):
    fill(qtbot, panel, LOST, TODAY, "no_answer", note="moved away")
    panel.put_away()
    endings.end(desk.context, EndingDraft(child, WITHDREW_TREATMENT, TODAY, "burden"))
    window.subject_page.read()
    settle()
    may_answer = Event()
    desk.operations.run(lambda: may_answer.wait(10), owner=panel)
    window.subject_page.open_form_above("ending")
    assert panel.isVisible() and panel.note.text() == ""
    if meanwhile == "typed":
        qtbot.keyClicks(panel.note, "mother called")
    else:
        panel.standing_link.click()
    shown = panel.typed()
    may_answer.set()
    settle()
    assert panel.typed() == shown
    assert panel.told.isHidden()


def test_an_end_is_corrected_and_taken_back_with_why(window, panel, desk, settle, child):
    choose(panel.kind, WITHDREW)
    panel.day.set_day(TODAY)
    choose(panel.reason, "burden")
    panel.last_visit.setChecked(True)
    panel.save()
    settle()
    window.menus.actions["end_participation"].trigger()
    settle()
    assert panel.standing.text().startswith("Entered: withdrew consent 18 Nov 2026")
    assert panel.fields["why"].isVisible()
    assert "death" not in {panel.kind.itemData(at) for at in range(panel.kind.count())}
    panel.undo_button.click()
    assert panel.fields["why"].problem == "Choose why it is corrected or undone."
    choose(panel.reason, "moved")
    choose(panel.why, "source_corrected")
    panel.go_button.click()
    settle()
    stands = subjects.course(desk.context, child).ends.left
    assert stands is not None and stands.reason == "moved"
    kinds = [row.kind for row in subjects.course(desk.context, child).visits]
    assert kinds.count("early_termination") == 1

    window.menus.actions["end_participation"].trigger()
    settle()
    choose(panel.why, "new_information")
    panel.undo_button.click()
    settle()
    assert subjects.course(desk.context, child).ends.left is None
    assert len(endings.history(desk.context, child)) == 2


def test_a_death_in_a_visit_form_is_corrected_there(window, desk, settle, child):
    form = visits.VisitDraft(
        child, None, TODAY, title="Ward", events=(visits.EventEntry(TODAY, DEATH, "Sepsis."),)
    )
    visit_id, changes = visits.record(desk.context, form)
    desk.changed.emit(changes)
    settle()
    window.menus.actions["end_participation"].trigger()
    settle()
    panel = window.subject_page.ending
    assert panel is not None
    assert panel.standing.text() == "This death is entered in the form of Ward. Correct it there."
    assert not panel.go_button.isVisible() and not panel.kind.isVisible()
    panel.visit_button.click()
    settle()
    assert window.subject_page.open_form() == (True, visit_id)


def test_another_subject_closes_the_form(window, panel, desk, settle):
    other = visiting.enrol_saa(desk.context, code="TJ-015")
    window.open_subject(other, "visits")
    settle()
    assert not panel.isVisible()


def test_what_ended_is_read_whole_at_large_text(qtbot, qapp, window, panel, desk):
    choose(panel.kind, WITHDREW_TREATMENT)
    assert panel.fields["kind"].y() == panel.fields["reason"].y()
    style.dress(qapp, desk.theme, text_size=200)
    qtbot.waitUntil(lambda: panel.fields["reason"].y() > panel.fields["kind"].y() and not panel.kind.cut)
    assert panel.fields["reason"].y() == panel.fields["day"].y() < panel.fields["note"].y()
