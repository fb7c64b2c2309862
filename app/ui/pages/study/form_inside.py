"""What stands in a form that opens in its place: inputs with their captions, words and two buttons."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QCheckBox, QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget
from PySide6.QtWidgets import QLineEdit as Line

from app.domain.values import dataclass
from app.ui.widgets.buttons import Button
from app.ui.widgets.choice_box import ChoiceBox
from app.ui.widgets.date_field import DateField
from app.ui.widgets.field import Field
from app.ui.widgets.labels import label
from app.ui.widgets.secret_field import SecretField

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date

    from app.i18n import Texts

    # Field → code → its name and its meaning.
    Choices = Mapping[str, Mapping[str, tuple[str, str]]]

SECRET, TEXT, CHOICE, TICK, DAY = "secret", "text", "choice", "tick", "day"
_COLUMNS = 3


@dataclass(frozen=True, slots=True)
class Inside:
    """The widgets of a form. A tick has no field: its caption stands beside it."""

    about: QLabel
    inputs: Mapping[str, Line | ChoiceBox | QCheckBox]
    fields: Mapping[str, Field]
    told: QLabel
    back: Button
    go: Button


def build(
    form: QWidget,
    area: str,
    parts: Mapping[str, str],
    *,
    texts: Texts,
    choices: Choices,
    today: Callable[[], date],
) -> Inside:
    """Fill an empty form; `parts` maps a field to its kind."""
    about = label(wrap=True, parent=form)
    about.setVisible(False)
    inputs = {
        key: _day(form, area, texts=texts, today=today)
        if kind == DAY
        else _input(form, kind, name=texts(f"{area}.{key}"), texts=texts, choices=choices.get(key, {}))
        for key, kind in parts.items()
    }
    made = Inside(
        about=about,
        inputs=inputs,
        fields={
            key: Field(texts(f"{area}.{key}"), each, parent=form)
            for key, each in inputs.items()
            if not isinstance(each, QCheckBox)
        },
        told=label(role="problem", wrap=True, parent=form),
        back=Button(texts("common.cancel"), parent=form),
        go=Button(texts(f"{area}.finish"), kind="primary", parent=form),
    )
    for key, each in inputs.items():
        if isinstance(each, ChoiceBox):
            _tell_choice(each, made.fields[key], choices.get(key, {}))
    _lay_out(form, made)
    return made


def _tell_choice(box: ChoiceBox, field: Field, choices: Mapping[str, tuple[str, str]]) -> None:
    """Say below a choice what it means: beside its name it would be cut."""

    def tell() -> None:
        field.show_about(choices.get(box.code, ("", ""))[1])

    box.currentIndexChanged.connect(lambda _at: tell())
    tell()


def _day(form: QWidget, area: str, *, texts: Texts, today: Callable[[], date]) -> DateField:
    return DateField(texts, today=today, calendar_hint=texts(f"{area}.calendar"), parent=form)


def _input(
    form: QWidget, kind: str, *, name: str, texts: Texts, choices: Mapping[str, tuple[str, str]]
) -> Line | ChoiceBox | QCheckBox:
    if kind == SECRET:
        return SecretField(texts, parent=form)
    if kind == TICK:
        tick = QCheckBox(name, form)
        tick.setAccessibleName(name)
        return tick
    if kind == CHOICE:
        made = ChoiceBox(form)
        # Its longest line must not push the other fields together.
        made.give_way(14)
        for code, (words, _means) in choices.items():
            made.addItem(words, code)
        return made
    return Line(form)


def _lay_out(form: QWidget, inside: Inside) -> None:
    grid = QGridLayout()
    grid.setHorizontalSpacing(12)
    grid.setVerticalSpacing(8)
    for place, field in enumerate(inside.fields.values()):
        field.fill()
        grid.addWidget(field, place // _COLUMNS, place % _COLUMNS)
        grid.setColumnStretch(place % _COLUMNS, 1)
    row = QHBoxLayout()
    row.setSpacing(8)
    row.addWidget(inside.told, 1)
    row.addStretch(0 if inside.told.text() else 1)
    row.addWidget(inside.back)
    row.addWidget(inside.go)
    column = QVBoxLayout(form)
    column.setContentsMargins(12, 10, 12, 10)
    column.setSpacing(8)
    column.addWidget(inside.about)
    column.addLayout(grid)
    for made in inside.inputs.values():
        if isinstance(made, QCheckBox):
            column.addWidget(made)
    column.addLayout(row)
