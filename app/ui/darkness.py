"""What a lock takes from the screen and the clipboard, and when idleness calls for one."""

from __future__ import annotations

from PySide6 import QtCore
from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QClipboard, QGuiApplication, QWindow
from PySide6.QtWidgets import QApplication, QDialog
from shiboken6 import isValid

SETTING = "lock_after_minutes"
CHOICES = (5, 10, 15, 30, 60)
DEFAULT = 15
_SIGNS_OF_LIFE = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
        QEvent.Type.TabletPress,
        QEvent.Type.InputMethod,
    }
)


def minutes(kept: int) -> int:
    """The idle time of a setting; one that was never offered counts as the usual one."""
    return kept if kept in CHOICES else DEFAULT


class Idleness(QObject):
    """Watches all windows of the program: `due` when nobody has touched it for the time that is set.

    It watches what the screen tells the windows, not the application: there each event of each widget would
    come by, some thousands in a save, and for the first part of a widget that Python has never seen PySide
    would make every class that it knows, which is a tenth of a second before the list is painted.
    """

    due = Signal()

    def __init__(self, application: QApplication, parent: QObject) -> None:
        super().__init__(parent)
        self._application = application
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        # A coarse timer may come a twentieth late: the lock keeps the minutes that were chosen.
        self._timer.setTimerType(QtCore.Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self.due)
        self._watched: list[QWindow] = []  # kept: a window that Python forgets is looked up at each event
        application.focusWindowChanged.connect(self._see)

    def watch(self, kept: int) -> None:
        """Begin, or begin anew with another time in minutes."""
        self._timer.start(minutes(kept) * 60_000)
        for window in self._application.topLevelWindows():
            self._see(window)

    def rest(self) -> None:
        """Stop watching."""
        self._timer.stop()
        for window in self._watched:
            if isValid(window):
                window.removeEventFilter(self)
        self._watched.clear()

    @property
    def left(self) -> int:
        """Milliseconds until it is due, -1 while it rests."""
        return self._timer.remainingTime()

    def _see(self, window: QWindow | None) -> None:
        """Watch a window from when it is there or has the focus for the first time."""
        if window is None or not self._timer.isActive():
            return
        self._watched = [known for known in self._watched if isValid(known)]
        if window not in self._watched:
            self._watched.append(window)
            window.installEventFilter(self)

    # Qt overrides

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _SIGNS_OF_LIFE and self._timer.isActive():
            self._timer.start()
        return False


def hide_all(application: QApplication) -> None:
    """Take every window off the screen at once: menus, dialogs, lists that hang below a field."""
    popup = application.activePopupWidget()
    while popup is not None:
        popup.close()
        after = application.activePopupWidget()
        popup = after if after is not popup else None
    for window in application.topLevelWidgets():
        if not window.isVisible():
            continue
        if isinstance(window, QDialog):
            window.reject()
        window.hide()


def forget_clipboard() -> None:
    """Empty the clipboard of what this program put there; what came from elsewhere stays."""
    clipboard = QGuiApplication.clipboard()
    if clipboard.ownsClipboard():
        clipboard.clear()
    if clipboard.supportsSelection() and clipboard.ownsSelection():
        clipboard.clear(QClipboard.Mode.Selection)
