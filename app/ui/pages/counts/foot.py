"""Below the grid: the current cell in words, what stands against it, how much is not stored, and saving."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.ui.pages.visit_form.problem_strip import ProblemStrip
from app.ui.widgets.buttons import Button
from app.ui.widgets.elided import Elided
from app.ui.widgets.flow import Flow
from app.ui.widgets.labels import label

if TYPE_CHECKING:
    from app.i18n import Texts
    from app.ui.pages.counts.typed import Typed


class GridFoot(QWidget):
    """The line of the current cell and the buttons."""

    def __init__(self, texts: Texts, parent: QWidget) -> None:
        super().__init__(parent)
        self._texts = texts
        self.problem = ProblemStrip(texts=texts, parent=self)
        self.problem.hide()
        self.cell = Elided(self)
        self.state = label(role="secondary", parent=self)
        self.discard = Button(texts("counts.discard"), parent=self)
        self.save = Button(texts("counts.save"), kind="primary", keys="Ctrl+S", parent=self)
        row = Flow()
        row.add(self.cell, grows=True)
        row.add(self.state)
        row.add(self.discard, self.save, right=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self.problem)
        column.addLayout(row)

    def show_cell(self, sentence: str, over: Typed | None, *, mnemonics: bool = False) -> None:
        """Say what the current cell holds and what stands against it."""
        self.cell.set_text(sentence)
        held = over.problem if over is not None else None
        if held is not None:
            self.problem.show_problem(held, mnemonics=mnemonics)
        self.problem.setVisible(held is not None)

    def show_state(self, pending: int, open_ones: int) -> None:
        """Say how many values are not stored, and how many of them wait for an answer."""
        texts = self._texts
        parts = [texts("counts.pending_one" if pending == 1 else "counts.pending", count=pending)]
        if open_ones:
            parts.append(texts("counts.open_one" if open_ones == 1 else "counts.open", count=open_ones))
        self.state.setText(texts.clauses(parts) if pending else "")
        self.save.setEnabled(pending > 0)
        self.save.setToolTip("" if pending else texts("counts.nothing_to_save"))
        self.discard.setVisible(pending > 0)

    def show_role(self, reason: str) -> None:
        """Without buttons where nothing can be written, and why."""
        for button in (self.discard, self.save):
            button.setVisible(not reason)
        if reason:
            self.state.setText(reason)
