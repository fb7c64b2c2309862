"""Whether an entered value can be right: the impossible is refused, the unlikely is asked about once.

Ranges stand with the analytes in `app.domain.quantities`. Problems speak codes; their sentences are the texts
`plausibility.<code>`, filled by `params` (a number as Decimal, an analyte by its code, a unit in UCUM).
"""

from collections.abc import Mapping
from dataclasses import field
from datetime import date
from decimal import Decimal
from typing import Literal

from app.domain.quantities import (
    Analyte,
    Quantity,
    QuantityError,
    Range,
    analyte,
    may_be_thousands,
    parse_number,
    quantity,
    ungrouped,
)
from app.domain.values import dataclass

ADULT_FROM_YEARS = 18
HB_LIKELY_G_DL = Decimal(
    25
)  # g/L; no one lives with less for long, while 2.5 to 25 g/dL is every day's haemoglobin
BODY_CHANGE = Decimal("0.10")  # of the earlier weight or height
BODY_CHANGE_DAYS = 30
SUM_TOLERANCE = Decimal("1.05")  # lymphocytes and neutrophils are counted apart from the white cells

Severity = Literal["refused", "question"]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Another unit under which the same number would be likely, with what it would then be."""

    unit: str
    quantity: Quantity


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong or doubtful at `path` ("value", "unit", "day" or an analyte code of a panel).

    A refused value cannot be kept; a question is answered once, by `confirmed` or by one of `suggestions`.
    """

    path: str
    code: str
    severity: Severity
    params: Mapping[str, object] = field(default_factory=dict)
    suggestions: tuple[Suggestion, ...] = ()


@dataclass(frozen=True, slots=True)
class Checked:
    """A checked entry: its quantity, None when refused, and every problem found."""

    quantity: Quantity | None
    problems: tuple[Problem, ...] = ()

    @property
    def clear(self) -> bool:
        """Whether the value may be stored as it is."""
        return self.quantity is not None and not self.problems


def check_value(
    code: str,
    text: str,
    unit: str,
    *,
    age_years: int | None,
    previous: Quantity | None,
    confirmed: bool,
    previous_days: int | None = None,
) -> Checked:
    """The entry `text` in `unit` for an analyte, with what is wrong with it.

    `previous` is the latest earlier value, `previous_days` how many days ago it was (None: recent). Without
    an age, the ranges of children and adults both apply. `confirmed` answers every question, never a refusal.
    """
    try:
        entered = quantity(code, text, unit)
    except QuantityError as fault:
        return Checked(None, (_fault(fault, code=code, text=text, unit=unit),))
    spec = analyte(code)
    refused = _impossible(spec, entered, age_years)
    if refused is not None:
        return Checked(None, (refused,))
    if confirmed:
        return Checked(entered)
    asked = _unlikely(spec, entered, age_years=age_years, previous=previous, previous_days=previous_days)
    return Checked(entered, (asked,) if asked is not None else ())


def check_panel(values: Mapping[str, Quantity]) -> tuple[Problem, ...]:
    """What cannot be true together in counts of one sample.

    A bound such as "<0.5" is judged only where every value that it allows is impossible.
    """
    white = values.get("WBC")
    if white is None:
        return ()
    anc, lym = values.get("ANC"), values.get("LYM")
    if anc is not None and _surely_more((anc,), white, Decimal(1)):
        return (_pair("ANC", "above_white_cells", analyte="ANC", value=anc.value, white_cells=white.value),)
    parts = tuple(part for part in (anc, lym) if part is not None)
    if lym is None or not _surely_more(parts, white, SUM_TOLERANCE):
        return ()
    if anc is None:
        return (_pair("LYM", "above_white_cells", analyte="LYM", value=lym.value, white_cells=white.value),)
    total = anc.value + lym.value
    return (
        _pair(
            "LYM", "sum_above_white_cells", anc=anc.value, lym=lym.value, total=total, white_cells=white.value
        ),
    )


def check_day(day: date, *, today: date, birth: date | None = None) -> tuple[Problem, ...]:
    """Refuses a day after today, and a day before birth."""
    if day > today:
        return (Problem("day", "future_day", "refused", {"day": day, "today": today}),)
    if birth is not None and day < birth:
        return (Problem("day", "before_birth", "refused", {"day": day, "birth": birth}),)
    return ()


def _fault(fault: QuantityError, *, code: str, text: str, unit: str) -> Problem:
    params: dict[str, object] = {"analyte": code, "text": text.strip(), "unit": unit, **fault.params}
    if fault.code in {"unit_refused", "unknown_unit", "unit_missing"}:
        params["units"] = _choices(analyte(code))
    return Problem(fault.field, fault.code, "refused", params)


def _choices(spec: Analyte) -> tuple[str, ...]:
    """Units to offer, one of each size: ng/mL and ug/L are the same number."""
    first: dict[Decimal, str] = {}
    for name, factor in sorted(spec.factors.items(), key=lambda item: item[0] != spec.unit):
        first.setdefault(factor, name)
    return tuple(first.values())


def _params(spec: Analyte, entered: Quantity, allowed: Range) -> dict[str, object]:
    return {
        "analyte": spec.code,
        "value": parse_number(ungrouped(entered.entered_value, spec.factors[entered.entered_unit]))[1],
        "unit": entered.entered_unit,
        "converted": entered.value,
        "canonical_unit": spec.unit,
        "low": allowed.low,
        "high": allowed.high,
    }


