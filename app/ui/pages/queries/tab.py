"""The queries of one subject."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.ui.pages.queries.view import QueriesView
from app.ui.widgets.labels import label

if TYPE_CHECKING:
    from app.ui.desk import Desk
    from app.ui.subject_view import SubjectView


class QueriesTab(QWidget):
    """Shows what the subject page has read."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.about = label(role="about", parent=self)
        self.view = QueriesView(desk, subject=False, parent=self)
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(label(desk.texts("queries.title"), role="title", parent=self))
        head.addWidget(self.about)
        head.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(16, 12, 16, 12)
        outer.setSpacing(8)
        outer.addLayout(head)
        outer.addWidget(self.view, 1)
        self.view.counted.connect(self.about.setText)

    def begin(self) -> None:
        """The tab comes to the front."""
        self.view.begin()

    def show_subject(self, view: SubjectView) -> None:
        """Show the queries of a subject."""
        self.view.show_queries(view.queries)
