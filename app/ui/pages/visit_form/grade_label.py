"""The cell of a grade: what it is now in bold, what it was before in grey."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.ui.widgets import tips
from app.ui.widgets.labels import label, set_role

if TYPE_CHECKING:
    from app.i18n import Texts
    from app.ui.pages.visit_form.grades import GradeCell

_GAP = 6
ROLES = {3: "grade3", 4: "grade4"}


class GradeLabel(QWidget):
    """G1 was G2; grades 3 and 4 in their colour, and always in words too.

    "none was G0–1" is wider than the column: what it was is left to the tooltip then, as half of it reads as
    another grade.
    """

    spoken_as = "StaticText"

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tip = ""
        self.now = label(role="strong", parent=self)
        self.was = label(role="about", parent=self)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(_GAP)
        layout.addWidget(self.now)
        layout.addWidget(self.was)
        layout.addStretch(1)

    @property
    def words(self) -> str:
        """What the cell says."""
        return f"{self.now.text()} {self.was.text()}".strip()

    def show_cell(self, cell: GradeCell, name: str, texts: Texts) -> None:
        """Show a grade of the analyte called `name`."""
        self.now.setText(cell.now)
        set_role(self.now, ROLES.get(cell.severe, "strong" if cell.now != "–" else "about"))
        self.was.setText(cell.was)
        self._tip = cell.tip
        self._fit()
        told = texts.named(name, self.words)
        self.setAccessibleName(texts.clauses((told, cell.tip)) if cell.tip else told)

    def _fit(self) -> None:
        known = bool(self.was.text())
        for part in (self.now, self.was) if known else ():
            part.ensurePolished()  # bold letters are wider than those it is made with
        both = self.now.sizeHint().width() + _GAP + self.was.sizeHint().width()
        fits = not known or both <= self.width()
        self.was.setVisible(known and fits)
        told = (self._tip,) if fits else (self.words, self._tip)
        self.setToolTip(tips.plain("\n".join(part for part in told if part)))

    # Qt overrides

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()
