"""The Edit menu of the real window, by mouse and by its letter, acts on the field that had the focus."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu

from tests.journeys.hands import Hands
from tests.journeys.test_walks import at_window, from_menu
from tests.ui.conftest import desk, founded_study, study_context

if TYPE_CHECKING:
    from app.ui.desk import Desk

__all__ = ["at_window", "desk", "founded_study", "study_context"]  # fixtures
pytestmark = [pytest.mark.qt_log_ignore("^This plugin does not support"), pytest.mark.slow]


def field_of(hands: Hands) -> QLineEdit:
    """A line of text on a page, with something typed into it."""
    hands.click(hands.window.rail.pages[1])
    field = cast("QLineEdit", cast("Any", hands.window.page("subjects")).search)
    hands.click(field)
    hands.type("MT-02")
    return field


def open_edit(hands: Hands) -> QMenu:
    """By mouse, without taking a line."""
    bar = hands.window.menuBar()
    undo = hands.window.menus.actions["edit_undo"]
    edit = next(each for each in bar.actions() if undo in cast("QMenu", each.menu()).actions())
    hands.click(bar, bar.actionGeometry(edit).center())
    hands.until(lambda: isinstance(QApplication.activePopupWidget(), QMenu))
    return cast("QMenu", QApplication.activePopupWidget())


def test_each_line_clicked_acts_on_the_field_that_had_the_focus(
    at_window: Callable[[Desk], Hands], desk: Desk
) -> None:
    hands = at_window(desk)
    field = field_of(hands)
    QApplication.clipboard().clear()

    from_menu(hands, "edit", "edit_select_all")
    assert field.hasFocus() and field.selectedText() == "MT-02"
    from_menu(hands, "edit", "edit_copy")
    assert QApplication.clipboard().text() == "MT-02" and field.text() == "MT-02"
    QApplication.clipboard().clear()
    from_menu(hands, "edit", "edit_cut")
    assert field.text() == "" and QApplication.clipboard().text() == "MT-02"
    from_menu(hands, "edit", "edit_paste")
    from_menu(hands, "edit", "edit_paste")
    assert field.text() == "MT-02MT-02"
    from_menu(hands, "edit", "edit_undo")
    assert field.text() == "MT-02"
    from_menu(hands, "edit", "edit_redo")
    assert field.text() == "MT-02MT-02" and field.hasFocus()


def test_the_open_menu_greys_what_the_field_in_focus_does_not_take(
    at_window: Callable[[Desk], Hands], desk: Desk
) -> None:
    hands = at_window(desk)
    field = field_of(hands)
    actions = hands.window.menus.actions

    menu = open_edit(hands)
    assert actions["edit_undo"].isEnabled() and not actions["edit_copy"].isEnabled()
    hands.click(menu, menu.actionGeometry(actions["edit_copy"]).center())  # grey: the menu stays
    assert menu.isVisible() and field.text() == "MT-02"
    QTest.keyClick(menu, Qt.Key.Key_Escape)
    hands.until(lambda: not menu.isVisible())
    assert actions["edit_copy"].isEnabled() and "\t" not in actions["edit_copy"].text()
    hands.press("Escape")  # the first left the menu, this one leaves the bar
    assert field.hasFocus() and field.text() == "MT-02"


def test_by_its_letter_the_menu_acts_on_the_field_as_well(
    at_window: Callable[[Desk], Hands], desk: Desk
) -> None:
    hands = at_window(desk)
    field = field_of(hands)

    hands.press("Alt+E")
    hands.until(lambda: isinstance(QApplication.activePopupWidget(), QMenu))
    menu = cast("QMenu", QApplication.activePopupWidget())
    QTest.keyClick(menu, Qt.Key.Key_Up)  # the last line: everything selected
    QTest.keyClick(menu, Qt.Key.Key_Return)
    hands.until(lambda: QApplication.activePopupWidget() is None)
    assert field.hasFocus() and field.selectedText() == "MT-02"
