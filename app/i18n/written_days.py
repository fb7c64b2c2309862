"""Dates as laboratories and spreadsheets write them, in English, Chinese and Portuguese."""

from __future__ import annotations

import re
from datetime import date

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            *("jan january janeiro", "feb february fev fevereiro", "mar march março marco"),
            *("apr april abr abril", "may mai maio", "jun june junho", "jul july julho"),
            *("aug august ago agosto", "sep sept september set setembro", "oct october out outubro"),
            *("nov november novembro", "dec december dez dezembro"),
        ),
        start=1,
    )
    for name in names.split()
}
_TIME = r"(?:[T ,]+\d{1,2}:\d{2}(?::\d{2})?(?:\s*[ap]m)?)?"
_YEAR_FIRST = re.compile(
    rf"(\d{{4}})\s*[-/.年]\s*(\d{{1,2}})\s*[-/.月]\s*(\d{{1,2}})\s*日?{_TIME}", re.IGNORECASE
)
_NAMED = re.compile(
    rf"(\d{{1,2}})(?:\s+de)?[\s.-]*([^\W\d_]+)\.?(?:\s+de)?[\s.,-]*(\d{{4}}){_TIME}", re.IGNORECASE
)
_NAMED_FIRST = re.compile(rf"([^\W\d_]+)\.?\s+(\d{{1,2}}),?\s+(\d{{4}}){_TIME}", re.IGNORECASE)
_NUMBERS = re.compile(rf"(\d{{1,2}})([-/.])(\d{{1,2}})\2(\d{{4}}){_TIME}", re.IGNORECASE)

Parts = tuple[int, int, int]  # year, month, day


class DayError(ValueError):
    """A text that is no day; `code` is bad_date, no_such_day or ambiguous_date."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def looks_like_day(text: str) -> bool:
    """Whether a text is written like a date, be there such a day or not."""
    return _parts(text.strip(), day_first=True) is not None


def day_first_of(texts: list[str]) -> bool | None:
    """Whether 3/4/2026 means 3 April, as the other dates of its column show; None where none does."""
    found = [each for each in (_NUMBERS.fullmatch(text.strip()) for text in texts) if each is not None]
    if any(int(each[1]) > 12 for each in found):
        return True
    return False if any(int(each[3]) > 12 for each in found) else None


def read_day(text: str, *, day_first: bool | None) -> date:
    """The day of a text. Raises DayError."""
    parts = _parts(text.strip(), day_first=day_first)
    if parts is None:
        raise DayError("bad_date")
    numbers = _NUMBERS.fullmatch(text.strip())
    if numbers is not None and day_first is None and numbers[2] != "." and numbers[1] != numbers[3]:
        raise DayError("ambiguous_date")
    try:
        return date(*parts)
    except ValueError:
        raise DayError("no_such_day") from None


def _parts(text: str, *, day_first: bool | None) -> Parts | None:
    if found := _YEAR_FIRST.fullmatch(text):
        return int(found[1]), int(found[2]), int(found[3])
    if found := _NUMBERS.fullmatch(text):
        first, second = int(found[1]), int(found[3])
        day, month = (second, first) if day_first is False and found[2] != "." else (first, second)
        return int(found[4]), month, day
    if found := _NAMED.fullmatch(text):
        month = _MONTHS.get(found[2].casefold(), 0)
        return (int(found[3]), month, int(found[1])) if month else None
    if found := _NAMED_FIRST.fullmatch(text):
        month = _MONTHS.get(found[1].casefold(), 0)
        return (int(found[3]), month, int(found[2])) if month else None
    return None
