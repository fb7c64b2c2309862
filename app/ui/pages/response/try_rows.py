"""The rows of the table of tried values: a count, a transfusion, a course of G-CSF."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QLabel, QWidget

from app.domain.quantities import analyte
from app.domain.values import dataclass
from app.i18n.evidence import name_text
from app.ui import fonts
from app.ui.dates import parse_day
from app.ui.widgets.buttons import Button
from app.ui.widgets.choice_box import ChoiceBox
from app.ui.widgets.date_field import DateField
from app.ui.widgets.labels import label, restyle
from app.ui.widgets.value_field import ValueField

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from app.i18n import Texts
    from app.services.contracts.subjects import CountRow, MedicationRow, TransfusionRow

VALUE, RED_CELLS, PLATELETS, GCSF = "value", "RBC", "PLT", "GCSF"


@dataclass(frozen=True, slots=True)
class Ground:
    """What every row stands on."""

    texts: Texts
    parent: QWidget
    today: Callable[[], date]


class TryRow(QObject):
    """One row of five cells. `kind`: value, RBC, PLT or GCSF; `added`: nothing is stored under it."""

    changed = Signal()
    dropped = Signal()  # an added row goes; a stored one stays, struck through

    def __init__(self, kind: str, *, ground: Ground, added: bool) -> None:
        parent = ground.parent
        super().__init__(parent)
        self.kind, self.added, self.away = kind, added, False
        self._ground, self._texts = ground, ground.texts
        self.what: QLabel | ChoiceBox = label(parent=parent)
        self.day: QLabel | DateField = label(parent=parent)
        self.value: QWidget = label(parent=parent)
        self.unit: QWidget = label(parent=parent)
        self.stored = label(role="secondary", wrap=True, parent=parent)
        self.stored.setMinimumWidth(fonts.scaled(70))  # a number with its unit below it
        self.button = Button("", kind="link", parent=parent)
        self.button.clicked.connect(self._on_button)

    @property
    def cells(self) -> tuple[QWidget, ...]:
        """The widgets of the row, left to right."""
        return self.what, self.day, self.value, self.unit, self.stored, self.button

    def say(self, name: str) -> None:
        """Name the row's button, and strike the row through where it is taken away."""
        key = "try.drop" if self.added else ("try.put_back" if self.away else "try.take_away")
        self.button.setText(self._texts(f"response.{key}"))
        self.button.setAccessibleName(self._texts.named(self.button.text(), name))
        for cell in self.cells:
            if isinstance(cell, QLabel) and cell is not self.stored:
                font = cell.font()
                font.setStrikeOut(self.away)
                cell.setFont(font)

    def _on_button(self) -> None:
        if self.added:
            self.dropped.emit()
            return
        self.away = not self.away
        self.toggled()
        self.changed.emit()

    def toggled(self) -> None:
        """A stored row was taken away or put back."""


