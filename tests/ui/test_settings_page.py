"""Settings in one place: each box is a group of the menus; what was arranged by hand can be given back."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import pytest
from PySide6.QtWidgets import QApplication

from app.settings import Personal
from app.ui import place
from app.ui.pages.settings import SettingsPage
from app.ui.window import MainWindow

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytestqt.qtbot import QtBot

    from app.ui.desk import Desk
    from app.ui.pages.today import TodayPage


@pytest.fixture
def window(qtbot: QtBot, desk: Desk, settle: Callable[[], None]) -> MainWindow:
    desk.settings.put("home", "subjects")
    made = MainWindow(desk)
    qtbot.addWidget(made)
    made.show()
    settle()
    made.go("settings")
    return made


def page_of(window: MainWindow) -> SettingsPage:
    return cast("SettingsPage", window.page("settings"))


def test_every_choice_of_the_menus_stands_there_and_both_say_the_same(
    qtbot: QtBot, window: MainWindow, desk: Desk
) -> None:
    page = page_of(window)
    assert set(page.boxes) == set(window.menus.groups)
    asked: list[object] = []
    wanted = (window.scheme_wanted, window.text_size_wanted, window.density_wanted, window.lock_after_wanted)
    for signal in wanted:
        signal.connect(asked.append)
    page.boxes["scheme"].activated.emit(2)
    page.boxes["size"].activated.emit(4)
    page.boxes["density"].activated.emit(0)
    page.boxes["lock_after"].activated.emit(0)
    assert asked == ["dark", 200, "compact", 5]
    assert window.menus.actions["scheme_dark"].isChecked()
    window.menus.actions["home_today"].trigger()
    assert page.boxes["home"].currentText() == "Today"
    assert desk.settings.get("home", "") == "today"
    assert page.boxes["language"].count() == 3


def test_the_rail_a_key_and_the_finder_lead_there(qtbot: QtBot, window: MainWindow) -> None:
    assert QApplication.focusWidget() is page_of(window).boxes["language"] or not window.isActiveWindow()
    window.go("subjects")
    (there,) = (action for action in window.actions() if action.text() == "Settings")
    assert there.shortcut().toString() == "Ctrl+,"
    there.trigger()
    assert window.current == "settings"
    assert "Settings" in {target.words for target in window.does.findable("settings")}


def test_the_calendar_has_a_row_of_its_own_and_is_the_week_of_today(
    window: MainWindow, settle: Callable[[], None]
) -> None:
    def marked() -> list[str]:
        return [button.text() for button in window.rail.pages if button.isChecked()]

    window.go("calendar")
    settle()
    today = cast("TodayPage", window.page("today"))
    assert window.stack.currentWidget() is today
    assert today.calendar.isVisible()
    assert (window.current, marked(), today.title.text()) == ("calendar", ["Calendar"], "Calendar")
    window.go("subjects")
    window.back()
    assert window.current == "calendar"
    today.list_button.click()
    assert (window.current, marked(), today.title.text()) == ("today", ["Today"], "Today")
    today.show_week()
    assert marked() == ["Calendar"]
    kept = window.place()
    window.go("today")
    assert today.tree.isVisible() or today.empty.isVisible()
    place.lead(window, kept)
    assert window.current == "calendar"
    settle()


def test_what_was_arranged_by_hand_is_given_back_and_nothing_else(window: MainWindow, desk: Desk) -> None:
    page, theirs = page_of(window), Personal(desk.settings, "somebody.else")
    assert not page.usual.isEnabled()
    assert page.usual.toolTip()
    desk.state.put("split.overview.beside", 400)
    desk.state.put("widths.queries", "{}")
    desk.state.put("subject_views", "{}")
    theirs.put("split.overview.beside", 300)
    page.begin()
    assert page.usual.isEnabled()
    anew: list[bool] = []
    desk.rebuild_wanted.connect(lambda: anew.append(True))
    page.usual.click()
    assert anew
    assert desk.state.get("split.overview.beside", 0) == 0
    assert desk.state.get("widths.queries", "") == ""
    assert desk.state.get("subject_views", "") == "{}"
    assert theirs.get("split.overview.beside", 0) == 300
