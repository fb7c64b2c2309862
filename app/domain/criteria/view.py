"""What the criteria see: the record prepared once, and its view from one day.

Series are built when a criterion first asks for them, so that a subject with years of counts costs only what
its protocol uses. A view never shows a row dated after its day.
"""

from bisect import bisect_right
from collections.abc import Callable, Hashable, Iterable, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, TypeVar

from app.domain.criteria.standing import NOTHING_BEFORE, standing_of
from app.domain.evidence import Fact, make_fact
from app.domain.haemoglobin import lower_limit
from app.domain.protocol.settings import RuleSettings
from app.domain.record import Event, Medication, PriorAssessment, SubjectRecord
from app.domain.series import Point, Series, build, rows_by_analyte
from app.domain.truth import FALSE, TRUE, UNKNOWN, Truth

_T = TypeVar("_T")


class SubjectData:
    """A record, prepared for many days. Depends on the settings of one template."""

    def __init__(self, record: SubjectRecord, settings: RuleSettings) -> None:
        self.record = record
        self.settings = settings
        self.events: Sequence[Event] = sorted(
            record.events, key=lambda event: (event.day, event.type, event.note)
        )
        self._rows = rows_by_analyte(record.measurements)
        self._series: dict[str, Series] = {}
        self._transfusions: dict[str, list[date]] = {}
        self._cache: dict[Hashable, Any] = {}
        self._limits: dict[tuple[int, int, bool], Decimal | None] = {}
        self._courses = [
            (course, settings.gcsf_washout_days[name])
            for course in sorted(record.medications, key=_course_order)
            if (name := course.drug.strip().lower()) in settings.gcsf_washout_days
        ]
        self._acting: dict[date, Medication | None] = {}
        self.baselines: dict[str, Point | None] = {}
        self.on_growth_factor = bool(self._courses)  # whether any course of G-CSF is known
        self._excludes_gcsf = settings.gcsf_mode == "exclude"

    def series(self, analyte: str) -> Series:
        """The series of an analyte over all days."""
        found = self._series.get(analyte)
        if found is None:
            found = self._series[analyte] = build(analyte, self._rows)
        return found

    def transfusion_days(self, product: str) -> list[date]:
        """The days with a transfusion of a product, each once, in order."""
        found = self._transfusions.get(product)
        if found is None:
            days = {row.day for row in self.record.transfusions if row.product == product}
            found = self._transfusions[product] = sorted(days)
        return found

    def cached(self, key: Hashable, work: Callable[[], _T]) -> _T:
        """The result of `work`, done once for this subject under `key`."""
        if key not in self._cache:
            self._cache[key] = work()
        found: _T = self._cache[key]
        return found

    def window(self, day: date) -> tuple[date, date]:
        """First and last day whose value counts as current on a day."""
        first = day - timedelta(days=self.settings.lookback_days)
        if self.settings.values_from_anchor and first < self.record.anchor:
            first = self.record.anchor
        return first, day

    def gcsf_course(self, day: date) -> Medication | None:
        """The course that still acts on a day, the one that lasts longest into it (A4 item 4)."""
        if not self.on_growth_factor:
            return None
        if day not in self._acting:
            self._acting[day] = self._find_course(day)
        return self._acting[day]

    def _find_course(self, day: date) -> Medication | None:
        acting: Medication | None = None
        for course, washout in self._courses:
            if course.start <= day and (day - min(course.stop or day, day)).days < washout:
                acting = course
        return acting

    def last_gcsf_course(self, day: date) -> tuple[Medication, int] | None:
        """The course that acts on a day, else the last one begun before it; with its wash-out in days."""
        if not self.on_growth_factor:
            return None
        acting = self.gcsf_course(day)
        begun = [entry for entry in self._courses if entry[0].start <= day]
        if acting is not None:
            begun = [entry for entry in begun if entry[0] is acting]
        return begun[-1] if begun else None

    def confounded(self, point: Point) -> bool:
        """Whether a point is an ANC that a growth factor confounds and that the template excludes for it."""
        return (
            self.on_growth_factor
            and point.analyte == "ANC"
            and self._excludes_gcsf
            and self.gcsf_course(point.day) is not None
        )

    def gcsf_fact(self, day: date) -> Fact | None:
        """The course of G-CSF that confounds a day, as a fact with the days since its last dose."""
        course = self.gcsf_course(day)
        if course is None:
            return None
        last = min(course.stop or day, day)
        return Fact(
            "drug", course.drug.strip().lower(), last, Decimal((day - last).days), "d", note="last_dose"
        )

    def normal_haemoglobin(self, day: date) -> Decimal | None:
        """The lower limit of normal haemoglobin in g/L by the table of the template; LAB has none."""
        record, settings = self.record, self.settings
        birth = record.birth_date
        if birth is None:
            return None
        age = (day.year - birth.year, day.month - birth.month, day.day < birth.day)
        if age not in self._limits:
            self._limits[age] = lower_limit(
                settings.hb_table, record.sex, birth, day, altitude_m=settings.altitude_m
            )
        return self._limits[age]


