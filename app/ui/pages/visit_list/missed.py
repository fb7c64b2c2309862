"""Asks why a visit is marked as missed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QLineEdit, QWidget

from app.services.visits import Reason
from app.ui.widgets.buttons import Button
from app.ui.widgets.labels import label

if TYPE_CHECKING:
    from app.i18n import Texts

REASONS = ("not_attended", "unwell", "elsewhere", "withdrawn", "oversight", "other")


class MissedStrip(QFrame):
    """Which visit, why, and the two ways on."""

    answered = Signal(int, object)  # visit id, Reason

    def __init__(self, texts: Texts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._texts = texts
        self._visit_id = 0
        self.setProperty("strip", "warning")
        self._what = label(parent=self)
        self.reason = QComboBox(self)
        self.reason.setAccessibleName(texts("visits.missed_reason"))
        for code in REASONS:
            self.reason.addItem(texts(f"visits.missed.{code}"), code)
        self.note = QLineEdit(self)
        self.note.setAccessibleName(texts("visits.missed_note"))
        self.note.setPlaceholderText(texts("visits.missed_note"))
        self.mark = Button(texts("visits.mark_missed_now"), parent=self)
        self.back = Button(texts("visits.back"), parent=self)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 8, 12, 8)
        row.setSpacing(8)
        row.addWidget(self._what)
        row.addWidget(self.reason)
        row.addWidget(self.note, 1)
        row.addWidget(self.back)
        row.addWidget(self.mark)
        self.mark.clicked.connect(self._answer)
        self.note.returnPressed.connect(self._answer)
        self.back.clicked.connect(self.hide)
        self.reason.currentIndexChanged.connect(lambda _index: self._match())
        self.note.textChanged.connect(lambda _text: self._match())
        self.hide()

    def ask(self, visit_id: int, title: str) -> None:
        """Ask about one visit."""
        self._visit_id = visit_id
        self._what.setText(self._texts("visits.missed_asked", visit=title))
        self.reason.setCurrentIndex(0)
        self.note.clear()
        self.show()
        self.reason.setFocus()

    def _complete(self) -> bool:
        return self.reason.currentData() != "other" or bool(self.note.text().strip())

    def _match(self) -> None:
        self.mark.setEnabled(self._complete())
        self.mark.setToolTip("" if self._complete() else self._texts("visits.missed_note_wanted"))

    def _answer(self) -> None:
        if not self._complete():
            self.note.setFocus()
            return
        self.hide()
        self.answered.emit(self._visit_id, Reason(str(self.reason.currentData()), self.note.text().strip()))

    # Qt overrides

    def keyPressEvent(self, event: QKeyEvent) -> None:
        from PySide6.QtCore import Qt

        if event.key() == Qt.Key.Key_Escape:
            self.hide()
            event.accept()
        else:
            super().keyPressEvent(event)
