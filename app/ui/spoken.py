"""What a screen reader is told: the roles of what Qt has none for, and news from under the keys.

A class of a widget says its role with `spoken_as`, a name of `QAccessible.Role`. A plain frame or widget
with a name is a group. Everything else keeps the role that Qt gives it.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtCore import QObject
    from PySide6.QtGui import QAccessibleInterface
    from PySide6.QtWidgets import QWidget

_PLAIN = ("QWidget", "QFrame", "QScrollArea")  # Qt takes these for a client or a border


@cache
def install() -> None:
    """Let Qt ask here first, once for all. It takes some milliseconds: behind the first paint."""
    from PySide6.QtGui import QAccessible

    QAccessible.installFactory(_interface)


def heard() -> bool:
    """Whether a screen reader listens."""
    from PySide6.QtGui import QAccessible

    return QAccessible.isActive()


def announce(widget: QWidget, words: str) -> None:
    """Say words when something became different under the keys, and nobody would read it out by itself."""
    from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent

    if heard():
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(widget, words))


def _interface(_key: str, thing: QObject) -> QAccessibleInterface | None:
    """What stands for a widget. Qt keeps it as long as the widget; asked for each class up to QObject."""
    from PySide6.QtGui import QAccessible
    from PySide6.QtWidgets import QAccessibleWidget, QWidget

    if not isinstance(thing, QWidget):
        return None
    role = getattr(thing, "spoken_as", "")
    if not role and thing.accessibleName() and _plain(type(thing)):
        role = "Grouping"
    return QAccessibleWidget(thing, QAccessible.Role[role]) if role else None


def _plain(kind: type) -> bool:
    """Whether Qt knows nothing better of a class than that it is a widget."""
    return next(each.__name__ for each in kind.__mro__ if each.__module__.startswith("PySide6.")) in _PLAIN
