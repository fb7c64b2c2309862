"""A table that fills its own ground, so that a change of its height leaves what is painted where it is."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QTableView, QWidget

from app.ui.style import theme_of


class OwnGroundTable(QTableView):
    """Where the style sheet fills the ground Qt paints every cell anew as soon as a strip opens below."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_StaticContents)

    # Qt overrides

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), QColor(theme_of(self).surface))
        painter.end()
        super().paintEvent(event)
