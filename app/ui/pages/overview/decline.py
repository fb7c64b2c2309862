"""Asks why further infusions are not given although the rule calls for them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLineEdit, QWidget

from app.services.continuing import REASONS
from app.services.contracts.visits import Reason
from app.ui.kept_fields import KeptFields
from app.ui.way_out import WayOut
from app.ui.widgets.buttons import Button
from app.ui.widgets.choice_box import ChoiceBox
from app.ui.widgets.flow import Flow
from app.ui.widgets.labels import label

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent

    from app.ui.desk import Desk


class DeclineForm(QWidget):
    """The reason, a note, and the two ways on; hidden until it is asked for."""

    answered = Signal(object)  # Reason

    def __init__(self, desk: Desk, *, kept_as: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._texts = texts = desk.texts
        self._kept_as = kept_as
        self.reason = ChoiceBox(self)
        self.reason.setAccessibleName(texts("overview.decline_why"))
        for code in REASONS:
            self.reason.addItem(texts(f"overview.decline.{code}"), code)
        self.note = QLineEdit(self)
        self.note.setAccessibleName(texts("overview.decline_note"))
        self.note.setPlaceholderText(texts("overview.decline_note"))
        self._kept = KeptFields(desk, {"reason": self.reason, "note": self.note}, self)
        self.keep = Button(texts("overview.decline_keep"), dense=True, parent=self)
        self.way_out = WayOut(texts, self, dense=True)
        self.back = self.way_out.button
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 4, 0, 4)
        grid.setSpacing(8)
        grid.addWidget(self.reason, 0, 0, 1, 3)
        grid.addWidget(self.note, 1, 0, 1, 3)
        buttons = Flow()
        buttons.add(self.keep, self.back)
        grid.addLayout(buttons, 2, 0, 1, 3)
        self.told = label(role="problem", wrap=True, parent=self)
        self.told.hide()
        grid.addWidget(self.told, 3, 0, 1, 3)
        grid.addWidget(self.way_out.told, 4, 0, 1, 3)
        grid.addWidget(self.way_out.forget, 5, 0, 1, 3, Qt.AlignmentFlag.AlignLeft)
        self.keep.clicked.connect(self._answer)
        self.note.returnPressed.connect(self._answer)
        self.back.clicked.connect(self.put_away)
        self.way_out.follow(self._kept, self.reason)
        self.reason.currentIndexChanged.connect(lambda _index: self._match())
        self.note.textChanged.connect(lambda _text: self._match())
        self.hide()

    def ask(self) -> None:
        """Show the form from its beginning."""
        self._kept.flush()
        self.reason.setCurrentIndex(0)
        self.note.clear()
        self._kept.about(self._kept_as)
        self._match()
        self.show()
        self.reason.setFocus()

    def put_away(self) -> None:
        """Close; what was typed stays kept."""
        self._kept.flush()
        self.hide()

    def used(self) -> None:
        """The decision is stored with its reason."""
        self._kept.discard()

    def _complete(self) -> bool:
        return self.reason.code != "other" or bool(self.note.text().strip())

    def _match(self) -> None:
        self.told.hide()
        self.keep.setEnabled(self._complete())
        self.keep.setToolTip("" if self._complete() else self._texts("overview.decline_note_wanted"))

    def _answer(self) -> None:
        if not self._complete():
            self.told.setText(self._texts("overview.decline_note_wanted"))
            self.told.show()
            self.note.setFocus()
            return
        self.answered.emit(Reason(self.reason.code, self.note.text().strip()))

    # Qt overrides

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.put_away()
            event.accept()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.reason.hasFocus():
            self._answer()
        else:
            super().keyPressEvent(event)
