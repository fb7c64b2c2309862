"""How many criteria are clear, unknown and failed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.domain.truth import FALSE, TRUE, UNKNOWN, Truth
from app.ui.widgets.labels import label
from app.ui.widgets.verdict_mark import VerdictMark

if TYPE_CHECKING:
    from app.i18n import Texts


class Tally(QWidget):
    """7 clear, 1 unknown, 0 failed: a mark where there are some, grey words for none."""

    def __init__(self, texts: Texts) -> None:
        super().__init__()
        self._texts = texts
        line = QHBoxLayout(self)
        line.setContentsMargins(12, 2, 4, 2)
        line.setSpacing(12)
        self.cells = {}
        for verdict in (TRUE, UNKNOWN, FALSE):
            mark, words = VerdictMark(texts), label(role="about")
            line.addWidget(mark)
            line.addWidget(words)
            self.cells[verdict] = (mark, words)

    def show_counts(self, figures: dict[Truth, int]) -> None:
        """Show the three figures."""
        keys = {TRUE: "clear", UNKNOWN: "unknown_count", FALSE: "failed"}
        for verdict, (mark, words) in self.cells.items():
            text = self._texts(f"enrol.eligibility.{keys[verdict]}", n=figures[verdict])
            mark.show_verdict(verdict, words=text)
            words.setText(text)
            mark.setVisible(figures[verdict] > 0)
            words.setVisible(figures[verdict] == 0)
