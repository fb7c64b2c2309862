"""The installed PySide6 survives long use on the interpreter at hand.

PySide6 6.12 steals a reference to `None` with each void call on Python before 3.12 and aborts after some
thousand of them, minutes into a working day; short tests don't show it. requirements.in pins a sound pair for
each Python.
"""

from __future__ import annotations

import subprocess
import sys

CALLS = """
from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QPainterPath
from PySide6.QtWidgets import QApplication, QLabel

class Sender(QObject):
    sent = Signal(int)

app = QApplication([])
label, path, sender = QLabel(), QPainterPath(), Sender()
sender.sent.connect(label.setNum)
for number in range(25_000):
    label.setText(str(number))
    label.resize(100, 20 + number % 10)
    path.lineTo(number, number)
    sender.sent.emit(number)
print("alive")
"""


def test_a_hundred_thousand_widget_calls_leave_the_interpreter_alive() -> None:
    result = subprocess.run(
        [sys.executable, "-c", CALLS], capture_output=True, text=True, check=False, timeout=300
    )

    assert (result.returncode, result.stdout, result.stderr) == (0, "alive\n", "")
