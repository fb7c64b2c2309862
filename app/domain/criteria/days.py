"""Several days of one subject, seen column by column: each column is made once for all criteria.

A criterion answers for all days of a course in one go. One day is a course of one.
"""

from collections.abc import Callable, Sequence
from decimal import Decimal

from app.domain.criteria.view import DayView, Facts, SubjectData
from app.domain.evidence import Evidence
from app.domain.series import Point


class Days:
    """The views of some days of one subject, in any order."""

    __slots__ = ("_given", "_normals", "_points", "_settled", "_starts", "data", "days", "views")

    def __init__(self, data: SubjectData, views: Sequence[DayView]) -> None:
        self.data = data
        self.views = views
        self.days = [view.day for view in views]
        self._points: dict[str, list[Point | None]] = {}
        self._settled: dict[str, tuple[list[Decimal], list[Facts]] | None] = {}
        self._starts: dict[str, list[Point | None]] = {}
        self._given: dict[str, tuple[list[Facts], list[int | None]]] = {}
        self._normals: list[Decimal | None] | None = None

    def points(self, analyte: str) -> list[Point | None]:
        """The current point of each day."""
        found = self._points.get(analyte)
        if found is None:
            found = self._points[analyte] = self.data.currents(analyte, self.days)
        return found

    def settled(self, analyte: str) -> tuple[list[Decimal], list[Facts]] | None:
        """Values and facts where every day has a plain number that nothing confounds, else None."""
        if analyte not in self._settled:
            points = [point for point in self.points(analyte) if point is not None and point.plain]
            plain = len(points) == len(self.views)
            self._settled[analyte] = (
                ([point.value for point in points], [point.shown or () for point in points])
                if plain
                else None
            )
        return self._settled[analyte]

    def starts(self, analyte: str) -> list[Point | None]:
        """The baseline of each day: one for all from the anchor on."""
        found = self._starts.get(analyte)
        if found is None:
            found = self._starts[analyte] = [self.data.baseline(analyte, day) for day in self.days]
        return found

    def start(self, analyte: str) -> Point | None:
        """The one baseline of all days; None where there are several or none."""
        found = self.starts(analyte)
        return found[0] if found and found.count(found[0]) == len(found) else None

    def given(self, product: str) -> tuple[list[Facts], list[int | None]]:
        """The latest transfusion of a product up to each day, and the days since."""
        found = self._given.get(product)
        if found is None:
            found = self._given[product] = self.data.last_given(product, self.days)
        return found

    def normals(self) -> list[Decimal | None]:
        """The lower limit of normal haemoglobin of each day in g/L."""
        if self._normals is None:
            self._normals = self.data.normals(self.days)
        return self._normals


Evaluator = Callable[[Days], list[Evidence]]


def day_by_day(one: Callable[[DayView], Evidence]) -> Evaluator:
    """The evaluator of a criterion that is worked out for each day by itself."""
    return lambda days: [one(view) for view in days.views]


def on_day(evaluator: Evaluator, view: DayView) -> Evidence:
    """The answer of a criterion on one day."""
    return evaluator(Days(view.data, [view]))[0]
