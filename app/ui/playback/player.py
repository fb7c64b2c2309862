"""Clicks, keys and pictures: a coordinator who waits for what is on the screen, never for a while."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol, TypeVar

from PySide6.QtCore import QEventLoop, QPoint, Qt, QTimer, qInstallMessageHandler
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget

from app.ui.widgets.labels import without_mnemonic

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date
    from pathlib import Path

    from PySide6.QtCore import QMessageLogContext, QtMsgType

    from app.ui.operations import Operations
    from app.ui.window import MainWindow

W = TypeVar("W", bound=QWidget)
LOOK_EVERY_MS = 10
GIVE_UP_AFTER_MS = 30_000
LONG_MS = 500
CTRL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
PLAIN = Qt.KeyboardModifier.NoModifier


@contextmanager
def off_screen() -> Iterator[None]:
    """Keep to ourselves that a list cannot be raised where there is no screen: nobody needs to know."""

    def hear(_kind: QtMsgType, _context: QMessageLogContext, message: str | None) -> None:
        if not (message or "").startswith("This plugin does not support "):
            sys.stderr.write(f"Qt: {message}\n")

    before = qInstallMessageHandler(hear)
    try:
        yield
    finally:
        qInstallMessageHandler(before)


class PlaybackError(Exception):
    """The screen did not come to show what the story waits for."""


class Stage(Protocol):
    """The program as the player sees it: a door, then a window."""

    operations: Operations

    @property
    def door(self) -> QWidget | None:
        """The page before the study is open."""

    @property
    def window(self) -> MainWindow | None:
        """The window of the open study."""


class Player:
    """Acts on the window in front and writes pictures into a folder."""

    def __init__(self, stage: Stage, out: Path) -> None:
        self.stage = stage
        self.out = out
        self.written: list[Path] = []

    @property
    def front(self) -> QWidget:
        """The window in front: the main window, or the door."""
        front = self.stage.window or self.stage.door
        if front is None:
            raise PlaybackError("no window is open")
        return front

    @property
    def window(self) -> MainWindow:
        """The main window."""
        if self.stage.window is None:
            raise PlaybackError("the study is not open")
        return self.stage.window

    @property
    def today(self) -> date:
        """The day of the open study."""
        return self.window.desk.context.today()

    def until(self, condition: Callable[[], bool], what: str) -> None:
        """Let the program run until a condition holds. Raises PlaybackError after half a minute."""
        loop = QEventLoop()
        look = QTimer()
        look.timeout.connect(lambda: loop.quit() if condition() else None)
        limit = QTimer()
        limit.setSingleShot(True)
        limit.timeout.connect(loop.quit)
        look.start(LOOK_EVERY_MS)
        limit.start(GIVE_UP_AFTER_MS)
        loop.exec()
        look.stop()
        limit.stop()
        if not condition():
            told = self.stage.window.strip.text if self.stage.window else ""
            raise PlaybackError(f"{what}: {told}" if told else what)

    def settle(self) -> None:
        """Wait until the worker has answered and no question is about to be asked."""
        quiet = 0

        def calm() -> bool:
            nonlocal quiet
            busy = not self.stage.operations.idle or any(map(_is_pause, self.front.findChildren(QTimer)))
            quiet = 0 if busy else quiet + 1
            return quiet > 2

        self.until(calm, "the worker has not answered")

    def find(self, kind: type[W], name: str) -> W:
        """The visible widget of a kind by accessible name, object name or button text."""
        for widget in self.front.findChildren(kind):
            if widget.isVisible() and name in names(widget):
                return widget
        seen = sorted({n for w in self.front.findChildren(kind) if w.isVisible() for n in names(w)})
        raise PlaybackError(f"no {kind.__name__} named {name!r} among {seen}")

    def click(self, widget: QWidget) -> None:
        """Press a widget with the mouse, then let the program answer."""
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton)
        self.settle()

    def click_left(self, widget: QWidget) -> None:
        """Press a radio button or tick at its left end, where its mark is."""
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton, pos=QPoint(8, widget.height() // 2))
        self.settle()

    def press(self, name: str) -> None:
        """Click the button of a name."""
        self.click(self.find(QAbstractButton, name))

    def press_quickly(self, widget: QWidget) -> None:
        """Press a widget with the mouse and go on at once, as a quick hand does."""
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton)

    def type(self, widget: QWidget, text: str) -> None:
        """Put the focus into a field and type over what stands there."""
        widget.setFocus(Qt.FocusReason.TabFocusReason)
        QTest.keyClick(widget, Qt.Key.Key_A, CTRL)
        QTest.keyClicks(widget, text)

    def strike(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = PLAIN) -> None:
        """Press a key where the focus is, without waiting: for what puts another window in front."""
        QTest.keyClick(QApplication.focusWidget() or self.front, key, modifiers)

    def key(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = PLAIN) -> None:
        """Press a key where the focus is, then let the program answer."""
        self.strike(key, modifiers)
        self.settle()

    def keys(self, text: str) -> None:
        """Type where the focus is."""
        target = QApplication.focusWidget()
        if target is None:
            raise PlaybackError(f"nothing has the focus for {text!r}")
        QTest.keyClicks(target, text)

    def picture(self, name: str) -> None:
        """Write what the window in front shows."""
        self.settle()
        path = self.out / f"{name}.png"
        if not self.front.grab().save(str(path)):
            raise PlaybackError(f"{path} could not be written")
        self.written.append(path)


def _is_pause(timer: QTimer) -> bool:
    """Whether a timer is a short wait for the next key; what waits longer (a draft) is not waited for."""
    return timer.isSingleShot() and timer.isActive() and timer.interval() < LONG_MS


def names(widget: QWidget) -> set[str]:
    """What a widget can be called by."""
    found = {widget.accessibleName(), widget.objectName()}
    if isinstance(widget, QAbstractButton):
        found.add(without_mnemonic(widget.text()))
    return found - {""}
