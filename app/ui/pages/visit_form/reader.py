"""Reads the texts of a form one by one: dates, exact or not, numbers, words that must be there."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING
from unicodedata import category

from app.domain.clock_times import read_time
from app.domain.partial_dates import TypedDay, read_partial
from app.domain.plausibility import Problem
from app.domain.quantities import exact_number
from app.ui.dates import may_be_two_days, parse_day

if TYPE_CHECKING:
    from datetime import date


HUNDRED = Decimal(100)
_LOST = ("Cc", "Cs")


def one_line(text: str) -> str:
    """What a field of one line says: what was pasted into it from several lines stands in one.

    A control character, or half of a letter that was cut in two, cannot be stored or printed.
    """
    written = text.replace("\t", " ")
    if not written.isprintable():
        written = "\n".join(map(_storable, written.splitlines()))
    return " ".join(filter(None, map(str.strip, written.splitlines())))


def _storable(line: str) -> str:
    return "".join(letter for letter in line if category(letter) not in _LOST)


def _against(text: str, unreadable: str) -> str:
    """What stands against a text that is no date."""
    if not text.strip():
        return "date_missing"
    return "date_ambiguous" if may_be_two_days(text) else unreadable


class FieldReader:
    """Reads texts one by one and collects the faults with their paths."""

    def __init__(self) -> None:
        self.faults: list[Problem] = []

    def day(self, text: str, path: str) -> date | None:
        """A date that must stand there."""
        found = parse_day(text)
        if found is None:
            self._fault(path, _against(text, "date_unreadable"), text)
        return found

    def time(self, text: str, path: str) -> str:
        """A time of day that may be left out."""
        found = read_time(text)
        if found is None:
            self._fault(path, "time_unreadable", text)
        return found or ""

    def told(self, text: str, path: str) -> TypedDay | None:
        """A date that must stand there, of which only the month, the year or nothing may be known."""
        return read_partial(text) or self._exactly(text, path)

    def told_or_none(self, text: str, path: str) -> TypedDay | None:
        """The same where it may be left out."""
        return self.told(text, path) if text.strip() else None

    def _exactly(self, text: str, path: str) -> TypedDay | None:
        found = parse_day(text)
        if found is None:
            self._fault(path, _against(text, "partial_unreadable"), text)
        return TypedDay(found, found) if found is not None else None

    def number(self, text: str, path: str) -> Decimal | None:
        """A plain number without a bound; None where left out or unreadable."""
        if not text.strip():
            return None
        number = exact_number(text)
        if number is None:
            self._fault(path, "number_unreadable", text)
        return number

    def amount(self, text: str, path: str, code: str) -> Decimal | None:
        """A plain number that must stand there."""
        if not text.strip():
            self._fault(path, code, text)
            return None
        return self.number(text, path)

    def percentage(self, text: str, path: str) -> Decimal | None:
        """A number from 0 to 100."""
        number = self.number(text, path)
        if number is not None and number > HUNDRED:
            params = {"value": number}
            self.faults.append(Problem(path=path, code="not_a_percentage", severity="refused", params=params))
            return None
        return number

    def filled(self, text: str, path: str, code: str) -> str | None:
        """A text that must not be empty."""
        if not text.strip():
            self._fault(path, code, text)
            return None
        return one_line(text)

    def _fault(self, path: str, code: str, text: str) -> None:
        self.faults.append(Problem(path=path, code=code, severity="refused", params={"text": text.strip()}))
