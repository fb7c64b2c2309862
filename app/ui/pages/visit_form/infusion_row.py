"""One row of the infusions: cells with batch and passage, or milligrams of a drug; the dose stands below."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from app.ui.pages.visit_form.log_rows import LogRow
from app.ui.pages.visit_form.planned import DoseWords
from app.ui.pages.visit_form.texts_of_form import InfusionText
from app.ui.widgets.buttons import Button
from app.ui.widgets.flow import Flow
from app.ui.widgets.labels import label

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from app.i18n import Texts
    from app.services.visits import SignedOverride


class InfusionRow(LogRow[InfusionText]):
    """Day, product, then cells in millions with viability, or milligrams; batch and passage."""

    override_wanted = Signal(object)  # the row

    def __init__(
        self,
        row: InfusionText,
        *,
        products: tuple[str, ...],
        may_override: bool,
        name: str,
        texts: Texts,
        today: Callable[[], date],
    ) -> None:
        self._products = products
        self._may_override = may_override
        self.signed: SignedOverride | None = row.override
        super().__init__(row, name=name, texts=texts, today=today)

    def text(self) -> InfusionText:
        cells = self._is_cells()
        return replace(
            self._row,
            day=self._day_field.text(),
            product=self._product.code,
            cells=self._cells.number() if cells else "",
            viability=self._viability.number() if cells else "",
            batch=self._batch.text(),
            passage=self._passage.text() if cells else "",
            dose=self._dose.number() if not cells else "",
            override=self.signed if cells else None,
        )

    def show_dose(self, said: DoseWords) -> None:
        """Say the dose below; above the maximum offer the override to whom may sign one."""
        self.show_about(said.words, attention=said.attention)
        self.override_button.setVisible(said.above_maximum and self.signed is None and self._may_override)

    def sign(self, signed: SignedOverride) -> None:
        """Take over a signed override."""
        self.signed = signed
        self.edited.emit()

    def _build(self, row: InfusionText) -> None:
        texts = self._texts
        self._day_field = self._day("day", row.day)
        self._product = self._choice("product", [(code, code) for code in self._products], row.product)
        self._cells = self._number("cells_total", row.cells, digits=10)
        self._million = label(texts("visit_form.million_cells"), role="secondary", parent=self)
        self._line.addWidget(self._million)
        self._viability = self._number("viability_pct", row.viability, digits=10)
        self._dose = self._number("dose_mg", row.dose, digits=9)
        self._mg = label("mg", role="secondary", parent=self)
        self._line.addWidget(self._mg)
        self._batch = self._typed("batch", row.batch, digits=12)
        self._passage = self._typed("passage", row.passage, digits=9)
        self.override_button = Button(texts("visit_form.override"), dense=True, parent=self)
        self.override_button.clicked.connect(lambda: self.override_wanted.emit(self))
        self.override_button.hide()
        below = Flow()
        below.addWidget(self.override_button)
        self.reaction_button = Button(texts("visit_form.add_reaction"), kind="link", parent=self)
        self.reaction_button.setToolTip(texts("visit_form.add_reaction_tip"))
        below.addWidget(self.reaction_button)
        self._outer.addLayout(below)
        self._product.currentIndexChanged.connect(lambda _index: self._show_kind())
        self._cells.textChanged.connect(lambda _text: self._unsign())
        self._show_kind()

    def _unsign(self) -> None:
        """A signature is for the dose that it was given for."""
        self.signed = None

    def _is_cells(self) -> bool:
        return self._product.code == "MSC"

    def _show_kind(self) -> None:
        cells = self._is_cells()
        for control in (self._cells, self._million, self._viability, self._passage):
            control.setVisible(cells)
        for control in (self._dose, self._mg):
            control.setVisible(not cells)
