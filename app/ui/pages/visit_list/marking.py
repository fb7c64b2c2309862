"""Marks a visit as missed from where it stands in the list: why is asked above it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from app.services import visits
from app.ui.desk import Notice
from app.ui.pages.visit_list.missed import MissedStrip

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QVBoxLayout, QWidget

    from app.services.context import Changes, ServiceError
    from app.services.contracts.today import Line
    from app.services.visits import Reason
    from app.ui.desk import Desk


class Marking(QObject):
    """The strip that asks, and what comes of the answer."""

    def __init__(
        self, desk: Desk, *, place: QVBoxLayout, failed: Callable[[ServiceError], None], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._desk, self._failed = desk, failed
        self._title = ""
        self.strip = MissedStrip(desk, parent)
        place.addWidget(self.strip)
        self.strip.answered.connect(self._mark)

    def ask(self, line: Line) -> None:
        """Ask why the visit of a line was missed."""
        if line.visit_id is not None:
            self._title = f"{line.code} · {self._desk.texts.written(line.title)}"
            self.strip.ask(line.visit_id, self._title)

    def _mark(self, visit_id: int, reason: Reason) -> None:
        context = self._desk.context
        self._desk.operations.run(
            lambda: visits.mark_missed(context, visit_id, reason),
            owner=self,
            done=self._marked,
            failed=self._failed,
        )

    def _marked(self, changes: Changes) -> None:
        self.strip.used()
        self._desk.changed.emit(changes)
        self._desk.noticed.emit(Notice("done", self._desk.texts("visits.marked_missed", visit=self._title)))
