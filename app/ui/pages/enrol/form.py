"""What the six steps hold as typed, and its way into a kept draft and back. No Qt in here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field, fields, replace

from app.domain.values import dataclass


@dataclass(frozen=True, slots=True)
class TypedValue:
    """A screening value as typed, with its unit. `confirmed`: an unlikely value that is kept."""

    text: str = ""
    unit: str = ""
    confirmed: bool = False


@dataclass(frozen=True, slots=True)
class TypedAnswer:
    """The answer to a criterion: `choice` is a value of the answer buttons, "" before a click."""

    choice: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Form:
    """The fields of the six steps. Dates and numbers stay texts until `reading` makes values of them."""

    step: int = 0
    protocol: str = ""
    arm: str = ""
    code: str = ""
    sex: str = ""
    birth_date: str = ""
    weight_kg: str = ""
    height_cm: str = ""
    name: str = ""
    hospital_number: str = ""
    screening_date: str = ""
    marrow_cellularity_pct: str = ""
    marrow_residual_pct: str = ""
    consent_version: str = ""
    consent_proposed: str = ""  # what the program put there: goes as soon as another is in force
    consent_date: str = ""
    assent: bool = False
    day0: str = ""
    hsct_date: str = ""
    values: Mapping[str, TypedValue] = field(default_factory=dict)
    answers: Mapping[str, TypedAnswer] = field(default_factory=dict)

    def with_changes(self, changes: Mapping[str, object]) -> Form:
        """The form with some fields changed. Answers go with their protocol, whose criteria they name."""
        changed = replace(self, **changes)  # type: ignore[arg-type]  # names are fields of Form
        return changed if changed.protocol == self.protocol else replace(changed, answers={})

    def with_value(self, analyte: str, value: TypedValue) -> Form:
        """The form with a screening value typed."""
        return replace(self, values={**self.values, analyte: value})

    def with_answer(self, criterion: str, answer: TypedAnswer) -> Form:
        """The form with a criterion answered."""
        return replace(self, answers={**self.answers, criterion: answer})


def to_fields(form: Form) -> dict[str, object]:
    """The form as JSON values, for a kept draft."""
    plain = {item.name: getattr(form, item.name) for item in fields(form)}
    return plain | {
        "values": {key: [value.text, value.unit, value.confirmed] for key, value in form.values.items()},
        "answers": {key: [answer.choice, answer.note] for key, answer in form.answers.items()},
    }


def from_fields(kept: Mapping[str, object]) -> Form:
    """The form of a kept draft. What does not fit, such as a field of another release, is left out."""
    empty = Form()
    simple = {
        item.name: kept[item.name]
        for item in fields(empty)
        if item.name not in {"values", "answers"}
        and item.name in kept
        and type(kept[item.name]) is type(getattr(empty, item.name))
    }
    return replace(
        empty,
        **simple,  # type: ignore[arg-type]  # each value has just been checked against its field
        values={
            key: TypedValue(str(row[0]), str(row[1]), row[2] is True)
            for key, row in _rows(kept.get("values"), 3)
        },
        answers={key: TypedAnswer(str(row[0]), str(row[1])) for key, row in _rows(kept.get("answers"), 2)},
    )


def _rows(kept: object, length: int) -> list[tuple[str, list[object]]]:
    if not isinstance(kept, dict):
        return []
    return [(str(key), row) for key, row in kept.items() if isinstance(row, list) and len(row) == length]
