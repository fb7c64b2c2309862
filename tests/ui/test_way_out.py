"""A form that keeps a draft says so on its button, tells of it when it opens again, and discards it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QWidget

from app.domain.timeline import Window
from app.i18n import LANGUAGES, Texts
from app.services import consents, drafts
from app.services.contracts.today import DRAFTS
from app.ui.desk import Desk
from app.ui.pages.amend import AmendPage
from app.ui.pages.overview.decline import DeclineForm
from app.ui.pages.today import TodayPage
from app.ui.pages.visit_list.marking import MISSED
from app.ui.pages.visit_list.missed import MissedStrip
from app.ui.pages.visit_list.reschedule import Asked, RescheduleStrip
from app.ui.way_out import WayOut
from app.ui.window import MainWindow
from tests.ui import visiting

Settle = Callable[[], None]
KEEPS, LEAVES = "Close, keep draft", "Cancel"
TODAY = visiting.DAY0 + timedelta(days=90)
WINDOW = Window(TODAY, TODAY + timedelta(days=3), TODAY + timedelta(days=6))


def missed(desk: Desk) -> tuple[QWidget, Callable[[], None], QLineEdit, str]:
    strip = MissedStrip(desk)
    return strip, lambda: strip.ask(7, "Week 4"), strip.note, "missed:7"


def rescheduled(desk: Desk) -> tuple[QWidget, Callable[[], None], QLineEdit, str]:
    strip = RescheduleStrip(desk)
    return strip, lambda: strip.ask(Asked(7, "Week 4", WINDOW)), strip.note, "reschedule:7"


def declined(desk: Desk) -> tuple[QWidget, Callable[[], None], QLineEdit, str]:
    form = DeclineForm(desk, kept_as="decline:3")
    return form, form.ask, form.note, "decline:3"


def way_of(form: QWidget) -> WayOut:
    found = form.findChild(WayOut)
    assert isinstance(found, WayOut)
    return found


@pytest.mark.parametrize("by", ["button", "Esc"])
@pytest.mark.parametrize("made", [missed, rescheduled, declined])
def test_a_small_form_says_that_it_keeps_a_draft_tells_of_it_and_discards_it(
    qtbot, desk: Desk, settle: Settle, made, by: str
) -> None:
    form, ask, note, key = made(desk)
    qtbot.addWidget(form)
    ask()
    settle()
    way = way_of(form)
    assert way.button.text() == LEAVES and not way.told.isVisible()
    QTest.keyClicks(note, "f")
    assert way.button.text() == KEEPS, "from the first letter on"
    QTest.keyClick(note, Qt.Key.Key_Backspace)
    assert way.button.text() == LEAVES
    QTest.keyClicks(note, "flood")
    if by == "Esc":
        QTest.keyClick(note, Qt.Key.Key_Escape)
    else:
        QTest.mouseClick(way.button, Qt.MouseButton.LeftButton)
    settle()
    assert form.isHidden()
    found = drafts.find(desk.context, key)
    assert found is not None and found.fields["note"] == "flood"

    ask()
    settle()
    assert note.text() == "flood" and way.button.text() == KEEPS
    assert way.told.isVisible() and way.told.text().startswith("Draft of ")
    QTest.mouseClick(way.forget, Qt.MouseButton.LeftButton)
    settle()
    assert note.text() == "" and way.button.text() == LEAVES
    assert not way.told.isVisible() and not way.forget.isVisible()
    assert form.focusWidget() in (getattr(form, "reason", None), getattr(form, "day", None))
    assert drafts.find(desk.context, key) is None
    QTest.keyClicks(note, "again")
    assert way.button.text() == KEEPS, "what is typed behind it is kept as before"
    form.put_away()
    settle()
    assert drafts.find(desk.context, key) is not None


@pytest.mark.parametrize("which", ["ending", "consent"])
def test_a_form_above_the_tabs_does_the_same(qtbot, desk: Desk, settle: Settle, which: str) -> None:
    child = visiting.enrol_saa(desk.context)
    if which == "consent":
        consents.add_form(desk.context, consents.FormDraft("2.2", TODAY))
    window = MainWindow(desk)
    qtbot.addWidget(window)
    window.resize(1366, 768)
    window.show()
    window.open_subject(child, "visits")
    settle()

    def opened():
        window.subject_page.open_form_above(which)
        settle()
        form = window.subject_page.forms.get(which)
        assert form is not None and form.isVisible()
        return form

    key = f"{which}:{child}:new"
    form = opened()
    assert form.back_button.text() == LEAVES
    QTest.keyClicks(form.note, "f")
    assert form.back_button.text() == KEEPS
    QTest.keyClick(form.note, Qt.Key.Key_Backspace)
    assert form.back_button.text() == LEAVES
    QTest.mouseClick(form.back_button, Qt.MouseButton.LeftButton)
    settle()
    assert drafts.find(desk.context, key) is None, "nothing was left to keep"
    form = opened()
    assert not form.way_out.told.isVisible()
    QTest.keyClicks(form.note, "phone call")
    QTest.mouseClick(form.back_button, Qt.MouseButton.LeftButton)
    settle()
    assert form.isHidden() and drafts.find(desk.context, key) is not None

    form = opened()
    assert form.note.text() == "phone call" and form.back_button.text() == KEEPS
    assert form.way_out.told.isVisible()
    QTest.mouseClick(form.way_out.forget, Qt.MouseButton.LeftButton)
    settle()
    assert form.isVisible() and form.note.text() == "" and form.back_button.text() == LEAVES
    assert drafts.find(desk.context, key) is None
    QTest.keyClick(form.note, Qt.Key.Key_Escape)
    settle()
    assert form.isHidden() and drafts.find(desk.context, key) is None


@pytest.mark.parametrize("by", ["button", "Esc"])
def test_the_page_of_another_day_0_does_the_same(qtbot, desk: Desk, settle: Settle, by: str) -> None:
    view = visiting.view_of(desk.context, visiting.enrol_saa(desk.context))
    page = AmendPage(desk)
    qtbot.addWidget(page)
    page.resize(1222, 700)
    page.show()
    page.show_day0(view)
    settle()
    assert page.cancel_button.text() == LEAVES
    QTest.keyClicks(page.field, "2026-08-21")
    assert page.cancel_button.text() == KEEPS
    key = f"amend:{view.course.subject.id}:day0"
    with qtbot.waitSignal(desk.back_wanted):
        if by == "Esc":
            QTest.keyClick(page.field, Qt.Key.Key_Escape)
        else:
            QTest.mouseClick(page.cancel_button, Qt.MouseButton.LeftButton)
    settle()
    assert drafts.find(desk.context, key) is not None, "at once, not a second later"

    page.show_day0(view)
    settle()
    assert page.field.text() == "2026-08-21" and page.way_out.told.isVisible()
    QTest.mouseClick(page.way_out.forget, Qt.MouseButton.LeftButton)
    settle()
    assert page.field.text() == "" and page.cancel_button.text() == LEAVES
    assert not page.way_out.told.isVisible()
    assert drafts.find(desk.context, key) is None


def test_today_lists_at_once_what_a_strip_above_it_kept(qtbot, desk: Desk, settle: Settle) -> None:
    child = visiting.enrol_saa(desk.context)

    page = TodayPage(desk)
    qtbot.addWidget(page)
    page.resize(1222, 700)
    page.show()
    settle()
    settle()
    line = next(
        line
        for group in page.rows.groups
        for line in group.lines
        if line.subject_id == child and line.visit_id
    )
    page._ask(MISSED, line)
    assert page._marking is not None
    strip = page._marking.missed
    settle()
    QTest.keyClicks(strip.note, "flood")
    QTest.mouseClick(strip.back, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: any(group.key == DRAFTS for group in page.rows.groups), timeout=5_000)
    settle()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_button_says_what_the_visit_form_and_enrolment_say(qtbot, language: str) -> None:
    texts, host = Texts(language), QWidget()
    qtbot.addWidget(host)
    way = WayOut(texts, host)
    assert way.button.text() == texts("common.cancel")
    way.match(typed=True)
    assert way.button.text() == texts("enrol.close") == texts("visit_form.close")
