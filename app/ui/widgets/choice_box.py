"""A list to choose from that the wheel passes by."""

from __future__ import annotations

from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QComboBox


class ChoiceBox(QComboBox):
    """The wheel scrolls the page; it never changes a choice by accident."""

    # Qt overrides

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()
