"""Step 4: consent, and for a child who signs and whether it agrees."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QCheckBox, QLineEdit, QWidget

from app.ui.pages.enrol.fields import TypedField
from app.ui.pages.enrol.presenter import age_in_full
from app.ui.pages.enrol.reading import is_child
from app.ui.pages.enrol.step import Standing, Step
from app.ui.widgets.labels import label

if TYPE_CHECKING:
    from app.ui.desk import Desk
    from app.ui.pages.enrol.form import Form


class ConsentStep(Step):
    """Version and date of the consent form; guardian and assent by age."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, name="consent")
        texts = desk.texts
        day = texts("enrol.consent.date")
        self.fields = {
            "consent_version": TypedField(texts("enrol.consent.version"), QLineEdit(), width=180),
            "consent_date": TypedField(day, self.date_field(day), width=180),
        }
        for name, shown in self.fields.items():
            shown.edited.connect(lambda text, name=name: self.change(**{name: text}))
        version = self.fields["consent_version"].editor
        version.returnPressed.connect(self.advance)
        self.who = label(role="strong", wrap=True)
        self.assent = QCheckBox(texts("enrol.consent.assent"))
        self.assent.setAccessibleDescription(texts("enrol.consent.assent_about"))
        self.assent.toggled.connect(lambda on: self.change(assent=on))
        self._about_assent = label(texts("enrol.consent.assent_about"), role="about", wrap=True)
        self._about_assent.setContentsMargins(22, 0, 0, 0)
        body = self.panel.body
        body.setSpacing(12)
        body.addWidget(label(texts("enrol.consent.about"), role="about", wrap=True))
        for shown in self.fields.values():
            body.addWidget(shown)
        body.addWidget(self.who)
        body.addWidget(self.assent)
        body.addWidget(self._about_assent)
        body.addStretch(1)

    def fill(self, form: Form) -> None:
        """Put the form's texts into the fields."""
        for name, shown in self.fields.items():
            shown.show_text(getattr(form, name))
        self.assent.setChecked(form.assent)

    def tell(self, standing: Standing) -> None:
        """Who signs, by the age on the day of consent."""
        draft = standing.reading.draft
        on = draft.consent_date or standing.today
        born = draft.birth_date
        child = is_child(standing.form, today=standing.today)
        if born is None or born > on:
            self.who.setText(self.texts("enrol.consent.age_unknown"))
        elif child:
            age = age_in_full(self.texts, born, on)
            self.who.setText(self.texts("enrol.consent.child", age=age))
        else:
            self.who.setText(self.texts("enrol.consent.adult"))
        for shown in (self.assent, self._about_assent):
            shown.setVisible(child)
        for name, field in self.fields.items():
            field.tell(standing.problem(self.texts, name))

    def first_open(self) -> QWidget | None:
        """The first empty field."""
        for shown in self.fields.values():
            if not shown.editor.text():
                return shown.editor
        return self.fields["consent_version"].editor
