"""The parts of the form of a consent, and where they stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from app.domain.consent import SIGNERS
from app.services.contracts.endings import UNDO_REASONS
from app.ui.pages.form_above import FormAbove, line
from app.ui.widgets.buttons import Button
from app.ui.widgets.choice_box import ChoiceBox
from app.ui.widgets.date_field import DateField
from app.ui.widgets.field import Field
from app.ui.widgets.labels import label

if TYPE_CHECKING:
    from app.ui.desk import Desk


class ConsentFrame(FormAbove):
    """What was signed on top, the fields in reading order below, which is that of Tab; the buttons last."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        texts = desk.texts
        self.setAccessibleName(texts("consents.title"))
        self.title = label(texts("consents.title"), role="section", parent=self)
        self.standing = label(wrap=True, parent=self)
        self.signed = QVBoxLayout()  # a line for each consent
        self.signed.setSpacing(2)
        self.form = ChoiceBox(self)
        self.day = DateField(
            texts, today=desk.context.today, calendar_hint=texts("endings.day_calendar"), parent=self
        )
        self.signer = ChoiceBox(self)
        self.note = line(self)
        self.why = ChoiceBox(self)
        self.why_text = line(self)
        for box in (self.form, self.signer, self.why):
            box.give_way(14)
        self.signer.offer((code, texts(f"consents.by_{code}")) for code in SIGNERS)
        why = [(code, texts(f"visit_form.correction.{code}")) for code in UNDO_REASONS]
        self.why.offer([("", texts("endings.why_choose")), *why])
        self.fields = {
            "form": Field(texts("enrol.consent.version"), self.form, parent=self),
            "day": Field(texts("enrol.consent.date"), self.day, parent=self),
            "signer": Field(texts("consents.signer"), self.signer, parent=self),
        }
        self.assent = QCheckBox(texts("enrol.consent.assent"), self)  # Tab goes in the order of making
        self.assent.setAccessibleDescription(texts("enrol.consent.assent_about"))
        self.fields |= {
            "note": Field(texts("endings.note"), self.note, parent=self),
            "why": Field(texts("consents.why"), self.why, parent=self),
            "why_text": Field(texts("endings.why_text"), self.why_text, parent=self),
        }
        self.study_button = Button(texts("consents.to_study"), parent=self.foot)
        self.way_out = self._leave()
        self.back_button = self.way_out.button
        self.go_button = Button(texts("consents.record"), kind="primary", parent=self.foot)
        self._lay_out()

    def _lay_out(self) -> None:
        grid = self._grid_below()
        for column, key in enumerate(("form", "day", "signer")):
            grid.addWidget(self.fields[key], 0, column)
        grid.addWidget(self.assent, 1, 0, 1, 3)
        self._lay_out_foot(self.way_out, self.study_button, self.back_button, self.go_button)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(12, 8, 12, 0)
        outer.setSpacing(8)
        outer.addWidget(self.title)
        outer.addWidget(self.standing)
        outer.addLayout(self.signed)
        outer.addLayout(grid)
