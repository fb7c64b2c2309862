"""Analytes, their units and conversions; what was entered is kept beside the converted value.

Factors follow the analyte table of the specification (UCUM units). Arithmetic is decimal throughout.
"""

import re
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal, InvalidOperation
from types import MappingProxyType

from app.domain.typed_figures import plain_figures
from app.domain.values import dataclass

COUNT = "10*9/L"


class QuantityError(ValueError):
    """A value or unit that cannot be used; `code` is stable, `field` is "analyte", "value" or "unit"."""

    def __init__(self, code: str, field: str, **params: object) -> None:
        super().__init__(code)
        self.code = code
        self.field = field
        self.params = params


@dataclass(frozen=True, slots=True)
class Range:
    """Inclusive range in the canonical unit; `low_open` leaves the lower end out."""

    low: Decimal
    high: Decimal
    low_open: bool = False

    def holds(self, value: Decimal) -> bool:
        """Whether a value lies inside."""
        above = value > self.low if self.low_open else value >= self.low
        return above and value <= self.high


@dataclass(frozen=True, slots=True)
class Analyte:
    """One analyte: canonical unit, accepted units with their factor, decimals shown, and its ranges."""

    code: str
    unit: str
    factors: Mapping[str, Decimal]
    places: int
    hard: Range
    soft_child: Range | None = None
    soft_adult: Range | None = None
    refused: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Quantity:
    """A value in the canonical unit with its bound ("", "<", ">") and the text and unit as entered."""

    value: Decimal
    unit: str
    bound: str = ""
    entered_value: str = ""
    entered_unit: str = ""


def _range(low: str, high: str, *, low_open: bool = False) -> Range:
    return Range(Decimal(low), Decimal(high), low_open)


def _analyte(
    code: str,
    unit: str,
    places: int,
    hard: Range,
    soft: tuple[Range | None, Range | None] = (None, None),
    /,
    **factors: str,
) -> Analyte:
    table = {unit: Decimal(1)} | {_SPELLED[name]: Decimal(factor) for name, factor in factors.items()}
    return Analyte(code, unit, MappingProxyType(table), places, hard, *soft)


_SPELLED = {
    "k_ul": "10*3/uL",
    "per_ul": "/uL",
    "wan": "10*4/uL",
    "m_ul": "10*6/uL",
    "g_dl": "g/dL",
    "mmol_l": "mmol/L",
    "l_l": "L/L",
    "fraction": "1",
    "per_mille": "[ppth]",
    "ng_ml": "ng/mL",
    "ug_l": "ug/L",
    "pmol_l": "pmol/L",
    "nmol_l": "nmol/L",
    "ukat_l": "ukat/L",
    "mg_dl": "mg/dL",
    "lb": "[lb_av]",
    "inch": "[in_i]",
    "metre": "m",
}
_CELLS = {"k_ul": "1", "per_ul": "0.001"}


def _both(low: str, high: str) -> tuple[Range, Range]:
    return _range(low, high), _range(low, high)


_TABLE = (
    _analyte("WBC", COUNT, 2, _range("0", "500"), (_range("0.1", "30"), _range("0.1", "25")), **_CELLS),
    _analyte("ANC", COUNT, 2, _range("0", "200"), _both("0", "15"), **_CELLS),
    _analyte("LYM", COUNT, 2, _range("0", "200"), (_range("0.05", "10"), _range("0.05", "6")), **_CELLS),
    _analyte(
        "HB", "g/L", 0, _range("0", "250", low_open=True), _both("30", "200"), g_dl="10", mmol_l="16.114"
    ),
    _analyte("MCV", "fL", 0, _range("40", "160"), (_range("65", "125"), _range("75", "130"))),
    _analyte("PLT", COUNT, 0, _range("0", "3000"), _both("1", "600"), **_CELLS, wan="10"),
    _analyte("RBC", "10*12/L", 2, _range("0.3", "10"), _both("1", "6.5"), m_ul="1"),
    _analyte("HCT", "%", 1, _range("5", "75"), l_l="100"),
    _analyte("NEUT_PCT", "%", 1, _range("0", "100"), fraction="100"),
    _analyte("RETIC_ABS", COUNT, 0, _range("0", "1000"), _both("0", "300"), **_CELLS),
    _analyte("RETIC_PCT", "%", 2, _range("0", "60"), _both("0", "15"), per_mille="0.1"),
    _analyte("FERR", "ug/L", 0, _range("0", "100000"), _both("5", "10000"), ng_ml="1", pmol_l="0.4449"),
    _analyte("LDH", "U/L", 0, _range("10", "20000"), _both("80", "2000"), ukat_l="60"),
    _analyte("BILT", "umol/L", 0, _range("0", "1000"), _both("1", "300"), mg_dl="17.104"),
    _analyte("ALT", "U/L", 0, _range("0", "20000"), _both("3", "1000"), ukat_l="60"),
    _analyte("AST", "U/L", 0, _range("0", "20000"), _both("3", "1000"), ukat_l="60"),
    _analyte(
        "CREA", "umol/L", 0, _range("5", "3000"), (_range("10", "150"), _range("30", "400")), mg_dl="88.42"
    ),
    replace(
        _analyte("CSA", "ng/mL", 0, _range("0", "5000"), _both("25", "800"), ug_l="1", nmol_l="1.2026"),
        refused=frozenset({"mg/dl"}),  # in any letter case: 150 mg/dL would be 1.5 g/L
    ),
    _analyte("PNH_GRAN", "%", 2, _range("0", "100"), fraction="100"),
    _analyte("PNH_RBC", "%", 2, _range("0", "100"), fraction="100"),
    _analyte("CHIM_DONOR", "%", 1, _range("0", "100"), fraction="100"),
    _analyte("CD3", COUNT, 2, _range("0", "50"), _both("0", "6"), per_ul="0.001"),
    _analyte("CD4", COUNT, 2, _range("0", "50"), _both("0", "6"), per_ul="0.001"),
    _analyte("CD8", COUNT, 2, _range("0", "50"), _both("0", "6"), per_ul="0.001"),
    _analyte("CMV", "[IU]/mL", 0, _range("0", "1e10")),
    _analyte("EBV", "[IU]/mL", 0, _range("0", "1e10")),
    _analyte("WEIGHT", "kg", 1, _range("1", "300"), lb="0.45359"),
    _analyte("HEIGHT", "cm", 0, _range("30", "250"), inch="2.54", metre="100"),
    _analyte("KPS", "%", 0, _range("0", "100")),
    _analyte("LANSKY", "%", 0, _range("0", "100")),
    _analyte("TEMP", "Cel", 1, _range("30", "45"), _both("35", "41")),
)

