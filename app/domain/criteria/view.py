"""What the criteria see: the record prepared once, and its view from one day.

Series are built when a criterion first asks for them, so that a subject with years of counts costs only what
its protocol uses. A view never shows a row dated after its day.
"""

from bisect import bisect_right
from collections.abc import Callable, Hashable, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, TypeVar

from app.domain.criteria.standing import NOTHING_BEFORE, Standing
from app.domain.evidence import Fact, make_fact
from app.domain.haemoglobin import lower_limit
from app.domain.protocol.settings import RuleSettings
from app.domain.record import Event, Medication, SubjectRecord
from app.domain.series import Facts, Point, Series, build, rows_by_analyte
from app.domain.truth import FALSE, TRUE, UNKNOWN, Truth

_T = TypeVar("_T")
NOT_EXACT = "day_not_exact"  # note of such a fact, and the reason of an answer that it leaves open


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
        self._limits: dict[int, Decimal | None] = {}
        self._courses = [
            (course, settings.gcsf_washout_days[name])
            for course in sorted(record.medications, key=_course_order)
            if (name := course.drug.strip().lower()) in settings.gcsf_washout_days
        ]
        self._acting: dict[date, Medication | None] = {}
        self._baselines: dict[str, Point | None] = {}
        self.on_growth_factor = bool(self._courses)  # whether any course of G-CSF is known
        self._excludes_gcsf = settings.gcsf_mode == "exclude"
        self._lookback = timedelta(days=settings.lookback_days)
        self.first_day = record.anchor if settings.values_from_anchor else date.min  # of values that count

    def series(self, analyte: str) -> Series:
        """The series of an analyte over all days."""
        found = self._series.get(analyte)
        if found is None:
            found = self._series[analyte] = build(analyte, self._rows)
        return found

    def current(self, analyte: str, day: date) -> Point | None:
        """The latest value in the look-back of a day."""
        return self.series(analyte).latest(*self.window(day))

    def baseline_window(self, day: date) -> tuple[date, date]:
        """First and last day whose value can be the baseline, as known on a day."""
        anchor = self.record.anchor
        return anchor - timedelta(days=self.settings.baseline_lookback_days), min(anchor, day)

    def baseline(self, analyte: str, day: date) -> Point | None:
        """The latest value in the baseline window."""
        if day < self.record.anchor:
            return self.series(analyte).latest(*self.baseline_window(day))
        if analyte not in self._baselines:
            self._baselines[analyte] = self.series(analyte).latest(*self.baseline_window(day))
        return self._baselines[analyte]

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
        first = day - self._lookback
        return (first if first > self.first_day else self.first_day), day

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
        acting, last = self.gcsf_course(day), None
        for entry in self._courses:
            course = entry[0]
            if course.start <= day and (acting is None or course is acting):
                last = entry
        return last

    def confounded(self, point: Point) -> bool:
        """Whether a point is an ANC that a growth factor confounds and that the template excludes for it."""
        return self.on_growth_factor and self.confounds(point.analyte, point.day)

    def confounds(self, analyte: str, day: date) -> bool:
        """Whether a growth factor confounds the value of a day."""
        return self._excludes_gcsf and self.touches(analyte, day)

    def touches(self, analyte: str, day: date) -> bool:
        """Whether a growth factor acted on the value of a day, excluded for it or not."""
        return analyte == "ANC" and self.gcsf_course(day) is not None

    def gcsf_fact(self, day: date) -> Fact | None:
        """The course of G-CSF that confounds a day, as a fact with the days since its last dose."""
        course = self.gcsf_course(day)
        if course is None:
            return None
        return course_fact(course, day, note="last_dose")

    def normal_haemoglobin(self, day: date) -> Decimal | None:
        """The lower limit of normal haemoglobin in g/L by the table of the template; LAB: the value's own."""
        return self.normals((day,))[0]

    def normals(self, days: Sequence[date]) -> list[Decimal | None]:
        """The lower limit of normal haemoglobin of each of some days."""
        if self.settings.hb_table == "LAB":
            points = [self.current("HB", day) for day in days]
            return [None if point is None else point.lower_limit for point in points]
        birth, limits = self.record.birth_date, self._limits
        if birth is None:
            return [None] * len(days)
        # By the month of life: a birth date after the first of the month completes one later.
        ages = [day.year * 12 + day.month - (day.day < birth.day) for day in days]
        for age, day in zip(ages, days, strict=True):
            if age not in limits:
                limits[age] = self._lower_limit(birth, day)
        return [limits[age] for age in ages]

    def _lower_limit(self, birth: date, day: date) -> Decimal | None:
        table, altitude = self.settings.hb_table, self.settings.altitude_m
        return lower_limit(table, self.record.sex, birth, day, altitude_m=altitude)


