"""The cell of a grade: what it is now in bold, what it was before in grey."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.ui.widgets import tips
from app.ui.widgets.labels import label, set_role

if TYPE_CHECKING:
    from app.i18n import Texts
    from app.ui.pages.visit_form.grades import GradeCell

ROLES = {3: "grade3", 4: "grade4"}


class GradeLabel(QWidget):
    """G1 was G2; grades 3 and 4 in their colour, and always in words too."""

    spoken_as = "StaticText"

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.now = label(role="strong", parent=self)
        self.was = label(role="about", parent=self)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
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
        self.was.setVisible(bool(cell.was))
        self.setToolTip(tips.plain(cell.tip))
        told = texts.named(name, self.words)
        self.setAccessibleName(texts.clauses((told, cell.tip)) if cell.tip else told)
