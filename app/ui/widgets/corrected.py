"""The mark of a value that was changed after its first entry, with the words for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.ui.widgets.icon_mark import IconMark, quiet
from app.ui.widgets.labels import label

if TYPE_CHECKING:
    from app.i18n import Texts


def mark(parent: QWidget) -> IconMark:
    """The mark alone, beside a value."""
    return IconMark("corrected", quiet, size=12, parent=parent)


class CorrectedLegend(QWidget):
    """Says what the mark means; hidden while nothing bears it."""

    def __init__(self, texts: Texts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(mark(self))
        row.addWidget(label(texts("counts.corrected_legend"), role="secondary", parent=self))
        row.addStretch()
        self.hide()
