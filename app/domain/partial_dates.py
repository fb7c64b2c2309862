"""Dates of which only the month, only the year or nothing is known, kept as they were told.

The text is ISO 8601 of reduced precision as CDISC's --DTC variables hold it: 2024, 2024-05; UNK for a day
that nobody knows. "" says that the day beside it is exact. What is told is never completed: rules see the
days between which it lies.
"""

import re
from calendar import monthrange
from datetime import date

from app.domain.values import dataclass

UNKNOWN = "UNK"
EARLIEST = date(1900, 1, 1)  # of a day that nobody knows: before everybody who takes part was born
# What happened ends or begins a time that is counted, so its day must be exact.
EXACT_EVENTS = frozenset(
    {"csa_dependence", "clonal_evolution", "disease_relapse", "second_line", "hsct", "death"}
)
_UNKNOWN = frozenset({"unk", "uk", "un", "unknown", "nk", "不详", "未知", "desconhecido", "desconhecida"})
_YEAR = re.compile(r"(\d{4})年?")
_YEAR_MONTH = re.compile(r"(\d{4})(?:[-./]|年)(\d{1,2})月?")
_MONTH_YEAR = re.compile(r"(\d{1,2})[-./](\d{4})")


@dataclass(frozen=True, slots=True)
class TypedDay:
    """A day as it was told. `first` and `last`: between which it lies; `known`: "" for an exact one.

    `last` is None where nothing is known of it.
    """

    first: date
    last: date | None
    known: str = ""

    @property
    def exact(self) -> bool:
        """Whether the day itself is known."""
        return not self.known


def read_partial(text: str) -> TypedDay | None:
    """What a text without an exact day means: 2024, 05.2024, 2024-05, UNK; None where it means nothing."""
    body = text.strip()
    if body.casefold() in _UNKNOWN:
        return TypedDay(EARLIEST, None, UNKNOWN)
    if found := _YEAR.fullmatch(body):
        return _of(int(found[1]), None)
    if found := _YEAR_MONTH.fullmatch(body):
        return _of(int(found[1]), int(found[2]))
    if found := _MONTH_YEAR.fullmatch(body):
        return _of(int(found[2]), int(found[1]))
    return None


def kept(day: date, known: str) -> TypedDay:
    """A stored day with what is known of it; `day` is the first that it may be."""
    if not known:
        return TypedDay(day, day)
    return read_partial(known) or TypedDay(day, None, UNKNOWN)


def _of(year: int, month: int | None) -> TypedDay | None:
    if not EARLIEST.year <= year <= 2200 or (month is not None and not 1 <= month <= 12):
        return None
    if month is None:
        return TypedDay(date(year, 1, 1), date(year, 12, 31), f"{year:04d}")
    return TypedDay(
        date(year, month, 1), date(year, month, monthrange(year, month)[1]), f"{year:04d}-{month:02d}"
    )
