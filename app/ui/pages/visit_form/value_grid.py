"""The value rows in the order of the laboratory's print-out, under a header that stays."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QWidget

from app.domain.quantities import analyte
from app.ui import fonts
from app.ui.pages.visit_form.columns import EDGE, GAP, Columns, columns
from app.ui.pages.visit_form.grades import CICLOSPORIN
from app.ui.pages.visit_form.texts_of_form import ValueText
from app.ui.pages.visit_form.value_row import ValueRow
from app.ui.widgets.labels import label

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from app.domain.plausibility import Problem
    from app.i18n import Texts
    from app.services.visits import Previous
    from app.ui.pages.visit_form.grades import Grader

GRADE = 6  # grid column
REMARK = 7


class ValueGrid(QWidget):
    """All value fields of the form. Enter goes down, Shift+Enter up; past the ends it asks its page."""

    edited = Signal()
    settled = Signal()
    left_below = Signal()
    left_above = Signal()

    def __init__(
        self,
        codes: tuple[str, ...],
        previous: Mapping[str, Previous],
        *,
        grader: Grader,
        texts: Texts,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._texts = texts
        self._grader = grader
        self._previous = previous
        self.rows = [ValueRow(code, grader=grader, texts=texts, parent=self) for code in codes]
        self._usual_day = _usual_day(previous)
        self.columns = self._measure()
        self._problems: dict[str, Problem] = {}
        layout = QGridLayout(self)
        layout.setContentsMargins(EDGE, 0, EDGE, 0)
        layout.setHorizontalSpacing(GAP)
        layout.setVerticalSpacing(0)
        layout.setColumnStretch(REMARK, 1)
        for number, row in enumerate(self.rows):
            self._place(layout, row, number)

    def header(self, heading: str = "") -> QWidget:
        """The header row for these columns, with the day of the values before."""
        names = ("analyte", "value", "unit", "reference", "previous", "change", "grade", "remark")
        head = QWidget()
        head.setObjectName("gridHead")
        head.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        layout = QHBoxLayout(head)
        layout.setContentsMargins(EDGE, 0, EDGE, 0)
        layout.setSpacing(GAP)
        for number, name in enumerate(names):
            words = heading if name == "previous" and heading else self._heading(name)
            shown = label(words, role="secondary", parent=head)
            shown.setFont(fonts.sized(9, bold=True))
            right = name in {"value", "reference", "previous", "change"}
            shown.setAlignment(
                (Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft)
                | Qt.AlignmentFlag.AlignVCenter
            )
            if number < REMARK:
                shown.setFixedWidth(self.columns.widths[number])
            layout.addWidget(shown, 1 if number == REMARK else 0)
        head.setMinimumHeight(28)
        return head

    def show_advice(self) -> None:
        """Say beside the trough of ciclosporin what it means against its target."""
        for row in self.rows:
            if row.code == CICLOSPORIN:
                row.show_advice(self._grader.advice(self.values()))

    def _heading(self, name: str) -> str:
        if name == "grade":
            return self._texts("grading.column", version=self._grader.version)
        return self._texts(f"visit_form.column.{name}")

    @property
    def usual_day(self) -> date | None:
        """The day of most of the values before, for the header."""
        return self._usual_day

    def show_values(self, values: tuple[ValueText, ...]) -> None:
        """Show the fields as typed or stored."""
        by_code = {value.analyte: value for value in values}
        for row in self.rows:
            row.show_value(by_code.get(row.code, ValueText(row.code)), self._previous.get(row.code))
        self.show_advice()

    def values(self) -> tuple[ValueText, ...]:
        """Every field as it stands."""
        return tuple(row.value() for row in self.rows)

    def show_problems(self, problems: Mapping[str, Problem]) -> None:
        """Open a strip below each row that has one; only the first answers to letters."""
        self._problems = dict(problems)
        lettered = False
        for row in self.rows:
            problem = self._problems.get(row.code)
            row.show_problem(problem, mnemonics=problem is not None and not lettered)
            lettered = lettered or (problem is not None and problem.severity == "question")

    def focus(self, code: str) -> bool:
        """Put the focus into the field of an analyte."""
        for row in self.rows:
            if row.code == code:
                (row.reason if row.value().missing and not row.field.text() else row.field).setFocus()
                return True
        return False

    def take(self, code: str, entered: str) -> None:
        """Put another value into a field, as if it had been typed: "98 g/L"."""
        for row in self.rows:
            if row.code == code:
                row.take(*entered.split(" ", 1))

    def path_of(self, widget: QWidget) -> str:
        """The path of the value that a widget belongs to."""
        for row in self.rows:
            if widget in (row.field, row.unit, row.range) or row.remark.isAncestorOf(widget):
                return f"values.{row.code}"
        return ""

    def focus_first_empty(self) -> bool:
        """Put the focus into the first field without a value."""
        return next((self.focus(row.code) for row in self.rows if row.value().empty), False)

    def _measure(self) -> Columns:
        texts = self._texts
        units = {texts.unit(unit) for row in self.rows for unit in analyte(row.code).factors}
        day = texts.short_date(self._usual_day) if self._usual_day else ""
        return columns(
            self.font(),
            names=[row.label for row in self.rows],
            previous=[texts("visit_form.column.previous"), f"{day}, D1234"],
            units=units,
            grades=[
                self._heading("grade"),
                f"{texts('grading.none')} {texts('grading.was', grade=texts('grading.grade', grade=4))}",
            ],
            references=[
                self._heading("reference"),
                *(row.range.placeholderText() for row in self.rows),
            ],
        )

    def _place(self, layout: QGridLayout, row: ValueRow, number: int) -> None:
        middle = Qt.AlignmentFlag.AlignVCenter
        cells = (row.name, row.field, row.unit, row.range, row.previous, row.change, row.grade)
        for column, (cell, width) in enumerate(zip(cells, self.columns.widths, strict=True)):
            cell.setFixedWidth(width)
            layout.addWidget(cell, 3 * number, column, middle)
        layout.addWidget(row.remark, 3 * number, REMARK, middle)
        layout.setRowMinimumHeight(3 * number, 32)
        layout.addWidget(row.strip, 3 * number + 1, 1, 1, REMARK)
        line = QFrame(self)
        line.setProperty("line", True)
        line.setFixedHeight(1)
        layout.addWidget(line, 3 * number + 2, 0, 1, REMARK + 1)
        before = self._previous.get(row.code)
        if before is not None and before.day != self._usual_day:
            row.previous_day = self._texts.short_date(before.day)
        row.edited.connect(self.edited)
        row.edited.connect(self.show_advice)
        row.settled.connect(self._on_settled)
        row.stepped.connect(lambda step, at=number: self._step(at, step))

    def _on_settled(self) -> None:
        self.show_problems(self._problems)
        self.settled.emit()

    def _step(self, at: int, step: int) -> None:
        goal = at + step
        if 0 <= goal < len(self.rows):
            self.rows[goal].field.setFocus(Qt.FocusReason.TabFocusReason)
        elif goal < 0:
            self.left_above.emit()
        else:
            self.left_below.emit()


def _usual_day(previous: Mapping[str, Previous]) -> date | None:
    days = Counter(before.day for before in previous.values())
    return max(days, key=lambda day: (days[day], day)) if days else None
