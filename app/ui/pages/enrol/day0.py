"""Step 5: day 0, from which every visit is counted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.domain.schedule import needs_hsct
from app.ui.pages.enrol.fields import TypedField
from app.ui.pages.enrol.step import Standing, Step
from app.ui.widgets.labels import label

if TYPE_CHECKING:
    from datetime import date

    from PySide6.QtWidgets import QWidget

    from app.i18n import Texts
    from app.ui.desk import Desk
    from app.ui.pages.enrol.form import Form


def weekday_text(texts: Texts, day: date, *, today: date) -> str:
    """Thu, 20 Aug 2026, with how far ahead a planned day is."""
    shown = texts("enrol.day0.weekday", weekday=texts(f"enrol.weekday.{day.weekday()}"), date=texts.date(day))
    ahead = (day - today).days
    return f"{shown}. {texts('enrol.day0.future', n=ahead)}" if ahead > 0 else shown


class Day0Step(Step):
    """What day 0 means for the template, its date, and the transplant's date where visits count from it."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, name="day0")
        texts = desk.texts
        name, hsct = texts("enrol.step.day0"), texts("enrol.day0.hsct")
        self.fields = {
            "day0": TypedField(name, self.date_field(name), about=" ", width=180),
            "hsct_date": TypedField(hsct, self.date_field(hsct), about=" ", width=180),
        }
        for key, shown in self.fields.items():
            shown.edited.connect(lambda text, key=key: self.change(**{key: text}))
        self.meaning = label(wrap=True)
        self._hsct_about = label(texts("enrol.day0.hsct_about"), role="about", wrap=True)
        body = self.panel.body
        body.setSpacing(12)
        body.addWidget(label(texts("enrol.day0.about"), role="about", wrap=True))
        body.addWidget(self.meaning)
        body.addWidget(self.fields["day0"])
        body.addWidget(self.fields["hsct_date"])
        body.addWidget(self._hsct_about)
        body.addStretch(1)

    def fill(self, form: Form) -> None:
        """Put the form's texts into the fields."""
        for name, shown in self.fields.items():
            shown.show_text(getattr(form, name))

    def tell(self, standing: Standing) -> None:
        """The meaning of day 0, the weekday of each date, and what stands against them."""
        template = standing.told.template
        transplant = template is not None and needs_hsct(template)
        self.fields["hsct_date"].setVisible(transplant)
        self._hsct_about.setVisible(transplant)
        if template is not None:
            self.meaning.setText(self.texts(f"enrol.day0.{template.anchor}"))
            caption = self.texts(f"enrol.day0.label.{template.anchor}")
            self.fields["day0"].caption.setText(caption)
            self.fields["day0"].editor.setAccessibleName(caption)
        draft = standing.reading.draft
        for name, day in (("day0", draft.day0), ("hsct_date", draft.hsct_date)):
            about = weekday_text(self.texts, day, today=standing.today) if day is not None else " "
            self.fields[name].show_about(about)
            self.fields[name].tell(standing.problem(self.texts, name))

    def first_open(self) -> QWidget | None:
        """Day 0, or the transplant's date when only that is open."""
        hsct = self.fields["hsct_date"]
        if self.fields["day0"].editor.text() and not hsct.isHidden() and not hsct.editor.text():
            return hsct.editor
        return self.fields["day0"].editor
