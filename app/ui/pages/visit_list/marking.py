"""What is asked about a planned visit above a list: why it was missed, or for which day it was agreed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QWidget

from app.domain.timeline import Window
from app.services import agreed_days, visits
from app.services.contracts.today import Line, Planned
from app.ui.desk import Notice
from app.ui.pages.visit_list.missed import MissedStrip
from app.ui.pages.visit_list.reschedule import Asked, RescheduleStrip

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from PySide6.QtWidgets import QVBoxLayout

    from app.i18n import Texts
    from app.services.context import Changes, ServiceError
    from app.services.visits import Reason
    from app.ui.desk import Desk

__all__ = ["MISSED", "MISSED_BACK", "RESCHEDULE", "Asked", "Marking", "asked_of"]
MISSED, MISSED_BACK, RESCHEDULE = "missed", "missed_back", "reschedule"


def asked_of(about: Line | Planned, texts: Texts) -> Asked:
    """What is asked about a visit of Today: of a line of the list, whose day is its target, or of a card."""
    target = about.target if isinstance(about, Planned) else about.day
    assert about.visit_id and about.first and target and about.last  # a visit of the plan has its window
    title = f"{about.code} · {texts.written(about.title)}"
    return Asked(about.visit_id, title, Window(about.first, target, about.last), about.agreed, about.note)


class Marking(QObject):
    """The strips, one of them in sight, and what comes of their answers: the same on every page."""

    def __init__(
        self,
        desk: Desk,
        *,
        place: QVBoxLayout,
        failed: Callable[[ServiceError], None],
        left: Callable[[], None],
        parent: QWidget,
        gap: bool = False,
    ) -> None:
        """`left`: a strip was answered or given up, the focus goes back to the list. `gap`: keep what stands
        below `place` apart, where its page does not.
        """
        super().__init__(parent)
        self._desk, self._failed, self._left = desk, failed, left
        self._title = ""
        self._quiet = False  # strips hide, but nobody has left one
        self.missed = MissedStrip(desk, parent)
        self.expected = MissedStrip(desk, parent, what=MISSED_BACK)
        self.rescheduled = RescheduleStrip(desk, parent)
        for strip in self.strips():
            strip.setProperty("gap", gap)
            strip.installEventFilter(self)
            place.addWidget(strip)
        self.missed.answered.connect(self._mark)
        self.expected.answered.connect(self._expect)
        self.rescheduled.answered.connect(self._agree)
        self.rescheduled.taken_back.connect(self._take_back)

    def strips(self) -> tuple[MissedStrip, MissedStrip, RescheduleStrip]:
        """The strips in the order in which they stand."""
        return self.missed, self.expected, self.rescheduled

    def ask(self, what: str, asked: Asked) -> None:
        """Ask about a visit: MISSED, MISSED_BACK or RESCHEDULE."""
        self.put_away()
        self._title = asked.title
        if what in (MISSED, MISSED_BACK):
            (self.missed if what == MISSED else self.expected).ask(asked.visit_id, asked.title)
        else:
            self.rescheduled.ask(asked)

    def put_away(self) -> None:
        """Ask nothing any more."""
        self._quiet = True
        for strip in self.strips():
            strip.put_away()
        self._quiet = False

    def _mark(self, visit_id: int, reason: Reason) -> None:
        context = self._desk.context
        said = self._desk.texts("visits.marked_missed", visit=self._title)
        self._run(lambda: visits.mark_missed(context, visit_id, reason), said, self.missed)

    def _expect(self, visit_id: int, reason: Reason) -> None:
        context = self._desk.context
        said = self._desk.texts("visits.missed_taken_back", visit=self._title)
        self._run(lambda: visits.take_back_missed(context, visit_id, reason), said, self.expected)

    def _agree(self, asked: Asked, day: date, note: str) -> None:
        context, texts = self._desk.context, self._desk.texts
        said = texts(
            "visits.rescheduled", visit=asked.title, planned=asked.words(day, texts, context.today())
        )
        self._run(lambda: agreed_days.reschedule(context, asked.visit_id, day, note), said, self.rescheduled)

    def _take_back(self, asked: Asked) -> None:
        context, texts = self._desk.context, self._desk.texts
        target = texts.date(asked.window.target)
        said = texts("visits.reschedule_undone", visit=asked.title, target=target)
        self._run(lambda: agreed_days.take_back(context, asked.visit_id), said, self.rescheduled)

    def _run(self, work: Callable[[], Changes], said: str, strip: MissedStrip | RescheduleStrip) -> None:
        def done(changes: Changes) -> None:
            strip.used()
            self._desk.changed.emit(changes)
            self._desk.noticed.emit(Notice("done", said))

        self._desk.operations.run(work, owner=self, done=done, failed=self._failed)

    # Qt overrides

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        hidden = event.type() == QEvent.Type.Hide and isinstance(watched, QWidget) and watched.isHidden()
        if hidden and not self._quiet:  # by itself, not with its page
            self._left()
        return False
