"""The values of an analyte on some days, as columns: most criteria come down to comparing plain numbers."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import TypeVar

from app.domain.criteria.view import SubjectData, shown
from app.domain.quantities import Quantity
from app.domain.record import Measurement
from app.domain.series import Facts, Point, Series

_T = TypeVar("_T")
Span = slice  # neighbouring days of a course, by their places
_NOTHING = Measurement(date.min, "", Quantity(Decimal(0), ""))


def only(at: int) -> Span:
    """One day alone."""
    return slice(at, at + 1)


def places(span: Span) -> range:
    """The places of some days."""
    return range(span.start, span.stop)


def with_others(found: list[_T], others: Mapping[int, _T], span: Span) -> list[_T]:
    """What was found for some days, with others put in where there are any."""
    first, stop = span.start, span.stop
    for at, other in others.items():
        if first <= at < stop:
            found[at - first] = other
    return found


class Counts:
    """One value for each of some days.

    `odd` are the places whose value is no plain number, or one that a growth factor acted on, each with its
    point; None where there is no value at all, whose number is then a zero that nobody may read.
    """

    __slots__ = ("_facts", "_noted", "_rows", "_series", "_span", "odd", "values")

    def __init__(
        self,
        data: SubjectData,
        series: Series,
        found: Sequence[Measurement | None],
        odd: dict[int, Point | None],
    ) -> None:
        self._series, self.odd = series, odd
        rows = list(filter(None, found))
        if len(rows) < len(found):
            rows = [row or _NOTHING for row in found]
        self._rows = rows
        if series.bounded:
            odd |= {at: series.at(row.day) for at, row in enumerate(rows) if row.day in series.bounded}
        if data.on_growth_factor and series.analyte == "ANC":
            for at, row in enumerate(rows):
                if at not in odd and data.touches(row.analyte, row.day):
                    odd[at] = series.at(row.day)
        # Made at once: whoever kept the data for it would keep a circle, as the data keep panels of counts.
        self._noted: dict[int, Facts] = {
            at: () if point is None else shown(data, point) for at, point in odd.items()
        }
        self._span: Span | None = None
        self._facts: list[Facts] = []
        self.values: list[Decimal] = [row.quantity.value for row in rows]

    def facts(self, span: Span) -> list[Facts]:
        """The facts that criteria show for the values of some of the days."""
        if span is not self._span:  # else another criterion has asked for the same
            self._span = span
            self._facts = with_others(self._series.facts_of(self._rows[span]), self._noted, span)
        return self._facts

    def measured(self, span: Span) -> list[date]:
        """The day on which the value of each of some days was measured; of a day without one, any."""
        days = [row.day for row in self._rows[span]]
        return with_others(days, {at: point.day for at, point in self.odd.items() if point}, span)

    def facts_at(self, at: int) -> Facts:
        """The facts of one day."""
        return self._noted[at] if at in self._noted else self._series.own_facts(self._rows[at].day)


def current_counts(data: SubjectData, analyte: str, days: Sequence[date]) -> Counts:
    """The current value of each day: that of the day itself, else the latest in the look-back."""
    series, anchor = data.series(analyte), data.record.anchor
    rows, odd = series.rows(days), dict[int, Point | None]()
    if not all(rows) or (data.settings.values_from_anchor and min(days) < anchor):
        for at, (row, day) in enumerate(zip(rows, days, strict=True)):
            if row is None or day < anchor:
                point = data.current(analyte, day)
                rows[at] = None if point is None or point.derived else point.origins[0]
                if rows[at] is None:
                    odd[at] = point
    return Counts(data, series, rows, odd)


def counts_of_the_day(data: SubjectData, analyte: str, days: Sequence[date]) -> Counts:
    """The value of each very day."""
    series = data.series(analyte)
    rows, odd = series.rows(days), dict[int, Point | None]()
    if not all(rows):
        odd = {at: series.at(days[at]) for at, row in enumerate(rows) if row is None}
    return Counts(data, series, rows, odd)
