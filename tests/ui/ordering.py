"""Orders a table as a person does who has the keyboard alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu

if TYPE_CHECKING:
    from PySide6.QtWidgets import QTableView
    from pytestqt.qtbot import QtBot


def order_by_menu(qtbot: QtBot, table: QTableView, name: str) -> None:
    """Choose an order in the menu of the columns."""
    table.setFocus()
    QTest.keyClick(table, Qt.Key.Key_F10, Qt.KeyboardModifier.ShiftModifier)
    menu = table.findChild(QMenu, options=Qt.FindChildOption.FindDirectChildrenOnly)
    assert menu is not None
    orders = menu.findChild(QMenu)
    assert orders is not None
    next(action for action in orders.actions() if action.text() == name).trigger()
    menu.close()
    qtbot.waitUntil(lambda: not table.findChildren(QMenu))
