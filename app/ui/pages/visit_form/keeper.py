"""Keeps what is typed as a draft in the study file, so that nothing typed is lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from app.services import drafts
from app.ui.pause import Pause

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from app.ui.desk import Desk

KEEP_MS = 1000  # after the last key
AGAIN_MS = 10_000  # after the study file took no draft


def draft_key(subject_id: int, wanted: int | str | None) -> str:
    """The key of the draft of a visit (`VisitForm.wanted`); one new visit of a kind at a time per subject."""
    return f"visit:{subject_id}:{'new' if wanted is None else wanted}"


class DraftKeeper(QObject):
    """Writes the draft in the worker; `flush` when the form goes out of sight."""

    kept = Signal(object)  # datetime
    not_kept = Signal()

    def __init__(self, desk: Desk, key: str, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._key = key
        self._fields: Mapping[str, object] | None = None
        self._stored: Mapping[str, object] | None = None  # what was handed to the study file last
        self._behind_save = False  # whether something was handed over since `pause`
        self.failing = False  # whether the study file took no draft the last time
        self._held = False  # whether the study file may hold a draft of this key
        self._timer = Pause(self, name="visit form draft")
        self._timer.timeout.connect(self.flush)

    def keep(self, fields: Mapping[str, object] | None) -> None:
        """Keep these texts soon, in place of earlier ones; None: nothing differs from what is stored."""
        if fields is None:
            self.keep_nothing()
            if self._held:
                self.discard()
            return
        if self._fields is None and fields == self._stored:
            return  # leaving a field says "edited" once more; nobody waits for the same words again
        self._fields = fields
        self._timer.begin(KEEP_MS)

    def flush(self) -> None:
        """Keep what is waiting at once."""
        self._timer.stop()
        fields, self._fields = self._fields, None
        if fields is None:
            return
        self._stored = fields
        self._behind_save = self._held = True
        context, key = self._desk.context, self._key
        self._desk.operations.run(
            lambda: drafts.keep(context, key, fields),
            owner=self,
            done=self._on_kept,
            failed=lambda _error: self._on_failed(fields),
        )

    def pause(self) -> None:
        """Wait while a save is under way, which forgets the draft; `flush` still keeps it."""
        self._timer.stop()
        self._behind_save = False

    def saved(self) -> None:
        """The save that it waited for was done: nothing is left to keep, also of what was kept meanwhile."""
        self.keep_nothing()
        if self._behind_save:
            self.discard()

    def begin(self, *, held: bool) -> None:
        """What was handed over until now came from the program; `held`: out of a draft that is kept."""
        self.keep_nothing()
        self._held = held

    def keep_nothing(self) -> None:
        """What was handed over last needs no keeping."""
        self._timer.stop()
        self.failing = False
        self._fields = None

    def discard(self) -> None:
        """Forget the draft, after a save or by choice."""
        self.keep_nothing()
        self._stored, self._held = None, False
        context, key = self._desk.context, self._key
        self._desk.operations.run(
            lambda: drafts.discard(context, key), owner=self, failed=lambda _error: None
        )

    def _on_kept(self, at: datetime) -> None:
        self.failing = False
        self.kept.emit(at)

    def _on_failed(self, fields: Mapping[str, object]) -> None:
        self.failing = True
        self._stored = None
        if self._fields is None:  # nothing newer waits
            self._fields = fields
            self._timer.start(AGAIN_MS)
        self.not_kept.emit()
