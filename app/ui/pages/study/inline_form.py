"""A small form that opens below what it is about: fields, words beside them, Enter goes on, Esc closes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from functools import cached_property, partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QFrame, QLabel, QWidget
from PySide6.QtWidgets import QLineEdit as Line

from app.ui import words
from app.ui.pages.study import form_inside
from app.ui.widgets.choice_box import ChoiceBox
from app.ui.widgets.date_field import DateField
from app.ui.widgets.labels import set_role
from app.ui.widgets.secret_field import SecretField, lead_to
from app.ui.widgets.tab_order import follow

if TYPE_CHECKING:
    from app.i18n import Texts
    from app.services.context import ServiceError
    from app.ui.desk import Desk
    from app.ui.kept_fields import KeptFields
    from app.ui.pages.study.form_inside import Choices, Inside
    from app.ui.widgets.buttons import Button
    from app.ui.widgets.field import Field

SECRET, TEXT, CHOICE, TICK = form_inside.SECRET, form_inside.TEXT, form_inside.CHOICE, form_inside.TICK
DAY = form_inside.DAY


class InlineForm(QFrame):
    """`parts` maps a field to its kind; texts are `<area>.<field>`, `<area>.finish` and `<area>.about`.

    `choices`: code → name and meaning, of every field to choose in; `choices_of`: those of one field.
    """

    finished = Signal(object)  # field → what was given, when nothing hinders
    closed = Signal()

    def __init__(
        self,
        area: str,
        parts: Mapping[str, str],
        *,
        texts: Texts,
        choices: Mapping[str, tuple[str, str]] | None = None,
        choices_of: Choices | None = None,
        today: Callable[[], date] = date.today,
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
        self._entered = False  # whether Enter in a line was answered, until the form hears of it as well
        self._parts, self._today = parts, today
        self._choices = {key: (choices_of or {}).get(key, choices or {}) for key in parts}
        self.setProperty("panel", True)
        self.hide()

    @property
    def inputs(self) -> Mapping[str, Line | ChoiceBox | QCheckBox]:
        """What is typed or chosen in, by field."""
        return self._inside.inputs

    @property
    def fields(self) -> Mapping[str, Field]:
        """Caption and words of each input; a tick has none."""
        return self._inside.fields

    @property
    def about(self) -> QLabel:
        """What the form is for."""
        return self._inside.about

    @property
    def told(self) -> QLabel:
        """Why it did not come about."""
        return self._inside.told

    @property
    def back(self) -> Button:
        """Gives the form up."""
        return self._inside.back

    @property
    def go(self) -> Button:
        """Does what the form is for."""
        return self._inside.go

    @cached_property
    def _inside(self) -> Inside:
        """Built when it is first asked for: a page has more forms than anybody opens."""
        made = form_inside.build(
            self, self._area, self._parts, texts=self._texts, choices=self._choices, today=self._today
        )
        self._connect(made)
        shows = (each.show_button for each in made.inputs.values() if isinstance(each, SecretField))
        follow(self, (*made.inputs.values(), *shows, made.back, made.go))
        return made

    def keep_as(self, desk: Desk, key: str) -> None:
        """Keep what is typed from the next `ask` on as a draft under a key; never what is secret."""
        if self._kept is None:
            from app.ui.kept_fields import KeptFields

            plain = {key: made for key, made in self.inputs.items() if not isinstance(made, SecretField)}
            self._kept = KeptFields(desk, plain, self) if plain else None
        self._kept_as = key

    def ask(self, about: str = "", **given: str) -> None:
        """Open with empty fields, or with what is given; what was typed before is kept as a draft."""
        if not self.isHidden():
            self.put_away()
        self.about.setText(about)
        self.about.setVisible(bool(about))
        self.forget()
        for key, text in given.items():
            made = self.inputs[key]
            if isinstance(made, ChoiceBox):
                made.choose(text)
            elif isinstance(made, Line):
                made.setText(text)
                made.setCursorPosition(0)  # read from its beginning
        self.show()
        self._over = False
        if self._kept is not None:
            self._kept.about(self._kept_as)
        first = next(iter(self.inputs.values()), self.go)
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def forget(self) -> None:
        """Empty every field and take the words away."""
        if not self._opened:
            return
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
                self._kept.leave()
        self.forget()
        if not self.isHidden():
            self.hide()
            self.closed.emit()

    def show_refusal(self, error: ServiceError) -> None:
        """Say why it did not come about, below the field whose name begins the code; what is typed stays."""
        self._over = False
        self._be_busy(on=False)
        told, about = words.refusal(self._texts, error), self._field_of(error)
        if about:
            self.fields[about].show_problem(told)
            self._lead_to(self.inputs[about])
            return
        self._say(told)
        first = next((made for made in self.inputs.values() if isinstance(made, SecretField)), None)
        self._lead_to(first or next(iter(self.inputs.values()), self.go))

    def _field_of(self, error: ServiceError) -> str:
        """A wrong passphrase is the old one of several: of secrets the form as a whole tells."""
        plain = (key for key in self.fields if not isinstance(self.inputs[key], SecretField))
        return next((key for key in plain if error.code.startswith(f"{key}_")), "")

    def _lead_to(self, control: QWidget) -> None:
        control.setFocus(Qt.FocusReason.TabFocusReason)  # a line is selected: the next key replaces it

    def given(self) -> dict[str, str]:
        """What is typed and chosen; "yes" or "" for a tick."""
        found: dict[str, str] = {}
        for key, made in self.inputs.items():
            if isinstance(made, ChoiceBox):
                found[key] = made.code
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
            lead_to(self.inputs[first])
            return
        self._say("")
        self._be_busy(on=True)
        if self._kept is not None:
            self._kept.flush()
        self._over = True
        self.finished.emit(given)

    def _on_line(self, line: Line) -> None:
        """Enter in a line: on to the next field, a choice too; from the last one the form is sent."""
        self._entered = True
        fields = [made for made in self.inputs.values() if not isinstance(made, QCheckBox)]
        following = fields[fields.index(line) + 1 :]
        if following:
            following[0].setFocus(Qt.FocusReason.TabFocusReason)
        else:
            self.try_it()

    def _on_day(self, day: DateField, step: int) -> None:
        day.settle()
        if step > 0:
            self._on_line(day)
            self._entered = False  # the form does not hear of that key

    def _give_up(self) -> None:
        self._over = True
        self.put_away()

    def _problem(self, code: str) -> str:
        own = f"{self._area}.{code}"
        return self._texts(own if self._texts.has(own) else f"errors.{code}")

    def _be_busy(self, *, on: bool) -> None:
        """What was sent can't be called back: a second Enter would lose what is told of it."""
        if on:  # the focus of what is switched off would go to a button outside
            self.setFocus(Qt.FocusReason.OtherFocusReason)
        for control in (self.go, self.back, *self.inputs.values()):
            control.setEnabled(not on)

    def _say(self, text: str) -> None:
        set_role(self.told, "problem")
        self.told.setText(text)
        self.told.setVisible(bool(text))

    @property
    def _opened(self) -> bool:
        """Whether anybody has ever opened it."""
        return "_inside" in self.__dict__

    def _connect(self, inside: Inside) -> None:
        for key, made in inside.inputs.items():
            if isinstance(made, Line):
                made.textEdited.connect(lambda _text, which=key: self.fields[which].clear_problem())
                if isinstance(made, DateField):  # it takes Enter itself
                    made.stepped.connect(partial(self._on_day, made))
                else:
                    made.returnPressed.connect(partial(self._on_line, made))
        inside.go.clicked.connect(self.try_it)
        inside.back.clicked.connect(self._give_up)

    # Qt overrides

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            if self.go.isEnabled():
                self._give_up()
            event.accept()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            entered, self._entered = self._entered, False
            if not entered:  # the key of a line comes here, too
                self.try_it()
            event.accept()
        else:
            super().keyPressEvent(event)
