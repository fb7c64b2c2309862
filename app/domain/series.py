"""One value per analyte and day, with what is derived where no direct value stands (A4 items 1 and 14)."""

from bisect import bisect_left, bisect_right
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from app.domain.evidence import Fact, make_fact
from app.domain.record import Measurement

_RANK = {"<": 0, "": 1, ">": 2}


@dataclass(slots=True)
class Point:
    """The value of one day in the canonical unit. `origins` are the measurements that it comes from.

    Set once it is a current value: `shown`, the facts that criteria show for it, and `plain`, whether
    it is a number that nothing confounds, so that each comparison with it is a simple one.
    """

    day: date
    value: Decimal
    bound: str
    origins: tuple[Measurement, ...]
    analyte: str
    unit: str
    shown: tuple[Fact, ...] | None = None
    plain: bool = False

    @property
    def derived(self) -> bool:
        """Whether the value was worked out from two others."""
        return len(self.origins) > 1

    @property
    def lower_limit(self) -> Decimal | None:
        """The laboratory's own lower limit, where it came with the value."""
        return None if self.derived else self.origins[0].lower_limit

    def fact(self, note: str = "") -> Fact:
        """The value as a fact, with what was entered."""
        if self.derived:
            noted = note or "derived"
            return make_fact(
                ("analyte", self.analyte, self.day, self.value, self.unit, self.bound, "", "", noted)
            )
        return _fact_of(self.origins[0], note)

    def facts(self, note: str = "") -> tuple[Fact, ...]:
        """The value, with `note` where one is due, and the measurements that it was worked out from."""
        if len(self.origins) == 1:
            return (_fact_of(self.origins[0], note),)
        return (self.fact(note), *(_fact_of(origin) for origin in self.origins))


def _fact_of(row: Measurement, note: str = "") -> Fact:
    quantity = row.quantity
    return make_fact(
        (
            "analyte",
            row.analyte,
            row.day,
            quantity.value,
            quantity.unit,
            quantity.bound,
            quantity.entered_value,
            quantity.entered_unit,
            note,
        )
    )


class Series:
    """The points of one analyte, one a day, in date order; made when somebody asks for their day."""

    __slots__ = ("_made", "_rows", "days")

    def __init__(self, rows: dict[date, Measurement], derived: dict[date, Point]) -> None:
        self._rows, self._made = rows, derived
        self.days = sorted((*rows, *derived) if derived else rows)

    @property
    def points(self) -> Sequence[Point]:
        """Every point."""
        return self._points(self.days)

    def latest(self, first: date, last: date) -> Point | None:
        """The point of the latest day in [first, last]."""
        index = bisect_right(self.days, last) - 1
        if index < 0 or self.days[index] < first:
            return None
        return self.at(self.days[index])

    def between(self, first: date, last: date) -> Sequence[Point]:
        """The points of the days in [first, last]."""
        return self._points(self.days[bisect_left(self.days, first) : bisect_right(self.days, last)])

    def at(self, day: date) -> Point | None:
        """The point of a day."""
        found = self._made.get(day)
        if found is None and day in self._rows:
            found = self._made[day] = _point(self._rows[day])
        return found

    def _points(self, days: Sequence[date]) -> Sequence[Point]:
        return [point for day in days if (point := self.at(day)) is not None]


def rows_by_analyte(measurements: Iterable[Measurement]) -> dict[str, list[Measurement]]:
    """The rows of each analyte, in any order."""
    grouped: dict[str, list[Measurement]] = {}
    for row in measurements:
        rows = grouped.get(row.analyte)
        if rows is None:
            grouped[row.analyte] = [row]
        else:
            rows.append(row)
    return grouped


def build(analyte: str, rows: dict[str, list[Measurement]]) -> Series:
    """The series of an analyte: the lowest value of each day; ANC and RETIC_ABS also derived."""
    lowest = _lowest_of_day(rows.get(analyte, ()))
    derived: dict[date, Point] = {}
    if analyte == "ANC":
        derived = _derive(lowest, rows, ("WBC", "NEUT_PCT"), ("ANC", Decimal("0.01")))
    elif analyte == "RETIC_ABS":
        derived = _derive(lowest, rows, ("RETIC_PCT", "RBC"), ("RETIC_ABS", Decimal(10)))
    return Series(lowest, derived)


def _point(row: Measurement) -> Point:
    quantity = row.quantity
    return Point(row.day, quantity.value, quantity.bound, (row,), row.analyte, quantity.unit)


def _lowest_of_day(rows: Iterable[Measurement]) -> dict[date, Measurement]:
    """The lowest row of each day. A bound counts as its number; on a tie the one with < comes first."""
    lowest: dict[date, Measurement] = {}
    for row in rows:
        present = lowest.setdefault(row.day, row)
        if present is not row and _order(row) < _order(present):
            lowest[row.day] = row
    return lowest


def _order(row: Measurement) -> tuple[Decimal, int, str, str, Decimal]:
    """Lowest first. The last parts only keep two equal values from depending on the order of rows."""
    quantity = row.quantity
    limit = row.lower_limit if row.lower_limit is not None else Decimal(0)
    return quantity.value, _RANK[quantity.bound], quantity.entered_unit, quantity.entered_value, limit


def _derive(
    direct: Container[date],
    rows: dict[str, list[Measurement]],
    factors: tuple[str, str],
    result: tuple[str, Decimal],
) -> dict[date, Point]:
    """The product of two analytes on days that have no direct value."""
    if not all(name in rows for name in factors):
        return {}
    first, second = (_lowest_of_day(rows[name]) for name in factors)
    analyte, scale = result
    points: dict[date, Point] = {}
    for day in first.keys() & second.keys():
        if day in direct:
            continue
        pair = (first[day], second[day])
        bounds = {row.quantity.bound for row in pair} - {""}
        if len(bounds) > 1:
            continue  # "<" times ">" says nothing at all
        value = pair[0].quantity.value * pair[1].quantity.value * scale
        points[day] = Point(day, value, "".join(bounds), pair, analyte, "10*9/L")
    return points
