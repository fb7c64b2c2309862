"""The preview of a paste: what will happen row by row, and the way on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QApplication, QWidget

from app.services.contracts.pasting import REFUSED
from app.ui.pages.counts.paste_model import PasteRows
from app.ui.pages.counts.paste_table import PasteTable
from app.ui.pages.counts.typed import defused
from app.ui.pages.visit_form.compare import Correction
from app.ui.pages.visit_form.correction_strip import CorrectionStrip
from app.ui.widgets.buttons import Button
from app.ui.widgets.flow import Flow
from app.ui.widgets.labels import label
from app.ui.widgets.panel import Panel
from app.ui.widgets.runs import RunLabel

if TYPE_CHECKING:
    from datetime import date

    from app.services.contracts.pasting import PastePlan
    from app.services.visits import Reason
    from app.ui.desk import Desk


class PastePanel(Panel):
    """Nothing is stored before it is accepted."""

    accepted = Signal(object, object)  # entries, Reason or None
    cancelled = Signal()

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        texts = desk.texts
        super().__init__(texts("counts_paste.title"), padded=False, parent=parent)
        self._texts = texts
        self.rows = PasteRows(texts, self)
        self.table = PasteTable(texts, self.rows, self)
        self.notes = label(role="question", wrap=True, parent=self)
        self.notes.setContentsMargins(12, 4, 12, 4)
        self.correction = CorrectionStrip(texts, self)
        self.summary = RunLabel(self)
        self.cancel = Button(texts("counts_paste.cancel"), keys="Esc", parent=self)
        self.copy_refused = Button(texts("counts_paste.copy_refused"), parent=self)
        self.accept = Button("", kind="primary", keys="Ctrl+Enter", parent=self)
        row = Flow()
        row.setContentsMargins(12, 6, 12, 8)
        row.add(self.summary, grows=True)
        row.add(self.cancel, self.copy_refused, self.accept, right=True)
        self.body.setSpacing(0)
        self.body.addWidget(self.notes)
        self.body.addWidget(self.table, 1)
        self.body.addWidget(self.correction)
        self.body.addLayout(row)
        self.rows.ticked.connect(self._match)
        self.cancel.clicked.connect(self.cancelled)
        self.copy_refused.clicked.connect(self._copy_refused)
        self.accept.clicked.connect(self.take)
        self.correction.answered.connect(self._hand_over)
        self.hide()

    def show_plan(self, plan: PastePlan, *, day0: date | None) -> None:
        """Show what a paste would do."""
        self.rows.show_plan(plan, day0=day0)
        self.note.setText(self._texts("counts_paste.about", count=len(plan.rows)))
        said = self._texts.sentences(self.rows.words.note(each) for each in plan.notes)
        self.notes.setText(said)
        self.notes.setVisible(bool(said))
        self.copy_refused.setVisible(any(row.kind == REFUSED for row in plan.rows))
        self._match()
        self.show()
        if plan.rows:
            self.table.setCurrentIndex(self.rows.index(0, 0))
        self.table.setFocus()

    def take(self) -> None:
        """Accept: with a reason where stored values are replaced."""
        if not self.rows.entries() or self.isHidden():
            return
        corrections = [
            Correction(code, cell.stored, self.rows.words.cell(cell))
            for row in self.rows.corrects()
            for code, cell in row.cells.items()
            if cell.state == "differs"
        ]
        if corrections or self.rows.plan.needs_reason:
            names = {each.path: self.rows.words.name(each.path) for each in corrections}
            self.correction.ask(tuple(corrections), names)
        else:
            self._hand_over(None)

    def _hand_over(self, reason: Reason | None) -> None:
        self.accepted.emit(self.rows.entries(), reason)

    def _match(self) -> None:
        told, stores = self.rows.told(), bool(self.rows.entries())
        self.accept.setText(self.rows.words.accept(told))
        self.accept.updateGeometry()
        self.accept.setEnabled(stores)
        self.accept.setToolTip("" if stores else self._texts("counts_paste.nothing"))
        self.summary.say(self.rows.words.summary(self.rows.plan, told))

    def _copy_refused(self) -> None:
        lines = [row.source for row in self.rows.plan.rows if row.kind == REFUSED]
        safe = ("\t".join(defused(cell) for cell in line.split("\t")) for line in lines)
        QApplication.clipboard().setText("\n".join(safe))
