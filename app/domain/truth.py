"""Kleene's three-valued logic: unknown never becomes false.

and   | T U F      or    | T U F      not |
------+------      ------+------      ----+--
T     | T U F      T     | T T T      T   | F
U     | U U F      U     | T U U      U   | U
F     | F F F      F     | T U F      F   | T
"""

from collections.abc import Iterable
from enum import Enum


class Truth(Enum):
    """Answer of a criterion. Has no boolean value: asking for one is a bug."""

    TRUE = "met"
    FALSE = "not_met"
    UNKNOWN = "unknown"

    __hash__ = object.__hash__  # members are single: no need to hash their names each time

    def __bool__(self) -> bool:
        raise TypeError("a three-valued answer has no boolean value; compare with Truth.TRUE")


TRUE, FALSE, UNKNOWN = Truth.TRUE, Truth.FALSE, Truth.UNKNOWN


def known(value: bool) -> Truth:
    """The three-valued form of a plain boolean."""
    return TRUE if value else FALSE


def negation(value: Truth) -> Truth:
    """Kleene's not."""
    if value is UNKNOWN:
        return UNKNOWN
    return FALSE if value is TRUE else TRUE


def all_of(values: Iterable[Truth]) -> Truth:
    """Kleene's and over every value; true for none."""
    seen = list(values)
    if FALSE in seen:
        return FALSE
    return UNKNOWN if UNKNOWN in seen else TRUE


def any_of(values: Iterable[Truth]) -> Truth:
    """Kleene's or over every value; false for none."""
    seen = list(values)
    if TRUE in seen:
        return TRUE
    return UNKNOWN if UNKNOWN in seen else FALSE


def at_least(count: int, values: Iterable[Truth]) -> Truth:
    """True when `count` values are certainly true, false when so many can no longer be reached."""
    seen = list(values)
    sure = seen.count(TRUE)
    if sure >= count:
        return TRUE
    return UNKNOWN if sure + seen.count(UNKNOWN) >= count else FALSE
