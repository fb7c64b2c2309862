"""Step 3: screening values, then criterion by criterion, with both readings of the selected one below."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from app.domain.eligibility import numbers
from app.domain.truth import FALSE, TRUE, UNKNOWN
from app.ui import fonts
from app.ui.pages.enrol.criteria import Readings, readings, row
from app.ui.pages.enrol.criteria_columns import (
    DATA,
    LOW_PRIORITY,
    fit_columns,
    in_column,
    lay_columns,
    room_in,
)
from app.ui.pages.enrol.fields import empty
from app.ui.pages.enrol.form import Form, TypedAnswer, TypedValue
from app.ui.pages.enrol.line import CriterionLine
from app.ui.pages.enrol.presenter import counts, protocol_text
from app.ui.pages.enrol.screening import Screening
from app.ui.pages.enrol.step import Standing, Step
from app.ui.pages.enrol.tally import Tally
from app.ui.widgets.labels import label
from app.ui.widgets.least import LeastHeight
from app.ui.widgets.rule import rule
from app.ui.widgets.tab_order import follow

if TYPE_CHECKING:
    from app.domain.protocol.model import Template
    from app.ui.desk import Desk

COLUMNS = ("no", "criterion", "answered", "data", "verdict", "source")
LEAST_LINES = 120  # pixels of criteria that stay in sight
SCROLL_BAR = 12
BESIDE = 60  # pixels between the title, the words beside it and the tally


class EligibilityStep(Step):
    """Criteria answer themselves where data decide; a person answers the others by choice and note."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, name="eligibility", padded=False)
        texts = desk.texts
        self.form = Form()
        self._template: Template | None = None
        self.lines: dict[str, CriterionLine] = {}
        self._current = ""
        self.about = label(role="about", parent=self)
        self.tally = Tally(texts)
        self.panel.head.insertWidget(1, self.about)
        self.panel.head.addWidget(self.tally)
        self.screening = Screening(texts, day=self.date_field(texts("enrol.eligibility.screening_date")))
        self.screening.date_typed.connect(lambda text: self.change(screening_date=text))
        self.screening.marrow_typed.connect(lambda name, text: self.change(**{name: text}))
        self.screening.value_typed.connect(self._on_value)
        self.screening.left_below.connect(lambda: self._on_answered(""))
        self._header = LeastHeight(28)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(0)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self.area = self._scrolled()
        self.registered_title, self.registered = label(role="secondary"), label(wrap=True)
        self.interpreted_title, self.interpreted = label(role="secondary"), label(wrap=True)
        self._readings = self._quotes()
        for part in (self.screening, self._header_row(), self.area, self._readings):
            self.panel.body.addWidget(part, 1 if part is self.area else 0)

    def fill(self, form: Form) -> None:
        """Put the form's texts into the fields."""
        self.form = form
        self.screening.fill(form)

    def show_template(self, template: Template, form: Form) -> None:
        """Show the values and criteria of a template."""
        if template is self._template:
            return
        self._template = template
        self._filling = True
        self.screening.show_template(template)
        self.screening.fill(form)
        self._filling = False
        empty(self._rows)
        self.lines = {}
        called = numbers(template.eligibility)
        for criterion in template.eligibility:
            line = CriterionLine(
                self.texts,
                criterion_id=criterion.id,
                number=called[criterion.id],
                kind=criterion.kind,
                by_data=criterion.rule is not None,
            )
            line.chosen.connect(self._on_choice)
            line.noted.connect(self._on_note)
            line.selected.connect(self.select)
            line.stepped.connect(self._on_step)
            line.answered.connect(self._on_answered)
            self._rows.addWidget(line)
            self.lines[criterion.id] = line
        self._rows.addStretch(1)
        follow(self.area, (each for line in self.lines.values() for each in (line, *line.stops)))
        self._fit(self.width())
        self.select(template.eligibility[0].id if template.eligibility else "")

    def order(self) -> tuple[QWidget, ...]:
        """The day, the values, then line by line with its answers."""
        lines = (part for line in self.lines.values() for part in (line, *line.stops))
        return (self.screening.day, self.screening, *lines)

    def tell(self, standing: Standing) -> None:
        """Verdicts, figures and what stands against the values."""
        self.form = standing.form
        template = standing.told.template
        if template is None:
            return
        self.show_template(template, standing.form)
        self.screening.tell(standing)
        criteria = standing.told.evaluation.criteria
        on = standing.reading.draft.screening_date or standing.today
        for result in criteria:
            line = self.lines.get(result.criterion.id)
            if line is not None:
                answer = standing.form.answers.get(result.criterion.id, TypedAnswer())
                shown = row(self.texts, template, result, on=on)
                line.show_row(shown, choice=answer.choice, note=answer.note)
        figures = counts(criteria)
        self.tally.show_counts({TRUE: figures.clear, UNKNOWN: figures.unknown, FALSE: figures.failed})
        chosen = protocol_text(self.texts, template, standing.form.arm)
        self.about.setText(self.texts("enrol.eligibility.about", protocol=chosen))
        self._place_head(self.width())
        # A line that has just grown a note must not stand half under the edge.
        QTimer.singleShot(0, self, self._show_current)

    def first_open(self) -> QWidget | None:
        """The first empty value, else the first criterion without an answer."""
        empty_field = self.screening.first_open()
        if empty_field is not None:
            return empty_field
        for line in self.lines.values():
            if line.buttons and not any(button.isChecked() for button in line.buttons.values()):
                return next(iter(line.buttons.values()))
        return next(iter(self.lines.values()), None)

    def select(self, criterion_id: str) -> None:
        """Show the readings of a criterion."""
        self._current = criterion_id
        for other, line in self.lines.items():
            line.set_current(other == criterion_id)
        if self._template is None:
            return
        found = [c for c in self._template.eligibility if c.id == criterion_id]
        both = readings(self.texts, found[0]) if found else Readings("", "")
        # Nothing to read beside the criterion itself: the room is the list's.
        self._readings.setVisible(bool(found) and bool(found[0].registered or found[0].interpreted))
        called = numbers(self._template.eligibility).get(criterion_id, criterion_id)
        self.registered_title.setText(self.texts("enrol.eligibility.registered", id=called))
        self.interpreted_title.setText(self.texts("enrol.eligibility.interpreted", id=called))
        self.registered.setText(both.registered)
        self.interpreted.setText(both.interpreted)
        self._show_current()

    def _show_current(self) -> None:
        line = self.lines.get(self._current)
        if line is not None and (line.hasFocus() or line.isAncestorOf(self.focusWidget())):
            self.area.ensureWidgetVisible(line, 0, 0)

    # what a person does

    def _on_value(self, analyte: str, value: TypedValue) -> None:
        self.change(values=self.form.with_value(analyte, value).values)

    def _on_choice(self, criterion_id: str, choice: str) -> None:
        note = self.form.answers.get(criterion_id, TypedAnswer()).note
        self.change(answers=self.form.with_answer(criterion_id, TypedAnswer(choice, note)).answers)

    def _on_note(self, criterion_id: str, note: str) -> None:
        choice = self.form.answers.get(criterion_id, TypedAnswer()).choice
        self.change(answers=self.form.with_answer(criterion_id, TypedAnswer(choice, note)).answers)

    def _on_step(self, criterion_id: str, step: int) -> None:
        order = list(self.lines)
        at = order.index(criterion_id) + step
        if 0 <= at < len(order):
            self.lines[order[at]].setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_answered(self, criterion_id: str) -> None:
        """On to the next criterion that a person has to answer: below the last one, else from the top."""
        order = list(self.lines)
        below = order[order.index(criterion_id) + 1 :] if criterion_id else order
        wanted = next((code for code in (*below, *order) if self.lines[code].waits), "")
        if wanted:
            self.lines[wanted].setFocus(Qt.FocusReason.OtherFocusReason)

    # how it is built

    def _header_row(self) -> QWidget:
        self._header.setObjectName("criteriaHead")
        self._header.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._header.setAutoFillBackground(True)
        self._header.setBackgroundRole(self._header.palette().ColorRole.AlternateBase)
        grid = self._grid = QGridLayout(self._header)
        lay_columns(grid, self.texts)
        grid.setContentsMargins(12, 0, 8 + SCROLL_BAR, 0)
        self._heads = []
        for column, name in enumerate(COLUMNS):
            head = label(self.texts(f"enrol.eligibility.col.{name}"), role="secondary")
            font = head.font()
            font.setBold(True)
            head.setFont(font)
            grid.addWidget(in_column(head, column, self.texts), 0, column)
            self._heads.append(head)
        return self._header

    def _scrolled(self) -> QScrollArea:
        page = QWidget()
        page.setObjectName("page")
        page.setLayout(self._rows)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        # Its room stays, so that the columns stand under their heads; the bar shows only where it scrolls.
        area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        bar = area.verticalScrollBar()
        bar.rangeChanged.connect(lambda least, most: bar.setEnabled(most > least))
        area.setAccessibleName(self.texts("enrol.eligibility.table"))
        area.setWidget(page)
        area.setMinimumHeight(fonts.scaled(LEAST_LINES))  # at large text the step scrolls as a whole
        return area

    def _quotes(self) -> QWidget:
        box = QWidget()
        outer = QVBoxLayout(box)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(rule())
        line = QHBoxLayout()
        line.setContentsMargins(12, 6, 12, 8)
        line.setSpacing(16)
        outer.addLayout(line)
        for title, text in (
            (self.registered_title, self.registered),
            (self.interpreted_title, self.interpreted),
        ):
            column = QVBoxLayout()
            column.setSpacing(2)
            column.addWidget(title)
            column.addWidget(text, 1, Qt.AlignmentFlag.AlignTop)
            line.addLayout(column, 1)
            if text is self.registered:
                line.addWidget(rule(upright=True))
        box.setMinimumHeight(66)
        return box

    def _fit(self, width: int) -> None:
        room = room_in(width, self.texts)
        fit_columns(self._grid, self.texts, room)
        for column in LOW_PRIORITY:
            # Not hidden: an empty column would lose its gap, and the heads would stand beside their columns.
            in_column(self._heads[column], column, self.texts, gone=room != "wide")
        self._heads[DATA].setVisible(room != "stacked")
        for line in self.lines.values():
            line.fit(room)
        self._place_head(width)

    def _place_head(self, width: int) -> None:
        """Counts and words beside the title; what has no room there in a line of its own below."""
        head, body = self.panel.head, self.panel.body
        needed = self.panel.title.sizeHint().width() + self.tally.sizeHint().width() + fonts.scaled(BESIDE)
        words = self.about.fontMetrics().horizontalAdvance(self.about.text())
        if (above := needed <= width) != (head.indexOf(self.tally) >= 0):
            (body if above else head).removeWidget(self.tally)
            if above:
                head.addWidget(self.tally)
            else:
                body.insertWidget(0, self.tally, 0, Qt.AlignmentFlag.AlignLeft)
        if (above := needed + words <= width) != (head.indexOf(self.about) >= 0):
            (body if above else head).removeWidget(self.about)
            self.about.setWordWrap(not above)
            self.about.setContentsMargins(*((0, 0, 0, 0) if above else (12, 4, 12, 0)))
            if above:
                head.insertWidget(1, self.about)
            else:
                body.insertWidget(body.indexOf(self.screening), self.about)

    # Qt overrides

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit(event.size().width())
        self.screening.fit(event.size().width())
