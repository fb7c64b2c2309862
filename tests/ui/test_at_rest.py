"""Painting that waits until what Qt puts off is done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from app.ui.widgets.at_rest import AtRest

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot


class _Paintings(QObject):
    """Counts how often a widget is painted, and what it said then."""

    def __init__(self, label: QLabel) -> None:
        super().__init__(label)
        self._label = label
        self.said: list[str] = []
        label.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            self.said.append(self._label.text())
        return False


def _page(qtbot: QtBot) -> tuple[QWidget, QWidget]:
    """A window that is not shown yet, and a page in it."""
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(300, 100)
    page = QWidget(window)
    QVBoxLayout(window).addWidget(page)
    return window, page


def test_a_page_is_painted_when_what_was_put_off_is_done_and_not_before(qtbot: QtBot) -> None:
    window, page = _page(qtbot)
    layout, label = QVBoxLayout(page), QLabel("first", page)
    layout.addWidget(label)
    window.show()
    seen = _Paintings(label)
    qtbot.waitUntil(lambda: seen.said != [])
    seen.said.clear()

    label.setText("on the way")
    timer = QTimer(page, singleShot=True)
    timer.timeout.connect(lambda: label.setText("at rest"))
    timer.start(0)
    AtRest(page).paint()

    qtbot.waitUntil(page.updatesEnabled)
    qtbot.waitUntil(lambda: seen.said != [])
    assert seen.said == ["at rest"]


def test_what_is_asked_twice_is_let_go_once(qtbot: QtBot) -> None:
    window, page = _page(qtbot)
    window.show()
    rest = AtRest(page)
    rest.paint()
    rest.paint()
    assert not page.updatesEnabled()
    qtbot.waitUntil(page.updatesEnabled)
