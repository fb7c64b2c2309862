"""The top of the form: visit date and where it lies, sample time, laboratory, weight."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from app.domain.schedule import days_late, place
from app.domain.schedule.deviations import needs_reason
from app.domain.timeline import Window, study_day
from app.domain.truth import Truth
from app.ui.pages.visit_form import compare
from app.ui.pages.visit_form.deviation_strip import DeviationStrip
from app.ui.pages.visit_form.draft import WEIGHT
from app.ui.pages.visit_form.problem_strip import ProblemStrip, sentence
from app.ui.pages.visit_form.texts_of_form import ValueText
from app.ui.pages.visit_form.time_field import TimeField
from app.ui.pages.visit_list.rows import title
from app.ui.widgets.date_field import DateField
from app.ui.widgets.field import Field
from app.ui.widgets.labels import label
from app.ui.widgets.tab_order import enter_leads, through
from app.ui.widgets.value_field import ValueField
from app.ui.widgets.verdict_mark import VerdictMark

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from app.domain.plausibility import Problem
    from app.i18n import Texts
    from app.services.contracts.subjects import VisitRow
    from app.services.visits import Previous, VisitForm

ONE_LINE_HEIGHT = 24  # of a line of text, in pixels, up to which the head fits in one row


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


def _row(*fields: tuple[QWidget, QVBoxLayout | None]) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(16)
    for field, note in fields:
        row.addWidget(field, 0, Qt.AlignmentFlag.AlignTop)  # where the next one says what is wrong with it
        if note is not None:
            row.addLayout(note)
    return row


def _low(content: QHBoxLayout, beside: Field) -> QVBoxLayout:
    """Content at the height of the control rather than of its label."""
    beside.control.ensurePolished()
    held = QVBoxLayout()
    held.setContentsMargins(0, 0, 0, 0)
    held.addSpacing(beside.caption.sizeHint().height() + 4)  # as between label and control of a field
    content.addStrut(beside.control.sizeHint().height())
    held.addLayout(content)
    held.addStretch(1)
    return held


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
        others: tuple[VisitRow, ...] = (),
        today: Callable[[], date],
        texts: Texts,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._form, self._anchor, self._texts = form, anchor, texts
        self._weight_before = weight_before
        self._others = others
        self._weight_confirmed = False
        self.day = DateField(texts, today=today, calendar_hint=texts("visit_form.open_calendar"), parent=self)
        self.sample_time = QLineEdit(self)
        self.laboratory = QLineEdit(self)
        self.weight = ValueField(self)
        self.place = VerdictMark(texts, parent=self)
        self.day_words = label(role="about", parent=self)  # where there is no window to be in
        self.same_day = label(role="question", wrap=True, parent=self)
        self.weight_note = label(role="secondary", parent=self)
        self.deviation = DeviationStrip(texts, self)
        self.strip = ProblemStrip(texts=texts, parent=self)
        self.strip.hide()
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        texts = self._texts
        digit = self.fontMetrics().horizontalAdvance("0")
        widths = {self.day: 18, self.sample_time: 11, self.laboratory: 22, self.weight: 10}
        for control, width in widths.items():
            control.setFixedWidth(digit * width)
        self.day_field = Field(texts("visit_form.visit_date"), self.day, parent=self)
        self.time_field = TimeField(texts("visit_form.sample_time"), self.sample_time, parent=self)
        beside = self._marks = QHBoxLayout()
        beside.addWidget(self.place)
        beside.addWidget(self.day_words)
        first = _row(
            (self.day_field, _low(beside, self.day_field)),
            (self.time_field, None),
        )
        note = self._weight_line = QHBoxLayout()
        note.addWidget(self.weight_note)
        weight = Field(texts("visit_form.weight"), self.weight)
        second = _row(
            (Field(texts("visit_form.laboratory"), self.laboratory), None), (weight, _low(note, weight))
        )
        # One line as designed; two when the text is larger than a line can hold.
        big = self.fontMetrics().height() > ONE_LINE_HEIGHT
        line = QVBoxLayout() if big else QHBoxLayout()
        line.setSpacing(8 if big else 16)
        for part in (first, second):
            if big:
                part.addStretch(1)
            line.addLayout(part)
        if not big:
            line.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(12, 8, 12, 8)
        outer.setSpacing(6)
        outer.addLayout(line)
        outer.addWidget(self.time_field.line)  # over the whole width: the field has room for a time only
        outer.addWidget(self.same_day)
        outer.addWidget(self.deviation)
        outer.addWidget(self.strip)
        through(self.day, self.sample_time, self.laboratory, self.weight, self.deviation)

    def _connect(self) -> None:
        for edit in (self.day, self.sample_time, self.laboratory):
            edit.textChanged.connect(lambda _text: self.edited.emit())
        self.day.textChanged.connect(lambda _text: self._show_place())
        self.day.editingFinished.connect(self.settled)
        self.sample_time.editingFinished.connect(self.settled)
        self.day.stepped.connect(self._on_day_step)
        enter_leads(self.sample_time, self.laboratory)
        enter_leads(self.laboratory, self.weight)
        self.weight.stepped.connect(self._on_weight_step)
        self.weight.left.connect(self.settled)
        self.weight.textEdited.connect(self._on_weight)
        self.strip.kept.connect(self._keep_weight)
        self.deviation.edited.connect(self.edited)

    def show_texts(self, *, day: str, sample_time: str, laboratory: str, weight: ValueText) -> None:
        """Show the fields of a draft or a stored visit."""
        self.day.setText(day)
        self.sample_time.setText(sample_time)
        self.laboratory.setText(laboratory)
        self.weight.show_number(weight.text, self._texts.typed(weight.text))
        self._weight_confirmed = weight.confirmed
        self._show_place()
        self._show_weight()

    def weight_value(self) -> ValueText:
        """The weight field as it stands."""
        return ValueText(WEIGHT, self.weight.number(), "kg", confirmed=self._weight_confirmed)

    def show_problems(self, *, day: Problem | None, time: Problem | None, weight: Problem | None) -> None:
        """Say what is wrong with the date, the sample time and the weight."""
        self.time_field.show_problem(sentence(self._texts, time) if time else "")
        typing = self.day.hasFocus() and len(self.day.text()) < 10
        self.day_field.show_problem(sentence(self._texts, day) if day and not typing else "")
        shown = weight is not None and not self.weight.being_typed
        if weight is not None and shown:
            self.strip.show_problem(weight, mnemonics=True)
        self.strip.setVisible(shown)

    def _controls(self) -> dict[str, QWidget]:
        return {
            "day": self.day,
            "sample_time": self.sample_time,
            "laboratory": self.laboratory,
            f"values.{WEIGHT}": self.weight,
            "deviation": self.deviation.reason,
        }

    def path_of(self, widget: QWidget) -> str:
        """The path of the field that a widget is."""
        own = {control: path for path, control in self._controls().items()}
        return own.get(widget, "deviation" if self.deviation.isAncestorOf(widget) else "")

    def mark_place(self, field: str) -> tuple[QBoxLayout, int, QWidget] | None:
        """Where the mark of a field's queries stands: after the words beside it."""
        control = self._controls().get(field)
        if control is None:
            return None
        if field == f"values.{WEIGHT}":
            return self._weight_line, 1, control
        return self._marks, self._marks.count(), control

    def focus(self, path: str) -> bool:
        """Put the focus where a path points to."""
        control = self._controls().get(path)
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

    def _on_day_step(self, step: int) -> None:
        if step > 0:
            self.sample_time.setFocus(Qt.FocusReason.TabFocusReason)

    def _on_weight_step(self, step: int) -> None:
        if step > 0:
            self.left_below.emit()
        else:
            self.laboratory.setFocus()

    def _show_place(self) -> None:
        day, window = self.day.day(), window_of(self._form)
        words = day_words(day, anchor=self._anchor, window=window, texts=self._texts)
        self.place.setVisible(bool(words) and window is not None)
        self.day_words.setVisible(bool(words) and window is None)
        self.deviation.ask(day is not None and needs_reason(window, day))
        self._show_same_day(day)
        if day is None or window is None:
            self.day_words.setText(words)
            return
        inside = window.holds(day)
        self.place.show_verdict(Truth.TRUE if inside else Truth.FALSE, words=words)

    def _show_same_day(self, day: date | None) -> None:
        """A second visit on one day is possible, but more often the first one is meant."""
        texts = self._texts
        there = [each for each in self._others if day is not None and each.actual == day]
        titles = texts.listed(title(each, texts) for each in there)
        self.same_day.setText(texts("visit_form.same_day", visits=titles) if there else "")
        self.same_day.setVisible(bool(there))

    def show_weight_before(self, before: Previous | None) -> None:
        """Show another weight before, of another day."""
        self._weight_before = before
        self._show_weight()

    def _show_weight(self) -> None:
        before = self._weight_before
        if before is None:
            self.weight_note.setText("")
            return
        texts = self._texts
        here = before.at_enrolment and before.day == self.day.day()
        words = texts(
            "visit_form.weight_enrolled" if here else "visit_form.weight_before",
            value=compare.in_unit(before.quantity, WEIGHT, "kg", texts),
            day=texts.date_from(before.day, self.day.day() or self._form.day),
        )
        change = (
            compare.change(before.quantity, WEIGHT, self.weight.text(), "kg", texts)
            if self.weight.text()
            else ""
        )
        self.weight_note.setText(texts.spoken([words, change]) if change else words)
