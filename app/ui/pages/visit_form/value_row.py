"""One analyte of the form: value, unit, what it was before, the change, and why there is none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QWidget

from app.domain.lab_names import number_and_unit
from app.domain.quantities import analyte
from app.ui.pages.visit_form import compare
from app.ui.pages.visit_form.grade_label import GradeLabel
from app.ui.pages.visit_form.problem_strip import ProblemStrip
from app.ui.pages.visit_form.range_field import WITHOUT, RangeField
from app.ui.pages.visit_form.texts_of_form import ValueText
from app.ui.pages.visit_form.why_missing import kinds_menu, reason_box
from app.ui.widgets import tips
from app.ui.widgets.buttons import Button
from app.ui.widgets.choice_box import ChoiceBox
from app.ui.widgets.labels import label, restyle, say, set_role
from app.ui.widgets.value_field import ValueField

if TYPE_CHECKING:
    from app.domain.plausibility import Problem
    from app.i18n import Texts
    from app.services.visits import Previous
    from app.ui.pages.visit_form.grades import Grader
    from app.ui.widgets.icon_mark import IconButton

RANGE_PROBLEMS = ("range_unreadable", "range_crossed", "range_thousands", "range_impossible")
ADVICE = 100  # pixels at 100 % that a sentence beside a value has before it breaks
AROUND_WAS = 20  # pixels round what a value was: edges of the button, the gap behind its icon, the layout's


class ValueRow(QObject):
    """The widgets of one analyte; the grid places them."""

    edited = Signal()
    settled = Signal()
    stepped = Signal(int)
    turned = Signal()  # a value came or went, or what is said of it beside its unit did

    def __init__(self, code: str, *, grader: Grader, texts: Texts, parent: QWidget) -> None:
        super().__init__(parent)
        self.code = code
        self._grader = grader
        self._texts = texts
        self._before: Previous | None = None
        self._missing = ""
        self._confirmed = False
        self._kept_now = False  # the question was answered in this form
        self._said: tuple[object, ...] = ()  # what of the remark is shown
        self.previous_day = ""  # its day, where it is not the one in the header
        self.label = texts(f"visit_form.analyte.{code}") if texts.has(f"visit_form.analyte.{code}") else code
        self.name = label(self.label, parent=parent)
        self.field = ValueField(parent)
        self.unit = ChoiceBox(parent)
        self.range = RangeField(parent)
        self.previous = label(parent=parent)
        self.change = label(parent=parent)
        self.grade = GradeLabel(parent)
        self.remark = QWidget(parent)
        self.strip = ProblemStrip(texts=texts, parent=parent)
        self.strip.hide()
        self.was: IconButton | None = None  # says what a corrected value was
        self._set_up_fields()
        self._set_up_remark()

    def _set_up_fields(self) -> None:
        texts = self._texts
        self.name.setBuddy(self.field)
        for control in (self.field, self.unit):
            control.setProperty("dense", True)
        for factor_unit in analyte(self.code).factors:
            self.unit.addItem(texts.unit(factor_unit), factor_unit)
        for shown in (self.previous, self.change):
            shown.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.field.setAccessibleName(texts("visit_form.named_value", name=self.label))
        self.field.setAccessibleDescription(texts("visit_form.value_hint"))
        self.unit.setAccessibleName(texts("visit_form.named_unit", name=self.label))
        self.field.textEdited.connect(self._on_text)
        self.field.left.connect(self._take_unit)
        self.field.taken_back.connect(lambda: self.declare_missing(""))
        self.field.declared_missing.connect(
            lambda: self.declare_missing("not_done", ask=self.field.hasFocus())
        )
        self.field.units_wanted.connect(self._open_units)
        self.unit.activated.connect(self._on_unit)
        self.range.setVisible(self.code not in WITHOUT)
        self.range.setAccessibleName(texts("visit_form.named_reference", name=self.label))
        self.range.textEdited.connect(self._on_range)
        for typed in (self.field, self.range):
            typed.left.connect(self.settled)
            typed.stepped.connect(self.stepped)
        self._show_table()
        self.strip.unit_chosen.connect(self._use_unit)
        self.strip.kept.connect(self._keep)

    def _set_up_remark(self) -> None:
        texts = self._texts
        self.not_done = Button(texts("visit_form.not_done_button"), kind="quiet", parent=self.remark)
        self.not_done.setAccessibleName(texts("visit_form.named_not_done", name=self.label))
        self.not_done.setMenu(kinds_menu(texts, self.declare_missing, self.not_done))
        self.reason = reason_box(texts, name=self.label, parent=self.remark)
        if (editor := self.reason.lineEdit()) is not None:
            editor.returnPressed.connect(lambda: self.stepped.emit(1))
        self.reason.editTextChanged.connect(lambda _text: self.edited.emit())
        self.kept = label(role="secondary", parent=self.remark)
        self.advice = label(role="question", wrap=True, parent=self.remark)
        self.advice.hide()
        layout = self._line = QHBoxLayout(self.remark)
        layout.setContentsMargins(0, 0, 0, 0)
        for widget in (self.not_done, self.reason, self.kept, self.advice):
            layout.addWidget(widget, 1 if widget in (self.reason, self.advice) else 0)
        layout.addStretch()

    @property
    def cells(self) -> tuple[QWidget, ...]:
        """Its widgets in the order of the columns."""
        shown = (self.name, self.field, self.unit, self.range, self.previous, self.change, self.grade)
        return (*shown, self.remark)

    @property
    def asks(self) -> bool:
        """Whether its remark is why there is no value: then there is neither a change nor a grade."""
        return not self.field.text() and self.advice.isHidden()

    @property
    def least_remark(self) -> int:
        """Pixels of the remark. The style lets a bare button shrink, but what a value was is never cut."""
        least = self.remark.minimumSizeHint().width()
        if self.was is None:
            return least
        words = self.was.fontMetrics().horizontalAdvance(self.was.text())
        return max(least, words + self.was.iconSize().width() + AROUND_WAS)

    @property
    def mark_place(self) -> tuple[QBoxLayout, int, QWidget]:
        """Where the mark of queries stands: first among the remarks, and behind which field for Tab."""
        return self._line, 0, self.range

    def show_value(self, value: ValueText, before: Previous | None) -> None:
        """Show a field as typed or stored, beside the value before it."""
        self._before, self._missing, self._confirmed = before, value.missing, value.confirmed
        index = self.unit.findData(value.unit or analyte(self.code).unit)
        self.unit.setCurrentIndex(max(index, 0))
        # A unit that the analyte does not have was typed behind the number: there it is seen and refused.
        text = value.text if index >= 0 else f"{value.text} {value.unit}"
        self.field.show_number(text, self._texts.typed(text))
        self.range.show_number(value.reference, self._texts.typed(value.reference))
        self._show_table()
        self.reason.setCurrentIndex(-1)
        self.reason.setEditText(value.note)
        self.reason.setToolTip(tips.plain(value.note))
        if (editor := self.reason.lineEdit()) is not None:
            editor.setCursorPosition(0)  # a long reason is read from its beginning
        self._refresh()

    def show_before(self, before: Previous | None, day: str) -> None:
        """Show another value before; its day where it is not the one in the header."""
        self._before, self.previous_day = before, day
        self._show_table()
        self._refresh()

    def take(self, text: str, unit: str = "") -> None:
        """Put another value into the field, as if it had been typed; without a unit, why there is none."""
        if not unit:
            self.declare_missing(text)
            return
        self.unit.choose(unit)
        self.field.show_number(text, self._texts.typed(text))
        self._on_text(text)
        self.field.setFocus()

    def value(self) -> ValueText:
        """The field as it stands."""
        number, unit = self._typed()
        return ValueText(
            self.code,
            number,
            unit,
            "" if self.field.text().strip() else self._missing,
            self.reason.currentText() if self._missing else "",
            self._confirmed,
            self.range.number().strip() if self.field.text().strip() else "",
        )

    def show_advice(self, words: str, *, otherwise: str = "") -> None:
        """Say beside the value what it comes to; `otherwise`, in grey, where there is nothing."""
        set_role(self.advice, "question" if words else "secondary")
        say(self.advice, words or otherwise, room=ADVICE)
        self._tell()

    def show_problem(self, problem: Problem | None, *, mnemonics: bool) -> None:
        """Open or close the strip below this row; while the field is being typed a new one waits."""
        ranged = problem is not None and problem.code in RANGE_PROBLEMS
        typing = self.range.hasFocus() if ranged else self.field.being_typed
        shown = problem is not None and not (typing and self.strip.isHidden())
        if problem is not None and shown:
            self.strip.show_problem(problem, mnemonics=mnemonics)
        if problem is None:
            self.strip.problem = None
        self.strip.setVisible(shown)
        severity = problem.severity if problem is not None and shown else ""
        shown_state = "error" if severity == "refused" else severity
        for widget in (self.field, self.unit, self.range):
            wrong = ranged == (widget is self.range)
            state = shown_state if wrong else ""
            if widget.property("state") != state:
                widget.setProperty("state", state)
                restyle(widget)
        self._refresh()

    def declare_missing(self, code: str, *, ask: bool = True) -> None:
        """There is no value, or with no code there may be one; the reason is asked beside it with `ask`."""
        self._missing, self._confirmed = code, False
        self.field.clear()
        self._refresh()
        if ask:
            (self.reason if code else self.field).setFocus()
        self.edited.emit()

    def _on_text(self, text: str) -> None:
        self._confirmed = False
        if text.strip():
            self._missing = ""
        self._refresh()
        self.edited.emit()

    def _typed(self) -> tuple[str, str]:
        """The number and its unit: one typed behind the number, 9,8 g/dL, goes before the chosen one."""
        number, unit = number_and_unit(self.field.number(), self.code)
        return number, unit or self.unit.code

    def _take_unit(self) -> None:
        """Choose the unit that was typed behind the number; one that is not possible stays in sight."""
        number, unit = self._typed()
        place = self.unit.findData(unit)
        if place >= 0 and number != self.field.number().strip():
            self.field.setText(number)
            self.unit.setCurrentIndex(place)
            self._show_table()
            self._refresh()

    def _on_range(self) -> None:
        self._refresh()
        self.edited.emit()

    def _show_table(self) -> None:
        unit = self.unit.code
        self.range.show_table(self._grader.table(self.code), self.code, unit, self._texts)

    def _on_unit(self) -> None:
        self._confirmed = False
        self._show_table()
        self._refresh()
        self.edited.emit()
        self.settled.emit()

    def _use_unit(self, unit: str) -> None:
        self.unit.choose(unit)
        self._on_unit()
        self.stepped.emit(1)

    def _keep(self) -> None:
        self._confirmed = self._kept_now = True
        self._refresh()
        self.edited.emit()
        self.settled.emit()
        self.stepped.emit(1)

    def _open_units(self) -> None:
        self.unit.setFocus()
        self.unit.showPopup()

    def _refresh(self) -> None:
        texts, (typed, unit) = self._texts, self._typed()
        before = self._before.quantity if self._before else None
        shown = compare.in_unit(before, self.code, unit, texts) if before else texts("visit_form.none")
        self.previous.setText(f"{self.previous_day}  {shown}" if self.previous_day and before else shown)
        words = compare.change(before, self.code, typed, unit, texts) if before and typed else ""
        asked = not self.strip.isHidden() and self.strip.problem is not None and bool(typed)
        self.change.setText("?" if asked else words or texts("visit_form.none"))
        self.grade.show_cell(self._grader.cell(self.value(), open_question=asked), self.label, texts)
        self.range.setEnabled(bool(typed))  # limits stand beside a value, never alone
        missing = bool(self._missing) and not typed
        self.field.setPlaceholderText(texts(f"visit_form.placeholder.{self._missing}") if missing else "")
        self.not_done.setVisible(not typed and not missing)
        self.reason.setVisible(missing)
        self.kept.setVisible(bool(typed) and self._confirmed and self._kept_now)
        self.kept.setText(texts("visit_form.kept", unit=texts.unit(unit)) if self._confirmed else "")
        self._tell()

    def _tell(self) -> None:
        beside = self.grade.sizeHint().width()  # what the remark may stand behind
        said = (self.asks, bool(self._missing), self.kept.isHidden(), self.advice.text(), beside)
        if said != self._said:
            self._said = said
            self.turned.emit()
