"""Which visits of a subject have a form with words of this person that are not saved."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Signal

from app.services import drafts

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from app.ui.desk import Desk


class KeptVisits(QObject):
    """Drafts come and go without a change of the study: asked at each reading and when the list is shown."""

    turned = Signal()  # other visits have a draft than before

    def __init__(self, desk: Desk, page: QWidget) -> None:
        super().__init__(page)
        self._desk = desk
        self._subject_id = 0
        self.ids: frozenset[int] = frozenset()
        page.installEventFilter(self)

    def read(self, subject_id: int) -> None:
        """Ask about a subject; nothing is known of another one until the answer."""
        if subject_id != self._subject_id:
            self._subject_id, self.ids = subject_id, frozenset()
        context = self._desk.context
        self._desk.operations.run(
            lambda: drafts.of_visits(context, subject_id),
            owner=self,
            done=lambda found: self._take(subject_id, found),
            failed=lambda _error: None,  # the list stands without the marks
        )

    def _take(self, subject_id: int, found: frozenset[int]) -> None:
        if subject_id == self._subject_id and found != self.ids:
            self.ids = found
            self.turned.emit()

    # Qt overrides

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Show and self._subject_id:
            self.read(self._subject_id)
        return False
