"""The wheel over a choice scrolls what it stands on: nothing is chosen by passing over it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.ui.widgets.choice_box import ChoiceBox

PAGES = Path(__file__).parents[2] / "app" / "ui"
# The door has one box and nothing to scroll, and is painted before anything else is loaded.
ALLOWED = {"choice_box.py", "unlock.py"}


@pytest.mark.parametrize("focused", [False, True])
def test_the_wheel_changes_no_choice(qtbot: QtBot, focused: bool) -> None:
    box = ChoiceBox()
    qtbot.addWidget(box)
    box.addItems(["g/L", "g/dL"])
    box.show()
    if focused:
        box.setFocus()
    at = QPointF(box.rect().center())
    down, none = QPoint(0, -120), Qt.KeyboardModifier.NoModifier
    buttons, phase = Qt.MouseButton.NoButton, Qt.ScrollPhase.NoScrollPhase
    wheel = QWheelEvent(at, at, QPoint(), down, buttons, none, phase, False)
    QApplication.sendEvent(box, wheel)
    assert box.currentText() == "g/L"
    assert not wheel.isAccepted()


def test_every_choice_of_the_pages_is_such_a_box() -> None:
    made = re.compile(r"QComboBox\(|\(QComboBox\):\n\s+\"\"\"|QSpinBox\(")
    others = [path.name for path in PAGES.rglob("*.py") if made.search(path.read_text(encoding="utf-8"))]
    assert set(others) <= ALLOWED
