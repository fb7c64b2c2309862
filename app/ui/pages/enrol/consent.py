"""Step 4: consent, and for a child who signs and whether it agrees."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QCheckBox, QWidget

from app.domain.consent import of_protocol, rule
from app.ui.pages.enrol.fields import TypedField
from app.ui.pages.enrol.presenter import age_in_full
from app.ui.pages.enrol.reading import is_child
from app.ui.pages.enrol.step import Standing, Step
from app.ui.pages.enrol.version_field import VersionField
from app.ui.widgets.labels import label

if TYPE_CHECKING:
    from app.domain.consent import FormVersion
    from app.ui.desk import Desk
    from app.ui.pages.enrol.form import Form


class ConsentStep(Step):
    """Version and date of the consent form; guardian and assent by age."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, name="consent")
        texts = desk.texts
        day = texts("enrol.consent.date")
        self.versions = VersionField(texts)
        self.fields = {
            "consent_version": TypedField(texts("enrol.consent.version"), self.versions, width=180),
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
        if self.versions.text() != standing.form.consent_version:  # the program proposes another one
            self._filling = True
            self.fields["consent_version"].show_text(standing.form.consent_version)
            self._filling = False
        known = of_protocol(standing.versions, standing.form.protocol)
        self.versions.offer({form.label: self._words(form) for form in reversed(known)})
        for name, field in self.fields.items():
            problem = standing.problem(self.texts, name)
            asked = self._asked(standing) if name == "consent_version" and not problem else ""
            field.tell(problem or asked, soft=bool(asked))

    def _words(self, form: FormVersion) -> str:
        """2.1 from 1 Oct 2026: which of them is in force hangs on the date of consent."""
        return self.texts("enrol.consent.listed", version=form.label, since=self.texts.date(form.since))

    def _asked(self, standing: Standing) -> str:
        """What is strange about the version, and may be right."""
        draft, versions = standing.reading.draft, standing.versions
        on = draft.consent_date or standing.today
        held = rule(versions, draft.protocol, on=on)
        if held is None or not draft.consent_version:
            return ""
        if draft.consent_version not in held.known:
            code = "enrol.consent.unlisted"
        elif draft.consent_version in held.older:
            code = "enrol.consent.older"
        else:
            return ""
        return self.texts(
            code,
            version=draft.consent_version,
            current=held.current.label,
            since=self.texts.date(held.current.since),
        )

    def first_open(self) -> QWidget | None:
        """The first empty field."""
        for shown in self.fields.values():
            if not shown.editor.text():
                return shown.editor
        return self.fields["consent_version"].editor
