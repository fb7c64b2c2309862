"""The second entry of a visit's counts: typed blind, then the differences decided one by one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from app.domain.quantities import analyte
from app.i18n.problems import analyte_name
from app.services import second_entries
from app.services.visits import Reason, ValueEntry
from app.ui.kept_fields import KeptFields
from app.ui.kept_line import KeptLine
from app.ui.pages.visit_form.correction_strip import REASONS
from app.ui.widgets.buttons import Button
from app.ui.widgets.choice_box import ChoiceBox
from app.ui.widgets.escape_strip import EscapeStrip
from app.ui.widgets.labels import label
from app.ui.widgets.value_field import ValueField
from app.ui.words import refusal

if TYPE_CHECKING:
    from app.services.context import Changes, ServiceError
    from app.services.contracts.control import SecondLine
    from app.ui.desk import Desk

NOT_DONE = "not_done"


class SecondStrip(EscapeStrip):
    """One widget for both: fields while it is pending, two buttons a line where the entries differ."""

    saved = Signal(str)  # what is said of it
    blind = Signal(bool)  # what was typed first must be out of sight
    taken = Signal(str, str)  # analyte, "98 g/L": the second entry is to go into the form

    def __init__(self, desk: Desk, *, visit_id: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk, self._visit_id = desk, visit_id
        self.fields: dict[str, tuple[ValueField, ChoiceBox]] = {}
        self.buttons: dict[tuple[str, str], Button] = {}
        self._kept: list[KeptLine] = []  # what is half typed survives a lock; the usual unit is assumed then
        texts = desk.texts
        self.setProperty("panel", True)
        self.title = label(wrap=True, parent=self)
        self._held = QWidget(self)
        self.reason = ChoiceBox(self)
        self.reason.setAccessibleName(texts("control.reason"))
        self.reason.addItem(texts("visit_form.correction_choose"), "")
        for code in REASONS:
            self.reason.addItem(texts(f"visit_form.correction.{code}"), code)
        self.note = QLineEdit(self)
        self.note.setPlaceholderText(texts("control.note"))
        self.note.setAccessibleName(texts("control.note"))
        self._why = KeptFields(desk, {"reason": self.reason, "note": self.note}, self)
        self.fault = label(role="problem", wrap=True, parent=self)
        self.close_button = Button(texts("queries.put_away"), dense=True, parent=self)
        self.save_button = Button(texts("control.second.save"), dense=True, parent=self)
        row = QHBoxLayout()
        row.setSpacing(8)
        for part, stretch in ((self.fault, 1), (self.reason, 0), (self.note, 1)):
            row.addWidget(part, stretch)
        row.addStretch(1)
        row.addWidget(self.close_button)
        row.addWidget(self.save_button)
        self._outer = QVBoxLayout(self)
        self._outer.setContentsMargins(12, 8, 12, 8)
        self._outer.setSpacing(6)
        self._outer.addWidget(self.title)
        self._outer.addWidget(self._held)
        self._outer.addLayout(row)
        self._outer.addStretch(1)  # the form is covered while the second entry is typed
        self.close_button.clicked.connect(self.hide)
        self.save_button.clicked.connect(self._save)
        self.hide()

    def open(self) -> None:
        """Read what is to be typed or decided, and show it."""
        context, visit_id = self._desk.context, self._visit_id
        self._desk.operations.run(
            lambda: second_entries.sheet(context, visit_id),
            owner=self,
            done=self.show_sheet,
            failed=self._on_refused,
        )

    def show_sheet(self, lines: tuple[SecondLine, ...]) -> None:
        """Fields for what is pending; both entries where they differ."""
        texts = self._desk.texts
        pending = [line for line in lines if line.state == "pending"]
        differing = [line for line in lines if line.state == "differs"]
        self.fields, self.buttons, self._kept = {}, {}, []
        made = QWidget(self)
        grid = QGridLayout(made)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(4)
        for place, line in enumerate(lines if pending else differing):
            (self._add_field if pending else self._add_difference)(grid, place, line)
        grid.setColumnStretch(9, 1)
        self._outer.replaceWidget(self._held, made)
        self._held.deleteLater()
        self._held = made
        self.title.setText(texts("control.second.title" if pending else "control.second.compared"))
        self.save_button.setVisible(bool(pending))
        for part in (self.reason, self.note):
            part.setVisible(not pending)
        if differing and not pending:
            self._why.about(f"second:{self._visit_id}:why")
        self._tell("")
        self.setVisible(bool(pending or differing))
        self.blind.emit(bool(pending))
        if self.fields:
            next(iter(self.fields.values()))[0].setFocus()
        elif self.buttons:
            self.reason.setFocus()

    def _add_field(self, grid: QGridLayout, place: int, line: SecondLine) -> None:
        texts, name = self._desk.texts, self._name(line.analyte)
        field, unit = ValueField(self), ChoiceBox(self)
        for code in analyte(line.analyte).factors:
            unit.addItem(texts.unit(code), code)
        unit.choose(analyte(line.analyte).unit)
        field.setAccessibleName(texts("visit_form.named_value", name=name))
        unit.setAccessibleName(texts("visit_form.named_unit", name=name))
        field.setFixedWidth(self.fontMetrics().horizontalAdvance("0") * 10)
        field.declared_missing.connect(lambda: field.setPlaceholderText(texts("control.second.not_done")))
        field.stepped.connect(lambda step, at=place: self._step(at + step))
        row, column = divmod(place, 3)
        for offset, part in enumerate((label(name, parent=self), field, unit)):
            grid.addWidget(part, row, 3 * column + offset)
        self.fields[line.analyte] = field, unit
        kept = KeptLine(self._desk, field)
        kept.about(f"second:{self._visit_id}:{line.analyte}")
        self._kept.append(kept)

    def _add_difference(self, grid: QGridLayout, place: int, line: SecondLine) -> None:
        texts, name = self._desk.texts, self._name(line.analyte)
        shown = (
            name[:1].upper() + name[1:],
            texts("control.second.first_value", value=self._said(line.first)),
            texts("control.second.second_value", value=self._said(line.second), who=line.second_by),
        )
        for column, words in enumerate(shown):
            grid.addWidget(label(words, role="strong" if not column else "", parent=self), place, column)
        for column, (key, act) in enumerate(
            (("keep_first", self._keep_first), ("take_second", self._take_second)), 3
        ):
            button = Button(texts(f"control.second.{key}"), dense=True, parent=self)
            button.setAccessibleName(texts.named(name, button.text()))
            button.clicked.connect(lambda _on=False, do=act, which=line: do(which))
            grid.addWidget(button, place, column)
            self.buttons[line.analyte, key] = button

    def _said(self, entered: str) -> str:
        """88 g/L, or why there is none."""
        texts = self._desk.texts
        number, _, unit = entered.partition(" ")
        if unit:
            return f"{texts.typed(number)} {texts.unit(unit)}"
        return texts(f"summary.absent_{entered}") if entered else texts("control.empty")

    def _name(self, code: str) -> str:
        return analyte_name(self._desk.texts, code)

    def _step(self, place: int) -> None:
        listed = list(self.fields.values())
        if 0 <= place < len(listed):
            listed[place][0].setFocus(Qt.FocusReason.TabFocusReason)
        elif place >= len(listed):
            self.save_button.setFocus()

    def _save(self) -> None:
        context, visit_id = self._desk.context, self._visit_id
        entries = tuple(
            ValueEntry(
                code,
                field.text().strip(),
                unit.code,
                missing=NOT_DONE if not field.text().strip() and field.placeholderText() else "",
            )
            for code, (field, unit) in self.fields.items()
        )
        self.save_button.setEnabled(False)
        self._desk.operations.run(
            lambda: second_entries.record(context, visit_id, entries),
            owner=self,
            done=lambda changes: self._on_done(changes, self._desk.texts("control.second.saved")),
            failed=self._on_refused,
        )

    def _keep_first(self, line: SecondLine) -> None:
        code, note = self.reason.code, self.note.text().strip()
        if not code or (code == "other" and not note):
            self._tell(self._desk.texts("visit_form.correction_wanted"))
            (self.note if code else self.reason).setFocus()
            return
        context, visit_id = self._desk.context, self._visit_id
        self._desk.operations.run(
            lambda: second_entries.keep_first(context, visit_id, line.analyte, reason=Reason(code, note)),
            owner=self,
            done=lambda changes: self._on_done(changes, self._desk.texts("control.second.saved")),
            failed=self._on_refused,
        )

    def _take_second(self, line: SecondLine) -> None:
        self.taken.emit(line.analyte, line.second)
        words = self._desk.texts(
            "control.second.taken", name=self._name(line.analyte), value=self._said(line.second)
        )
        self.saved.emit(words)

    def _on_done(self, changes: Changes, words: str) -> None:
        self.save_button.setEnabled(True)
        for kept in (*self._kept, self._why):
            kept.discard()
        self.note.clear()
        self._desk.changed.emit(changes)
        self.saved.emit(words)
        self.open()

    def _on_refused(self, error: ServiceError) -> None:
        self.save_button.setEnabled(True)
        self._tell(refusal(self._desk.texts, error))
        self.show()

    def _tell(self, words: str) -> None:
        self.fault.setText(words)
        self.fault.setVisible(bool(words))

    # Qt overrides

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        if not event.spontaneous():
            for kept in (*self._kept, self._why):
                kept.flush()
            self.blind.emit(False)
