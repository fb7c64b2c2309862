"""Ctrl+K pressed while the study is still being opened: what is typed from there on is for the finder."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QKeyEvent

if TYPE_CHECKING:
    from app.ui.finder import Finder


class TypedAhead:
    """Keeps the keys until there is a finder, then hands them on.

    The keyboard speaks to the door until the window is in front: what was typed meanwhile would be lost, and
    its end would land in the list of the home page.
    """

    def __init__(self) -> None:
        self._begun = False
        self._keys: list[QKeyEvent] = []

    def take(self, event: QKeyEvent) -> bool:
        """Take a key that the door has heard; False for one that is not for the finder."""
        control = event.modifiers() == Qt.KeyboardModifier.ControlModifier
        if control and event.key() == Qt.Key.Key_K:
            self._begun = True
            self._keys.clear()
        elif self._begun:
            self._keys.append(QKeyEvent(event.type(), event.key(), event.modifiers(), event.text()))
        return self._begun

    def lead(self, finder: Finder) -> None:
        """The window stands: the finder takes what was typed."""
        if self._begun:
            finder.begin()
            for key in self._keys:
                QCoreApplication.sendEvent(finder, key)
