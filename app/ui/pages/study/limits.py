"""The laboratory's limits of normal as a table to type: by analyte, sex and age, saved as a whole."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from app.domain.grading.ctcae_tables import TABLE_5
from app.domain.grading.normal import ReferenceRow
from app.domain.quantities import ANALYTES, QuantityError, parse_number
from app.i18n.problems import analyte_name
from app.services import access, references
from app.services.visits import Reason
from app.ui.desk import Notice
from app.ui.pages.visit_form.value_row import UnitBox
from app.ui.widgets.buttons import Button
from app.ui.widgets.labels import label
from app.ui.widgets.notice import NoticeStrip
from app.ui.widgets.value_field import ValueValidator
from app.ui.words import refusal

if TYPE_CHECKING:
    from app.i18n import Texts
    from app.services.context import Changes, ServiceError
    from app.ui.desk import Desk

# What is graded stands first; any other analyte may have limits too.
CODES = tuple(dict.fromkeys([*TABLE_5, *ANALYTES]))
FIELDS = ("analyte", "sex", "from_months", "to_months", "low", "high", "unit")
_NUMBERS = FIELDS[2:6]


class LimitLine(QWidget):
    """One line: what it holds for, and its two limits."""

    removed = Signal()

    def __init__(self, row: ReferenceRow | None, *, texts: Texts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.hide()  # only its fields are placed, in the grid of the page
        self._texts = texts
        self.analyte = UnitBox(parent)
        for code in CODES:
            self.analyte.addItem(analyte_name(texts, code), code)
        self.sex = UnitBox(parent)
        for sex in ("", "M", "F"):
            self.sex.addItem(texts(f"limits.sex_{sex or 'both'}"), sex)
        self.numbers = {name: QLineEdit(parent) for name in _NUMBERS}
        self.unit = label(role="secondary", parent=parent)
        self.remove = Button(texts("limits.remove"), kind="link", parent=parent)
        for field in self.numbers.values():
            field.setValidator(ValueValidator(field))
            field.setFixedWidth(field.fontMetrics().horizontalAdvance("0") * 10)
        for name in ("from_months", "to_months"):
            self.numbers[name].setToolTip(texts("limits.months_hint"))
        self.analyte.currentIndexChanged.connect(lambda _index: self._show_unit())
        self.remove.clicked.connect(self.removed)
        if row is not None:
            self._show(row)
        self._show_unit()

    @property
    def controls(self) -> tuple[QWidget, ...]:
        """The fields left to right."""
        return (self.analyte, self.sex, *self.numbers.values(), self.unit, self.remove)

    def name(self, line: int) -> None:
        """Tell a screen reader what each field is."""
        texts = self._texts
        for field, control in zip(FIELDS, self.controls, strict=False):
            control.setAccessibleName(texts("limits.named", line=line, field=texts(f"limits.{field}")))
        self.remove.setAccessibleName(texts("limits.remove_named", line=line))

    def row(self) -> ReferenceRow:
        """What stands there. Raises QuantityError with `text` for a number that is none."""
        months = [self._number("from_months"), self._number("to_months")]
        return ReferenceRow(
            str(self.analyte.currentData()),
            str(self.sex.currentData()),
            int(months[0] or 0),
            None if months[1] is None else int(months[1]),
            self._number("low"),
            self._number("high"),
        )

    def let_go(self) -> None:
        """Take the fields off the page."""
        for control in self.controls:
            control.hide()
            control.deleteLater()
        self.deleteLater()

    def _number(self, name: str) -> Decimal | None:
        text = self.numbers[name].text().strip()
        if not text:
            return None
        bound, number = parse_number(text)
        whole = name not in ("from_months", "to_months") or number == number.to_integral_value()
        if bound or number < 0 or not whole:
            raise QuantityError("number_unreadable", "value", text=text)
        return number

    def _show(self, row: ReferenceRow) -> None:
        self.analyte.setCurrentIndex(max(0, self.analyte.findData(row.analyte)))
        self.sex.setCurrentIndex(max(0, self.sex.findData(row.sex)))
        for name in _NUMBERS:
            value = getattr(row, name)
            shown = "" if value is None or (name == "from_months" and not value) else value
            self.numbers[name].setText(format(shown, "f") if isinstance(shown, Decimal) else str(shown))

    def _show_unit(self) -> None:
        self.unit.setText(self._texts.unit(ANALYTES[str(self.analyte.currentData())].unit))


class LimitsTab(QWidget):
    """The table with its source; nothing changes before Save limits."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.lines: list[LimitLine] = []
        texts = desk.texts
        self.strip = NoticeStrip(texts, parent=self)
        self.empty = label(texts("limits.empty"), role="about", wrap=True, parent=self)
        self.add_button = Button(texts("limits.add"), parent=self)
        self.reason = QLineEdit(self)
        self.reason.setPlaceholderText(texts("limits.reason"))
        self.reason.setAccessibleName(texts("limits.reason"))
        self.save_button = Button(texts("limits.save"), kind="primary", parent=self)
        self._lay_out()
        may = access.may(desk.context, references.REPLACE)
        for control in (self.add_button, self.reason, self.save_button):
            control.setVisible(may)
        self.add_button.clicked.connect(self._on_add)
        self.save_button.clicked.connect(self.save)
        self.reason.returnPressed.connect(self.save)

    def read(self) -> None:
        """Show the limits in use, unless lines are being typed."""
        if self.lines:
            return
        context = self._desk.context
        self._desk.operations.run(
            lambda: references.table(context), owner=self, done=self._on_read, failed=self._on_refused
        )

    def add(self, row: ReferenceRow | None) -> LimitLine:
        """Add a line at the end."""
        line = LimitLine(row, texts=self._desk.texts, parent=self._page)
        self.lines.append(line)
        for column, control in enumerate(line.controls):
            self._grid.addWidget(control, self._next_row, column)
            control.show()
        self._next_row += 1
        line.removed.connect(lambda: self._remove(line))
        self._match()
        return line

    def _on_add(self) -> None:
        self.add(None).analyte.setFocus()

    def save(self) -> None:
        """Read the lines; with none at fault, save them with their source."""
        texts, rows = self._desk.texts, []
        for number, line in enumerate(self.lines, start=1):
            try:
                rows.append(line.row())
            except QuantityError as fault:
                said = texts("limits.number_unreadable", line=number, text=fault.params.get("text", ""))
                self.strip.show_notice(Notice("error", said))
                return
        source, context = self.reason.text().strip(), self._desk.context
        if not source:
            self.strip.show_notice(Notice("warning", texts("limits.reason_wanted")))
            self.reason.setFocus()
            return
        self._desk.operations.run(
            lambda: references.replace_all(context, rows, reason=Reason("new_information", source)),
            owner=self,
            done=self._on_saved,
            failed=self._on_refused,
        )

    def _on_read(self, rows: tuple[ReferenceRow, ...]) -> None:
        for row in rows:
            self.add(row)
        self._match()

    def _on_saved(self, changes: Changes) -> None:
        self.reason.clear()
        self.strip.show_notice(Notice("done", self._desk.texts("limits.saved")))
        self._desk.changed.emit(changes)

    def _on_refused(self, error: ServiceError) -> None:
        texts = self._desk.texts
        words = refusal(texts, error)
        if error.code == "reference_refused":
            why = texts(f"limits.why.{error.params['why']}")
            words = texts("limits.refused", line=error.params["line"], why=why)
        self.strip.show_notice(Notice("error", words))

    def _remove(self, line: LimitLine) -> None:
        self.lines.remove(line)
        for control in line.controls:
            self._grid.removeWidget(control)
        line.let_go()
        self._match()
        self.add_button.setFocus()

    def _match(self) -> None:
        self.empty.setVisible(not self.lines)
        for head in self._heads:
            head.setVisible(bool(self.lines))
        for number, line in enumerate(self.lines, start=1):
            line.name(number)

    def _lay_out(self) -> None:
        texts = self._desk.texts
        self._page = QWidget(self)
        self._page.setObjectName("page")
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(6)
        self._heads = [label(texts(f"limits.{name}"), role="secondary", parent=self._page) for name in FIELDS]
        for column, head in enumerate(self._heads):
            self._grid.addWidget(head, 0, column)
            head.hide()
        self._grid.setColumnStretch(len(FIELDS) + 1, 1)
        self._next_row = 1
        inner = QVBoxLayout(self._page)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.addWidget(self.empty)
        inner.addLayout(self._grid)
        inner.addStretch(1)
        scroll = QScrollArea(self)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidget(self._page)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self.add_button)
        foot.addWidget(self.reason, 1)
        foot.addWidget(self.save_button)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(16, 12, 16, 12)
        outer.setSpacing(10)
        outer.addWidget(label(texts("limits.title"), role="section", parent=self))
        outer.addWidget(label(texts("limits.about"), role="about", wrap=True, parent=self))
        outer.addWidget(self.strip)
        outer.addWidget(scroll, 1)
        outer.addLayout(foot)
