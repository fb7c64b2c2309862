"""A small form that opens below what it is about: fields, words beside them, Enter goes on, Esc closes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QFrame, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget
from PySide6.QtWidgets import QLineEdit as Line

from app.ui import words
from app.ui.widgets.buttons import Button
from app.ui.widgets.eliding_box import ElidingBox
from app.ui.widgets.field import Field
from app.ui.widgets.labels import label, set_role
from app.ui.widgets.secret_field import SecretField

if TYPE_CHECKING:
    from app.i18n import Texts
    from app.services.context import ServiceError
    from app.ui.desk import Desk
    from app.ui.kept_fields import KeptFields

SECRET, TEXT, CHOICE, TICK = "secret", "text", "choice", "tick"
_COLUMNS = 3


class InlineForm(QFrame):
    """`parts` maps a field to its kind; texts are `<area>.<field>`, `<area>.finish` and `<area>.about`."""

    finished = Signal(object)  # field → what was given, when nothing hinders
    closed = Signal()

    def __init__(
        self,
        area: str,
        parts: Mapping[str, str],
        *,
        texts: Texts,
        choices: Mapping[str, str] | None = None,
        problems: Callable[[dict[str, str]], Mapping[str, str]] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._texts = texts
        self._area = area
        self._problems = problems or (lambda _given: {})
        self._kept: KeptFields | None = None
        self._kept_as = ""
        self._over = False  # what is typed was sent, or is given up
        self.setProperty("panel", True)
        self.about = label(wrap=True, parent=self)
        self.about.setVisible(False)
        self.inputs: dict[str, Line | QComboBox | QCheckBox] = {
            key: self._input(key, kind, choices or {}) for key, kind in parts.items()
        }
        self.fields = {
            key: Field(texts(f"{area}.{key}"), made, parent=self)
            for key, made in self.inputs.items()
            if not isinstance(made, QCheckBox)
        }
        self.told = label(role="problem", wrap=True, parent=self)
        self.back = Button(texts("common.cancel"), parent=self)
        self.go = Button(texts(f"{area}.finish"), kind="primary", parent=self)
        self._lay_out()
        self._connect()
        self.hide()

    def keep_as(self, desk: Desk, key: str) -> None:
        """Keep what is typed from the next `ask` on as a draft under a key; never what is secret."""
        if self._kept is None:
            from app.ui.kept_fields import KeptFields

            plain = {key: made for key, made in self.inputs.items() if not isinstance(made, SecretField)}
            self._kept = KeptFields(desk, plain, self) if plain else None
        self._kept_as = key

    def ask(self, about: str = "", **given: str) -> None:
        """Open with empty fields, or with what is given."""
        self.about.setText(about)
        self.about.setVisible(bool(about))
        self.forget()
        for key, text in given.items():
            made = self.inputs[key]
            if isinstance(made, QComboBox):
                made.setCurrentIndex(max(made.findData(text), 0))
            elif isinstance(made, Line):
                made.setText(text)
        self.show()
        self._over = False
        if self._kept is not None:
            self._kept.about(self._kept_as)
        first = next(iter(self.inputs.values()), self.go)
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def forget(self) -> None:
        """Empty every field and take the words away."""
        for key, made in self.inputs.items():
            if isinstance(made, Line):
                made.clear()
            elif isinstance(made, QCheckBox):
                made.setChecked(False)
            else:
                made.setCurrentIndex(min(made.count() - 1, 0))
            if key in self.fields:
                self.fields[key].clear_problem()
        self._say("")
        self._be_busy(on=False)

    def put_away(self) -> None:
        """Close, and take what was typed away; a draft of it stays until it is sent or given up."""
        if self._kept is not None and not self.isHidden():
            if self._over:
                self._kept.discard()
            else:
                self._kept.flush()
        self.forget()
        if not self.isHidden():
            self.hide()
            self.closed.emit()

    def show_refusal(self, error: ServiceError) -> None:
        """Say why it did not come about; what is typed stays."""
        self._over = False
        self._be_busy(on=False)
        self._say(words.refusal(self._texts, error))
        first = next((made for made in self.inputs.values() if isinstance(made, SecretField)), None)
        if first is not None:
            first.setFocus()
            first.selectAll()

    def given(self) -> dict[str, str]:
        """What is typed and chosen; "yes" or "" for a tick."""
        found: dict[str, str] = {}
        for key, made in self.inputs.items():
            if isinstance(made, QComboBox):
                found[key] = str(made.currentData() or "")
            elif isinstance(made, QCheckBox):
                found[key] = "yes" if made.isChecked() else ""
            else:
                found[key] = made.text()
        return found

    def try_it(self) -> None:
        """Go on when nothing hinders, else say what does."""
        if not self.go.isEnabled():
            return
        given = self.given()
        found = self._problems(given)
        for key, field in self.fields.items():
            field.show_problem(self._problem(found[key]) if key in found else "")
        first = next((key for key in self.inputs if key in found), None)
        if first is not None:
            self.inputs[first].setFocus()
            return
        self._say("")
        self._be_busy(on=True)
        if self._kept is not None:
            self._kept.flush()
        self._over = True
        self.finished.emit(given)

    def _give_up(self) -> None:
        self._over = True
        self.put_away()

    def _problem(self, code: str) -> str:
        own = f"{self._area}.{code}"
        return self._texts(own if self._texts.has(own) else f"errors.{code}")

    def _be_busy(self, *, on: bool) -> None:
        for control in (self.go, *self.inputs.values()):
            control.setEnabled(not on)

    def _say(self, text: str) -> None:
        set_role(self.told, "problem")
        self.told.setText(text)
        self.told.setVisible(bool(text))

    def _input(self, key: str, kind: str, choices: Mapping[str, str]) -> Line | QComboBox | QCheckBox:
        if kind == SECRET:
            return SecretField(self._texts, parent=self)
        if kind == TICK:
            tick = QCheckBox(self._texts(f"{self._area}.{key}"), self)
            tick.setAccessibleName(self._texts(f"{self._area}.{key}"))
            return tick
        if kind == CHOICE:
            made = ElidingBox(self)
            # Its longest line must not push the other fields together.
            made.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            made.setMinimumContentsLength(14)
            for code, words_ in choices.items():
                made.addItem(words_, code)
            return made
        return Line(self)

    def _connect(self) -> None:
        lines = [made for made in self.inputs.values() if isinstance(made, Line)]
        for key, made in self.inputs.items():
            if isinstance(made, Line):
                made.textEdited.connect(lambda _text, which=key: self.fields[which].clear_problem())
        for place, line in enumerate(lines):
            following = lines[place + 1].setFocus if place + 1 < len(lines) else self.try_it
            line.returnPressed.connect(following)
        self.go.clicked.connect(self.try_it)
        self.back.clicked.connect(self._give_up)

    def _lay_out(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(8)
        for place, field in enumerate(self.fields.values()):
            field.fill()
            grid.addWidget(field, place // _COLUMNS, place % _COLUMNS)
            grid.setColumnStretch(place % _COLUMNS, 1)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.told, 1)
        row.addStretch(0 if self.told.text() else 1)
        row.addWidget(self.back)
        row.addWidget(self.go)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 10, 12, 10)
        column.setSpacing(8)
        column.addWidget(self.about)
        column.addLayout(grid)
        for made in self.inputs.values():
            if isinstance(made, QCheckBox):
                column.addWidget(made)
        column.addLayout(row)

    # Qt overrides

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._give_up()
            event.accept()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not self.go.hasFocus():
            self.try_it()
            event.accept()
        else:
            super().keyPressEvent(event)
