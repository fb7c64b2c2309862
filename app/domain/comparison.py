"""Three-valued comparison of values that may be bounds: "<5" is some number below 5, ">1000" one above.

A bound leaves an interval of possible values; counts are never below zero. A comparison that holds for
the whole interval is met, one that holds nowhere in it is not met, any other is unknown.
"""

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from operator import ge, gt, le, lt
from types import MappingProxyType

from app.domain.truth import FALSE, TRUE, UNKNOWN, Truth, negation

OPERATORS: Mapping[str, Callable[[Decimal, Decimal], bool]] = MappingProxyType(
    {">": gt, ">=": ge, "<": lt, "<=": le}
)
_OPPOSITE = {"<": ">=", "<=": ">"}
_ZERO = Decimal(0)


_SATISFIED: Mapping[str, Callable[[Iterable[Decimal], Decimal], list[Truth]]] = MappingProxyType(
    {
        ">": lambda values, limit: [TRUE if value > limit else FALSE for value in values],
        ">=": lambda values, limit: [TRUE if value >= limit else FALSE for value in values],
        "<": lambda values, limit: [TRUE if value < limit else FALSE for value in values],
        "<=": lambda values, limit: [TRUE if value <= limit else FALSE for value in values],
    }
)


def satisfied(values: Iterable[Decimal], op: str, limit: Decimal) -> list[Truth]:
    """Whether each of some plain values satisfies `op limit`."""
    return _SATISFIED[op](values, limit)


def compare(value: Decimal, bound: str, op: str, limit: Decimal) -> Truth:
    """Whether a value, bounded by "<" or ">" or plain (""), satisfies `op limit`."""
    if not bound:
        return TRUE if OPERATORS[op](value, limit) else FALSE
    return compare_pair((value, bound), op, (limit, ""))


def compare_pair(
    left: tuple[Decimal, str], op: str, right: tuple[Decimal, str], *, plus: Decimal = _ZERO
) -> Truth:
    """Whether `left op right + plus` holds, each side a number with its bound."""
    if not (left[1] or right[1]):
        return TRUE if OPERATORS[op](left[0], right[0] + plus) else FALSE
    if op in _OPPOSITE:
        return negation(compare_pair(left, _OPPOSITE[op], right, plus=plus))
    low, low_open, high, high_open = _interval(left)
    other_low, other_low_open, other_high, other_high_open = _interval(right)
    other_low += plus
    other_high = None if other_high is None else other_high + plus
    strict = op == ">"
    if other_high is not None and (
        low > other_high or (low == other_high and (not strict or low_open or other_high_open))
    ):
        return TRUE
    if high is not None and (
        high < other_low or (high == other_low and (strict or high_open or other_low_open))
    ):
        return FALSE
    return UNKNOWN


def _interval(side: tuple[Decimal, str]) -> tuple[Decimal, bool, Decimal | None, bool]:
    """Lower end, whether it is left out, upper end (None: no end), whether it is left out."""
    value, bound = side
    if bound == "<":
        return _ZERO, False, value, True
    if bound == ">":
        return value, True, None, True
    return value, False, value, False
