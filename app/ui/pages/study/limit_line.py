"""One line of the limits of normal: what it holds for, and its two limits."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from app.domain.grading.ctcae_tables import TABLE_5
from app.domain.grading.normal import ReferenceRow
from app.domain.quantities import ANALYTES, QuantityError, parse_number
from app.i18n.problems import analyte_title
from app.ui.widgets.choice_box import ChoiceBox
from app.ui.widgets.icon_mark import IconButton
from app.ui.widgets.labels import label, restyle
from app.ui.widgets.value_field import ValueValidator

if TYPE_CHECKING:
    from collections.abc import Mapping

    from app.i18n import Texts

# What is graded stands first; any other analyte may have limits too.
CODES = tuple(dict.fromkeys([*TABLE_5, *ANALYTES]))
FIELDS = ("analyte", "sex", "from_months", "to_months", "low", "high", "unit")
_NUMBERS = FIELDS[2:6]


class LimitLine(QWidget):
    """One line: what it holds for, and its two limits."""

    removed = Signal()
    edited = Signal()  # by a person

    def __init__(self, row: ReferenceRow | None, *, texts: Texts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.hide()  # only its fields are placed, in the grid of the page
        self._texts = texts
        self.analyte = ChoiceBox(parent)
        self.analyte.give_way(13)
        for code in CODES:
            self.analyte.addItem(analyte_title(texts, code), code)
        self.sex = ChoiceBox(parent)
        for sex in ("", "M", "F"):
            self.sex.addItem(texts(f"limits.sex_{sex or 'both'}"), sex)
        self.numbers = {name: QLineEdit(parent) for name in _NUMBERS}
        self.unit = label(role="secondary", parent=parent)
        self.remove = IconButton("close", whole=True, parent=parent)
        for field in self.numbers.values():
            field.setValidator(ValueValidator(field))
            field.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            digit = field.fontMetrics().horizontalAdvance("0")
            field.setMinimumWidth(digit * 7)
            field.setMaximumWidth(digit * 10)
        for name in ("from_months", "to_months"):
            self.numbers[name].setToolTip(texts("limits.months_hint"))
        self.analyte.currentIndexChanged.connect(lambda _index: self._show_unit())
        self.remove.clicked.connect(self.removed)
        for box in (self.analyte, self.sex):
            box.activated.connect(lambda _index: self.edited.emit())
        for field in self.numbers.values():
            field.textEdited.connect(lambda _text: self.edited.emit())
            field.textEdited.connect(lambda _text, field=field: _mark(field, ""))
        if row is not None:
            self._show(row)
        self._show_unit()

    @property
    def controls(self) -> tuple[QWidget, ...]:
        """The fields left to right."""
        return (self.analyte, self.sex, *self.numbers.values(), self.unit, self.remove)

    @property
    def stops(self) -> tuple[QWidget, ...]:
        """The same without what only tells."""
        return tuple(control for control in self.controls if control is not self.unit)

    def point_at(self, name: str) -> None:
        """Mark a number that cannot be used and lead to it; the mark goes with the next key."""
        field = self.numbers.get(name)
        if field is not None:
            _mark(field, "error")
            field.setFocus()
            field.selectAll()

    def name(self, line: int) -> None:
        """Tell a screen reader what each field is."""
        texts = self._texts
        for field, control in zip(FIELDS, self.controls, strict=False):
            control.setAccessibleName(texts("limits.named", line=line, field=texts(f"limits.{field}")))
        self.remove.say(texts("limits.remove_named", line=line))

    def row(self) -> ReferenceRow:
        """What stands there. Raises QuantityError with `text` for a number that is none."""
        months = [self._number("from_months"), self._number("to_months")]
        return ReferenceRow(
            self.analyte.code,
            self.sex.code,
            int(months[0] or 0),
            None if months[1] is None else int(months[1]),
            self._number("low"),
            self._number("high"),
        )

    def texts(self) -> dict[str, str]:
        """What stands in the fields, as typed."""
        chosen = {"analyte": self.analyte.code, "sex": self.sex.code}
        return chosen | {name: field.text() for name, field in self.numbers.items()}

    def show_texts(self, texts: Mapping[str, str]) -> None:
        """Show what was typed once."""
        for box, name in ((self.analyte, "analyte"), (self.sex, "sex")):
            box.choose(texts.get(name, ""))
        for name, field in self.numbers.items():
            field.setText(texts.get(name, ""))

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
            raise QuantityError("number_unreadable", "value", text=text, name=name)
        return number

    def _show(self, row: ReferenceRow) -> None:
        self.analyte.choose(row.analyte)
        self.sex.choose(row.sex)
        for name in _NUMBERS:
            value = getattr(row, name)
            shown = "" if value is None or (name == "from_months" and not value) else value
            plain = format(shown, "f") if isinstance(shown, Decimal) else str(shown)
            self.numbers[name].setText(self._texts.figures(plain))

    def _show_unit(self) -> None:
        self.unit.setText(self._texts.unit(ANALYTES[self.analyte.code].unit))


def _mark(field: QLineEdit, state: str) -> None:
    if (field.property("state") or "") != state:
        field.setProperty("state", state)
        restyle(field)
