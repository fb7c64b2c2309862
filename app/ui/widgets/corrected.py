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


class MarkLegend(QWidget):
    """Says what a mark means; hidden while nothing bears it."""

    def __init__(self, sign: IconMark, words: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(sign)
        row.addWidget(label(words, role="secondary", parent=self))
        row.addStretch()
        self.hide()


class CorrectedLegend(MarkLegend):
    """Of the values that were changed after their first entry."""

    def __init__(self, texts: Texts, parent: QWidget | None = None) -> None:
        super().__init__(IconMark("corrected", quiet, size=12), texts("counts.corrected_legend"), parent)