def _course_order(course: Medication) -> tuple[date, date, str]:
    return course.stop or date.max, course.start, course.drug


class DayView:
    """What is known on one day. `priors`: the assessments in [anchor, day), worst of each day, in order.

    `points` holds the current point of each analyte, `given` the latest transfusion of each product with the
    days since: looked up when first asked for, then at the speed of a dictionary.
    """

    __slots__ = ("_normal", "data", "day", "given", "points", "record", "settings", "standing")

    def __init__(self, data: SubjectData, day: date, priors: Iterable[PriorAssessment] = ()) -> None:
        self.data = data
        self.record = data.record
        self.settings = data.settings
        self.day = day
        self.points = _Points(data, day)
        self.given = _Given(data, day)
        self.standing = standing_of(priors) if priors else NOTHING_BEFORE
        self._normal: tuple[Decimal | None] | None = None

    @property
    def study_day(self) -> int:
        """Days since the anchor."""
        return (self.day - self.record.anchor).days

    def window(self) -> tuple[date, date]:
        """First and last day whose value counts as current."""
        return self.data.window(self.day)

    def current(self, analyte: str) -> Point | None:
        """The latest value in the look-back."""
        return self.points[analyte]

    def baseline_window(self) -> tuple[date, date]:
        """First and last day whose value can be the baseline."""
        anchor = self.record.anchor
        return anchor - timedelta(days=self.settings.baseline_lookback_days), min(anchor, self.day)

    def baseline(self, analyte: str) -> Point | None:
        """The latest value in the baseline window."""
        if self.day < self.record.anchor:
            return self.data.series(analyte).latest(*self.baseline_window())
        found = self.data.baselines
        if analyte not in found:
            found[analyte] = self.data.series(analyte).latest(*self.baseline_window())
        return found[analyte]

    def normal_haemoglobin(self) -> Decimal | None:
        """The lower limit of normal haemoglobin on the day in g/L, None where it is not known."""
        if self._normal is None:
            self._normal = (self._find_normal(),)
        return self._normal[0]

    def _find_normal(self) -> Decimal | None:
        if self.settings.hb_table == "LAB":
            point = self.points["HB"]
            return None if point is None else point.lower_limit
        return self.data.normal_haemoglobin(self.day)

    def last_transfusion(self, product: str, day: date | None = None) -> date | None:
        """The latest day with a transfusion of a product up to `day` (the view's own day)."""
        return latest_up_to(self.data.transfusion_days(product), day or self.day)

    def free_of(self, product: str, days: int, day: date | None = None) -> bool:
        """Whether no transfusion of a product lies within `days` before `day` (A4 item 3)."""
        on = day or self.day
        last = self.last_transfusion(product, on)
        return last is None or (on - last).days >= days


class _Points(dict[str, Point | None]):
    """The current point of each analyte, ready to be shown. Knows no view: that would make a circle."""

    __slots__ = ("_data", "_day")

    def __init__(self, data: SubjectData, day: date) -> None:
        self._data, self._day = data, day

    def __missing__(self, analyte: str) -> Point | None:
        data, day = self._data, self._day
        series = data.series(analyte)
        found = series.at(day)  # most assessments have counts of their own day
        if found is None or day < data.record.anchor:
            found = series.latest(*data.window(day))
        self[analyte] = found
        if found is not None and found.shown is None:
            if analyte == "ANC" and data.on_growth_factor:
                found.shown = shown(data, found)
                found.plain = not found.bound and not data.confounded(found)
            else:
                found.shown = found.facts()
                found.plain = not found.bound
        return found


def guarded(data: SubjectData, point: Point, op: str, answer: Truth) -> Truth:
    """An answer about a value that a growth factor may have raised (A4 item 4).

    `>` and `>=` cannot be met by it and still fail; `<` and `<=` are still met by it and cannot fail.
    """
    helped = TRUE if op in {">", ">="} else FALSE
    if answer is helped and data.confounded(point):
        return UNKNOWN
    return answer


def shown(data: SubjectData, point: Point) -> tuple[Fact, ...]:
    """The facts of a value, with the growth factor named where one acted on it."""
    if point.analyte == "ANC" and data.on_growth_factor:
        drug = data.gcsf_fact(point.day)
        if drug is not None:
            return (*point.facts("on_gcsf"), drug)
    return point.facts()


class _Given(dict[str, Fact | None]):
    """The latest transfusion of each product up to the day, with the days since."""

    __slots__ = ("_data", "_day")

    def __init__(self, data: SubjectData, day: date) -> None:
        self._data, self._day = data, day

    def __missing__(self, product: str) -> Fact | None:
        last = latest_up_to(self._data.transfusion_days(product), self._day)
        found = None
        if last is not None:
            since = Decimal((self._day - last).days)
            found = make_fact(("product", product, last, since, "d", "", "", "", ""))
        self[product] = found
        return found


def latest_up_to(days: Sequence[date], day: date) -> date | None:
    """The last of ordered days that is not after `day`."""
    index = bisect_right(days, day)
    return days[index - 1] if index else None
