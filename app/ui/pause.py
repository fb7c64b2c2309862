"""A pause in typing, and the end of patience with somebody who makes none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QElapsedTimer, QTimer

if TYPE_CHECKING:
    from PySide6.QtCore import QObject

MOST_MS = 4000  # of steady typing that a power cut may take


class Pause(QTimer):
    """Runs out a while after the last key, and MOST_MS after the first one that was waited with."""

    def __init__(self, parent: QObject, *, name: str) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setSingleShot(True)
        self._since = QElapsedTimer()

    def begin(self, wait_ms: int) -> None:
        """A key was pressed: wait anew."""
        if not self.isActive():
            self._since.start()
        self.start(max(0, min(wait_ms, MOST_MS - self._since.elapsed())))
