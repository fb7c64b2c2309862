"""A strip that Esc puts away, before what holds it hears of the key."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame


def keeps_escape(event: QEvent) -> bool:
    """Whether this is an Esc on its way to a shortcut: taken from it, the widget hears the key itself."""
    ours = (
        event.type() == QEvent.Type.ShortcutOverride
        and isinstance(event, QKeyEvent)
        and event.key() == Qt.Key.Key_Escape
    )
    if ours:
        event.accept()
    return ours


class EscapeStrip(QFrame):
    """While the focus is in it, Esc is its own: the shortcut of a form around it would go first."""

    def put_away(self) -> None:
        """Close the strip."""
        self.hide()

    # Qt overrides

    def event(self, event: QEvent) -> bool:
        return keeps_escape(event) or super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.put_away()
            event.accept()
        else:
            super().keyPressEvent(event)
