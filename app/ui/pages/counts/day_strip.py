"""Asks for the day of a new row."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from app.domain.plausibility import check_day
from app.i18n.problems import problem_text
from app.ui.widgets.buttons import Button
from app.ui.widgets.date_field import DateField
from app.ui.widgets.labels import label

if TYPE_CHECKING:
    from datetime import date

    from app.ui.desk import Desk


class DayStrip(QFrame):
    """A date field, a button, and why a day cannot be."""

    answered = Signal(object)  # date
    put_off = Signal()

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        texts = self._texts = desk.texts
        self._context = desk.context
        self._birth: date | None = None
        self.setProperty("panel", True)
        self.field = DateField(
            texts, today=desk.context.today, calendar_hint=texts("counts.open_calendar"), parent=self
        )
        self.field.setAccessibleName(texts("counts.day_of_row"))
        self.problem = label(role="problem", wrap=True, parent=self)
        self.add = Button(texts("counts.add_row"), parent=self)
        self.back = Button(texts("visit_form.back"), parent=self)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 6, 12, 6)
        row.setSpacing(8)
        row.addWidget(label(texts("counts.day_of_row"), parent=self))
        row.addWidget(self.field)
        row.addWidget(self.add)
        row.addWidget(self.back)
        row.addWidget(self.problem, 1)
        self.field.stepped.connect(lambda _by: self._answer())
        self.field.textChanged.connect(lambda _text: self.problem.setText(""))
        self.add.clicked.connect(self._answer)
        self.back.clicked.connect(self._put_off)
        self.hide()

    def ask(self, *, birth: date | None) -> None:
        """Open with today; no row is before the birth of the subject."""
        self._birth = birth
        self.problem.setText("")
        self.field.set_day(self._context.today())
        self.show()
        self.field.setFocus()
        self.field.selectAll()

    def _answer(self) -> None:
        day = self.field.day()
        if day is None:
            self.problem.setText(self._texts("visit_form.problem.date_missing"))
        elif problems := check_day(day, today=self._context.today(), birth=self._birth):
            self.problem.setText(problem_text(self._texts, problems[0].code, problems[0].params))
        else:
            self.hide()
            self.answered.emit(day)

    def _put_off(self) -> None:
        self.hide()
        self.put_off.emit()

    # Qt overrides

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._put_off()
        else:
            super().keyPressEvent(event)
