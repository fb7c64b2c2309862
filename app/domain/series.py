"""One value per analyte and day, with what is derived where no direct value stands (A4 items 1 and 14)."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from app.domain.evidence import Fact, make_fact
from app.domain.quantities import Quantity
from app.domain.record import Measurement

_RANK = {"<": 0, "": 1, ">": 2}


@dataclass(slots=True, eq=False)
class Point:
    """The value of one day in the canonical unit. `origins` are the measurements that it comes from.

    Set once somebody asked for them: `own`, its facts without a note, and `shown`, those that criteria show.
    """

    day: date
    value: Decimal
    bound: str
    origins: tuple[Measurement, ...]
    analyte: str
    unit: str
    own: tuple[Fact, ...] | None = None
    shown: tuple[Fact, ...] | None = None

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
        return self.facts(note)[0]

    def facts(self, note: str = "") -> tuple[Fact, ...]:
        """The value, with `note` where one is due, and the measurements that it was worked out from."""
        if self.own is not None and not note:
            return self.own
        first, *others = self.origins
        if others:
            noted = note or "derived"
            fields = ("analyte", self.analyte, self.day, self.value, self.unit, self.bound, "", "", noted)
            found = (make_fact(fields), *(_fact_of(origin) for origin in self.origins))
        else:
            found = (_fact_of(first, note),)
        if not note:
            self.own = found
        return found


Facts = tuple[Fact, ...]
Number = Quantity | Point  # both have a value and a bound


def _fact_of(row: Measurement, note: str = "") -> Fact:
    of = row.quantity
    entered, unit = of.entered_value, of.entered_unit
    return make_fact(("analyte", row.analyte, row.day, of.value, of.unit, of.bound, entered, unit, note))


class Series:
    """The values of one analyte, one a day, in date order; a point is made when somebody asks for it."""

    __slots__ = ("_facts", "_made", "_rows", "analyte", "bounded", "days")

    def __init__(self, analyte: str, rows: dict[date, Measurement], derived: dict[date, Point]) -> None:
        self.analyte = analyte
        self._rows, self._made = rows, derived
        self._facts: dict[date, Facts] = {}
        self.days = sorted((*rows, *derived) if derived else rows)
        self.bounded = {row.day for row in rows.values() if row.quantity.bound}  # measured, not derived

    @property
    def points(self) -> Sequence[Point]:
        """Every point."""
        return self.on(self.days)

    def latest(self, first: date, last: date) -> Point | None:
        """The point of the latest day in [first, last]."""
        index = bisect_right(self.days, last) - 1
        if index < 0 or self.days[index] < first:
            return None
        return self.at(self.days[index])

    def between(self, first: date, last: date) -> Sequence[Point]:
        """The points of the days in [first, last]."""
        return self.on(self.days[bisect_left(self.days, first) : bisect_right(self.days, last)])

    def on(self, days: Iterable[date]) -> Sequence[Point]:
        """The points of those of some days that have one."""
        return [point for point in map(self.at, days) if point is not None]

    def at(self, day: date) -> Point | None:
        """The point of a day."""
        found = self._made.get(day)
        if found is None and day in self._rows:
            row = self._rows[day]
            quantity = row.quantity
            found = Point(day, quantity.value, quantity.bound, (row,), row.analyte, quantity.unit)
            self._made[day] = found
        return found

    def numbers(self, days: Iterable[date]) -> list[Number]:
        """The values of some of its days with their bounds; no point is made for it."""
        rows, made = self._rows, self._made
        return [rows[day].quantity if day in rows else made[day] for day in days]

    def rows(self, days: Iterable[date]) -> list[Measurement | None]:
        """The measurement of each of some days; None where there is none, or only a derived value."""
        return list(map(self._rows.get, days))

    def facts_of(self, rows: Sequence[Measurement]) -> list[Facts]:
        """The facts of some of its measurements, without a note."""
        known = self._facts
        for row in rows:
            if row.day not in known:
                known[row.day] = (_fact_of(row),)
        return [known[row.day] for row in rows]

    def own_facts(self, day: date) -> Facts:
        """The facts of the value of one of its days, without a note."""
        found = self._facts.get(day)
        if found is None:
            row = self._rows.get(day)
            found = self._facts[day] = self._made[day].facts() if row is None else (_fact_of(row),)
        return found


def rows_by_analyte(measurements: Iterable[Measurement]) -> dict[str, list[Measurement]]:
    """The rows of each analyte, in any order."""
    grouped: dict[str, list[Measurement]] = defaultdict(list)
    for row in measurements:
        grouped[row.analyte].append(row)
    return grouped


def build(analyte: str, rows: dict[str, list[Measurement]]) -> Series:
    """The series of an analyte: the lowest value of each day; ANC and RETIC_ABS also derived."""
    lowest = _lowest_of_day(rows.get(analyte, ()))
    derived: dict[date, Point] = {}
    if analyte == "ANC":
        derived = _derive(lowest, rows, ("WBC", "NEUT_PCT"), ("ANC", Decimal("0.01")))
    elif analyte == "RETIC_ABS":
        derived = _derive(lowest, rows, ("RETIC_PCT", "RBC"), ("RETIC_ABS", Decimal(10)))
    return Series(analyte, lowest, derived)


def _lowest_of_day(rows: Sequence[Measurement]) -> dict[date, Measurement]:
    """The lowest row of each day. A bound counts as its number; on a tie the one with < comes first."""
    lowest = {row.day: row for row in rows}
    if len(lowest) == len(rows):
        return lowest  # as nearly always: one value a day
    for row in rows:
        if _order(row) < _order(lowest[row.day]):
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
