"""The values of the screening visit that the criteria need, typed once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from app.domain.quantities import ANALYTES
from app.i18n.problems import analyte_name, problem_text
from app.ui import fonts
from app.ui.pages.enrol.fields import TypedField, empty
from app.ui.pages.enrol.form import TypedValue
from app.ui.pages.enrol.presenter import needed_analytes, needs_marrow
from app.ui.widgets.buttons import Button
from app.ui.widgets.choice_box import ChoiceBox
from app.ui.widgets.labels import label
from app.ui.widgets.tab_order import follow
from app.ui.widgets.value_field import ValueField

if TYPE_CHECKING:
    from app.domain.plausibility import Problem
    from app.domain.protocol.model import Template
    from app.i18n import Texts
    from app.ui.pages.enrol.form import Form
    from app.ui.pages.enrol.step import Standing
    from app.ui.widgets.date_field import DateField

PER_LINE = (6, 4, 3, 2)  # fields in a line, as there is room
FIELD_WIDTH = 154


def units_of(analyte: str) -> tuple[str, ...]:
    """Units to choose from, one of each size, the stored one first."""
    spec = ANALYTES[analyte]
    first: dict[object, str] = {}
    for name, factor in sorted(spec.factors.items(), key=lambda item: item[0] != spec.unit):
        first.setdefault(factor, name)
    return tuple(first.values())


class Screening(QWidget):
    """Screening date, values with their units, marrow; a question about an unlikely value below."""

    date_typed = Signal(str)
    marrow_typed = Signal(str, str)  # field of Form, text
    value_typed = Signal(str, object)  # analyte, TypedValue
    left_below = Signal()

    def __init__(self, texts: Texts, *, day: DateField) -> None:
        super().__init__()
        self._texts = texts
        self._template: Template | None = None
        self._asked: tuple[str, Problem] | None = None
        self._shown: list[QWidget] = []
        self._per_line = 0
        self.day = TypedField(texts("enrol.eligibility.screening_date"), day, width=132)
        self.day.edited.connect(self.date_typed)
        self.values: dict[str, TypedField] = {}
        self.units: dict[str, ChoiceBox] = {}
        self.marrow: dict[str, TypedField] = {}
        self._confirmed: dict[str, bool] = {}
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(8)
        self._question = QFrame()
        self._question.setProperty("strip", "warning")
        self._question_text = label(wrap=True)
        self.use = Button("", dense=True)
        self.keep = Button("", dense=True)
        self.use.clicked.connect(self._use)
        self.keep.clicked.connect(self._keep)
        line = QHBoxLayout(self._question)
        line.setContentsMargins(8, 4, 8, 4)
        line.addWidget(self._question_text, 1)
        line.addWidget(self.use)
        line.addWidget(self.keep)
        self._question.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 8, 12, 8)
        layout.setSpacing(8)
        layout.addLayout(self._grid)
        layout.addWidget(self._question)
        self._grid.addWidget(self.day, 0, 0)  # it goes with the page also before a template is chosen

    def show_template(self, template: Template) -> None:
        """Offer the fields that the criteria of a template need."""
        if template is self._template:
            return
        self._template = template
        self._grid.removeWidget(self.day)
        empty(self._grid)
        self.values, self.units, self.marrow = {}, {}, {}
        shown: list[QWidget] = [self.day]
        shown += [self._value(analyte) for analyte in needed_analytes(template)]
        if needs_marrow(template):
            shown += [self._percent("marrow_cellularity_pct"), self._percent("marrow_residual_pct")]
        self._shown = shown
        fields = (*self.values.items(), *self.marrow.items())
        parts = (each for key, field in fields for each in (field.editor, self.units.get(key)))
        follow(self.use, (each for each in parts if each is not None))
        self._per_line = 0
        self.fit(self.width())

    def fit(self, width: int) -> None:
        """Put the fields into as few lines as the width has room for."""
        per_line = next((n for n in PER_LINE if fonts.scaled(n * FIELD_WIDTH) <= width), PER_LINE[-1])
        if per_line == self._per_line:
            return
        self._per_line = per_line
        for widget in self._shown:
            self._grid.removeWidget(widget)
        for column in range(self._grid.columnCount()):
            self._grid.setColumnStretch(column, 0)
        for at, widget in enumerate(self._shown):
            self._grid.addWidget(widget, at // per_line, at % per_line)
        self._grid.setColumnStretch(min(per_line, len(self._shown)), 1)

    def fill(self, form: Form) -> None:
        """Put the form's texts into the fields."""
        self.day.show_text(form.screening_date)
        for analyte, shown in self.values.items():
            value = form.values.get(analyte, TypedValue())
            shown.show_text(self._texts.typed(value.text))
            self._confirmed[analyte] = value.confirmed
            at = self.units[analyte].findData(value.unit or ANALYTES[analyte].unit)
            self.units[analyte].setCurrentIndex(max(at, 0))
        for name, shown in self.marrow.items():
            shown.show_text(self._texts.typed(getattr(form, name)))

    def tell(self, standing: Standing) -> None:
        """What stands against each value; the first unlikely one is asked about."""
        self.day.tell(standing.problem(self._texts, "screening_date"))
        asked = standing.reading.asked
        for analyte, shown in self.values.items():
            path = f"values.{analyte}"
            text = "" if path in asked else standing.problem(self._texts, path)
            shown.tell(text)
        for name, shown in self.marrow.items():
            shown.tell(standing.problem(self._texts, name))
        open_ones = [(a, asked[f"values.{a}"]) for a in self.values if f"values.{a}" in asked]
        self._ask(open_ones[0] if open_ones else None)

    def first_open(self) -> QWidget | None:
        """The first empty field, None when all are filled."""
        for shown in (self.day, *self.values.values(), *self.marrow.values()):
            if not shown.editor.text():
                return shown.editor
        return None

    def _value(self, analyte: str) -> TypedField:
        editor, unit = ValueField(), ChoiceBox()
        name = analyte_name(self._texts, analyte)
        caption = name[:1].upper() + name[1:]
        for code in units_of(analyte):
            unit.addItem(self._texts.unit(code), code)
        unit.setAccessibleName(self._texts("enrol.eligibility.unit", analyte=caption))
        unit.setEnabled(unit.count() > 1)
        unit.setProperty("dense", True)
        editor.setProperty("dense", True)
        shown = TypedField(caption, editor, beside=unit, width=56)
        shown.edited.connect(lambda _text: self._emit_value(analyte, confirmed=False))
        unit.activated.connect(lambda _at: self._emit_value(analyte, confirmed=False))
        editor.units_wanted.connect(unit.showPopup)
        editor.stepped.connect(lambda step: self._step(editor, step))
        self.values[analyte], self.units[analyte] = shown, unit
        return shown

    def _percent(self, name: str) -> TypedField:
        editor = ValueField()
        whole, short = f"enrol.eligibility.{name}", f"enrol.eligibility.{name.removesuffix('_pct')}_short"
        caption = self._texts(short if self._texts.has(short) else whole)
        shown = TypedField(caption, editor, beside=self._texts("enrol.eligibility.percent"), width=56)
        editor.setProperty("dense", True)
        editor.setAccessibleName(self._texts(whole))
        shown.caption.setToolTip(self._texts(whole))
        shown.edited.connect(lambda text: self.marrow_typed.emit(name, text))
        editor.stepped.connect(lambda step: self._step(editor, step))
        self.marrow[name] = shown
        return shown

    def _step(self, editor: QWidget, step: int) -> None:
        """Enter goes from value to value, past the units, and from the last one to the criteria."""
        fields = (self.day, *self.values.values(), *self.marrow.values())
        editors: list[QWidget] = [shown.editor for shown in fields]
        at = editors.index(editor) + step
        if at < len(editors):
            editors[max(at, 0)].setFocus(Qt.FocusReason.TabFocusReason)
        else:
            self.left_below.emit()

    def _emit_value(self, analyte: str, *, confirmed: bool) -> None:
        self._confirmed[analyte] = confirmed
        unit = self.units[analyte].code
        self.value_typed.emit(analyte, TypedValue(self.values[analyte].editor.text(), unit, confirmed))

    def _ask(self, asked: tuple[str, Problem] | None) -> None:
        self._asked = asked
        self._question.setVisible(asked is not None)
        if asked is None:
            return
        analyte, problem = asked
        self._question_text.setText(problem_text(self._texts, problem.code, problem.params))
        unit = self.units[analyte].code
        typed = f"{self.values[analyte].editor.text()} {self._texts.unit(unit)}"
        self.keep.setText(self._texts("enrol.eligibility.keep_value", value=typed))
        self.use.setVisible(bool(problem.suggestions))
        if problem.suggestions:
            other = self._texts.unit(problem.suggestions[0].unit)
            self.use.setText(self._texts("plausibility.use_unit", unit=other))

    def _use(self) -> None:
        if self._asked is not None:
            analyte, problem = self._asked
            at = self.units[analyte].findData(problem.suggestions[0].unit)
            self.units[analyte].setCurrentIndex(max(at, 0))
            self._emit_value(analyte, confirmed=False)

    def _keep(self) -> None:
        if self._asked is not None:
            self._emit_value(self._asked[0], confirmed=True)
