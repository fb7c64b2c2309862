"""The focus goes to a sensible place when what holds it goes away."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.i18n import Texts
from app.ui.desk import Notice
from app.ui.widgets.long_work import LongWork
from app.ui.widgets.notice import NoticeStrip

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

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
