"""All transfusions with the intervals between them, units a month, and every medicine with its days."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.domain.timeline import study_day
from app.services import support
from app.ui.kept_choice import keep_box
from app.ui.pages.adding import AddButton
from app.ui.pages.sheet_tab import SheetTab
from app.ui.pages.support import tables, words
from app.ui.pages.support.tables import MonthLine
from app.ui.widgets.choice_box import ChoiceBox
from app.ui.widgets.empty import EmptyState
from app.ui.widgets.flow import Flow
from app.ui.widgets.labels import label
from app.ui.widgets.panel import Panel
from app.ui.widgets.scrolled_stack import Upright
from app.ui.widgets.tab_order import through
from app.ui.widgets.table_panel import TablePanel

if TYPE_CHECKING:
    from app.services.support import MedicationLine, SupportSheet, TransfusionLine
    from app.ui.desk import Desk
    from app.ui.subject_view import SubjectView

# What the filter offers: everything, blood by product, medicines by kind.
BLOOD = ("transfusions", "RBC", "PLT")
MEDICINES = ("medicines", "ongoing", "immunosuppression", "growth_factor", "tpo", "steroid", "other")
SHOWN = ("all", *BLOOD, *MEDICINES)


class SupportTab(SheetTab):
    """Nothing is typed here: Enter leads to the place in the visit form."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        texts = desk.texts
        self._sheet: SupportSheet | None = None
        self._today = desk.context.today()
        self.kind = ChoiceBox(self)
        self.kind.setAccessibleName(texts("support.filter"))
        for code in SHOWN:
            self.kind.addItem(texts(f"support.show_{code.lower()}"), code)
        keep_box(self.kind, desk, "support.kind")
        self._top = self._beside(share=lambda width: width * 66 // 100, name="support.sums")
        sums = Upright(self._top)  # sentences of several lines at large text
        self.sums = Panel(texts("support.sums"), parent=sums)
        self._lines = {product: label(wrap=True, parent=self.sums) for product in support.PRODUCTS}
        for product, line in self._lines.items():
            name = label(words.product_name(product, texts), role="strong", parent=self.sums)
            self.sums.body.addWidget(name)
            self.sums.body.addWidget(line)
        self.sums.body.addStretch(1)
        column = QVBoxLayout(sums)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.sums)
        self._split = self._beside(share=lambda width: width * 43 // 100, name="support")
        self.transfusions: TablePanel[TransfusionLine] = TablePanel(
            texts("support.transfusions"),
            tables.transfusions(texts, self._anchor),
            empty=texts("support.transfusions_none"),
            desk=desk,
            name="support.transfusions",
            parent=self._split,
        )
        self.months: TablePanel[MonthLine] = TablePanel(
            texts("support.months"),
            tables.months(texts, self._anchor),
            empty=texts("support.months_none"),
            desk=desk,
            name="support.months",
            most=4,
            parent=self._top,
        )
        self.medicines: TablePanel[MedicationLine] = TablePanel(
            texts("support.medicines"),
            tables.medicines(texts, self._anchor, self._today),
            empty=texts("support.medicines_none"),
            desk=desk,
            name="support.medicines",
            parent=self._split,
        )
        adding = partial(AddButton, desk, texts("support.add_transfusion"), field="transfusions.new")
        changing = partial(AddButton, desk, texts("support.change_medicine"), field="medications.new")
        self.add, self.change = adding(parent=self), changing(parent=self)
        self._fills = self.transfusions.offered(adding), self.medicines.offered(changing)
        self.empty = EmptyState(self)
        self.empty.action.setMenu(self.add.menu())
        self.empty.hide()
        self._lay_out()
        through(self.kind, self.change, self.add, self.months, self.transfusions, self.medicines, self.empty)
        self.kind.currentIndexChanged.connect(lambda _at: self._fill())
        self.transfusions.opened.connect(
            lambda line: self._go(line.row.visit_id, f"transfusions.{line.row.id}")
        )
        self.medicines.opened.connect(lambda line: self._go(line.row.visit_id, f"medications.{line.row.id}"))
        self.months.opened.connect(self._show_month)

    def _show_month(self, month: MonthLine) -> None:
        """Choose the newest transfusion of a month in the list of them."""
        day0, listed = self._anchor(), self.transfusions.model
        if day0 is None:
            return
        for at, line in enumerate(listed.rows):
            day = study_day(day0, line.row.day)
            if day < 0 if month.first is None else month.first <= day <= month.last:
                self.transfusions.table.setCurrentIndex(listed.index(at, 0))
                self.transfusions.take_focus()
                return

    def begin(self) -> None:
        """Come to the front: the arrow keys go through the transfusions, or through the medicines."""
        blood = self._sheet is None or bool(self._sheet.transfusions)
        blood = blood and self.kind.code not in MEDICINES
        if self.empty.isVisible():
            self.empty.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            (self.transfusions if blood else self.medicines).take_focus()

    def show_subject(self, view: SubjectView) -> None:
        """Show a subject; filter and chosen lines stay."""
        self._ask(view, lambda: support.sheet(view.course, view.template, today=self._today), self._show)

    def _show(self, view: SubjectView, sheet: SupportSheet) -> None:
        self._sheet = sheet
        for each in sheet.products:
            self._lines[each.product].setText(words.summary(each, self._anchor(), self._today, self._texts))
        for button in (self.add, self.change, *self._fills):
            button.show_course(view.course)
        self._fill()

    def _fill(self) -> None:
        sheet = self._sheet
        if sheet is None:
            return
        shown = self.kind.code
        blood = [
            line
            for line in sheet.transfusions
            if shown in ("all", "transfusions") or line.row.product == shown
        ]
        taken = [line for line in sheet.medications if _taken(line, shown)]
        self.transfusions.show_rows(blood)
        self.months.show_rows(tables.month_lines(sheet.products))
        self.medicines.show_rows(taken)
        nothing = not sheet.transfusions and not sheet.medications
        may_fill = not self.add.isHidden()
        self.empty.show_state(self._texts("support.nothing"), self.add.text() if may_fill else "")
        if nothing:
            self.empty.take_over(self._split)
        self.empty.setVisible(nothing)
        self._split.setVisible(not nothing)
        self._top.setVisible(not nothing and shown not in MEDICINES)
        self.transfusions.setVisible(shown not in MEDICINES)
        self.medicines.setVisible(shown not in BLOOD)
        self.transfusions.note.setText(str(len(blood)) if blood else "")
        self.medicines.note.setText(str(len(taken)) if taken else "")

    def _lay_out(self) -> None:
        bar = Flow(gap=12)
        bar.add(label(self._texts("support.title"), role="title", parent=self), self.kind)
        bar.add(self.change, self.add, right=True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 10, 16, 12)
        layout.setSpacing(10)
        layout.addLayout(bar)
        layout.addWidget(self._top)
        layout.addWidget(self._split, 1)
        layout.addWidget(self.empty, 1)


def _taken(line: MedicationLine, shown: str) -> bool:
    if shown in ("all", "medicines"):
        return True
    return line.row.stop is None if shown == "ongoing" else line.kind == shown
