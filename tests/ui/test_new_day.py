"""A program that stays open over midnight, or sleeps till the morning, shows the day that it is."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from app.ui.desk import Desk
from app.ui.new_day import NewDay, _until_midnight
from app.ui.pages.today import TodayPage
from tests.ui.conftest import NOW


def test_today_is_read_again_when_another_day_has_begun(qtbot, desk: Desk, settle) -> None:
    at = [NOW]
    desk.context = replace(desk.context, clock=lambda: at[0])
    page = TodayPage(desk)
    qtbot.addWidget(page)
    page.show()
    settle()
    before = page.about.text()
    watch = NewDay(desk)
    watch.begin()
    at[0] = NOW + timedelta(days=1)
    application = QGuiApplication.instance()
    assert isinstance(application, QGuiApplication)
    application.applicationStateChanged.emit(Qt.ApplicationState.ApplicationActive)
    settle()
    watch._timer.stop()
    assert page.about.text() != before
    assert str((NOW + timedelta(days=1)).day) in page.about.text()


def test_it_looks_again_at_midnight_and_within_the_hour(desk: Desk) -> None:
    late = NOW.replace(hour=23, minute=59, second=50, microsecond=0)
    assert _until_midnight(late) == 11_000
    desk.context = replace(desk.context, clock=lambda: NOW.replace(hour=8))
    watch = NewDay(desk)
    watch.look()
    assert 0 < watch._timer.interval() <= 3_600_000
    watch._timer.stop()
