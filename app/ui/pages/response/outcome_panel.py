"""The course of response in a panel: best and first response, its end, survival, each with its rule."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from app.i18n.outcomes import outcome_lines
from app.ui.pages.response.side import clear
from app.ui.widgets.labels import label
from app.ui.widgets.panel import Panel

if TYPE_CHECKING:
    from app.i18n import Texts
    from app.i18n.outcomes import Line
    from app.services.outcomes import CourseOfResponse


class OutcomePanel(Panel):
    """One line each; the rule stands in grey below its answer."""

    def __init__(self, texts: Texts) -> None:
        super().__init__(texts("outcomes.title"))
        self._texts = texts
        self.lines: tuple[Line, ...] = ()
        self.setVisible(False)

    def show_course(self, course: CourseOfResponse) -> None:
        """Show the outcomes of a subject."""
        clear(self.body)
        self.lines = outcome_lines(course.outcomes, course.template, anchor=course.anchor, texts=self._texts)
        holder = QWidget()
        grid = QGridLayout(holder)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(2)
        grid.setColumnStretch(1, 1)
        for at, line in enumerate(self.lines):
            top = Qt.AlignmentFlag.AlignTop
            name = label(line.label, role="secondary")
            value = label(line.value, wrap=True)
            value.setAccessibleName(f"{line.label}: {line.value}")
            value.setAccessibleDescription(line.about)
            grid.addWidget(name, 2 * at, 0, top)
            grid.addWidget(value, 2 * at, 1, top)
            if line.about:
                grid.addWidget(label(line.about, role="secondary", wrap=True), 2 * at + 1, 1, top)
            grid.setRowMinimumHeight(2 * at + 1, 4)
        self.body.addWidget(holder)
        self.setVisible(True)
