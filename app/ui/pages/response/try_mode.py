"""The scratch copy while values are tried: asks for a verdict after each key, one question at a time."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from app.services import trying
from app.ui.pages.response.try_panel import TryPanel

if TYPE_CHECKING:
    from datetime import date

    from PySide6.QtWidgets import QVBoxLayout

    from app.services.context import ServiceError
    from app.services.trying import ScratchCopy, TriedVerdict
    from app.ui.desk import Desk
    from app.ui.subject_view import SubjectView

PAUSE_MS = 0  # as soon as the key is painted; one question at a time keeps a fast typist from piling them up


class TryMode(QObject):
    """Nothing of it reaches the study: the record is read once, the rest is worked out beside it."""

    begun = Signal()
    answered = Signal(object)  # TriedVerdict
    ended = Signal()
    refused = Signal(object)  # ServiceError: the record could not be read

    def __init__(self, desk: Desk, place: QVBoxLayout, parent: QObject) -> None:
        super().__init__(parent)
        self._desk, self._place = desk, place
        self.copy: ScratchCopy | None = None
        self._asking, self._again, self._round = False, False, 0
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self._ask)

    @cached_property
    def panel(self) -> TryPanel:
        """The table to type in, built with the first copy at the end of its place."""
        made = TryPanel(self._desk)
        made.hide()
        self._place.addWidget(made)
        made.changed.connect(self._pause.start)
        made.ended.connect(self.end)
        return made

    @property
    def on(self) -> bool:
        """Whether values are being tried."""
        return self.copy is not None

    def begin(self, view: SubjectView, day: date) -> None:
        """Read the record and show the table of a day."""
        self._round += 1
        asked, context, subject_id = self._round, self._desk.context, view.course.subject.id
        self._desk.operations.run(
            lambda: trying.copy(context, subject_id, day),
            owner=self,
            done=lambda copy: self._on_copy(asked, view, copy),
            failed=self._on_refused,
        )

    def end(self) -> None:
        """Forget the copy."""
        self._round += 1
        self._pause.stop()
        self._asking = self._again = False
        if self.copy is not None:
            self.copy = None
            self.panel.hide()
            self.ended.emit()

    def _on_copy(self, asked: int, view: SubjectView, copy: ScratchCopy) -> None:
        if asked != self._round:
            return
        self.copy = copy
        self.panel.show_day(view, copy.day)
        self.panel.show()
        self.begun.emit()
        self.panel.begin()

    def _on_refused(self, error: ServiceError) -> None:
        self.refused.emit(error)

    def _ask(self) -> None:
        """One question at a time; what was typed meanwhile is asked when its answer is there."""
        if self.copy is None:
            return
        if self._asking:
            self._again = True
            return
        self._asking, self._again = True, False
        copy, tried, asked = self.copy, self.panel.tried(), self._round
        self._desk.operations.run(
            lambda: trying.verdict(copy, tried), owner=self, done=lambda told: self._on_told(asked, told)
        )

    def _on_told(self, asked: int, told: TriedVerdict) -> None:
        if asked != self._round:
            return
        self._asking = False
        self.panel.show_refused(told.refused)
        self.answered.emit(told)
        if self._again:
            self._ask()
