"""The value rows in the order of the laboratory's print-out, under a header that stays."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QSizePolicy, QWidget

from app.domain.quantities import analyte
from app.ui import fonts
from app.ui.pages.visit_form.columns import (
    CLOSE_GAP,
    EDGE,
    GAP,
    GRADE,
    HEADS,
    IN_FIELD,
    REMARK,
    Columns,
    Shape,
    columns,
    place_remark,
    usual_day,
)
from app.ui.pages.visit_form.grades import CICLOSPORIN
from app.ui.pages.visit_form.texts_of_form import ValueText
from app.ui.pages.visit_form.value_row import ValueRow
from app.ui.pages.visit_form.why_missing import MISSING
from app.ui.widgets.labels import label
from app.ui.widgets.least import LeastHeight
from app.ui.widgets.rule import rule

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from app.domain.plausibility import Problem
    from app.i18n import Texts
    from app.services.visits import Previous
    from app.ui.pages.visit_form.grades import Grader

PREVIOUS = 4  # grid column
HIGH = 4  # rows of the grid that a value takes: two of cells, its question, a line


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
        day: date,
        anchor: date | None,
        grader: Grader,
        texts: Texts,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._texts = texts
        self._grader = grader
        self._previous, self._day, self._anchor = previous, day, anchor
        self.rows = [ValueRow(code, grader=grader, texts=texts, parent=self) for code in codes]
        self._usual_day = usual_day(previous)
        self.columns = self._measure()
        self._problems: dict[str, Problem] = {}
        self._layout = QGridLayout(self)
        self._layout.setContentsMargins(EDGE, 0, EDGE, 0)
        self._layout.setHorizontalSpacing(GAP)
        self._layout.setVerticalSpacing(0)
        self._lines: list[QFrame] = []
        self._head: list[QWidget] = []
        self._shape = Shape.WHOLE
        for number, row in enumerate(self.rows):
            self._connect(row, number)
        self._arrange()

    def header(self, parent: QWidget) -> QWidget:
        """The header row for these columns, with the day of the values before."""
        head = LeastHeight(28, parent)
        head.setObjectName("gridHead")
        head.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        head.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)  # as wide as the rows
        layout = QGridLayout(head)
        layout.setContentsMargins(EDGE, 0, EDGE, 0)
        layout.setHorizontalSpacing(GAP)
        layout.setVerticalSpacing(0)
        for name in HEADS:
            shown = label(self._heading(name), role="secondary", parent=head)
            shown.setFont(fonts.sized(9, bold=True))
            right = name in {"value", "reference", "previous", "change"}
            side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
            shown.setAlignment(side | Qt.AlignmentFlag.AlignVCenter)
            if name in {"value", "reference"}:
                shown.setContentsMargins(0, 0, IN_FIELD, 0)
            if name == "remark":
                shown.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
            self._head.append(shown)
        self._head_layout = layout
        self._place_head()
        return head

    @property
    def one_line(self) -> int:
        """The pixels that all columns need beside each other."""
        remark = max((row.least_remark for row in self.rows), default=0)
        return sum(self.columns.widths) + len(self.columns.widths) * GAP + remark + 2 * EDGE

    def show_advice(self) -> None:
        """Say beside the trough of ciclosporin what it means against its target."""
        for row in self.rows:
            if row.code == CICLOSPORIN:
                none = self._grader.no_target if row.field.text() else ""  # an empty row says it may be left
                row.show_advice(self._grader.advice(self.values()), otherwise=none)

    def _heading(self, name: str) -> str:
        texts, usual = self._texts, self._usual_day
        if name == "grade":
            return texts("grading.column", version=self._grader.version)
        if name != "previous" or usual is None:
            return texts(f"visit_form.column.{name}")
        shown = texts.date_from(usual, self._day)
        return texts.spoken((shown, texts.study_day((usual - self._anchor).days))) if self._anchor else shown

    def show_values(self, values: tuple[ValueText, ...]) -> None:
        """Show the fields as typed or stored."""
        by_code = {value.analyte: value for value in values}
        for row in self.rows:
            row.show_value(by_code.get(row.code, ValueText(row.code)), self._previous.get(row.code))
        self.show_advice()

    def show_before(self, previous: Mapping[str, Previous], day: date) -> None:
        """Show what stands before another day; what is typed stays."""
        self._previous, self._usual_day, self._day = previous, usual_day(previous), day
        for row in self.rows:
            row.show_before(previous.get(row.code), self._day_of(row))
        shown = self._head[PREVIOUS]
        if isinstance(shown, QLabel):
            shown.setText(self._heading("previous"))
        if (found := self._measure()) != self.columns:
            self.columns = found
            self._arrange()
            self._place_head()

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
        others = {before.day for before in self._previous.values()} - {self._usual_day}
        was = texts("grading.was", grade=texts("grading.grade", grade=4))
        return columns(
            heads={name: self._heading(name) for name in HEADS},
            names=[row.label for row in self.rows],
            previous=[f"{texts.date_from(day, self._day)}  1234" for day in others],
            units=units,
            missing=[texts(f"visit_form.placeholder.{kind}") for kind in MISSING],
            references=[row.range.placeholderText() for row in self.rows],
            grade=(texts("grading.none"), was),
        )

    def _place_head(self) -> None:
        self.columns.place(self._head_layout, self._head, shape=self._shape, at=0)
        self._head[REMARK].setVisible(self._shape is not Shape.CLOSE)

    def _arrange(self) -> None:
        folded, close = self._shape is Shape.FOLDED, self._shape is Shape.CLOSE
        across = REMARK // 2 + 1 if folded else REMARK + 1
        for number, row in enumerate(self.rows):
            at = HIGH * number
            self.columns.place(self._layout, row.cells, shape=self._shape, at=at)
            if close:
                self._place_remark(number)
            for cell in () if close else (row.change, row.grade):
                cell.show()
            self._layout.setRowMinimumHeight(at, 32)
            self._layout.addWidget(row.strip, at + 2, int(not folded), 1, across)
            if len(self._lines) <= number:
                self._lines.append(rule(self))
            self._layout.addWidget(self._lines[number], at + 3, 0, 1, REMARK + 1)

    def _on_asks(self, number: int) -> None:
        """A value came or went, or a remark grew."""
        if not self.isVisible():
            return  # its width is not known: it is arranged when it is
        self._choose()
        if self._shape is Shape.CLOSE:
            self._place_remark(number)

    def _place_remark(self, number: int) -> None:
        row, room = self.rows[number], self.width() - self.columns.close_line - CLOSE_GAP
        beside = room + self.columns.close[-1] - row.grade.sizeHint().width()  # seldom fills its column
        words = row.advice.fontMetrics().horizontalAdvance(row.advice.text())  # broken, they would be cut
        least = row.least_remark + max(0, words - row.advice.minimumWidth())
        column = REMARK if least <= room else GRADE if least <= beside else 0
        place_remark(self._layout, row.cells, asks=row.asks, column=column, at=HIGH * number)

    def _choose(self) -> None:
        """As much beside each other as there is room for: nothing is scrolled sideways."""
        wide = self.width()
        fits = Shape.CLOSE if wide >= self.columns.close_line else Shape.FOLDED
        shape = Shape.WHOLE if wide >= self.one_line else fits
        if shape is self._shape:
            return
        self._shape = shape
        self._arrange()
        if self._head:
            self._place_head()
        self.updateGeometry()

    def _connect(self, row: ValueRow, number: int) -> None:
        row.previous_day = self._day_of(row)
        row.edited.connect(self.edited)
        row.edited.connect(self.show_advice)
        row.settled.connect(self._on_settled)
        row.stepped.connect(lambda step, at=number: self._step(at, step))
        row.turned.connect(lambda at=number: self._on_asks(at))

    def _day_of(self, row: ValueRow) -> str:
        """The day of a value before, where it is not the one in the header."""
        before = self._previous.get(row.code)
        other = before is not None and before.day != self._usual_day
        return self._texts.date_from(before.day, self._day) if before is not None and other else ""

    def _on_settled(self) -> None:
        if not self.updatesEnabled():
            return  # the form is being saved: what was judged before it stands
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

    # Qt overrides

    def minimumSizeHint(self) -> QSize:
        """What two lines need: in a wider window there is one."""
        across = REMARK // 2 + 1
        widths = self.columns.beside(Shape.FOLDED)
        wide = sum(widths[: across - 1]) + max(widths[across - 1], 120)
        return QSize(wide + (across - 1) * GAP + 2 * EDGE, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._choose()
