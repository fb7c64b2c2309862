"""Step 2: the subject's code and measures, and apart from them, who it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from app.ui import fonts
from app.ui.pages.enrol.fields import TypedField
from app.ui.pages.enrol.presenter import age_in_full
from app.ui.pages.enrol.step import Standing, Step
from app.ui.widgets.buttons import Button
from app.ui.widgets.labels import label, set_role
from app.ui.widgets.panel import Panel
from app.ui.widgets.value_field import ValueField

if TYPE_CHECKING:
    from app.ui.desk import Desk
    from app.ui.pages.enrol.form import Form

COLUMN = 320  # pixels at 100 %; below two of them what stands side by side goes one below the other


class SubjectStep(Step):
    """Code, sex, birth date with the age at once, weight, height; identity in a section of its own."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, name="subject")
        texts = desk.texts
        hint = texts("enrol.subject.code_hint", pattern=desk.context.study.code_pattern)
        birth = texts("enrol.subject.birth_date")
        self.fields = {
            "code": TypedField(texts("enrol.subject.code"), QLineEdit(), about=hint, width=180),
            "birth_date": TypedField(birth, self.date_field(birth), about=" ", width=180),
            "weight_kg": TypedField(
                texts("enrol.subject.weight_kg"), ValueField(), beside=texts("enrol.subject.kg"), width=100
            ),
            "height_cm": TypedField(
                texts("enrol.subject.height_cm"), ValueField(), beside=texts("enrol.subject.cm"), width=100
            ),
            "name": TypedField(texts("enrol.subject.name"), QLineEdit()),
            "hospital_number": TypedField(texts("enrol.subject.hospital_number"), QLineEdit()),
        }
        for name, shown in self.fields.items():
            shown.edited.connect(lambda text, name=name: self.change(**{name: text}))
            if isinstance(shown.editor, ValueField):
                shown.editor.stepped.connect(self.advance)
            elif name != "birth_date":  # a date field steps by itself
                shown.editor.returnPressed.connect(self.advance)
        self.female = self._sex_button("F")
        self.male = self._sex_button("M")
        self._group = QButtonGroup(self)
        self._group.addButton(self.female)
        self._group.addButton(self.male)
        self.panel.body.setSpacing(12)
        self.panel.body.addWidget(label(texts("enrol.subject.about"), role="about", wrap=True))
        self._sex = self._sex_part()
        self._measures, self._names = QGridLayout(), QGridLayout()
        for grid in (self._measures, self._names):
            grid.setHorizontalSpacing(24)
            grid.setVerticalSpacing(12)
        self.panel.body.addLayout(self._measures)
        self._across = 0
        self._fit(across=2)  # before the names are: Tab follows the order in which they come in
        self.panel.body.addWidget(self._identity())
        self.panel.body.addStretch(1)

    def fill(self, form: Form) -> None:
        """Put the form's texts into the fields."""
        for name, shown in self.fields.items():
            kept = getattr(form, name)
            shown.show_text(self.texts.typed(kept) if isinstance(shown.editor, ValueField) else kept)
        self._group.setExclusive(False)
        self.female.setChecked(form.sex == "F")
        self.male.setChecked(form.sex == "M")
        self._group.setExclusive(True)

    def tell(self, standing: Standing) -> None:
        """Age in words and what stands against each field."""
        born = standing.reading.draft.birth_date
        age = ""
        if born is not None and born <= standing.today:
            age = self.texts("enrol.age_today", age=age_in_full(self.texts, born, standing.today))
        self.fields["birth_date"].show_about(age or " ")
        for name, shown in self.fields.items():
            shown.tell(standing.problem(self.texts, name))

    def first_open(self) -> QWidget | None:
        """The first empty field that enrolment needs."""
        for name in ("code", "birth_date", "weight_kg", "height_cm"):
            if name == "birth_date" and self._group.checkedButton() is None:
                return self.female
            if not self.fields[name].editor.text():
                return self.fields[name].editor
        return self.fields["code"].editor

    def _sex_button(self, sex: str) -> Button:
        made = Button(self.texts("enrol.subject.female" if sex == "F" else "enrol.subject.male"))
        made.setCheckable(True)
        made.setMinimumWidth(fonts.scaled(96))  # the chosen one is bold
        made.clicked.connect(lambda: self.change(sex=sex))
        return made

    def _sex_part(self) -> QWidget:
        part = QWidget()
        sex = QVBoxLayout(part)
        sex.setContentsMargins(0, 0, 0, 0)
        sex.setSpacing(4)
        caption = label(self.texts("enrol.subject.sex"), role="secondary")
        caption.setBuddy(self.female)
        buttons = QHBoxLayout()
        buttons.setSpacing(0)
        buttons.addWidget(self.female)
        buttons.addWidget(self.male)
        buttons.addStretch(1)
        sex.addWidget(caption)
        sex.addLayout(buttons)
        sex.addStretch(1)
        return part

    def _fit(self, *, across: int) -> None:
        """Put the fields into one column or two; the order of the keyboard stays."""
        for column in range(2):
            self._measures.setColumnMinimumWidth(column, fonts.scaled(COLUMN) if column < across > 1 else 0)
        if across == self._across:
            return
        self._across = across
        field = self.fields
        lines = ((field["code"], self._sex), (field["birth_date"],), (field["weight_kg"], field["height_cm"]))
        _lay(self._measures, lines, across)
        _lay(self._names, ((field["name"], field["hospital_number"]),), across)
        self._measures.setColumnStretch(2, 1)
        for column in range(2):
            self._names.setColumnStretch(column, int(column < across))

    def _identity(self) -> QWidget:
        box = Panel(self.texts("enrol.subject.identity"), note=self.texts("enrol.subject.optional"))
        set_role(box.title, "strong")
        box.setMaximumWidth(fonts.scaled(680))
        box.body.addWidget(label(self.texts("enrol.subject.identity_about"), role="about", wrap=True))
        box.body.addLayout(self._names)
        return box

    # Qt overrides

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit(across=2 if event.size().width() >= fonts.scaled(2 * COLUMN + 50) else 1)


def _lay(grid: QGridLayout, lines: tuple[tuple[QWidget, ...], ...], across: int) -> None:
    """Each line in as many rows as it needs with `across` fields in one."""
    row = 0
    for line in lines:
        for at, part in enumerate(line):
            grid.removeWidget(part)
            grid.addWidget(part, row + at // across, at % across)
        row += -(-len(line) // across)
