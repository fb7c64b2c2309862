"""Print: the documents of the study, and batches of visit summaries."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.services import subjects
from app.ui.news import NewsPlace
from app.ui.pages.printing.batch import BatchPanel
from app.ui.pages.printing.study_papers import StudyPapers
from app.ui.widgets.labels import label

if TYPE_CHECKING:
    from app.ui.desk import Desk


class PrintPage(QWidget):
    """Two panels side by side; the protocols that they offer are read when the page is shown."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        texts = desk.texts
        self.news_place = NewsPlace(margins=(0, 0, 0, 0), parent=self)
        self.papers = StudyPapers(desk, self)
        self.batch = BatchPanel(desk, self)
        panels = QHBoxLayout()
        panels.setSpacing(12)
        panels.addWidget(self.papers, 1, Qt.AlignmentFlag.AlignTop)
        panels.addWidget(self.batch, 1, Qt.AlignmentFlag.AlignTop)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(16, 16, 16, 8)
        outer.setSpacing(8)
        outer.addWidget(label(texts("papers.page_title"), role="title", parent=self))
        outer.addWidget(self.news_place)
        outer.addLayout(panels)
        outer.addStretch(1)

    def begin(self) -> None:
        """The page comes to the front."""
        self.papers.kind.setFocus(Qt.FocusReason.OtherFocusReason)

    def read(self) -> None:
        """Read what can be chosen."""
        context = self._desk.context
        self._desk.operations.run(lambda: tuple(subjects.protocols(context)), owner=self, done=self._offer)
        self.batch.read()

    def _offer(self, protocols: tuple[str, ...]) -> None:
        self.papers.offer(protocols)
        self.batch.offer(protocols)

    # Qt overrides

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.read()