def _outside(spec: Analyte, entered: Quantity, allowed: Range, *, kind: str) -> tuple[str, dict[str, object]]:
    """Code and params of a value outside a range, told with its conversion if the stored unit is another."""
    side = "above" if entered.value > allowed.high else "below"
    as_stored = spec.factors[entered.entered_unit] == 1
    return f"{side}_{kind}" + ("" if as_stored else "_converted"), _params(spec, entered, allowed)


def _impossible(spec: Analyte, entered: Quantity, age_years: int | None) -> Problem | None:
    if not spec.hard.holds(entered.value):
        code, params = _outside(spec, entered, spec.hard, kind="possible")
        return Problem("value", code, "refused", params, _other_units(spec, entered, age_years))
    if spec.code in {"KPS", "LANSKY"} and entered.value % 10:
        return Problem("value", "not_a_step", "refused", _params(spec, entered, spec.hard))
    return None


def _unlikely(
    spec: Analyte,
    entered: Quantity,
    *,
    age_years: int | None,
    previous: Quantity | None,
    previous_days: int | None,
) -> Problem | None:
    if spec.code == "HB" and entered.entered_unit == "g/L" and entered.value < HB_LIKELY_G_DL:
        return _looks_like_g_dl(entered, previous)
    soft = _soft(spec, age_years)
    if _means_two(spec, entered, soft):
        params = _params(spec, entered, spec.hard)
        told = {"text": entered.entered_value, "thousand": Decimal(1000) * Decimal(str(params["value"]))}
        return Problem("value", "may_be_thousands", "question", params | told)
    if soft is not None and not soft.holds(entered.value):
        code, params = _outside(spec, entered, soft, kind="usual")
        return Problem("value", code, "question", params, _other_units(spec, entered, age_years))
    if spec.code in {"WEIGHT", "HEIGHT"} and previous is not None:
        return _changed(spec, entered, previous, previous_days)
    return None


def _means_two(spec: Analyte, entered: Quantity, soft: Range | None) -> bool:
    """Whether a point may set off thousands as well as decimals, and both would be possible values.

    Nothing is asked where the number is usual as it stands and a thousand times it is not.
    """
    factor = spec.factors[entered.entered_unit]
    if ungrouped(entered.entered_value, factor) != entered.entered_value:
        return False  # a count per microlitre: read as thousands
    if not may_be_thousands(entered.entered_value):
        return False
    thousand = entered.value * 1000
    plain = soft is not None and soft.holds(entered.value) and not soft.holds(thousand)
    return spec.hard.holds(thousand) and not plain


def _looks_like_g_dl(entered: Quantity, previous: Quantity | None) -> Problem:
    meant = quantity("HB", entered.entered_value, "g/dL")
    params: dict[str, object] = {
        "analyte": "HB",
        "value": entered.value,
        "unit": "g/L",
        "likely_unit": "g/dL",
        "likely_value": meant.value,
    }
    if previous is not None:
        params["previous"] = previous.value
    code = "looks_like_unit" if previous is not None else "looks_like_unit_first"
    return Problem("unit", code, "question", params, (Suggestion("g/dL", meant),))


def _changed(spec: Analyte, entered: Quantity, previous: Quantity, days: int | None) -> Problem | None:
    if previous.value <= 0 or (days is not None and days > BODY_CHANGE_DAYS):
        return None
    change = (entered.value - previous.value) / previous.value
    if abs(change) <= BODY_CHANGE:
        return None
    params: dict[str, object] = {
        "analyte": spec.code,
        "value": entered.value,
        "unit": spec.unit,
        "previous": previous.value,
        "percent": abs(change * 100).quantize(Decimal(1)),
    }
    return Problem("value", "rose_fast" if change > 0 else "fell_fast", "question", params)


def _soft(spec: Analyte, age_years: int | None) -> Range | None:
    """The usual range of an age; without an age what is usual for children and adults alike."""
    child, adult = spec.soft_child, spec.soft_adult
    if age_years is not None:
        return child if age_years < ADULT_FROM_YEARS else adult
    if child is None or adult is None:
        return child or adult
    return Range(max(child.low, adult.low), min(child.high, adult.high))


def _other_units(spec: Analyte, entered: Quantity, age_years: int | None) -> tuple[Suggestion, ...]:
    """Units under which the number would be usual; none without a usual range to go by."""
    soft = _soft(spec, age_years)
    if soft is None:
        return ()
    tried = (
        Suggestion(name, quantity(spec.code, entered.entered_value, name))
        for name in _choices(spec)
        if spec.factors[name] != spec.factors[entered.entered_unit]
    )
    return tuple(suggestion for suggestion in tried if soft.holds(suggestion.quantity.value))


def _surely_more(parts: tuple[Quantity, ...], whole: Quantity, tolerance: Decimal) -> bool:
    """Whether the parts add up to more than the whole, whatever the bounds leave open."""
    if whole.bound == ">":
        return False
    least = sum((part.value for part in parts if part.bound != "<"), Decimal(0))
    most = whole.value * tolerance
    strictly = whole.bound == "<" or any(part.bound == ">" for part in parts)
    return least > most or (strictly and least == most)


def _pair(path: str, code: str, /, **params: object) -> Problem:
    return Problem(path, code, "refused", {"unit": "10*9/L", **params})
