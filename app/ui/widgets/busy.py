"""A thin bar under the title while something is read. Nothing below 150 ms; its room is always kept."""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QProgressBar, QWidget

_LATER_MS = 150


class BusyBar(QProgressBar):
    """Runs between `begin` and `end`, visible only when that takes long."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setTextVisible(False)
        self.setRange(0, 1)
        policy = self.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.setSizePolicy(policy)
        self.setFixedHeight(3)
        self.hide()
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(_LATER_MS)
        self._later.timeout.connect(self._appear)

    def begin(self) -> None:
        """Something begins to be read."""
        self._later.start()

    def end(self) -> None:
        """It is there."""
        self._later.stop()
        self.setRange(0, 1)  # a bar without end repaints itself for ever
        self.hide()

    def _appear(self) -> None:
        self.setRange(0, 0)
        self.show()
