"""Limits of normal as a laboratory prints them beside a value: "3.5–9.5", "<40", "11,5 a 15 g/dL"."""

from __future__ import annotations

import re
from decimal import Decimal

from app.domain.lab_names import is_unit, unit_of
from app.domain.quantities import Analyte, QuantityError, Range, analyte, parse_number, ungrouped
from app.domain.values import dataclass

LONGEST = 40  # characters; a print says no more for one sex and age
_NUMBER = r"\d[\d.,]*"
_BETWEEN = re.compile(
    rf"({_NUMBER})\s*(?:[-\N{{MINUS SIGN}}‐-―－~～〜]+|\b(?:to|a|até)\b|至|到)\s*({_NUMBER})(.*)",
    re.DOTALL | re.I,
)
_FROM = re.compile(rf"(?:[>≥＞]=?|(?:from|acima de|a partir de)\b)\s*({_NUMBER})(.*)", re.DOTALL | re.I)
_UP_TO = re.compile(
    rf"(?:[<≤＜]=?|(?:up to|until|até|inferior a|abaixo de)\b)\s*({_NUMBER})(.*)", re.DOTALL | re.I
)
_THOUSANDS = re.compile(r"[1-9]\d{0,2}[.,]\d{3}")
_OPEN = re.compile(rf"({_NUMBER})\s*[-\N{{MINUS SIGN}}‐-―－~～]+()")


@dataclass(frozen=True, slots=True)
class PrintedRange:
    """Lower and upper limit in the canonical unit; None where the print gives none."""

    low: Decimal | None = None
    high: Decimal | None = None


NOTHING = PrintedRange()


def read_range(code: str, text: str, unit: str) -> PrintedRange:
    """The limits that a text means; they are in `unit` where the text names none itself.

    Raises QuantityError (`field` "range"): `range_unreadable`, `range_crossed` (the lower one is not below
    the upper one), `range_thousands` (they make sense only if a point means thousands, which it need not
    mean in this unit), `range_impossible` (no laboratory has such limits for this analyte: another unit is
    meant); `unknown_unit` for `unit`.
    """
    body = text.strip()
    if not body:
        return NOTHING
    spec = analyte(code)
    if body[0] in "([（" and body[-1] in ")]）":
        body = body[1:-1].strip()
    low, high, rest = _parts(body) if len(body) <= LONGEST else (None, None, body)
    if low is None and high is None:
        raise QuantityError("range_unreadable", "range", analyte=code, text=text.strip())
    own = unit_of(rest.strip(), code) if rest.strip() else ""
    if not own and unit not in spec.factors:
        raise QuantityError("unknown_unit", "unit", analyte=code, unit=unit)
    if own and own not in spec.factors:
        raise QuantityError("range_unreadable", "range", analyte=code, text=text.strip())
    factor = spec.factors[own or unit]
    found = PrintedRange(_limit(low, factor, spec, text), _limit(high, factor, spec, text))
    if any(_THOUSANDS.fullmatch(each) for each in (low, high) if each) and not _usable(spec, found):
        raise QuantityError("range_thousands", "range", analyte=code, text=text.strip())
    if not _ordered(found):
        raise QuantityError("range_crossed", "range", analyte=code, text=text.strip())
    if not _likely(spec, found):
        raise QuantityError("range_impossible", "range", analyte=code, text=text.strip(), unit=unit)
    return found


def usable_range(code: str, text: str, unit: str) -> PrintedRange:
    """The same, without limits where the text cannot be used."""
    try:
        return read_range(code, text, unit)
    except QuantityError:
        return NOTHING


def in_unit(code: str, limits: PrintedRange, unit: str) -> str:
    """The limits as a text in another unit of the analyte: "11.5–15"."""
    factor = analyte(code).factors.get(unit, Decimal(1))
    low, high = (
        "" if limit is None else f"{(limit / factor).normalize():f}" for limit in (limits.low, limits.high)
    )
    if low and high:
        return f"{low}–{high}"
    return f"≥{low}" if low else f"≤{high}" if high else ""


def looks_like_range(text: str) -> bool:
    """Whether a text is written like limits of normal, of whatever analyte."""
    body = text.strip().strip("()[]（） ")
    if not 0 < len(body) <= LONGEST:
        return False
    low, high, rest = _parts(body)
    return (low, high) != (None, None) and (not rest.strip() or is_unit(rest))


def _parts(body: str) -> tuple[str | None, str | None, str]:
    """Lower and upper limit as written, and what stands behind them."""
    if found := _BETWEEN.fullmatch(body):
        return found[1], found[2], found[3]
    if found := _FROM.fullmatch(body):
        return found[1], None, found[2]
    if found := _UP_TO.fullmatch(body):
        return None, found[1], found[2]
    found = _OPEN.fullmatch(body)
    return (found[1], None, "") if found else (None, None, "")


def _limit(text: str | None, factor: Decimal, spec: Analyte, whole: str) -> Decimal | None:
    if text is None:
        return None
    try:
        return parse_number(ungrouped(text, factor))[1] * factor
    except QuantityError:
        raise QuantityError("range_unreadable", "range", analyte=spec.code, text=whole.strip()) from None


def _ordered(found: PrintedRange) -> bool:
    return found.low is None or found.high is None or found.low < found.high


def _usable(spec: Analyte, found: PrintedRange) -> bool:
    return _ordered(found) and _likely(spec, found)


def _likely(spec: Analyte, found: PrintedRange) -> bool:
    """Whether limits can be of this analyte: they share something with what is seen in people at all."""
    ranges: list[Range] = [each for each in (spec.soft_child, spec.soft_adult) if each is not None] or [
        spec.hard
    ]
    return any(
        (found.high is None or found.high >= each.low) and (found.low is None or found.low <= each.high)
        for each in ranges
    ) and all(limit is None or limit <= spec.hard.high for limit in (found.low, found.high))
