"""What a document is asked beyond its visit: the batch of an infusion, where a sheet of labels begins."""

from __future__ import annotations

from datetime import time
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from app.domain.dosing.drugs import weight_counts
from app.domain.quantities import exact_number
from app.services import printing
from app.ui.widgets.choice_box import ChoiceBox
from app.ui.widgets.field import Field

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.i18n import Texts
    from app.services.subjects import Course, VisitRow

# The name of a field where that of the order means something else in another document.
_NAMES = {("specimen_labels", "start"): "first"}


class DocumentDetails(QWidget):
    """A field for each thing asked. What is left empty comes from the record, as its placeholder says."""

    def __init__(self, texts: Texts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._texts = texts
        self._kind = ""
        self.fields: dict[str, Field] = {}
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(12)
        self._row.addStretch(1)
        self.setVisible(False)

    def show_kind(self, kind: str) -> None:
        """The fields of a document; none where it asks nothing."""
        if kind == self._kind:
            return
        self._kind = kind
        for old in self.fields.values():
            self._row.removeWidget(old)
            old.hide()
            old.deleteLater()
        self.fields = {name: self._field(name) for name in printing.KINDS[kind].asks}
        for at, field in enumerate(self.fields.values()):
            self._row.insertWidget(at, field)
        self.setVisible(bool(self.fields))

    def suggest(self, course: Course, visit: VisitRow | None) -> None:
        """Forget what was typed for another visit, and say what the record knows of this one."""
        if self._kind != "infusion_worksheet":
            return
        given = next(
            (row for row in course.infusions if visit is not None and row.visit_id == visit.id), None
        )
        weight = given.weight_kg if given is not None else None
        on = visit and visit.when
        if weight is None and on and course.weight_day is not None and weight_counts(course.weight_day, on):
            weight = course.weight_kg  # an older one is not counted with
        known = {"weight": weight, "viability": given.viability_pct if given is not None else None}
        for name, field in self.fields.items():
            control = field.control
            if isinstance(control, QLineEdit):
                value = known.get(name)
                control.setPlaceholderText(self._texts.number(value) if value is not None else "")
                control.clear()

    def detail(self) -> str | None:
        """What was typed, one NAME=VALUE a line; None where something cannot be read: its field says so."""
        lines, readable = [], True
        for name, field in self.fields.items():
            text = _text(field.control)
            if text and not self._reads(name, text):
                field.show_problem(self._texts(f"papers.wrong_{self._key(name)}"))
                readable = False
            else:
                field.clear_problem()
            if text:
                lines.append(f"{name}={text}")
        return "\n".join(lines) if readable else None

    def _reads(self, name: str, text: str) -> bool:
        check = _CHECKS.get(self._key(name), _is_number)
        return check(text)

    def _key(self, name: str) -> str:
        return _NAMES.get((self._kind, name), name)

    def _field(self, name: str) -> Field:
        key = self._key(name)
        control: QWidget
        if key == "sheet":
            control = ChoiceBox(self)
            control.addItems(list(printing.label_sheets()))
        else:
            control = QLineEdit(self)
            control.setMaxLength(12)
            control.textEdited.connect(lambda _text: self.fields[name].clear_problem())
        return Field(self._texts(f"papers.ask_{key}"), control, parent=self)


def _text(control: QWidget) -> str:
    if isinstance(control, ChoiceBox):
        return control.currentText()
    return control.text().strip() if isinstance(control, QLineEdit) else ""


def _is_number(text: str) -> bool:
    found = exact_number(text)
    return found is not None and found > 0


def _is_percent(text: str) -> bool:
    found = exact_number(text)
    return found is not None and 0 < found <= 100


def _is_whole(text: str) -> bool:
    return text.isdecimal() and int(text) > 0


def _is_time(text: str) -> bool:
    try:
        time.fromisoformat(text)
    except ValueError:
        return False
    return True


_CHECKS: dict[str, Callable[[str], bool]] = {
    "start": _is_time,
    "viability": _is_percent,
    "sheet": bool,
    "first": _is_whole,
    "copies": _is_whole,
}
