"""The figures beside pages of the rail: subjects, queries that wait, what is to do today."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from app.services import queries, subjects, today

if TYPE_CHECKING:
    from app.services.context import Changes
    from app.ui.desk import Desk
    from app.ui.rail import Rail


_BEHIND_MS = 100  # the page in front has asked, been answered and painted by then
_QUIET_MS = 3000  # after the last change: whoever saves one thing after the other is left alone


class PageCounts(QObject):
    """Counts subjects and queries in the worker when the window opens and after each change of either."""

    def __init__(self, desk: Desk, rail: Rail, *, parent: QObject) -> None:
        super().__init__(parent)
        self._desk, self._rail = desk, rail
        self._behind = QTimer(self)
        self._behind.setObjectName("counts of the rail")
        self._behind.setSingleShot(True)
        self._behind.setInterval(_BEHIND_MS)
        self._behind.timeout.connect(self.read)
        desk.changed.connect(self._on_changed)
        self._soon()

    def read(self) -> None:
        """Ask how many there are; a page that cannot be read says so itself."""
        context = self._desk.context
        self._desk.operations.run(
            lambda: (subjects.count(context), queries.open_count(context)),
            owner=self,
            done=lambda found: self._show(*found),
            failed=lambda _error: None,
        )

    def _show(self, enrolled: int, asked: int) -> None:
        self._rail.show_count("subjects", enrolled or None)
        self._rail.show_count("queries", asked or None)

    def _on_changed(self, changes: Changes) -> None:
        if changes.visits or changes.subjects:
            self._soon()

    def _soon(self) -> None:
        """Behind what the page in front asks for: that is what a person waits for."""
        self._behind.start()


class TodayCount(QObject):
    """Counts a quiet moment after the window opened and after each change, beside the worker of the pages: in
    a study of ten thousand that takes most of a second. The page in front tells the figure sooner."""

    def __init__(self, desk: Desk, *, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._quiet = QTimer(self)
        self._quiet.setObjectName("count of today")
        self._quiet.setSingleShot(True)
        self._quiet.setInterval(_QUIET_MS)
        self._quiet.timeout.connect(self.read)
        self._round = 0  # an answer to an earlier question is no longer true
        desk.changed.connect(lambda _changes: self._again())
        desk.day_turned.connect(self._again)
        desk.counted.connect(self._on_counted)
        self._quiet.start()  # a window that opens on another page tells it, too

    def read(self) -> None:
        """Count what the home page would list."""
        context, asked = self._desk.context, self._round
        self._desk.operations.beside().run(
            lambda: today.count(context),
            owner=self,
            done=lambda count: self._tell(asked, count),
            failed=lambda _error: None,
        )

    def _again(self) -> None:
        self._round += 1
        self._quiet.start()

    def _tell(self, asked: int, count: int) -> None:
        if asked == self._round:
            self._desk.counted.emit("today", count)

    def _on_counted(self, page: str, _count: int) -> None:
        if page == "today":
            self._round += 1
            self._quiet.stop()
