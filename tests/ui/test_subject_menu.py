"""The menu of a line of the list of subjects: by the right button or the Menu key, on a stored study."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from app.services import subjects, visits
from app.services.visits import Reason
from app.ui.desk import Desk
from app.ui.pages.subjects import SubjectsPage
from tests.ui import visiting

if TYPE_CHECKING:
    from PySide6.QtGui import QAction
    from pytestqt.qtbot import QtBot

    from app.services.context import Context
    from app.services.subjects import Course, VisitRow

# The off-screen platform says so when a menu opens.
pytestmark = pytest.mark.qt_log_ignore("^This plugin does not support")
TODAY = date(2026, 11, 18)  # of the clock of the tests: D90 is due
SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def child(desk: Desk) -> int:
    """A boy whose D90 is due; what came before it was logged or missed."""
    found = visiting.enrol_saa(desk.context)
    visiting.log(desk.context, found, date(2026, 11, 12), WBC="2.8", ANC="1.1", LYM="1.2", PLT="49", HB="99")
    for visit in subjects.course(desk.context, found).visits:
        if visit.actual is None and visit.target is not None and visit.target < TODAY:
            visits.mark_missed(desk.context, visit.id, Reason("no_show"))
    return found


@pytest.fixture
def page(qtbot: QtBot, desk: Desk, child: int, settle: Callable[[], None]) -> Iterator[SubjectsPage]:
    made = SubjectsPage(desk)
    qtbot.addWidget(made)
    made.resize(1222, 700)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    settle()
    settle()
    made.table.setFocus()
    yield made
    settle()


def due(desk: Desk, child: int) -> VisitRow:
    return next(visit for visit in subjects.course(desk.context, child).visits if visit.day == 90)


def menu_of(page: SubjectsPage, settle: Callable[[], None]) -> QMenu:
    QTest.keyClick(page.table, Qt.Key.Key_F10, SHIFT)
    assert len(page.table.findChildren(QMenu, options=Qt.FindChildOption.FindDirectChildrenOnly)) == 1
    settle()
    opened = QApplication.activePopupWidget()
    assert isinstance(opened, QMenu)
    return opened


def entry(menu: QMenu, text: str) -> QAction:
    return next(action for action in menu.actions() if action.text() == text)


def choose(menu: QMenu, text: str) -> None:
    """As with the mouse."""
    place = menu.actionGeometry(entry(menu, text)).center()
    QTest.mouseClick(menu, Qt.MouseButton.LeftButton, pos=place)


def test_the_menu_has_what_can_be_done_and_ends_with_orders_and_columns(
    page: SubjectsPage, settle: Callable[[], None]
) -> None:
    menu = menu_of(page, settle)
    said = [action.text() for action in menu.actions() if not action.isSeparator()]
    assert said == [
        "Open subject",
        "See evidence",
        "Log visit",
        "Mark missed…",
        "Reschedule…",
        "Raise query…",
        "Print summary",
        "Order by",
        "Columns",
    ]
    assert all(action.isEnabled() for action in menu.actions())
    menu.close()


def test_the_due_visit_is_logged_from_the_menu(
    qtbot: QtBot, desk: Desk, page: SubjectsPage, child: int, settle: Callable[[], None]
) -> None:
    menu = menu_of(page, settle)
    with qtbot.waitSignal(desk.visit_wanted) as led:
        choose(menu, "Log visit")
    assert led.args == [child, due(desk, child).id]


def test_a_query_about_the_last_visit_is_raised_from_the_menu(
    qtbot: QtBot, desk: Desk, page: SubjectsPage, child: int, settle: Callable[[], None]
) -> None:
    logged = {visit.id: visit.actual for visit in subjects.course(desk.context, child).visits}
    menu = menu_of(page, settle)
    with qtbot.waitSignal(desk.field_wanted) as led:
        choose(menu, "Raise query…")
    subject, visit, field = led.args
    assert (subject, logged[visit], field) == (child, date(2026, 11, 12), "queries.new.")


def test_the_summary_of_the_last_visit_is_shown_from_the_menu(
    qtbot: QtBot, desk: Desk, page: SubjectsPage, child: int, settle: Callable[[], None]
) -> None:
    menu = menu_of(page, settle)
    with qtbot.waitSignal(desk.preview_wanted) as led:
        choose(menu, "Print summary")
    shown = next(v for v in subjects.course(desk.context, child).visits if v.id == led.args[0])
    assert shown.actual == date(2026, 11, 12)


def test_the_right_button_on_a_line_opens_the_menu_of_that_line(
    qtbot: QtBot, desk: Desk, page: SubjectsPage, settle: Callable[[], None]
) -> None:
    other = visiting.enrol_saa(desk.context, code="TJ-015")
    page.read()
    settle()
    settle()
    place = page.table.visualRect(page.rows.index(page.rows.position_of(other), 3)).center()
    viewport = page.table.viewport()
    asked = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, place, viewport.mapToGlobal(place))
    QApplication.sendEvent(viewport, asked)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    assert page.table.chosen() == other
    with qtbot.waitSignal(desk.subject_wanted) as led:
        choose(menu, "Open subject")
    assert led.args == [other, "overview"]
    settle()


def test_a_visit_is_rescheduled_above_the_list(
    qtbot: QtBot, desk: Desk, page: SubjectsPage, child: int, settle: Callable[[], None]
) -> None:
    choose(menu_of(page, settle), "Reschedule…")
    assert page.menu.marking is not None
    strip = page.menu.marking.rescheduled
    assert strip.isVisible()
    assert strip.day.hasFocus()
    strip.day.set_day(date(2026, 11, 24))
    with qtbot.waitSignal(desk.noticed) as told:
        qtbot.mouseClick(strip.go, Qt.MouseButton.LeftButton)
    assert told.args[0].text.startswith("TJ-014 · ")
    settle()
    settle()
    assert due(desk, child).agreed == date(2026, 11, 24)
    assert page.table.hasFocus()
    place = page.rows.position_of(child)
    assert any("24 Nov" in str(page.rows.index(place, at).data()) for at in range(page.rows.columnCount()))


def test_a_visit_is_marked_missed_above_the_list(
    qtbot: QtBot, desk: Desk, page: SubjectsPage, child: int, settle: Callable[[], None]
) -> None:
    wanted = due(desk, child).id
    choose(menu_of(page, settle), "Mark missed…")
    assert page.menu.marking is not None
    strip = page.menu.marking.missed
    assert strip.isVisible()
    qtbot.keyClick(strip.reason, Qt.Key.Key_Return)
    settle()
    settle()
    row = next(visit for visit in subjects.course(desk.context, child).visits if visit.id == wanted)
    assert row.state == "missed"


def test_who_has_no_visit_logged_gets_no_summary_and_is_told_why(
    desk: Desk, page: SubjectsPage, child: int, settle: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    read = subjects.course

    def bare(context: Context, subject_id: int) -> Course:
        return replace(read(context, subject_id), visits=())

    monkeypatch.setattr(subjects, "course", bare)
    menu = menu_of(page, settle)
    for text, why in (
        ("Log visit", "No planned visit is open."),
        ("Print summary", "No visit has been logged yet."),
    ):
        assert not entry(menu, text).isEnabled()
        assert entry(menu, text).toolTip() == why
    assert entry(menu, "Open subject").isEnabled()
    menu.close()
    settle()