class ValueTry(TryRow):
    """A count: stored ones keep name and day, added ones choose them."""

    def __init__(
        self,
        analytes: Sequence[str],
        *,
        day: date,
        stored: CountRow | None,
        ground: Ground,
        choose: bool = False,
    ) -> None:
        super().__init__(VALUE, ground=ground, added=choose)
        texts, parent = ground.texts, ground.parent
        self._row, self._day = stored, day
        self.field, self.units = ValueField(parent), ChoiceBox(parent)
        for cell in (self.field, self.units):
            cell.setProperty("dense", True)
        self.field.setFixedWidth(fonts.scaled(80))
        self.value.deleteLater()
        self.unit.deleteLater()
        self.value, self.unit = self.field, self.units
        self._code = analytes[0]
        if choose:
            self._offer(analytes, day)
        elif isinstance(self.what, QLabel) and isinstance(self.day, QLabel):
            self.what.setText(name_text(self._code, texts))
            self.day.setText(texts.date(day))
        self._fill()
        self.field.textEdited.connect(lambda _text: self._on_edited())
        self.field.declared_missing.connect(self._clear)
        self.units.activated.connect(lambda _at: self.changed.emit())

    @property
    def analyte(self) -> str:
        """The code of the count."""
        return self._code

    @property
    def on(self) -> date | None:
        """The day of the count; None while none can be read."""
        return parse_day(self.day.text()) if isinstance(self.day, DateField) else self._day

    @property
    def text(self) -> str:
        """What stands in the field."""
        return self.field.number().strip()

    @property
    def differs(self) -> bool:
        """Whether it is not what is stored."""
        return (self.text, self.units.code) != self._was() and (bool(self.text) or bool(self._was()[0]))

    def show_refused(self, sentence: str) -> None:
        """Say why the value cannot be read; "" when it can."""
        self.field.setProperty("state", "error" if sentence else "")
        self.field.setToolTip(sentence)
        self.field.setAccessibleDescription(sentence)
        restyle(self.field)

    def toggled(self) -> None:
        """Taken away: the field is empty; put back: what is stored stands there again."""
        self._show("" if self.away else self._was()[0])
        self._say()

    def _was(self) -> tuple[str, str]:
        row = self._row
        if row is None or row.value is None:
            return "", self.units.code
        return row.entered_value, row.entered_unit or row.unit

    def _offer(self, analytes: Sequence[str], day: date) -> None:
        texts, parent = self._texts, self._ground.parent
        self.what.deleteLater()
        self.day.deleteLater()
        names = ChoiceBox(parent)
        names.setProperty("dense", True)
        names.setAccessibleName(texts("response.try.what"))
        for code in analytes:
            names.addItem(name_text(code, texts), code)
        names.activated.connect(self._on_named)
        field = _day_field(self._ground, day)
        field.day_changed.connect(lambda _day: self.changed.emit())
        self.what, self.day = names, field

    def _on_named(self, _at: int) -> None:
        if isinstance(self.what, ChoiceBox):
            self._code = self.what.code
        self._fill()
        self.changed.emit()

    def _fill(self) -> None:
        texts, row, name = self._texts, self._row, name_text(self._code, self._texts)
        self.units.clear()
        for unit in analyte(self._code).factors:
            self.units.addItem(texts.unit(unit), unit)
        if row is not None and row.value is not None:
            text, unit = self._was()
            self._show(text)
            self.units.choose(unit)
            said = texts.typed(text)
            self.stored.setText(texts("response.try.stored", value=said, unit=texts.unit(unit)))
        elif not self.added:
            self.stored.setText(texts("response.try.stored_none"))
        self.field.setAccessibleName(texts("response.try.value_of", name=name))
        self.units.setAccessibleName(texts("response.try.unit_of", name=name))
        self._say()

    def _show(self, stored: str) -> None:
        self.field.show_number(stored, self._texts.typed(stored))

    def _on_edited(self) -> None:
        self.away = False if self.text else not self.added and bool(self._was()[0])
        self._say()
        self.changed.emit()

    def _clear(self) -> None:
        self.field.clear()
        self._on_edited()

    def _say(self) -> None:
        self.say(name_text(self._code, self._texts))
        self.button.setVisible(self.added or bool(self._was()[0]))


class GivenTry(TryRow):
    """A transfusion on a day, or a course of G-CSF from a day on, perhaps to another."""

    def __init__(
        self,
        kind: str,
        *,
        first: date,
        last: date | None,
        stored: TransfusionRow | MedicationRow | None,
        ground: Ground,
    ) -> None:
        super().__init__(kind, ground=ground, added=stored is None)
        texts = ground.texts
        self.row = stored
        name = texts(f"response.try.given_{kind}")
        if isinstance(self.what, QLabel):
            self.what.setText(name)
        self._last = last
        if stored is None:
            self.day.deleteLater()
            self.day = self._field(first)
            self.day.day_changed.connect(lambda _day: self.toggled())
            if kind == GCSF:
                self.value.deleteLater()
                self.value = self._field(last)
                self.value.setAccessibleName(texts("response.try.until"))
        elif isinstance(self.day, QLabel) and isinstance(self.value, QLabel):
            self.day.setText(texts.date(first))
            if kind == GCSF:
                until = texts.date(last) if last else texts("response.try.going_on")
                self.value.setText(until)
            self.stored.setText(texts("response.try.stored_given"))
        self.toggled()

    @property
    def first(self) -> date | None:
        """The day typed for an added row."""
        return parse_day(self.day.text()) if isinstance(self.day, DateField) else None

    @property
    def last(self) -> date | None:
        """The last day of an added course."""
        return parse_day(self.value.text()) if isinstance(self.value, DateField) else None

    def toggled(self) -> None:
        """Struck through while taken away. Two of a kind are told apart by their day."""
        texts, first = self._texts, self.first
        day = texts.date(first) if first is not None else self.day.text()
        self.say(texts.spoken((texts(f"response.try.given_{self.kind}"), day)))

    def _field(self, day: date | None) -> DateField:
        field = _day_field(self._ground, day)
        field.day_changed.connect(lambda _day: self.changed.emit())
        return field


def _day_field(ground: Ground, day: date | None) -> DateField:
    texts, hint = ground.texts, ground.texts("response.any_day_calendar")
    field = DateField(texts, today=ground.today, calendar_hint=hint, parent=ground.parent)
    field.setProperty("dense", True)
    field.setAccessibleName(texts("response.try.day"))
    field.setMaximumWidth(140)
    field.set_day(day)
    field.setCursorPosition(0)
    field.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    return field
