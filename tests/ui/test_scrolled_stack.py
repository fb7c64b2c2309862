"""The area around the tabs of a subject: it scrolls when it must and not a moment earlier."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from app.ui.widgets.scrolled_stack import CurrentStack, scrolled

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot


class Page(QWidget):
    """A page that needs a certain height, with wrapped text that would like more."""

    def __init__(self, least: int) -> None:
        super().__init__()
        text = QLabel("word " * 400)
        text.setWordWrap(True)
        text.setMinimumHeight(10)
        QVBoxLayout(self).addWidget(text)
        self._least = least

    def minimumSizeHint(self) -> QSize:
        return QSize(100, self._least)


def test_only_the_least_height_of_the_page_in_front_counts(qtbot: QtBot) -> None:
    stack = CurrentStack()
    for least in (200, 900):
        stack.addWidget(Page(least))
    area = scrolled(stack)
    qtbot.addWidget(area)
    area.resize(300, 400)
    area.show()
    bar = area.verticalScrollBar()
    qtbot.waitUntil(lambda: stack.height() == area.viewport().height())
    assert bar.maximum() == 0
    stack.setCurrentIndex(1)
    qtbot.waitUntil(lambda: stack.height() == 900)
    assert bar.maximum() == 900 - area.viewport().height()
    stack.setCurrentIndex(0)
    qtbot.waitUntil(lambda: bar.maximum() == 0)
