"""Planned doses beside given ones, the troughs against their target, what departed from the plan."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.services import treatment
from app.services.contracts.papers import Order
from app.ui import fonts
from app.ui.pages.adding import AddButton
from app.ui.pages.sheet_tab import SheetTab
from app.ui.pages.treatment import tables, words
from app.ui.widgets.buttons import Button
from app.ui.widgets.empty import EmptyState
from app.ui.widgets.labels import label
from app.ui.widgets.tab_order import through
from app.ui.widgets.table_panel import TablePanel

if TYPE_CHECKING:
    from app.domain.schedule.deviations import Deviation
    from app.services.treatment import DoseLine, PlanLine, TreatmentSheet, TroughLine
    from app.ui.desk import Desk
    from app.ui.subject_view import SubjectView

SIDE = 380
_AGAINST_TARGET = 2  # the column of the troughs that a protocol without a target leaves out


class TreatmentTab(SheetTab):
    """Nothing is typed here: Enter leads to the place in the visit form where a dose stands."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        texts = desk.texts
        self._split = self._beside(share=lambda width: width - fonts.scaled(SIDE), name="treatment")
        self.plan: TablePanel[PlanLine] = TablePanel(
            texts("treatment.plan"),
            tables.plan(texts, self._anchor),
            empty=texts("treatment.plan_none"),
            desk=desk,
            name="treatment.plan",
            most=5,
            parent=self._split,
        )
        self.doses: TablePanel[DoseLine] = TablePanel(
            texts("treatment.doses"),
            tables.doses(texts, self._anchor),
            empty=texts("treatment.doses_none"),
            desk=desk,
            name="treatment.doses",
            parent=self,
        )
        self.troughs: TablePanel[TroughLine] = TablePanel(
            texts("treatment.troughs"),
            tables.troughs(texts, self._anchor),
            empty=texts("treatment.troughs_none"),
            desk=desk,
            name="treatment.troughs",
            most=4,
            parent=self._split,
        )
        self.departures: TablePanel[Deviation] = TablePanel(
            texts("treatment.departures"),
            tables.departures(texts, self._anchor),
            empty=texts("treatment.departures_none"),
            desk=desk,
            name="treatment.departures",
            most=4,
            parent=self,
        )
        self.worksheet = Button(texts("treatment.worksheet"), parent=self)
        self.add = AddButton(desk, texts("treatment.add"), field="infusions.new", parent=self)
        self._fills = (
            self.doses.offered(partial(AddButton, desk, texts("treatment.add"), field="infusions.new")),
            self.troughs.offered(partial(AddButton, desk, texts("treatment.add_trough"), field="values.CSA")),
        )
        self.declined = label(role="secondary", wrap=True, parent=self)
        self.declined.hide()
        self.empty = EmptyState(self)
        self.empty.hide()
        self._lay_out()
        through(self.worksheet, self.add, self.plan, self.troughs, self.doses, self.departures, self.empty)
        self.worksheet.clicked.connect(self._open_worksheet)
        self.plan.opened.connect(self._open_plan)
        self.doses.opened.connect(self._open_dose)
        self.troughs.opened.connect(lambda line: self._go(line.visit_id, "values.CSA"))
        self.departures.opened.connect(lambda each: self._go(each.visit_id, ""))
        self.doses.chosen.connect(lambda _line: self._offer_worksheet())

    def begin(self) -> None:
        """Come to the front: the arrow keys go through the doses."""
        if self.empty.isVisible():
            self.empty.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.doses.take_focus()

    def show_subject(self, view: SubjectView) -> None:
        """Show the treatment of a subject; the chosen lines stay."""
        self._ask(view, lambda: treatment.sheet(view.course, view.template), self._show)

    def _show(self, view: SubjectView, sheet: TreatmentSheet) -> None:
        texts = self._texts
        begun = view.course.subject.day0 is not None
        failed = view.course.subject.state == "screen_failed"
        self.empty.show_state(texts("treatment.not_enrolled" if failed else "treatment.not_begun"))
        for part in (self._split, self.doses, self.departures):
            if begun:
                part.setVisible(True)
            else:
                self.empty.take_over(part)
        self.empty.setVisible(not begun)
        arm = next((arm.title for arm in view.template.arms if arm.id == view.course.subject.arm), "")
        self.plan.note.setText(texts.written(arm))
        self.plan.show_rows(sheet.plan)
        self.doses.show_rows(sheet.doses)
        self.troughs.note.setText(words.target_words(sheet.target, texts))
        self.troughs.show_rows(sheet.troughs)
        self.troughs.setVisible(any(line.product == "CSA" for line in sheet.plan) or bool(sheet.troughs))
        self.troughs.leave_out(*(() if sheet.target else (_AGAINST_TARGET,)))
        self.departures.show_rows(sheet.deviations)
        self.departures.setVisible(begun and bool(sheet.deviations))
        self.doses.note.setText("" if sheet.deviations else texts("treatment.departures_none"))
        self._say_declined(sheet)
        for button in (self.add, *self._fills):
            button.show_course(view.course)
        self._offer_worksheet()

    def _say_declined(self, sheet: TreatmentSheet) -> None:
        declined, texts = sheet.declined, self._texts
        self.declined.setVisible(declined is not None)
        if declined is not None:
            reason = texts(f"overview.decline.{declined.reason}")
            if declined.note:
                reason = texts("overview.decline_noted", reason=reason, note=declined.note)
            at = texts.date(declined.at.date())
            said = texts("overview.continue_declined_by", who=declined.user_name, at=at, reason=reason)
            self.declined.setText(f"{texts('treatment.declined')} {said}")

    def _open_plan(self, line: PlanLine) -> None:
        """To the newest course of a drug, or to the first dose of the treatment."""
        if line.courses:
            course = line.courses[-1]
            self._go(course.visit_id, f"medications.{course.id}")
            return
        own = [dose for dose in self.doses.model.rows if dose.treatment == line.treatment]
        if own:
            self.doses.table.setCurrentIndex(self.doses.model.index(self.doses.model.rows.index(own[0]), 0))
            self.begin()
        else:
            self._go(None, "")

    def _open_dose(self, line: DoseLine) -> None:
        if line.given is not None:
            self._go(line.given.visit_id, f"infusions.{line.given.id}")
        elif line.visit is not None:
            self._go(line.visit.id, "infusions")
        else:
            self._go(None, "")

    def _sheet_visit(self) -> int | None:
        """The visit whose worksheet is meant: of the chosen dose, else of the next one to give."""
        row = self.doses.row
        chosen = [row] if row is not None else []
        open_doses = [line for line in self.doses.model.rows if line.state in ("late", "due", "upcoming")]
        for line in (*chosen, *open_doses):
            if line.number and line.visit is not None:
                return line.visit.id
        return None

    def _offer_worksheet(self) -> None:
        self.worksheet.setEnabled(self._sheet_visit() is not None)

    def _open_worksheet(self) -> None:
        visit_id = self._sheet_visit()
        if visit_id is not None:
            self._desk.document_wanted.emit(Order("infusion_worksheet", visit_id=visit_id))

    def _lay_out(self) -> None:
        bar = QHBoxLayout()
        bar.setSpacing(8)
        bar.addWidget(label(self._texts("treatment.title"), role="title", parent=self))
        bar.addStretch(1)
        bar.addWidget(self.worksheet)
        bar.addWidget(self.add)
        self._split.setStretchFactor(0, 1)
        self._split.setStretchFactor(1, 0)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 10, 16, 12)
        layout.setSpacing(8)
        layout.addLayout(bar)
        layout.addWidget(self.declined)
        layout.addWidget(self._split)
        layout.addSpacing(4)
        layout.addWidget(self.doses, 1)
        layout.addSpacing(4)
        layout.addWidget(self.departures)
        layout.addWidget(self.empty, 1)
