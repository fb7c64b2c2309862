"""The tour: there after the first run, quiet, gone for good when sent away; the list of keys."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel

from app.ui import style, tour
from app.ui.help import ShortcutList
from app.ui.rail import RAIL
from app.ui.theme import LIGHT
from app.ui.tour import STEPS, Tour
from app.ui.window import MainWindow

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from app.ui.desk import Desk


@pytest.fixture
def window(qtbot: QtBot, desk: Desk, settle: Callable[[], None]) -> Iterator[MainWindow]:
    desk.settings.put(tour.SETTING, tour.DUE)
    made = MainWindow(desk)
    qtbot.addWidget(made)
    made.show()
    settle()
    yield made
    settle()


def strip(window: MainWindow) -> Tour:
    (found,) = window.findChildren(Tour)
    return found


def test_it_leads_through_its_steps_and_is_over(
    qtbot: QtBot, window: MainWindow, desk: Desk, settle: Callable[[], None]
) -> None:
    shown = strip(window)
    seen = []
    for _step in STEPS:
        seen.append(shown.sentence.text())
        if shown.show_button.isVisible():
            shown.show_button.click()
            settle()
            assert window.current == STEPS[shown.step]
        shown.next_button.click()
    assert len(set(seen)) == len(STEPS)
    assert shown.isHidden()
    assert not tour.is_due(desk.settings)


def test_enter_on_the_strip_itself_goes_on(qtbot: QtBot, window: MainWindow) -> None:
    shown = strip(window)
    first = shown.step
    qtbot.keyClick(shown, Qt.Key.Key_Return)
    assert shown.step == list(STEPS)[1] != first


def test_escape_sends_it_away_and_the_help_menu_brings_it_back(qtbot: QtBot, window: MainWindow) -> None:
    shown = strip(window)
    qtbot.keyClick(shown, Qt.Key.Key_Escape)
    assert shown.isHidden()
    window.menus.actions["tour"].trigger()
    assert any(made.isVisible() for made in window.findChildren(Tour))


def test_it_is_not_there_for_a_study_that_was_made_before(
    qtbot: QtBot, desk: Desk, settle: Callable[[], None]
) -> None:
    made = MainWindow(desk)
    qtbot.addWidget(made)
    assert made.findChildren(Tour) == []
    settle()


# The off-screen platform says so when a dialog takes its size.
@pytest.mark.qt_log_ignore("^This plugin does not support")
def test_the_list_of_keys_is_that_of_the_real_actions(window: MainWindow) -> None:
    window.does.show_shortcuts()
    (shown,) = window.findChildren(ShortcutList)
    said = {made.text() for made in shown.findChildren(QLabel)}
    keys = {
        action.shortcut().toString(action.shortcut().SequenceFormat.NativeText)
        for action in window.menus.offered
        if not action.shortcut().isEmpty()
    }
    assert keys <= said
    assert {f"Ctrl+{number}" for number in range(1, len(RAIL) + 1)} <= said
    shown.accept()


# The off-screen platform says so when a dialog takes its size.
@pytest.mark.qt_log_ignore("^This plugin does not support")
@pytest.mark.parametrize("size", [100, 200])
def test_the_list_of_keys_is_never_scrolled_to_the_side(
    qapp: QApplication, window: MainWindow, desk: Desk, size: int
) -> None:
    style.dress(qapp, LIGHT, text_size=size)
    window.resize(1366, 768)
    window.does.show_shortcuts()
    (shown,) = window.findChildren(ShortcutList)
    shown.grab()  # lays everything out
    assert shown.area.horizontalScrollBar().maximum() == 0
    assert shown.focusWidget() is shown.area  # the arrow keys scroll it
    shown.accept()
    style.dress(qapp, LIGHT)


def test_the_page_of_the_start_is_a_choice(window: MainWindow, desk: Desk) -> None:
    window.menus.actions["home_subjects"].trigger()
    assert desk.settings.get("home", "") == "subjects"
