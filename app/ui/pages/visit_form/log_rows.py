"""One row of a log: a transfusion, an infusion, a course of a medicine, an event."""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import replace
from typing import TYPE_CHECKING, Generic, Protocol, TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QLineEdit, QVBoxLayout, QWidget

from app.domain.alerts import ALLERGY
from app.domain.record import EVENT_TYPES
from app.i18n.drugs import drug_name, generic_name
from app.ui.pages.visit_form.problem_strip import sentence
from app.ui.pages.visit_form.texts_of_form import MedicationText, TransfusionText
from app.ui.widgets import tips
from app.ui.widgets.buttons import Button
from app.ui.widgets.choice_box import ChoiceBox
from app.ui.widgets.date_field import DateField
from app.ui.widgets.flow import Flow
from app.ui.widgets.labels import label, restyle, set_role
from app.ui.widgets.number_line import NumberLine
from app.ui.widgets.tab_order import stops
from app.ui.widgets.value_field import ValueValidator

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import date

    from app.domain.plausibility import Problem
    from app.i18n import Texts


class LogText(Protocol):
    """The texts of any row; `id` names the stored row that it shows, None for a new one."""

    @property
    def id(self) -> int | None:
        """The stored row."""


R = TypeVar("R", bound=LogText)
C = TypeVar("C", bound=QWidget)
L = TypeVar("L", bound=QLineEdit)
EVENTS = (*EVENT_TYPES[:-1], ALLERGY, "other")  # "other" stands last
GRADED = frozenset({"adverse_event", "infection", "gvhd"})
LONGEST = 300  # letters of a note: a report that is pasted whole belongs elsewhere
NAME_LETTERS = 18  # a long generic name: methylprednisolone
DRUGS = ("ciclosporin", "filgrastim", "lenograstim", "pegfilgrastim", "eltrombopag", "prednisone")


