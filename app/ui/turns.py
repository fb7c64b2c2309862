"""Waits until the event loop has nothing else to do, a few turns long."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

PAINTING = 3  # turns until a page that came to the front is laid out: its painting is held back so long


class Turns(QObject):
    """Calls `act` when so many turns have passed since it was last asked. A turn comes behind all events that
    wait, also behind what is to be painted."""

    def __init__(self, number: int, act: Callable[[], None], parent: QObject) -> None:
        super().__init__(parent)
        self._number, self._act = number, act
        self._left = 0
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._turned)

    def begin(self) -> None:
        """Count from now on."""
        self._left = self._number
        self._timer.start(0)

    def _turned(self) -> None:
        self._left -= 1
        if self._left <= 0:
            self._timer.stop()
            self._act()
