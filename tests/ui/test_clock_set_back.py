"""A clock set back while the study is open: told once in a strip of its own, shown with each entry."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from app.i18n import Texts
from app.services import controlling, trail
from app.services.visits import Reason
from app.ui.desk import Desk, Notice
from app.ui.pages.history import HistoryDialog
from app.ui.pages.study.audit_rows import COLUMNS, AuditRows
from app.ui.welcome import Warnings
from app.ui.widgets.cells import TONE_ROLE
from app.ui.widgets.notice import NoticeStrip
from tests.ui.conftest import NOW


def change_something(desk: Desk, hours: int, settle: Callable[[], None]) -> None:
    at = NOW - timedelta(hours=hours)
    context = replace(desk.context, clock=lambda: at)
    now = controlling.settings(context)
    wanted = replace(now, late_entry_days=now.late_entry_days + 1)
    desk.operations.run(
        lambda: controlling.change_settings(context, wanted, reason=Reason("other", "agreed")), owner=desk
    )
    settle()


def test_the_window_says_so_once_and_no_later_news_takes_it_away(
    qtbot: QtBot, desk: Desk, settle: Callable[[], None]
) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    warnings = Warnings(desk, QVBoxLayout(page))
    page.show()
    change_something(desk, 0, settle)
    assert not page.findChildren(NoticeStrip)

    change_something(desk, 5, settle)
    qtbot.waitUntil(lambda: warnings.strip is not None, timeout=5_000)
    assert isinstance(warnings.strip, NoticeStrip)
    desk.noticed.emit(Notice("done", "Something else"))
    assert warnings.strip.isVisible()
    assert warnings.strip.text.startswith("The clock of this computer shows")
    assert "is saved" in warnings.strip.text

    warnings.strip.clear()
    change_something(desk, 4, settle)
    assert not warnings.strip.isVisible()


@pytest.mark.parametrize("language", ["en", "zh", "pt"])
def test_the_trail_and_the_history_mark_the_entry(
    qtbot: QtBot, desk: Desk, settle: Callable[[], None], language: str
) -> None:
    texts = Texts(language)
    change_something(desk, 5, settle)
    page = trail.listing(desk.context, trail.TrailQuery())
    rows = AuditRows(texts)
    rows.show_page(page)
    place = next(at for at, row in enumerate(page.rows) if row.action == "update")
    at, reason = (rows.index(place, COLUMNS.index(column)) for column in ("at", "reason"))
    assert at.data(TONE_ROLE) == "warning"
    assert texts("trail.set_back") in reason.data()
    assert at.data(Qt.ItemDataRole.ToolTipRole) == texts("trail.set_back_about")

    entry = trail.PastValue(NOW, "R.", None, "1.5", "10*9/L", "", "", "", "", False, (), set_back=True)
    desk.texts = texts
    host = QWidget()
    qtbot.addWidget(host)
    dialog = HistoryDialog(desk, host)
    assert ("question", texts("trail.set_back_about")) in dialog.lines_of(entry, first=True, newest=True)
