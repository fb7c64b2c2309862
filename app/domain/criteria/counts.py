"""The values of an analyte on some days, as columns: most criteria come down to comparing plain numbers."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from app.domain.criteria.view import SubjectData, shown
from app.domain.quantities import Quantity
from app.domain.record import Measurement
from app.domain.series import Facts, Point, Series

Places = Sequence[int]  # of some of the days of a course
_NOTHING = Measurement(date.min, "", Quantity(Decimal(0), ""))


class Counts:
    """One value for each of some days.

    `odd` are the places whose value is no plain number, or one that a growth factor acted on, each with its
    point; None where there is no value at all, whose number is then a zero that nobody may read.
    """

    __slots__ = ("_data", "_facts", "_places", "_rows", "_series", "odd", "values")

    def __init__(
        self,
        data: SubjectData,
        series: Series,
        found: Sequence[Measurement | None],
        odd: dict[int, Point | None],
    ) -> None:
        self._series, self.odd = series, odd
        self._rows = rows = [row or _NOTHING for row in found]
        if series.bounded:
            odd |= {at: series.at(row.day) for at, row in enumerate(rows) if row.day in series.bounded}
        if data.on_growth_factor and series.analyte == "ANC":
            for at, row in enumerate(rows):
                if at not in odd and data.touches(row.analyte, row.day):
                    odd[at] = series.at(row.day)
        self._data = data
        self._places: Places = ()
        self._facts: list[Facts] = []
        self.values: list[Decimal] = [row.quantity.value for row in rows]

    def facts(self, places: Places) -> list[Facts]:
        """The facts that criteria show for the values of some of the days."""
        if places is not self._places:  # else another criterion has asked for the same
            self._places, self._facts = places, self._make_facts(places)
        return self._facts

    def _make_facts(self, places: Places) -> list[Facts]:
        odd, rows = self.odd, self._rows
        facts = self._series.facts_of([rows[at] for at in places])
        if odd:
            for index, at in enumerate(places):
                if at in odd:
                    point = odd[at]
                    facts[index] = () if point is None else shown(self._data, point)
        return facts


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
