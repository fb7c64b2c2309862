"""What the six steps have in common."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from app.domain.values import dataclass
from app.services.enrolment import Stop
from app.ui.pages.enrol.form import Form
from app.ui.pages.enrol.presenter import Told, stop_text
from app.ui.pages.enrol.reading import Reading
from app.ui.widgets.date_field import DateField
from app.ui.widgets.panel import Panel

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from app.domain.consent import FormVersion
    from app.i18n import Texts
    from app.ui.desk import Desk


@dataclass(frozen=True, slots=True)
class Standing:
    """Everything that a step may show: the form as typed, its values, and what the services say of them."""

    form: Form
    reading: Reading
    told: Told
    today: date
    problems: Mapping[str, Stop] = field(default_factory=dict)  # by path, the first of each
    versions: tuple[FormVersion, ...] = ()  # of the consent form

    def problem(self, texts: Texts, path: str) -> str:
        """The sentence that stands against a field; "" for none."""
        stop = self.problems.get(path)
        return stop_text(texts, stop) if stop is not None else ""


class Step(QWidget):
    """A step of enrolment: a panel with fields. It reports what was typed and holds no rule of its own."""

    edited = Signal(dict)  # fields of Form that changed
    finished = Signal()  # Enter in the last field

    def __init__(self, desk: Desk, *, name: str, padded: bool = True) -> None:
        super().__init__()
        self.desk = desk
        self.texts = desk.texts
        self.name = name
        self.panel = Panel(desk.texts(f"enrol.step.{name}"), padded=padded)
        self._filling = False
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.panel)

    def change(self, **changes: object) -> None:
        """Report what a person typed; silent while the step is being filled."""
        if not self._filling:
            self.edited.emit(changes)

    def show_form(self, form: Form) -> None:
        """Fill the fields from a draft."""
        self._filling = True
        try:
            self.fill(form)
        finally:
            self._filling = False

    def fill(self, form: Form) -> None:
        """Put the form's texts into the fields."""

    def tell(self, standing: Standing) -> None:
        """Show what is said of the draft."""

    def order(self) -> tuple[QWidget, ...]:
        """What Tab goes through, where that is not the order in which the parts came in."""
        return (self,)

    def first_open(self) -> QWidget | None:
        """Where the focus belongs when the step opens: its first empty value."""
        return None

    def advance(self, step: int = 1) -> None:
        """Enter: on to the next field, back to the one before; after the last one the step is finished."""
        before = QApplication.focusWidget()
        self.focusNextPrevChild(step > 0)
        after = QApplication.focusWidget()
        if before is not None and (after is None or not self.isAncestorOf(after)):
            before.setFocus(Qt.FocusReason.OtherFocusReason)
            if step > 0:
                self.finished.emit()

    def date_field(self, caption: str) -> DateField:
        """A date field with its calendar."""
        made = DateField(
            self.texts,
            today=self.desk.context.today,
            calendar_hint=self.texts("enrol.calendar_of", field=caption),
        )
        made.stepped.connect(self.advance)
        return made
