"""The course of response in a panel: best and first response, its end, survival, each with its rule."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from app.i18n.outcomes import outcome_lines
from app.services import outcomes
from app.ui.pages.response.side import clear
from app.ui.widgets.labels import label
from app.ui.widgets.panel import Panel

if TYPE_CHECKING:
    from app.i18n.outcomes import Line
    from app.services.outcomes import CourseOfResponse
    from app.ui.desk import Desk
    from app.ui.subject_view import SubjectView


class OutcomePanel(Panel):
    """One line each; the rule stands in grey below its answer."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk.texts("outcomes.title"), parent=parent)
        self._desk, self._texts = desk, desk.texts
        self._now = True
        self._round = 0
        self.lines: tuple[Line, ...] = ()
        self._reveal()

    def show_subject(self, view: SubjectView) -> None:
        """Work the outcomes of a subject out in the worker and show them; there are none before day 0."""
        self._round += 1
        asked, context, subject = self._round, self._desk.context, view.course.subject
        if subject.day0 is None:
            self._forget(asked)
            return
        self._desk.operations.run(
            lambda: outcomes.of_subject(context, subject.id),
            owner=self,
            done=lambda course: self._show(asked, course),
            failed=lambda _refusal: self._forget(asked),
            behind=True,
        )

    def only_now(self, *, now: bool) -> None:
        """Be away while a day is shown as it was known then: outcomes follow from all that is known now."""
        self._now = now
        self._reveal()

    def _forget(self, asked: int) -> None:
        if asked == self._round:
            self.lines = ()
            self._reveal()

    def _reveal(self) -> None:
        self.setVisible(self._now and bool(self.lines))

    def _show(self, asked: int, course: CourseOfResponse) -> None:
        if asked != self._round:
            return
        clear(self.body)
        self.lines = outcome_lines(course.outcomes, course.template, anchor=course.anchor, texts=self._texts)
        holder = QWidget(self)
        grid = QGridLayout(holder)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(2)
        grid.setColumnStretch(1, 1)
        for at, line in enumerate(self.lines):
            top = Qt.AlignmentFlag.AlignTop
            name = label(line.label, role="secondary")
            value = label(line.value, wrap=True)
            value.setAccessibleName(self._texts.named(line.label, line.value))
            value.setAccessibleDescription(line.about)
            grid.addWidget(name, 2 * at, 0, top)
            grid.addWidget(value, 2 * at, 1, top)
            if line.about:
                grid.addWidget(label(line.about, role="secondary", wrap=True), 2 * at + 1, 1, top)
            grid.setRowMinimumHeight(2 * at + 1, 4)
        self.body.addWidget(holder)
        self._reveal()
