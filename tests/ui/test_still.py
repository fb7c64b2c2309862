"""A form that is held still takes nothing, and goes on where it was."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QVBoxLayout, QWidget

from app.ui.widgets.still import Still


def test_keys_clicks_and_shortcuts_pass_a_held_form_by_and_come_again_after_it(qtbot):
    window = QWidget()
    form = QWidget(window)
    QVBoxLayout(window).addWidget(form)
    layout = QVBoxLayout(form)
    field, button = QLineEdit(form), QPushButton("Save", form)
    layout.addWidget(field)
    layout.addWidget(button)
    done: list[str] = []
    button.clicked.connect(lambda: done.append("click"))
    QShortcut(QKeySequence("Ctrl+K"), form).activated.connect(lambda: done.append("key"))
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    field.setFocus()
    still = Still(form)

    def touch() -> None:
        focused = QApplication.focusWidget() or form
        QTest.keyClicks(focused, "1")
        QTest.keyClick(focused, Qt.Key.Key_Tab)
        QTest.keyClick(window.windowHandle(), Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
        QTest.mouseClick(
            window.windowHandle(), Qt.MouseButton.LeftButton, pos=button.mapTo(window, button.rect().center())
        )

    still.hold()
    still.hold()
    touch()
    assert (field.text(), done) == ("", [])
    assert field.isEnabled()
    still.release()
    still.release()
    assert QApplication.focusWidget() is field
    touch()
    assert (field.text(), done) == ("1", ["key", "click"])
