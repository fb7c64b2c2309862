"""A page that comes to the front is painted when it has come to rest, not at each step on the way."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QEvent, QObject
from PySide6.QtWidgets import QWidget

from app.ui.turns import PAINTING, Turns

_STEPS = 3  # a layout calls for the one around it, that for the scroll area that holds the page


def lay_out_now() -> None:
    """Do all layouts that wait: Qt would paint once in the room of before."""
    for _step in range(_STEPS):
        QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)


class AtRest(QObject):
    """Holds the painting of a widget back until what Qt puts off is done.

    Tables lay their rows and columns out by timers of no length, layouts by events that call for others:
    each of these painted the whole page anew. Not for a window: Qt forgets to paint one that was held.
    """

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self._widget = widget
        self._turns = Turns(PAINTING, self._let_go, self)

    def paint(self) -> None:
        """Paint the widget once, when it has come to rest."""
        self._widget.setUpdatesEnabled(False)
        self._turns.begin()

    def _let_go(self) -> None:
        self._widget.setUpdatesEnabled(True)
