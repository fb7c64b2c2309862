"""Asks the services about the draft after each pause in typing, and keeps it after a longer one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from app.services import drafts
from app.ui.pages.enrol.form import to_fields
from app.ui.pages.enrol.keeping import KEY
from app.ui.pages.enrol.presenter import evaluate
from app.ui.pause import Pause

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.services.enrolment import EnrolmentDraft
    from app.ui.desk import Desk
    from app.ui.pages.enrol.form import Form
    from app.ui.pages.enrol.presenter import Evaluation

ASK_AFTER_MS = 120  # one question to the services per pause in typing
KEEP_AFTER_MS = 500


class Asker(QObject):
    """One question at a time matters: an answer to an older one is dropped."""

    answered = Signal(object)  # Evaluation
    refused = Signal(object)  # ServiceError

    def __init__(self, desk: Desk, draft: Callable[[], EnrolmentDraft], parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._draft = draft
        self._number = 0
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(ASK_AFTER_MS)
        self._timer.timeout.connect(self.ask)

    @property
    def waiting(self) -> bool:
        """Whether the pause in typing is not over yet."""
        return self._timer.isActive()

    def ask_soon(self) -> None:
        """Ask when the typing pauses."""
        self._timer.start()

    def ask(self) -> None:
        """Ask in the worker, at once."""
        self._timer.stop()
        self._number += 1
        number, context, draft = self._number, self._desk.context, self._draft()
        self._desk.operations.run(
            lambda: evaluate(context, draft),
            owner=self,
            done=lambda answer: self._on_answer(number, answer),
            failed=self.refused.emit,
        )

    def _on_answer(self, number: int, answer: Evaluation) -> None:
        if number == self._number and not self.waiting:
            self.answered.emit(answer)


class Keeper(QObject):
    """Keeps the draft of the form under one key."""

    kept = Signal(object)  # datetime
    refused = Signal(object)  # ServiceError

    def __init__(self, desk: Desk, form: Callable[[], Form], parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._form = form
        self._dirty = False
        self._timer = Pause(self, name="draft of an enrolment")
        self._timer.timeout.connect(self.keep)

    def touch(self) -> None:
        """Something was typed: keep it when the typing pauses."""
        self._dirty = True
        self._timer.begin(KEEP_AFTER_MS)

    def hold(self) -> None:
        """Wait: the draft is on its way into the study."""
        self._timer.stop()

    def forget(self) -> None:
        """What was typed needs no keeping any more."""
        self._timer.stop()
        self._dirty = False

    def keep(self) -> None:
        """Keep what was typed since the last time, at once."""
        self._timer.stop()
        if not self._dirty:
            return
        self._dirty = False
        context, fields = self._desk.context, to_fields(self._form())
        self._desk.operations.run(
            lambda: drafts.keep(context, KEY, fields),
            owner=self,
            done=self.kept.emit,
            failed=self._on_refused,
        )

    def discard(self, then: Callable[[], None]) -> None:
        """Drop the kept draft, then go on."""
        context = self._desk.context
        self.forget()
        self._desk.operations.run(
            lambda: drafts.discard(context, KEY),
            owner=self,
            done=lambda _nothing: then(),
            failed=self.refused.emit,
        )

    def _on_refused(self, refusal: object) -> None:
        self._dirty = True  # not kept: the next pause, or leaving, tries again
        self.refused.emit(refusal)
