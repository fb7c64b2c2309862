"""A new day while the program is open: what counts from today is read again."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtGui import QGuiApplication

if TYPE_CHECKING:
    from app.ui.desk import Desk

_HOUR_MS = 3_600_000  # a computer that slept counts no time: its midnight would come late


class NewDay(QObject):
    """Looks at the clock at midnight, once an hour, and when somebody comes back from another program."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._desk = desk
        self._day = desk.context.today()
        self._timer = QTimer(self)
        self._timer.setObjectName("new day")
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.look)

    def begin(self) -> None:
        """Look from now on."""
        application = QGuiApplication.instance()
        if isinstance(application, QGuiApplication):
            application.applicationStateChanged.connect(self._on_state)
        self.look()

    def look(self) -> None:
        """Tell the pages if it is another day than at the last look."""
        now = self._desk.context.clock()
        if now.date() != self._day:
            self._day = now.date()
            self._desk.day_turned.emit()
        self._timer.start(min(_HOUR_MS, _until_midnight(now)))

    def _on_state(self, state: Qt.ApplicationState) -> None:
        if state == Qt.ApplicationState.ApplicationActive:
            self.look()


def _until_midnight(now: datetime) -> int:
    """Milliseconds until a second after the next midnight."""
    midnight = datetime.combine(now.date() + timedelta(days=1), time(0, 0, 1), tzinfo=now.tzinfo)
    return round((midnight - now) / timedelta(milliseconds=1))
