"""The inner widget of a scrolled view, made here instead of by Qt."""

from __future__ import annotations

from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QAbstractScrollArea, QWidget


def own_viewport(area: QAbstractScrollArea) -> None:
    """Give a view a viewport that Python has made, before anything is set on it.

    To wrap a widget that it has never seen PySide makes every class of widget that it knows, to find which
    one it is: 30 ms before the list is painted, for a plain widget.
    """
    made = QWidget()
    made.setBackgroundRole(QPalette.ColorRole.Base)  # as Qt's own
    made.setAutoFillBackground(True)
    area.setViewport(made)
