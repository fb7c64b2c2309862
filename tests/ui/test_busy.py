"""The bar of what takes long: it comes late and stands still."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from app.ui.widgets.busy import BusyBar

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot


def test_the_bar_comes_late_stands_still_and_goes(qtbot: QtBot) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    bar = BusyBar(page)
    page.show()
    bar.begin()
    assert bar.isHidden()
    qtbot.waitUntil(bar.isVisible)
    assert bar.value() == bar.maximum() > bar.minimum(), "full: a range without end would be animated"
    bar.end()
    assert bar.isHidden()


def test_what_ends_soon_shows_no_bar(qtbot: QtBot) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    bar = BusyBar(page)
    page.show()
    bar.begin()
    bar.end()
    assert not bar._later.isActive()
    assert bar.isHidden()
