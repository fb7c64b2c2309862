"""Asks below the date why a visit took place outside its window. It is there only then."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QLineEdit, QVBoxLayout, QWidget

from app.domain.schedule.deviations import REASONS
from app.ui.pages.visit_form.problem_strip import sentence
from app.ui.widgets.choice_box import ChoiceBox
from app.ui.widgets.flow import Flow
from app.ui.widgets.labels import label, restyle

if TYPE_CHECKING:
    from app.domain.plausibility import Problem
    from app.i18n import Texts


class DeviationStrip(QFrame):
    """A reason from a list and a note. Hidden and without an answer while the visit is in its window."""

    edited = Signal()

    def __init__(self, texts: Texts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._texts = texts
        self._asked = False
        self.setProperty("strip", "warning")
        self.reason = ChoiceBox(self)
        self.reason.setAccessibleName(texts("visit_form.deviation_reason"))
        self.reason.addItem(texts("visit_form.deviation_choose"), "")
        for code in REASONS:
            self.reason.addItem(texts(f"schedule.deviation_reason.{code}"), code)
        self.note = QLineEdit(self)
        self.note.setAccessibleName(texts("visit_form.deviation_note"))
        self.note.setPlaceholderText(texts("visit_form.deviation_note"))
        for control in (self.reason, self.note):
            control.setProperty("dense", True)
        self._fault = label(role="problem", wrap=True, parent=self)
        self._fault.hide()
        row = Flow()
        row.add(label(texts("visit_form.deviation_asked"), parent=self), self.reason)
        row.add(self.note, grows=True)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(8, 4, 8, 4)
        outer.setSpacing(2)
        outer.addLayout(row)
        outer.addWidget(self._fault)
        self.reason.currentIndexChanged.connect(lambda _index: self.edited.emit())
        self.note.textChanged.connect(lambda _text: self.edited.emit())
        self.hide()

    @property
    def code(self) -> str:
        """The chosen reason; "" while none is asked for."""
        return self.reason.code if self._asked else ""

    @property
    def said(self) -> str:
        """The note beside it."""
        return self.note.text() if self._asked else ""

    def ask(self, asked: bool) -> None:
        """Show or hide the question; what was answered stays for when the date goes back and forth."""
        self._asked = asked
        self.setVisible(asked)

    def show_reason(self, code: str, note: str) -> None:
        """Show a stored or drafted answer."""
        self.reason.choose(code)
        self.note.setText(note)

    def show_problem(self, problem: Problem | None) -> None:
        """Say what is still wanted once the answer was left open at a save."""
        state = "error" if problem is not None else ""
        if self.reason.property("state") != state:
            self.reason.setProperty("state", state)
            restyle(self.reason)
        self._fault.setText(sentence(self._texts, problem) if problem is not None else "")
        self._fault.setVisible(problem is not None)
