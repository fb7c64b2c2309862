"""The focus goes to a sensible place when what holds it goes away; Enter does what it does elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QLineEdit,
    QMainWindow,
    QStackedWidget,
    QTableWidget,
    QVBoxLayout,
    QWidget,
)

from app.i18n import Texts
from app.ui import next_panel
from app.ui.desk import Notice
from app.ui.rail import RailButton
from app.ui.widgets.buttons import Button
from app.ui.widgets.icon_mark import IconButton
from app.ui.widgets.kept_split import KeptSplitter
from app.ui.widgets.long_work import LongWork
from app.ui.widgets.notice import NoticeStrip
from app.ui.widgets.panel import Panel
from app.ui.widgets.segments import Segment
from app.ui.widgets.tab_order import enter_leads

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytestqt.qtbot import QtBot

    from app.ui.desk import Desk

# The off-screen platform says so when a window asks for its least size.
pytestmark = pytest.mark.qt_log_ignore("^This plugin does not support")


def shown(qtbot: QtBot, part: QWidget) -> QWidget:
    """A window with one part."""
    window = QWidget()
    qtbot.addWidget(window)
    QVBoxLayout(window).addWidget(part)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    return window


def test_news_tells_who_put_it_away_by_hand_and_nobody_else(qtbot: QtBot) -> None:
    strip = NoticeStrip(Texts("en"))
    window = shown(qtbot, strip)
    told: list[str] = []
    strip.left.connect(lambda: told.append("left"))
    strip.show_notice(Notice("done", "Stored."))
    strip.clear()
    assert told == []
    strip.show_notice(Notice("done", "Stored."))
    strip.setFocus()
    qtbot.keyClick(strip, Qt.Key.Key_Escape)
    assert strip.isHidden()
    assert window.isVisible()
    assert told == ["left"]


def test_the_focus_waits_with_long_work_also_when_it_is_told_to_stop(qtbot: QtBot) -> None:
    work = LongWork(stop="Stop")
    window = shown(qtbot, work)
    work.begin("Reading")
    assert window.focusWidget() is work.stop
    qtbot.keyClick(work.stop, Qt.Key.Key_Space)
    assert not work.stop.isEnabled()
    assert work.focused
    work.end()


def _rail_button() -> RailButton:
    return RailButton("today", "Today")


@pytest.mark.parametrize("made", [lambda: Button("Save"), lambda: IconButton("pen"), _rail_button, Segment])
def test_enter_presses_the_button_that_has_the_focus_once(
    qtbot: QtBot, made: Callable[[], QAbstractButton]
) -> None:
    """Found by hand: the first key after a new study, Enter on Print…, did nothing."""
    button = made()
    window = shown(qtbot, button)
    pressed = QSignalSpy(button.clicked)
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
        qtbot.keyClick(button, key)
    assert pressed.count() == 3
    none, held = Qt.KeyboardModifier.NoModifier, True
    QApplication.sendEvent(button, QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Return, none, "\r", held))
    qtbot.keyClick(button, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert pressed.count() == 3
    assert window.isVisible()


def test_enter_selects_what_stands_in_the_field_it_leads_to(qtbot: QtBot) -> None:
    """Found by hand: what was typed next stood behind the codes that the new study had proposed."""
    both = QWidget()
    first, second = QLineEdit(both), QLineEdit("MSC-###", both)
    enter_leads(first, second)
    window = shown(qtbot, both)
    first.setFocus()
    qtbot.keyClick(first, Qt.Key.Key_Return)
    assert window.focusWidget() is second
    assert second.selectedText() == "MSC-###"


def test_the_panel_key_goes_round_the_panels_and_back_to_what_had_the_focus_there(qtbot: QtBot) -> None:
    window = QMainWindow()
    qtbot.addWidget(window)
    middle = QWidget(window)
    window.setCentralWidget(middle)
    rail, stack = QLineEdit(middle), QStackedWidget(middle)
    page = QWidget()
    stack.addWidget(page)
    head, table, panel = QLineEdit(page), QTableWidget(page), Panel("What is next", parent=page)
    first, second = QLineEdit(panel), QLineEdit(panel)
    for around, parts in ((middle, (rail, stack)), (page, (head, table, panel)), (panel, (first, second))):
        layout = around.layout() or QVBoxLayout(around)
        for part in parts:
            layout.addWidget(part)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    second.setFocus()
    passed = []
    for step in (1, 1, 1, 1, -1, -1):
        next_panel.go(window, step)
        passed.append(QApplication.focusWidget())
    assert passed == [rail, head, table, second, table, head]


def test_a_key_leads_to_the_dividers_and_back_to_the_field(qtbot: QtBot, desk: Desk) -> None:
    """Esc leaves the divider, not the form around it."""
    window = QMainWindow()
    qtbot.addWidget(window)
    splitter = KeptSplitter(desk, name="test", parent=window)
    field = QLineEdit()
    for part in (field, QWidget()):
        splitter.addWidget(part)
    window.setCentralWidget(splitter)
    escaped: list[bool] = []
    QShortcut(QKeySequence("Esc"), window).activated.connect(lambda: escaped.append(True))
    window.resize(800, 400)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    field.setFocus()
    divider = splitter.handle(1)
    leaves = (lambda: qtbot.keyClick(divider, Qt.Key.Key_Escape), lambda: next_panel.go_to_divider(window))
    for leave in leaves:
        next_panel.go_to_divider(window)
        assert QApplication.focusWidget() is divider
        leave()
        assert QApplication.focusWidget() is field
    assert not escaped
    divided = splitter.widget(1)
    assert divided is not None
    divided.hide()
    qtbot.waitUntil(divider.isHidden)
    assert not next_panel.go_to_divider(window)
    assert QApplication.focusWidget() is field
