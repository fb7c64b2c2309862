"""Asks why a visit is marked as missed, or why that is taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from app.services.visits import Reason
from app.ui.kept_fields import KeptFields
from app.ui.way_out import WayOut
from app.ui.widgets.buttons import Button
from app.ui.widgets.choice_box import ChoiceBox
from app.ui.widgets.escape_strip import EscapeStrip
from app.ui.widgets.flow import Flow
from app.ui.widgets.labels import label

if TYPE_CHECKING:
    from app.ui.desk import Desk

REASONS = {
    "missed": ("not_attended", "unwell", "elsewhere", "withdrawn", "oversight", "other"),
    "missed_back": ("mistaken", "expected", "other"),
}


class MissedStrip(EscapeStrip):
    """Which visit, why, and the two ways on. `what`: "missed", or "missed_back" to take that back."""

    answered = Signal(int, object)  # visit id, Reason

    def __init__(self, desk: Desk, parent: QWidget | None = None, *, what: str = "missed") -> None:
        super().__init__(parent)
        self._texts = texts = desk.texts
        self._asks = what
        self._visit_id = 0
        self.setProperty("strip", "warning")
        self._what = label(parent=self)
        self.reason = ChoiceBox(self)
        self.reason.setAccessibleName(texts("visits.missed_reason"))
        for code in REASONS[what]:
            self.reason.addItem(texts(f"visits.{what}.{code}"), code)
        self.note = QLineEdit(self)
        self.note.setAccessibleName(texts("visits.missed_note"))
        self.note.setPlaceholderText(texts("visits.missed_note"))
        self._kept = KeptFields(desk, {"reason": self.reason, "note": self.note}, self)
        self.way_out = WayOut(texts, self)
        self.back = self.way_out.button
        now = "mark_missed_now" if what == "missed" else "take_back_missed_now"
        self.mark = Button(texts(f"visits.{now}"), parent=self)
        row = Flow(self)
        row.setContentsMargins(12, 8, 12, 8)
        row.add(self._what, self.reason)
        row.add(self.note, grows=True)
        row.add(self.way_out.told, self.way_out.forget)
        row.add(self.back, self.mark, right=True)
        self.told = label(role="problem", parent=self)
        self.told.hide()
        row.add(self.told)
        self.mark.clicked.connect(self._answer)
        self.note.returnPressed.connect(self._answer)
        self.back.clicked.connect(self.put_away)
        self.way_out.follow(self._kept, self.reason)
        self.reason.currentIndexChanged.connect(lambda _index: self._match())
        self.note.textChanged.connect(lambda _text: self._match())
        self.hide()

    def put_away(self) -> None:
        """Close; what was typed stays kept."""
        self._kept.flush()
        super().put_away()

    def used(self) -> None:
        """The visit is marked; its reason is stored."""
        self._kept.discard()

    def ask(self, visit_id: int, title: str) -> None:
        """Ask about one visit."""
        self._visit_id = visit_id
        self._what.setText(self._texts(f"visits.{self._asks}_asked", visit=title))
        self._kept.flush()
        self.reason.setCurrentIndex(0)
        self.note.clear()
        self._kept.about(f"{self._asks}:{visit_id}")
        self.show()
        self.reason.setFocus()

    def _complete(self) -> bool:
        return self.reason.code != "other" or bool(self.note.text().strip())

    def _match(self) -> None:
        self.told.hide()
        self.mark.setEnabled(self._complete())
        self.mark.setToolTip("" if self._complete() else self._texts("visits.missed_note_wanted"))

    def _answer(self) -> None:
        if not self._complete():
            self.told.setText(self._texts("visits.missed_note_wanted"))
            self.told.show()
            self.note.setFocus()
            return
        self.hide()
        self._kept.flush()
        self.answered.emit(self._visit_id, Reason(self.reason.code, self.note.text().strip()))

    # Qt overrides

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.reason.hasFocus():
            self._answer()
        else:
            super().keyPressEvent(event)
