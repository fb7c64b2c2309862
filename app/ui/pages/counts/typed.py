"""What is typed into a cell: a number, a number with its unit, "-" for not done. No Qt in it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from app.domain.lab_names import DASHES, is_not_done, number_and_unit
from app.domain.plausibility import Problem, check_value
from app.domain.quantities import ANALYTES
from app.domain.values import dataclass
from app.services.visits import ValueEntry

if TYPE_CHECKING:
    from collections.abc import Mapping

    from app.domain.quantities import Quantity
    from app.i18n import Texts
    from app.services.contracts.subjects import CountRow

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class Typed:
    """A value that is not stored yet, with what stands against it."""

    analyte: str
    text: str
    unit: str
    missing: str = ""
    confirmed: bool = False
    problem: Problem | None = None
    quantity: Quantity | None = None

    def entry(self) -> ValueEntry:
        """What a save is given."""
        return ValueEntry(self.analyte, self.text, self.unit, self.missing, confirmed=self.confirmed)

    def plain(self) -> dict[str, object]:
        """As a draft keeps it."""
        return {
            "analyte": self.analyte,
            "text": self.text,
            "unit": self.unit,
            "missing": self.missing,
            "confirmed": self.confirmed,
        }


def defused(text: str) -> str:
    """A text that a spreadsheet shows and never runs. A lone dash stays what it is: not done."""
    flat = " ".join(text.split())
    return f"'{flat}" if flat.startswith(_FORMULA) and flat not in DASHES else flat


def read(code: str, text: str, *, age: int | None, previous: Quantity | None = None) -> Typed:
    """A cell's text; without a unit it is in the stored one."""
    if is_not_done(text):
        return Typed(code, "", ANALYTES[code].unit, "not_done")
    number, unit = number_and_unit(text, code)
    return checked(Typed(code, number, unit or ANALYTES[code].unit), age=age, previous=previous)


def checked(typed: Typed, *, age: int | None, previous: Quantity | None = None) -> Typed:
    """The same with what stands against it."""
    if typed.missing:
        return replace(typed, problem=None, quantity=None)
    found = check_value(
        typed.analyte,
        typed.text,
        typed.unit,
        age_years=age,
        previous=previous,
        confirmed=typed.confirmed,
    )
    problem = found.problems[0] if found.problems else None
    return replace(typed, problem=problem, quantity=found.quantity)


def from_plain(kept: Mapping[str, object]) -> Typed | None:
    """What a draft kept; None for what this version cannot read."""
    code = kept.get("analyte")
    if not isinstance(code, str) or code not in ANALYTES:
        return None
    return Typed(
        code,
        str(kept.get("text", "")),
        str(kept.get("unit", "")),
        str(kept.get("missing", "")),
        confirmed=bool(kept.get("confirmed")),
    )


def same_as_stored(typed: Typed, row: CountRow | None) -> bool:
    """Whether nothing would change."""
    if row is None:
        return False
    if typed.missing or row.missing:
        return typed.missing == row.missing
    return typed.quantity is not None and (typed.quantity.value, typed.quantity.bound) == (
        row.value,
        row.bound,
    )


def as_entered(row: CountRow, texts: Texts) -> str:
    """A stored value as it was entered, its unit where it is not the stored one."""
    if row.value is None:
        return ""
    unit = texts.unit(row.entered_unit) if row.entered_unit != ANALYTES[row.analyte].unit else ""
    return f"{texts.typed(row.entered_value)} {unit}".strip()
