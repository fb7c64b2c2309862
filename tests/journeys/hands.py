"""Two hands at the real window: what they press and click arrives as from the desk, and is counted there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QKeySequence, QWindow
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytestqt.qtbot import QtBot

    from app.ui.window import MainWindow

LONG_MS = 900
NONE = Qt.KeyboardModifier.NoModifier
MODIFIERS = (Qt.Key.Key_Control, Qt.Key.Key_Shift, Qt.Key.Key_Alt)


@dataclass(frozen=True, slots=True)
class Effort:
    """What a task took. `typed` are the characters of the data itself: any program needs those."""

    keys: int
    clicks: int
    typed: int


class Counter(QObject):
    """Counts the presses that reach a window of the program; a chord such as Ctrl+S is one."""

    def __init__(self, application: QApplication, window: QWidget) -> None:
        super().__init__(application)
        self.keys = self.clicks = 0
        self._application, self._window = application, window
        application.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._window and event.type() == QEvent.Type.DeferredDelete:
            # What is half destroyed sends events, too: a wrapper made for it here outlives it, and crashes.
            self._application.removeEventFilter(self)
        elif event.type() == QEvent.Type.Shortcut:
            self.keys += 1  # a chord that an action took: the window hears only of its Ctrl
        elif isinstance(watched, QWindow):
            self.clicks += event.type() == QEvent.Type.MouseButtonPress
            if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
                self.keys += event.key() not in MODIFIERS
        return False


class Hands:
    """Types and clicks at whatever window is in front."""

    def __init__(self, qtbot: QtBot, window: MainWindow, application: QApplication) -> None:
        self.qtbot, self.window = qtbot, window
        self.counter = Counter(application, window)
        self._typed = 0
        self._began = (0, 0)

    def begin(self) -> None:
        """From here on it counts."""
        self.settle()
        self._began, self._typed = (self.counter.keys, self.counter.clicks), 0

    def effort(self) -> Effort:
        """What it took since `begin`."""
        keys, clicks = self._began
        return Effort(self.counter.keys - keys - self._typed, self.counter.clicks - clicks, self._typed)

    def press(self, *sequences: str) -> None:
        """Press keys one after the other: "Ctrl+K", "Return"."""
        for sequence in sequences:
            combined = QKeySequence(sequence)[0]  # type: ignore[index]  # the stubs know no such form
            self._key(combined.key(), combined.keyboardModifiers())
            self.settle()

    def type(self, text: str) -> None:
        """Type data where the focus is."""
        for sign in text:
            self._key(sign)
        self._typed += len(text)
        self.settle()

    def click(self, widget: QWidget, at: QPoint | None = None, *, double: bool = False) -> None:
        """Click a widget, in its middle or at a point of it."""
        assert widget.isVisible() and widget.isEnabled(), widget
        if widget.window() is QApplication.activePopupWidget():  # its native window comes and goes
            before = self.counter.clicks
            QTest.mouseClick(widget, Qt.MouseButton.LeftButton, pos=at or widget.rect().center())
            self.counter.clicks = before + 1
            self.settle()
            return
        shown = widget.window().windowHandle()
        assert shown is not None
        place = widget.mapTo(widget.window(), at or widget.rect().center())
        assert widget.window().rect().contains(place), f"{widget} lies outside its window"
        press = QTest.mouseDClick if double else QTest.mouseClick
        press(shown, Qt.MouseButton.LeftButton, NONE, place)
        self.settle()

    def settle(self) -> None:
        """Until the worker has answered and no question is about to be asked."""
        operations = self.window.desk.operations
        quiet = 0

        def calm() -> bool:
            nonlocal quiet
            busy = not operations.idle or any(map(_is_pause, self.window.findChildren(QTimer)))
            quiet = 0 if busy else quiet + 1
            return quiet > 2

        self.qtbot.waitUntil(calm, timeout=30_000)

    def until(self, true: Callable[[], bool]) -> None:
        """Wait for a state."""
        self.qtbot.waitUntil(true, timeout=30_000)

    def _key(self, key: Any, modifiers: Qt.KeyboardModifier = NONE) -> None:
        if QApplication.activePopupWidget() is not None:
            before, target = self.counter.keys, QApplication.focusWidget()
            assert target is not None
            QTest.keyClick(target, key, modifiers)
            self.counter.keys = before + 1
            return
        handle = (QApplication.activeWindow() or self.window).windowHandle()
        assert handle is not None
        QTest.keyClick(handle, key, modifiers)


def _is_pause(timer: QTimer) -> bool:
    return timer.isSingleShot() and timer.isActive() and timer.interval() < LONG_MS
