"""The values of an analyte on some days, as columns: most criteria come down to comparing plain numbers."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from app.domain.criteria.view import SubjectData, shown
from app.domain.quantities import Quantity
from app.domain.record import Measurement
from app.domain.series import Facts, Point, Series

_NOTHING = Measurement(date.min, "", Quantity(Decimal(0), ""))


class Counts:
    """One value for each of some days.

    `odd` are the places whose value is no plain number, or one that a growth factor acted on, each with its
    point; None where there is no value at all, whose number is then a zero that nobody may read.
    """

    __slots__ = ("_facts", "_rows", "_series", "odd", "values")

    def __init__(
        self,
        data: SubjectData,
        series: Series,
        found: Sequence[Measurement | None],
        odd: dict[int, Point | None],
    ) -> None:
        self._series, self.odd = series, odd
        self._rows = rows = [row or _NOTHING for row in found]
        numbers = [row.quantity for row in rows]
        odd |= {at: series.at(rows[at].day) for at, number in enumerate(numbers) if number.bound}
        if data.on_growth_factor:
            for at, row in enumerate(rows):
                if at not in odd and data.touches(row.analyte, row.day):
                    odd[at] = series.at(row.day)
        self._facts: list[Facts | None] = [None] * len(rows)
        for at, point in odd.items():
            self._facts[at] = () if point is None else shown(data, point)
        self.values: list[Decimal] = [number.value for number in numbers]

    def facts(self, at: int) -> Facts:
        """The facts that criteria show for the value of a day."""
        found = self._facts[at]
        if found is None:
            found = self._facts[at] = self._series.own_facts(self._rows[at].day)
        return found


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