ANALYTES: Mapping[str, Analyte] = MappingProxyType({a.code: a for a in _TABLE})
BODY = frozenset({"WEIGHT", "HEIGHT"})  # measured once on a day, whichever visit it was entered with


def analyte(code: str) -> Analyte:
    """The analyte of a code. Raises QuantityError `unknown_analyte`."""
    try:
        return ANALYTES[code]
    except KeyError:
        raise QuantityError("unknown_analyte", "analyte", analyte=code) from None


_PER_MICROLITRE = Decimal("0.001")
_GROUPED = re.compile(r"[<>]?\s*[1-9]\d{0,2}([.,])\d{3}(?:\1\d{3})*")
_MOST_DIGITS = 20  # beyond it a number is no measurement, and arithmetic with it could overflow


def parse_number(text: str) -> tuple[str, Decimal]:
    """Bound and number of an entered text: "<5", "> 1000", "1,24", "0.86".

    A comma is a decimal comma, digits may be of full width as Chinese keyboards type them; a text with both
    a comma and a point, or with two of either, is refused rather than guessed, as is a raised figure. Raises
    QuantityError `bad_number` or `negative_value`.
    """
    body = plain_figures(text).strip()
    bound = body[0] if body[:1] in {"<", ">"} else ""
    body = body.removeprefix(bound).strip().replace("\N{MINUS SIGN}", "-")
    if body.count(",") + body.count(".") > 1:
        raise QuantityError("bad_number", "value", text=text)
    body = body.replace(",", ".")
    if any(letter.isalpha() for letter in body):  # 1e1 is a slip of the finger, not ten
        raise QuantityError("bad_number", "value", text=text)
    try:
        number = Decimal(body)
    except InvalidOperation:
        raise QuantityError("bad_number", "value", text=text) from None
    if not number.is_finite() or "_" in body or abs(number.adjusted()) > _MOST_DIGITS:
        raise QuantityError("bad_number", "value", text=text)
    if number < 0:
        raise QuantityError("negative_value", "value", text=text)
    return bound, number


def exact_number(text: str) -> Decimal | None:
    """The number of an entered text, None where it is empty, no number, or only a bound."""
    try:
        bound, number = parse_number(text)
    except QuantityError:
        return None
    return None if bound else number


def ungrouped(text: str, factor: Decimal) -> str:
    """A count per microlitre without the points of its thousands: 1.500/mm³ is 1500, as Brazil prints it.

    Nobody counts thousandths of a cell, so it can mean nothing else; in every other unit it may be a decimal
    point, and the text stays as it is.
    """
    if factor == _PER_MICROLITRE and _GROUPED.fullmatch(text.strip()):
        return text.replace(".", "").replace(",", "")
    return text


def may_be_thousands(text: str) -> bool:
    """Whether 1.500 may be meant as fifteen hundred, as Brazil prints it: three figures behind one sign."""
    return bool(_GROUPED.fullmatch(text.strip()))


def quantity(code: str, text: str, unit: str, *, typed: bool = True) -> Quantity:
    """The canonical quantity of what was entered; `typed` False: by a program, whose points are decimal.

    Raises QuantityError with `unknown_analyte`, `unit_missing`, `unknown_unit`, `unit_refused` (mg/dL for
    ciclosporin), `bad_number` or `negative_value`. Ranges are checked by `app.domain.plausibility`.
    """
    spec = analyte(code)
    if not unit.strip():
        raise QuantityError("unit_missing", "unit", analyte=code)
    if unit.casefold() in spec.refused:
        raise QuantityError("unit_refused", "unit", analyte=code, unit=unit)
    factor = spec.factors.get(unit)
    if factor is None:
        raise QuantityError("unknown_unit", "unit", analyte=code, unit=unit, allowed=tuple(spec.factors))
    bound, number = parse_number(ungrouped(text, factor) if typed else text)
    return Quantity(number * factor, spec.unit, bound, text.strip(), unit)


def undecided(code: str) -> Quantity:
    """Some value above zero: what stands in for one that is still asked about, so that it decides nothing."""
    return Quantity(Decimal(0), analyte(code).unit, ">")


def is_undecided(value: Decimal | None, bound: str) -> bool:
    """Whether a value only stands in for one that is still asked about."""
    return bound == ">" and value == 0
