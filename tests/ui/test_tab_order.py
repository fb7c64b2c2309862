"""The order of Tab can be asked for without PySide losing what it finds on the way."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import (
    QComboBox,
    QLineEdit,
    QMainWindow,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

import app.ui
from app.ui import next_panel
from app.ui.widgets import tab_order
from app.ui.widgets.flow import Flow

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytestqt.qtbot import QtBot


class Page(QWidget):
    """Fields of which one goes again, in a row of an own layout and a part that scrolls."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        outer = QVBoxLayout(self)
        self.area = QScrollArea(self)
        self.inside = QWidget()
        column = QVBoxLayout(self.inside)
        self.choice = QComboBox(self.inside)
        self.choice.setEditable(True)
        column.addWidget(self.choice)
        self.area.setWidget(self.inside)
        self.first, self.goes = QLineEdit(self), QLineEdit(self)
        outer.addWidget(self.area)
        self.row = Flow()
        self.row.add(self.first, self.goes)
        outer.addLayout(self.row)
        self.held = [self.area.verticalScrollBar(), self.choice.lineEdit(), self.row._parts[0].item]

    def lose(self) -> None:
        self.row.removeWidget(self.goes)
        self.goes.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


def round_and_round(window: QMainWindow, step: Callable[[QWidget], QWidget]) -> None:
    at: QWidget = window
    for _ in range(40):
        at = step(at)


def asked_by_f6(window: QMainWindow) -> None:
    assert next_panel.panels(window)


def asked_forwards(window: QMainWindow) -> None:
    round_and_round(window, tab_order.after)


def asked_backwards(window: QMainWindow) -> None:
    round_and_round(window, tab_order.before)


def followed_by_a_late_part(window: QMainWindow) -> None:
    page = window.centralWidget()
    assert isinstance(page, Page)
    tab_order.follow(page.goes, [page.first])


def test_what_goes_takes_nothing_with_it_that_stands_beside_it(qtbot: QtBot) -> None:
    """Found by hand: a strip that went from a row of the visit form took the window's layouts with it."""
    for ask in (asked_by_f6, asked_forwards, asked_backwards, followed_by_a_late_part):
        window = QMainWindow()
        qtbot.addWidget(window)
        page = Page(window)
        window.setCentralWidget(page)
        window.show()

        ask(window)
        page.lose()

        assert all(shiboken6.isValid(part) for part in page.held), ask.__name__
        window.resize(500, 500)
        assert page.row.minimumSize().height() > 0


def test_what_has_the_focus_instead_stays_when_the_one_it_stands_for_goes(qtbot: QtBot) -> None:
    page = Page()
    qtbot.addWidget(page)
    page.goes.setFocusProxy(page.area)
    assert tab_order.proxy(page.goes) is page.area
    assert tab_order.proxy(page.first) is None
    page.lose()
    assert all(shiboken6.isValid(part) for part in page.held)


def test_a_window_that_was_asked_about_still_belongs_to_who_made_it(qtbot: QtBot) -> None:
    button = QPushButton()
    qtbot.addWidget(button)
    late = QPushButton(button)
    assert tab_order.before(late) is button
    assert shiboken6.ownedByPython(button)


def test_the_chain_of_the_focus_is_asked_for_in_one_place() -> None:
    asking = {
        file.name
        for file in Path(app.ui.__file__).parent.rglob("*.py")
        if any(name in file.read_text(encoding="utf-8") for name in ("InFocusChain(", ".focusProxy("))
    }
    assert asking == {"tab_order.py"}
