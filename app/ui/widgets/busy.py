"""A thin bar under the title while something is read. Nothing below 150 ms; its room is always kept.

It does not move: nothing in the window does, and Qt cannot tell who asked the system for less motion.
"""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QProgressBar, QWidget

_LATER_MS = 150


class BusyBar(QProgressBar):
    """Stands between `begin` and `end`, visible only when that takes long."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setTextVisible(False)
        self.setRange(0, 1)
        self.setValue(1)
        policy = self.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.setSizePolicy(policy)
        self.setFixedHeight(3)
        self.hide()
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(_LATER_MS)
        self._later.timeout.connect(self.show)

    def begin(self) -> None:
        """Something begins to be read."""
        self._later.start()

    def end(self) -> None:
        """It is there."""
        self._later.stop()
        self.hide()