def course_fact(course: Medication, day: date, *, note: str = "") -> Fact:
    """A course with its last dose up to a day and the days since; neither where a day is not exact."""
    drug = course.drug.strip().lower()
    if not course.exact:
        return Fact("drug", drug, None, note=NOT_EXACT)
    last = min(course.stop or day, day)
    return make_fact(("drug", drug, last, Decimal((day - last).days), "d", "", "", "", note))


def _course_order(course: Medication) -> tuple[date, date, str]:
    return course.stop or date.max, course.start, course.drug


class DayView:
    """What is known on one day. `standing`: what the assessments in [anchor, day) say."""

    __slots__ = ("data", "day", "standing")

    def __init__(self, data: SubjectData, day: date, standing: Standing = NOTHING_BEFORE) -> None:
        self.data = data
        self.day = day
        self.standing = standing

    @property
    def record(self) -> SubjectRecord:
        """The subject's rows."""
        return self.data.record

    @property
    def settings(self) -> RuleSettings:
        """The settings of the template."""
        return self.data.settings

    @property
    def study_day(self) -> int:
        """Days since the anchor."""
        return (self.day - self.data.record.anchor).days

    def window(self) -> tuple[date, date]:
        """First and last day whose value counts as current."""
        return self.data.window(self.day)

    def current(self, analyte: str) -> Point | None:
        """The latest value in the look-back."""
        return self.data.current(analyte, self.day)

    def baseline_window(self) -> tuple[date, date]:
        """First and last day whose value can be the baseline."""
        return self.data.baseline_window(self.day)

    def baseline(self, analyte: str) -> Point | None:
        """The latest value in the baseline window."""
        return self.data.baseline(analyte, self.day)

    def normal_haemoglobin(self) -> Decimal | None:
        """The lower limit of normal haemoglobin on the day in g/L, None where it is not known."""
        return self.data.normal_haemoglobin(self.day)

    def last_transfusion(self, product: str, day: date | None = None) -> date | None:
        """The latest day with a transfusion of a product up to `day` (the view's own day)."""
        return latest_up_to(self.data.transfusion_days(product), day or self.day)

    def free_of(self, product: str, days: int, day: date | None = None) -> bool:
        """Whether no transfusion of a product lies within `days` before `day` (A4 item 3)."""
        on = day or self.day
        last = self.last_transfusion(product, on)
        return last is None or (on - last).days >= days


def guarded(data: SubjectData, point: Point, op: str, answer: Truth) -> Truth:
    """An answer about a value that a growth factor may have raised (A4 item 4).

    `>` and `>=` cannot be met by it and still fail; `<` and `<=` are still met by it and cannot fail.
    """
    helped = TRUE if op in {">", ">="} else FALSE
    if answer is helped and data.confounded(point):
        return UNKNOWN
    return answer


def shown(data: SubjectData, point: Point) -> Facts:
    """The facts of a value, with the growth factor named where one acted on it."""
    if point.shown is None:
        drug = data.gcsf_fact(point.day) if point.analyte == "ANC" else None
        point.shown = point.facts() if drug is None else (*point.facts("on_gcsf"), drug)
    return point.shown


def latest_up_to(days: Sequence[date], day: date) -> date | None:
    """The last of ordered days that is not after `day`."""
    index = bisect_right(days, day)
    return days[index - 1] if index else None
