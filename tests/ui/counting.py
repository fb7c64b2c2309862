"""Somebody who types into the grid of the counts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from app.services import subjects
from app.ui.pages.counts import CountsTab
from tests.ui.visiting import view_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date
    from decimal import Decimal

    from PySide6.QtWidgets import QWidget
    from pytestqt.qtbot import QtBot

    from app.ui.desk import Desk

CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


class Counter:
    """Works the tab by keys and clicks; after each change it is shown the subject anew, as its page does."""

    def __init__(self, qtbot: QtBot, desk: Desk, subject_id: int, settle: Callable[[], None]) -> None:
        self.qtbot, self.desk, self.subject_id, self.settle = qtbot, desk, subject_id, settle
        self.tab = CountsTab(desk)
        qtbot.addWidget(self.tab)
        self.tab.resize(1190, 620)
        desk.changed.connect(lambda _changes: self.tab.show_subject(view_of(desk.context, self.subject_id)))
        with qtbot.waitActive(self.tab):
            self.tab.show()
            self.tab.activateWindow()
        self.show(subject_id)

    def show(self, subject_id: int) -> None:
        self.tab.show_subject(view_of(self.desk.context, subject_id))
        self.settle()
        self.tab.begin()

    def go(self, day: date, code: str) -> None:
        row = next(place for place, each in enumerate(self.tab.grid.rows) if each.day == day)
        self.tab.table.go_to(row, self.tab.grid.columns.index(code))
        self.tab.table.setFocus()

    def cell(self, day: date, code: str) -> str:
        row = next(place for place, each in enumerate(self.tab.grid.rows) if each.day == day)
        return str(self.tab.grid.index(row, self.tab.grid.columns.index(code)).data())

    def current(self) -> tuple[date, str]:
        index = self.tab.table.currentIndex()
        return self.tab.grid.rows[index.row()].day, self.tab.grid.columns[index.column()]

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        QTest.keyClick(self._focus(), key, modifiers)

    def type(self, *texts: str, key: Qt.Key = Qt.Key.Key_Return) -> None:
        """Type each text into the current cell and leave it by a key."""
        for text in texts:
            QTest.keyClicks(self._focus(), text[0])
            if text != "-":
                editor = self._focus()
                assert isinstance(editor, QLineEdit), "no editor is open"
                QTest.keyClicks(editor, text[1:])
            self.press(key)
            self.qtbot.waitUntil(self.tab.table.hasFocus)

    def click(self, widget: QWidget) -> None:
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton)

    def save(self) -> None:
        self.press(Qt.Key.Key_S, CTRL)
        self.settle()

    def paste(self, text: str) -> None:
        QApplication.clipboard().setText(text)
        self.press(Qt.Key.Key_V, CTRL)
        self.settle()

    def stored(self, day: date) -> dict[str, Decimal | None]:
        rows = subjects.course(self.desk.context, self.subject_id).counts
        return {row.analyte: row.value for row in rows if row.day == day}

    def _focus(self) -> QWidget:
        return QApplication.focusWidget() or self.tab.table
