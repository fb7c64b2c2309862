"""The Edit menu tells keys and what the field in focus takes."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QMenu, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from app.ui import edit_actions


def test_an_open_edit_menu_shows_keys_and_only_what_the_field_takes(qtbot: QtBot) -> None:
    host = QWidget()
    qtbot.addWidget(host)
    field = QLineEdit(host)
    QVBoxLayout(host).addWidget(field)
    menu = QMenu(host)
    actions = {code: QAction(code, host) for code, _run in edit_actions.all_of()}
    menu.addActions(list(actions.values()))
    edit_actions.tell(menu, actions)
    host.show()
    host.activateWindow()
    field.setFocus()
    qtbot.waitUntil(field.hasFocus)

    menu.aboutToShow.emit()
    assert actions["edit_paste"].isEnabled()
    assert not actions["edit_undo"].isEnabled()
    assert not actions["edit_copy"].isEnabled()
    assert actions["edit_copy"].text().split("\t")[1]
    menu.aboutToHide.emit()
    assert actions["edit_copy"].isEnabled()
    assert actions["edit_copy"].text() == "edit_copy"
    assert actions["edit_copy"].shortcut().isEmpty()  # the field keeps its own

    qtbot.keyClicks(field, "12")
    field.selectAll()
    menu.aboutToShow.emit()
    assert actions["edit_undo"].isEnabled()
    assert actions["edit_copy"].isEnabled()
    menu.aboutToHide.emit()


def test_words_marked_in_a_label_can_be_copied_from_the_menu(qtbot: QtBot) -> None:
    said = QLabel("one\ntwo")
    qtbot.addWidget(said)
    said.setTextInteractionFlags(
        Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
    )
    menu = QMenu(said)
    runs = dict(edit_actions.all_of())
    actions = {code: QAction(code, said) for code in runs}
    edit_actions.tell(menu, actions)
    with qtbot.waitActive(said):
        said.show()
        said.activateWindow()
    said.setFocus()
    qtbot.waitUntil(said.hasFocus)
    QApplication.clipboard().clear()

    menu.aboutToShow.emit()
    assert not actions["edit_copy"].isEnabled() and not actions["edit_paste"].isEnabled()
    menu.aboutToHide.emit()

    said.setSelection(0, 7)
    menu.aboutToShow.emit()
    assert actions["edit_copy"].isEnabled()
    menu.aboutToHide.emit()
    runs["edit_copy"]()
    assert QApplication.clipboard().text() == "one\ntwo"
