"""What a course chart shows: lanes of counts with limits, transfusions, treatments, visit windows, response.

Days are study days. Texts come finished from outside; nothing here knows a language.
"""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Literal

from app.domain.values import dataclass

LimitKind = Literal["pr", "cr", "baseline"]


@dataclass(frozen=True, slots=True)
class Reading:
    """One value in the lane's unit. `hollow`: it may not support a response (transfusion cover, G-CSF)."""

    day: int
    value: Decimal
    bound: str = ""  # "<" or ">" for a value that is only a bound
    hollow: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """From study day `start` on (None: from the beginning) a limit has this value."""

    start: int | None
    value: Decimal


@dataclass(frozen=True, slots=True)
class Limit:
    """A line that a count is held against: PR limit, CR limit (may change with age), baseline."""

    kind: LimitKind
    label: str
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Strip:
    """Transfusions of one product, one tick a day; `note` stands at the right end."""

    title: str
    days: tuple[int, ...]
    note: str = ""
    open: bool = False


@dataclass(frozen=True, slots=True)
class Extent:
    """The values that a lane shows at least, and the range of its logarithmic form."""

    low: float
    high: float
    log_low: float
    log_high: float


@dataclass(frozen=True, slots=True)
class Lane:
    """One analyte in its own panel. `mark` is a shape name of `marks`; `log`: it may be logarithmic."""

    code: str
    title: str
    unit: str
    mark: str
    extent: Extent
    log: bool = False
    readings: tuple[Reading, ...] = ()
    limits: tuple[Limit, ...] = ()
    strip: Strip | None = None
    missing: tuple[int, ...] = ()  # days on which a value was due and not obtained
    runs: tuple["Span", ...] = ()  # values that a verdict rests on together, both ends included
    former: tuple[Reading, ...] = ()  # what corrected values were, each on the day of the one that stands
    point: str = "."  # between a figure and its decimals: a comma in Portuguese


@dataclass(frozen=True, slots=True)
class Span:
    """Something that went on from one day to another, both included; `open` draws it hollow."""

    start: int
    stop: int
    label: str = ""
    open: bool = False


@dataclass(frozen=True, slots=True)
class EventMark:
    """Something that happened on a day. `shape` is a name of `marks`; `filled`: serious, or grade 3 and more.

    `label` stands beside the mark where there is room.
    """

    day: int
    shape: str
    filled: bool = False
    label: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A line of treatments or events: courses as bars, single doses as triangles, events as marks.

    `note` stands at the right end.
    """

    title: str
    spans: tuple[Span, ...] = ()
    doses: tuple[int, ...] = ()
    label: str = ""  # beside the last dose
    note: str = ""
    marks: tuple[EventMark, ...] = ()


@dataclass(frozen=True, slots=True)
class Window:
    """The window of an assessment, shown as a column."""

    start: int
    stop: int
    title: str


@dataclass(frozen=True, slots=True)
class Phase:
    """A status from one assessment to the next."""

    start: int
    stop: int
    status: str
    label: str
    short: str


@dataclass(frozen=True, slots=True)
class Course:
    """Everything on the chart. `days` are the days with data, ascending, on which the selection may stand.

    `since`: of a subject without day 0, the date of the first count: days are counted from it for the axis
    alone, which says dates.
    """

    first: int
    last: int
    lanes: tuple[Lane, ...]
    rows: tuple[Row, ...] = ()
    windows: tuple[Window, ...] = ()
    phases: tuple[Phase, ...] = ()
    phase_title: str = ""
    phase_note: str = ""
    days: tuple[int, ...] = ()
    since: date | None = None


@dataclass(frozen=True, slots=True)
class View:
    """What of a course is looked at: days from `first` to `last`, selected day, form of scales.

    `log`: lanes that usually are, are logarithmic; `every`: all of them are. `pointed`: the day of the mouse.
    """

    first: float
    last: float
    selected: int | None = None
    log: bool = False
    every: bool = False
    pointed: int | None = None

    def is_log(self, lane: Lane) -> bool:
        """Whether a lane is drawn logarithmic."""
        return self.every or (self.log and lane.log)


def on_day(course: Course, day: int) -> tuple[tuple[Lane, Reading | None], ...]:
    """The reading of each lane on a day, None where there is none."""
    return tuple(
        (lane, next((reading for reading in lane.readings if reading.day == day), None))
        for lane in course.lanes
    )


def neighbour(course: Course, day: int | None, step: int) -> int | None:
    """The day with data `step` places away from `day`, staying at the ends; None where there is no data."""
    if not course.days:
        return None
    if day is None:
        return course.days[-1]
    if step > 0:
        later = [other for other in course.days if other > day]
        return later[min(step, len(later)) - 1] if later else course.days[-1]
    earlier = [other for other in course.days if other < day]
    return earlier[max(step, -len(earlier))] if earlier else course.days[0]


def whole(course: Course, *, selected: int | None = None, log: bool = False) -> View:
    """The view that shows everything."""
    return View(course.first, max(course.last, course.first + 1), selected, log)


def zoomed(view: View, course: Course, factor: float) -> View:
    """The view made narrower (factor below 1) or wider around the selected day, never beyond the course."""
    full = max(course.last, course.first + 1) - course.first
    span = min(max((view.last - view.first) * factor, 7.0), full)
    inside = view.selected is not None and view.first <= view.selected <= view.last
    centre = float(view.selected) if inside and view.selected is not None else (view.first + view.last) / 2
    part = (centre - view.first) / (view.last - view.first)
    first = min(max(centre - part * span, course.first), course.first + full - span)
    return replace(view, first=first, last=first + span)


def showing(view: View, course: Course, day: int | None) -> View:
    """The view with `day` selected, moved sideways where the day lies outside it."""
    if day is None or view.first <= day <= view.last:
        return replace(view, selected=day)
    span = view.last - view.first
    first = min(max(day - span / 2, course.first), max(course.last, course.first + 1) - span)
    return replace(view, first=first, last=first + span, selected=day)
