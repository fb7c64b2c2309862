"""The top of the form: visit date and where it lies, sample time, laboratory, weight."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from app.domain.schedule import days_late, place
from app.domain.timeline import Window, study_day
from app.domain.truth import Truth
from app.ui.pages.visit_form import compare
from app.ui.pages.visit_form.draft import WEIGHT
from app.ui.pages.visit_form.problem_strip import ProblemStrip, sentence
from app.ui.pages.visit_form.texts_of_form import ValueText
from app.ui.widgets.date_field import DateField
from app.ui.widgets.field import Field
from app.ui.widgets.labels import label
from app.ui.widgets.value_field import ValueField
from app.ui.widgets.verdict_mark import VerdictMark

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from app.domain.plausibility import Problem
    from app.i18n import Texts
    from app.services.visits import Previous, VisitForm


def day_words(day: date | None, *, anchor: date | None, window: Window | None, texts: Texts) -> str:
    """D90, in window; D98, 1 day after the window; "" for no day."""
    if day is None:
        return ""
    shown = texts.study_day(study_day(anchor, day)) if anchor else texts.date(day)
    if window is None:
        return shown
    where = place(window, day)
    if where == "in_window":
        return texts("visit_form.day_in_window", day=shown)
    days = days_late(window, day) if where == "late" else (window.earliest - day).days
    return texts(f"visit_form.day_{where}{'_one' if days == 1 else ''}", day=shown, days=days)


def window_of(form: VisitForm) -> Window | None:
    """The window of a planned visit."""
    if form.target is None or form.earliest is None or form.latest is None:
        return None
    return Window(form.earliest, form.target, form.latest)


class FormHead(QWidget):
    """Fields that belong to the visit rather than to one analyte."""

    edited = Signal()
    settled = Signal()
    left_below = Signal()

    def __init__(
        self,
        form: VisitForm,
        *,
        anchor: date | None,
        weight_before: Previous | None,
        today: Callable[[], date],
        texts: Texts,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._form, self._anchor, self._texts = form, anchor, texts
        self._weight_before = weight_before
        self._weight_confirmed = False
        self.day = DateField(today=today, calendar_hint=texts("visit_form.open_calendar"), parent=self)
        self.sample_time = QLineEdit(self)
        self.laboratory = QLineEdit(self)
        self.weight = ValueField(self)
        self.place = VerdictMark(texts, parent=self)
        self.weight_note = label(role="secondary", parent=self)
        self.strip = ProblemStrip(texts=texts, parent=self)
        self.strip.hide()
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        texts = self._texts
        digit = self.fontMetrics().horizontalAdvance("0")
        self.day_field = Field(texts("visit_form.visit_date"), self.day, parent=self)
        row = QHBoxLayout()
        row.setSpacing(16)
        beside = (
            (self.day_field, self.place),
            (Field(texts("visit_form.sample_time"), self.sample_time), None),
        )
        more = ((Field(texts("visit_form.laboratory"), self.laboratory), None),)
        weight = ((Field(texts("visit_form.weight"), self.weight), self.weight_note),)
        for control, width in (
            (self.day, 18),
            (self.sample_time, 9),
            (self.laboratory, 22),
            (self.weight, 10),
        ):
            control.setFixedWidth(digit * width)
        self.sample_time.setPlaceholderText("HH:MM")
        for field, note in (*beside, *more, *weight):
            row.addWidget(field)
            if note is not None:
                held = QVBoxLayout()
                held.addStretch(1)
                held.addWidget(note)
                held.setContentsMargins(0, 0, 0, 6)
                row.addLayout(held)
        row.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(12, 8, 12, 8)
        outer.setSpacing(6)
        outer.addLayout(row)
        outer.addWidget(self.strip)

    def _connect(self) -> None:
        for edit in (self.day, self.sample_time, self.laboratory):
            edit.textChanged.connect(lambda _text: self.edited.emit())
        self.day.textChanged.connect(lambda _text: self._show_place())
        self.day.editingFinished.connect(self.settled)
        self.day.stepped.connect(lambda step: self.sample_time.setFocus() if step > 0 else None)
        self.sample_time.returnPressed.connect(self.laboratory.setFocus)
        self.laboratory.returnPressed.connect(self.weight.setFocus)
        self.weight.stepped.connect(self._on_weight_step)
        self.weight.left.connect(self.settled)
        self.weight.textEdited.connect(self._on_weight)
        self.strip.kept.connect(self._keep_weight)

    def show_texts(self, *, day: str, sample_time: str, laboratory: str, weight: ValueText) -> None:
        """Show the fields of a draft or a stored visit."""
        self.day.setText(day)
        self.sample_time.setText(sample_time)
        self.laboratory.setText(laboratory)
        self.weight.setText(weight.text)
        self._weight_confirmed = weight.confirmed
        self._show_place()
        self._show_weight()

    def weight_value(self) -> ValueText:
        """The weight field as it stands."""
        return ValueText(WEIGHT, self.weight.text(), "kg", confirmed=self._weight_confirmed)

    def show_problems(self, *, day: Problem | None, weight: Problem | None) -> None:
        """Say what is wrong with the date and the weight."""
        typing = self.day.hasFocus() and len(self.day.text()) < 10
        self.day_field.show_problem(sentence(self._texts, day) if day and not typing else "")
        shown = weight is not None and not self.weight.being_typed
        if weight is not None and shown:
            self.strip.show_problem(weight, mnemonics=True)
        self.strip.setVisible(shown)

    def focus(self, path: str) -> bool:
        """Put the focus where a path points to."""
        control = {"day": self.day, "sample_time": self.sample_time, f"values.{WEIGHT}": self.weight}.get(
            path
        )
        if control is None:
            return False
        control.setFocus()
        return True

    def _on_weight(self, _text: str) -> None:
        self._weight_confirmed = False
        self._show_weight()
        self.edited.emit()

    def _keep_weight(self) -> None:
        self._weight_confirmed = True
        self.edited.emit()
        self.left_below.emit()

    def _on_weight_step(self, step: int) -> None:
        if step > 0:
            self.left_below.emit()
        else:
            self.laboratory.setFocus()

    def _show_place(self) -> None:
        day, window = self.day.day(), window_of(self._form)
        words = day_words(day, anchor=self._anchor, window=window, texts=self._texts)
        self.place.setVisible(bool(words))
        if day is None or window is None:
            self.place.show_verdict(Truth.UNKNOWN, words=words or " ")
            return
        inside = window.holds(day)
        self.place.show_verdict(Truth.TRUE if inside else Truth.FALSE, words=words)

    def _show_weight(self) -> None:
        before = self._weight_before
        if before is None:
            self.weight_note.setText("")
            return
        texts = self._texts
        words = texts(
            "visit_form.weight_before",
            value=compare.in_unit(before.quantity, WEIGHT, "kg", texts),
            day=texts.short_date(before.day),
        )
        change = (
            compare.change(before.quantity, WEIGHT, self.weight.text(), "kg", texts)
            if self.weight.text()
            else ""
        )
        self.weight_note.setText(f"{words}, {change}" if change else words)
