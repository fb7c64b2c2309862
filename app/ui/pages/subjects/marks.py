"""Flags that are not stored with the lines: read ahead of being asked for, then only of who was changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from app.domain.values import dataclass
from app.services import subjects

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from PySide6.QtWidgets import QWidget

    from app.services.context import Changes, Context
    from app.services.contracts.subjects import Marks, Names
    from app.ui.desk import Desk

_QUIET_MS = 400  # after the list's last answer: what a person asks for next comes first


@dataclass(frozen=True, slots=True)
class MarksRead:
    """What was found, and the moment that it was asked for."""

    moment: int
    marks: Marks


class KeptMarks:
    """Moments number the changes. What was asked for at one is true of all who were not changed since,
    whenever the answer comes; at one before `forget` it is true of nobody."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._moment = self._oldest = 0
        self._changed: dict[int, int] = {}  # the moment of the last change, by subject
        self._kept: MarksRead | None = None

    @property
    def known(self) -> Marks | None:
        """What holds at this moment, None where some of it has to be read."""
        return self._kept.marks if self._kept is not None and not self._changed else None

    def reading(self) -> Callable[[], MarksRead]:
        """Work that reads what is not known at this moment; in a worker."""
        context, moment, kept, changed = self._context, self._moment, self._kept, tuple(self._changed)

        def read() -> MarksRead:
            if kept is None:
                return MarksRead(moment, subjects.marks(context))
            if not changed:
                return kept
            again = subjects.marks(context, of=changed)
            return MarksRead(
                moment, {kind: {**_without(by, changed), **again[kind]} for kind, by in kept.marks.items()}
            )

        return read

    def keep(self, found: MarksRead) -> None:
        """Take what was read, unless something that was asked for later is here."""
        if found.moment < self._oldest or (self._kept is not None and self._kept.moment > found.moment):
            return
        self._kept = found
        self._changed = {each: at for each, at in self._changed.items() if at > found.moment}

    def on_changed(self, changes: Changes) -> None:
        """Note who was changed; all of them where the study was, or where it is not said who."""
        if changes.study or (not changes.subjects and (changes.visits or changes.assessments)):
            self.forget()
            return
        self._moment += 1
        self._changed |= dict.fromkeys(changes.subjects, self._moment)

    def forget(self) -> None:
        """Nothing holds any more: another day, another version of a consent form."""
        self._moment += 1
        self._oldest = self._moment
        self._kept = None
        self._changed.clear()


def _without(by: Names, changed: Collection[int]) -> Names:
    left = dict(by)
    for each in changed:
        left.pop(each, None)
    return left


class MarksAhead(QObject):
    """Reads a quiet moment after the list has been shown, beside the worker of the pages: an order by flags
    waits for nothing then."""

    def __init__(self, kept: KeptMarks, desk: Desk, *, page: QWidget) -> None:
        super().__init__(page)
        self._kept, self._desk, self._page = kept, desk, page
        self._quiet = QTimer(self)
        self._quiet.setObjectName("flags of the list")
        self._quiet.setSingleShot(True)
        self._quiet.setInterval(_QUIET_MS)
        self._quiet.timeout.connect(self._read)
        # Before the page hears of it, which asks anew then.
        desk.changed.connect(kept.on_changed)
        desk.day_turned.connect(kept.forget)

    def begin(self) -> None:
        """The list was answered."""
        if self._kept.known is None:
            self._quiet.start()

    def _read(self) -> None:
        if self._kept.known is None and self._page.isVisible():
            self._desk.operations.beside().run(
                self._kept.reading(), owner=self, done=self._kept.keep, failed=lambda _error: None
            )