class LogRow(QWidget, Generic[R]):
    """Base of the rows: fields side by side, Remove at the end, what is wrong below.

    Abstract by its methods; Qt's own metaclass leaves no room for that of ABC.
    """

    edited = Signal()
    removed = Signal()
    rebuilt = Signal()  # fields came or went

    def __init__(
        self, row: R, *, name: str, texts: Texts, today: Callable[[], date], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._row = row
        self._name = self._kind_name = name
        self._texts = texts
        self._today = today
        self._controls: dict[str, QWidget] = {}
        outer = self._outer = QVBoxLayout(self)
        outer.setContentsMargins(12, 4, 12, 4)
        outer.setSpacing(2)
        self._line = Flow()
        self._about = label(role="secondary", wrap=True, parent=self)
        self._fault = label(role="problem", wrap=True, parent=self)
        outer.addLayout(self._line)
        outer.addWidget(self._about)
        outer.addWidget(self._fault)
        self._about.hide()
        self._fault.hide()
        self._build(row)
        self._remove = Button(texts("visit_form.remove"), kind="link", parent=self)
        self._remove.setAccessibleName(texts("visit_form.remove_named", name=name))
        self._remove.clicked.connect(self.removed)
        self._line.add(self._remove, right=True)

    @abstractmethod
    def text(self) -> R:
        """The row as it stands."""

    @abstractmethod
    def _build(self, row: R) -> None:
        """Put the fields of a row into the line."""

    def stops(self) -> list[QWidget]:
        """Where Tab stops in the row: its fields, Remove last."""
        return [*(each for each in stops(self) if each is not self._remove), self._remove]

    def call(self, number: int) -> None:
        """Say each part of the row with its number, 0 for the only one: two events are told apart by it."""
        name = self._texts("visit_form.numbered", name=self._kind_name, number=number)
        name = name if number else self._kind_name
        for part in self.findChildren(QWidget):
            if part.accessibleName().startswith(self._name):
                part.setAccessibleName(name + part.accessibleName().removeprefix(self._name))
        self._name = name

    def focus(self, field: str = "") -> None:
        """Put the focus into a field of the row, the first one that takes it without a name: the name of a
        stored course stands fast. As with Tab, typing replaces what the field says."""
        named = [self._controls[field]] if field in self._controls else []
        fields = (*named, *self._controls.values())
        first = next((one for one in fields if one.isEnabled() and not one.isHidden()), self)
        first.setFocus(Qt.FocusReason.TabFocusReason)

    def show_fault(self, field: str, words: str) -> None:
        """Say below the row what is wrong, and mark the field; nothing with empty words."""
        for name, control in self._controls.items():
            state = "error" if words and name == field else ""
            if control.property("state") != state:
                control.setProperty("state", state)
                restyle(control)
        self._fault.setText(words)
        self._fault.setVisible(bool(words))

    def show_problem(self, problem: Problem | None) -> None:
        """Say below the row what stands against it, and mark the field."""
        field = problem.path.rpartition(".")[2] if problem is not None else ""
        self.show_fault(field, sentence(self._texts, problem) if problem is not None else "")

    def show_about(self, words: str, *, attention: bool = False) -> None:
        """The line below the row: grey, or in warning tone."""
        set_role(self._about, "question" if attention else "secondary")
        self._about.setText(words)
        self._about.setVisible(bool(words))

    def _told_day(self, key: str, text: str) -> DateField:
        """A field of a day of which only the month, the year or nothing may be known."""
        field = self._day(key, text)
        field.setToolTip(tips.plain(self._texts("visit_form.partial_hint")))
        field.setAccessibleDescription(self._texts("visit_form.partial_hint"))
        return field

    def _day(self, key: str, text: str) -> DateField:
        hint = self._texts("visit_form.open_calendar")
        field = DateField(self._texts, today=self._today, calendar_hint=hint, parent=self)
        field.setText(text)
        metrics = self.fontMetrics()
        words = metrics.horizontalAdvance(self._texts(f"visit_form.cell.{key}")) + 28 + metrics.height()
        field.setFixedWidth(max(metrics.horizontalAdvance("0") * 17, words))
        field.textChanged.connect(lambda _text: self.edited.emit())
        return self._add(key, field)

    def _number(self, key: str, text: str, *, digits: int) -> NumberLine:
        field = NumberLine(self)
        field.show_number(text, self._texts.figures(text))
        field.setValidator(ValueValidator(field))
        return self._sized(key, field, digits)

    def _typed(self, key: str, text: str, *, digits: int) -> QLineEdit:
        field = QLineEdit(text, self)
        field.setMaxLength(max(LONGEST, len(text)))
        field.setCursorPosition(0)  # a long one from its first letter
        return self._sized(key, field, digits)

    def _sized(self, key: str, field: L, digits: int) -> L:
        metrics = self.fontMetrics()
        words = metrics.horizontalAdvance(self._texts(f"visit_form.cell.{key}"))
        field.setFixedWidth(max(metrics.horizontalAdvance("0") * digits, words + 28))
        field.textChanged.connect(lambda _text: self.edited.emit())
        return self._add(key, field)

    def _choice(self, key: str, options: Iterable[tuple[str, str]], chosen: str) -> ChoiceBox:
        box = ChoiceBox(self)
        box.offer(options, chosen)
        box.currentIndexChanged.connect(lambda _index: self.edited.emit())
        return self._add(key, box)

    def _add(self, key: str, control: C) -> C:
        words = self._texts(f"visit_form.cell.{key}")
        control.setProperty("dense", True)
        name = self._texts.spoken((self._name, words))
        if isinstance(control, ChoiceBox):
            control.be_called(name)
        else:
            control.setAccessibleName(name)
        control.setToolTip(tips.plain(words))
        if isinstance(control, QLineEdit):
            control.setPlaceholderText(words[:1].upper() + words[1:])
        self._controls[key] = control
        self._line.addWidget(control)
        return control


class TransfusionRow(LogRow[TransfusionText]):
    """Day, product, units, and whether it was given for a procedure."""

    def _build(self, row: TransfusionText) -> None:
        texts = self._texts
        products = [(code, texts(f"visit_form.product.{code}")) for code in ("RBC", "PLT")]
        self._day_field = self._day("day", row.day)
        self._product = self._choice("product", products, row.product)
        self._units = self._number("units", row.units, digits=6)
        self._line.addWidget(label(texts("visit_form.units"), role="secondary", parent=self))
        self._procedure = self._add("procedure", QCheckBox(texts("visit_form.for_procedure"), self))
        self._procedure.setChecked(row.procedure)
        self._procedure.toggled.connect(lambda _on: self.edited.emit())
        self._kept_as = self._given() if row.kept else None  # an answer is for the line as it stood
        self.keep_button = Button(texts("plausibility.keep_both"), dense=True, parent=self)
        self.keep_button.clicked.connect(self._keep)
        self.keep_button.hide()
        below = Flow()
        below.addWidget(self.keep_button)
        self._outer.addLayout(below)

    def show_problem(self, problem: Problem | None) -> None:
        """A question stands below the row with its answer; a refusal is said as in any row."""
        asked = problem is not None and problem.severity == "question"
        super().show_problem(None if asked else problem)
        words = sentence(self._texts, problem) if problem is not None and asked else ""
        self.show_about(words, attention=True)
        self.keep_button.setAccessibleDescription(words)
        self.keep_button.setVisible(asked)

    def _keep(self) -> None:
        self._kept_as = self._given()
        self._day_field.setFocus()  # the button goes
        self.edited.emit()

    def _given(self) -> tuple[str, str, str]:
        return self._day_field.text(), self._product.code, self._units.number()

    def text(self) -> TransfusionText:
        return replace(
            self._row,
            day=self._day_field.text(),
            product=self._product.code,
            units=self._units.number(),
            procedure=self._procedure.isChecked(),
            kept=self._kept_as == self._given(),
        )


class MedicationRow(LogRow[MedicationText]):
    """Generic name, dose, first and last day. A stored course keeps its name."""

    def _build(self, row: MedicationText) -> None:
        box = ChoiceBox(self)
        box.setEditable(True)
        box.setMinimumContentsLength(NAME_LETTERS)
        box.addItems([drug_name(self._texts, drug) for drug in DRUGS])
        box.setEditText(drug_name(self._texts, row.drug))
        box.setEnabled(row.id is None)
        box.editTextChanged.connect(lambda _text: self.edited.emit())
        self._drug = self._add("drug", box)
        self._dose = self._typed("dose", row.dose, digits=20)
        self._start = self._told_day("start", row.start)
        self._line.addWidget(label("–", role="secondary", parent=self))
        self._stop = self._told_day("stop", row.stop)

    def text(self) -> MedicationText:
        return replace(
            self._row,
            drug=generic_name(self._texts, self._drug.currentText()),
            dose=self._dose.text(),
            start=self._start.text(),
            stop=self._stop.text(),
        )
