"""The mark of a value that was changed after its first entry, with the words for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from app.ui import fonts, icons
from app.ui.style import theme_of
from app.ui.widgets.labels import label

if TYPE_CHECKING:
    from PySide6.QtGui import QIcon

    from app.i18n import Texts


def mark(widget: QWidget) -> QIcon:
    """The mark in the grey of the widget's scheme."""
    return icons.icon("corrected", colour=theme_of(widget).text2)


class CorrectedLegend(QWidget):
    """Says what the mark means; hidden while nothing bears it."""

    def __init__(self, texts: Texts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        drawn = QLabel(self)
        drawn.setPixmap(mark(self).pixmap(fonts.scaled(12), fonts.scaled(12)))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(drawn)
        row.addWidget(label(texts("counts.corrected_legend"), role="secondary", parent=self))
        row.addStretch()
        self.hide()
