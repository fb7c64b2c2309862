"""The queries of the whole study: what waits, since when, and with whom."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.services import queries
from app.ui.failed import failure
from app.ui.news import NewsPlace
from app.ui.pages.queries.view import QueriesView
from app.ui.widgets.busy import BusyBar
from app.ui.widgets.labels import label
from app.ui.widgets.notice import NoticeStrip

if TYPE_CHECKING:
    from app.services.context import Changes, ServiceError
    from app.ui.desk import Desk


class QueriesPage(QWidget):
    """Reads every query in the worker, again after each change."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._round = 0
        self._stale = True
        self._begun = False  # the list takes the focus as soon as it is there
        texts = desk.texts
        self.about = label(role="about", parent=self)
        self.busy = BusyBar(self)
        self.strip = NoticeStrip(texts, parent=self)
        self.news_place = NewsPlace(margins=(0, 0, 0, 0), parent=self)
        self.view = QueriesView(desk, subject=True, parent=self)
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(label(texts("queries.title"), role="title", parent=self))
        head.addWidget(self.about)
        head.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(16, 16, 16, 8)
        outer.setSpacing(8)
        outer.addLayout(head)
        for part in (self.strip, self.news_place, self.busy):
            outer.addWidget(part)
        outer.addWidget(self.view, 1)
        self.view.counted.connect(self.about.setText)
        self.strip.action_wanted.connect(self.read)
        desk.changed.connect(self._on_changed)

    def begin(self) -> None:
        """The page comes to the front."""
        self._begun = True
        self.view.begin()

    def read(self) -> None:
        """Read the queries again."""
        self._round += 1
        self._stale = False
        asked, context = self._round, self._desk.context
        self.busy.begin()
        self._desk.operations.run(
            lambda: queries.every(context),
            owner=self,
            done=lambda found: self._show(asked, found),
            failed=lambda error: self._refused(asked, error),
        )

    def _show(self, asked: int, found: tuple[queries.Query, ...]) -> None:
        if asked == self._round:
            self.busy.end()
            self.strip.clear()
            self.view.show_queries(found)
            if self._begun and self.view.status.hasFocus():
                self.view.begin()
            self._begun = False

    def _refused(self, asked: int, error: ServiceError) -> None:
        if asked == self._round:
            self.busy.end()
            self.strip.show_notice(
                failure(self._desk.texts, error), action=self._desk.texts("common.try_again")
            )

    def _on_changed(self, changes: Changes) -> None:
        if not (changes.visits or changes.subjects):
            return
        if self.isVisible():
            self.read()
        else:
            self._stale = True

    # Qt overrides

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._stale:
            self.read()
