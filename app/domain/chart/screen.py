"""The course chart for the window: treatments, framed lanes with transfusions, response band, day axis."""

from collections.abc import Callable

from app.domain.chart.course import Course, Lane, Phase, View
from app.domain.chart.marks import status_shape
from app.domain.chart.parts import (
    Look,
    apart,
    day_scale,
    day_ticks,
    ghosts,
    limit_labels,
    limit_lines,
    series,
    strip_ticks,
    treatment_row,
    value_axis,
    value_scale,
)
from app.domain.chart.primitives import (
    Item,
    Label,
    Picture,
    Polygon,
    Segment,
    Stroke,
    box,
    text_width,
    wrapped,
)
from app.domain.chart.scales import Scale, plain
from app.domain.status_marks import DASHED_EDGE, shape
from app.domain.values import dataclass

LOOK = Look(text=11.5, line=1.8, mark=6, limit=1.2, dash=1.5, ink_of_lane=True, doses_down=False)
LEFT, RIGHT, TOP, ROW, STRIP, GAP, BAND, AXIS = 108.0, 112.0, 24.0, 18.0, 18.0, 12.0, 20.0, 40.0
LEAST_LANE = 54.0
FLATTEST_LANE = 50.0  # where a few pixels lack: a lane gives them rather than the dates below
LEAST_PHASE = 20.0


@dataclass(frozen=True, slots=True)
class Words:
    """What the axes say."""

    day: Callable[[int], str]
    date: Callable[[int], str]
    since: Callable[[int], str]  # "37 d since last"
    log: str  # ", log" behind the unit


def least_height(course: Course) -> float:
    """The height below which lanes would be too flat to read."""
    return _fixed(course) + LEAST_LANE * len(course.lanes)


def _fixed(course: Course) -> float:
    strips = sum(STRIP for lane in course.lanes if lane.strip is not None)
    band = BAND + GAP if course.phase_title else 0
    return TOP + ROW * len(course.rows) + 6 + strips + GAP * len(course.lanes) + band + AXIS


def plot_edges(width: float) -> tuple[float, float]:
    """Left and right edge of the days' axis in a picture of this width."""
    return LEFT, width - RIGHT


def draw(course: Course, view: View, *, width: float, height: float, words: Words) -> Picture:
    """What the view shows of a course, filling the size; lanes share what the fixed parts leave."""
    left, edge = plot_edges(width)
    x = day_scale(view, left, edge)
    lane_height = max(FLATTEST_LANE, (height - _fixed(course)) / max(1, len(course.lanes)))
    items: list[Item] = []
    top = TOP + 4
    for row in course.rows:
        middle = top + ROW / 2 + LOOK.text * 0.36
        items.append(Label(left - 10, middle, row.title, LOOK.text, "ink", "end", bold=True))
        items += treatment_row(row, x, top=top, height=ROW, look=LOOK)
        top += ROW
    top += 6
    lanes_top = top
    for lane in course.lanes:
        unit = lane.unit + (words.log if view.is_log(lane) else "")
        items += _lane(lane, view, x, top=top, height=lane_height, unit=unit)
        top += lane_height
        if lane.strip is not None:
            items += _strip(lane, view, x, top=top, words=words)
            top += STRIP
        top += GAP
    foot = top
    if course.phase_title:
        items += _band(course, x, top=top)
        top += BAND + GAP
    items += _axis(course, view, x, top=top - GAP / 2, words=words)
    behind = [*_windows(course, x, top=lanes_top, foot=foot), *_drops(course, x, top=lanes_top, foot=foot)]
    over = _selected(view, x, foot=top - GAP / 2)
    return Picture(width, max(height, top + AXIS - GAP), (*behind, *items, *over))


def _lane(lane: Lane, view: View, x: Scale, *, top: float, height: float, unit: str) -> list[Item]:
    foot = top + height
    y = value_scale(lane, view, top + 2, foot - 2)
    ticks = tuple((value, plain(value, lane.point)) for value in y.ticks())
    return [
        *(Segment(x.start, y.at(value), x.stop, y.at(value), Stroke("hair", 1)) for value, _ in ticks),
        box(x.start, top, x.stop - x.start, height, stroke=Stroke("frame", 1)),
        Label(8, top + 13, lane.title, 12, lane.code, bold=True),
        Label(8, top + 28, unit, LOOK.text, "secondary"),
        *value_axis(y, ticks, left=x.start, look=LOOK),
        *limit_lines(lane, x, y, LOOK),
        *ghosts(lane, view, x, y, LOOK),
        *series(lane, x, y, LOOK),
        *limit_labels(lane, y, LOOK, left=x.stop + 7),
    ]


def _strip(lane: Lane, view: View, x: Scale, *, top: float, words: Words) -> list[Item]:
    strip = lane.strip
    if strip is None:
        return []
    middle = top + STRIP / 2
    base = middle + LOOK.text * 0.36
    items: list[Item] = [
        box(x.start, top, x.stop - x.start, STRIP, stroke=Stroke("frame", 1)),
        Label(x.start - 10, base, strip.title, LOOK.text, lane.code, "end"),
    ]
    given = [day for day in strip.days if view.selected is None or day <= view.selected]
    since = strip.note
    if given and view.selected is not None:
        since = words.since(view.selected - given[-1])
    items.append(Label(x.stop + 7, base, since, LOOK.text, lane.code))
    if given and view.selected is not None and view.selected > given[-1]:
        start, stop = max(given[-1], x.low), min(view.selected, x.high)
        if start < stop:
            items.append(Segment(x.at(start), middle, x.at(stop), middle, Stroke(lane.code, 1.2, (1.2, 3))))
    items += strip_ticks(strip, x, top=top + 3, height=STRIP - 6, role=lane.code, width=2.4, full=True)
    return items


def _band(course: Course, x: Scale, *, top: float) -> list[Item]:
    base = top + BAND / 2 + LOOK.text * 0.36
    items: list[Item] = [
        Label(x.start - 10, base, course.phase_title, LOOK.text, "ink", "end", bold=True),
    ]
    lines = wrapped(course.phase_note, LOOK.text, RIGHT - 10)
    for at, line in enumerate(lines):
        items.append(Label(x.stop + 7, base + LOOK.text * 1.15 * at, line, LOOK.text, "secondary"))
    for phase in course.phases:
        items += _phase(phase, x, top=top)
    return items


def _phase(phase: Phase, x: Scale, *, top: float) -> list[Item]:
    start, stop = max(phase.start, x.low), min(phase.stop, x.high)
    if start > stop:
        return []
    left, width = x.at(start), x.at(stop) - x.at(start)
    if width < LEAST_PHASE:  # a status of one day: as wide as its shape, around the day
        left, width = left + width / 2 - LEAST_PHASE / 2, LEAST_PHASE
    role = f"status.{phase.status}"
    dash = (3.0, 2.0) if phase.status in DASHED_EDGE else ()
    items: list[Item] = [
        box(left, top, width, BAND, stroke=Stroke(role, 1.2, dash), fill=f"tint.{phase.status}")
    ]
    room = width - 12 - 10
    at = min(left + 11, left + width / 2)
    items += status_shape(shape(phase.status), at, top + BAND / 2, size=10, role=role)
    for text in (phase.label, phase.short):
        if text_width(text, LOOK.text, bold=True) <= room:
            base = top + BAND / 2 + LOOK.text * 0.36
            items.append(Label(left + 20, base, text, LOOK.text, role, bold=True))
            break
    return items


def _windows(course: Course, x: Scale, *, top: float, foot: float) -> list[Item]:
    """Columns under their names; `top`: where the lanes begin, as no edge goes through the treatments."""
    items: list[Item] = []
    named: list[tuple[float, int, str]] = []
    for window in course.windows:
        start, stop = max(window.start, x.low), min(window.stop, x.high)
        if start >= stop:
            continue
        left, right = x.at(start), x.at(stop)
        items.append(Polygon(((left, TOP), (right, TOP), (right, foot), (left, foot)), fill="band"))
        items += _edges(left, right, top=top if course.rows else TOP, foot=foot)
        named.append(((left + right) / 2, window.start, window.title))
    kept = set(apart(tuple(named), size=LOOK.text, gap=8))
    for middle, day, title in named:
        if day in kept:
            items.append(Label(middle, TOP - 7, title, LOOK.text, "secondary", "middle"))
    return items


def _edges(left: float, right: float, *, top: float, foot: float) -> list[Item]:
    """A bracket under the name and the sides of the column: without tints these alone tell it."""
    stroke = Stroke("band_edge", 1)
    items: list[Item] = [Segment(left, TOP, right, TOP, stroke)]
    for at in (left, right):
        items += [Segment(at, TOP, at, TOP + 4, stroke), Segment(at, top, at, foot, stroke)]
    return items


def _drops(course: Course, x: Scale, *, top: float, foot: float) -> list[Item]:
    """Dotted lines down from each dose of cells."""
    stroke = Stroke("accent", 1, (1, 3))
    return [
        Segment(x.at(day), top, x.at(day), foot - GAP, stroke)
        for row in course.rows
        for day in row.doses
        if x.low <= day <= x.high
    ]


def _selected(view: View, x: Scale, *, foot: float) -> list[Item]:
    if view.selected is None or not x.low <= view.selected <= x.high:
        return []
    at = x.at(view.selected)
    return [Segment(at, TOP, at, foot, Stroke("ink", 1.2))]


def _axis(course: Course, view: View, x: Scale, *, top: float, words: Words) -> list[Item]:
    span = view.last - view.first
    every = next((step for step in (1, 2, 7, 14, 28, 56, 91, 182, 364, 728) if span / step <= 16), 1456)
    items: list[Item] = [Segment(x.start, top, x.stop, top, Stroke("frame", 1))]
    ticks = day_ticks(view, every=every)
    items += [Segment(x.at(day), top, x.at(day), top + 5, Stroke("frame", 1)) for day in ticks]
    labelled = _regular(ticks, x, every=every, words=words)
    for day in labelled:
        if course.since is not None:
            items.append(Label(x.at(day), top + 18, words.date(day), LOOK.text, "ink", "middle"))
            continue
        items.append(Label(x.at(day), top + 18, words.day(day), LOOK.text, "ink", "middle"))
        items.append(Label(x.at(day), top + 32, words.date(day), LOOK.text, "secondary", "middle"))
    return items


def _regular(ticks: tuple[int, ...], x: Scale, *, every: int, words: Words) -> tuple[int, ...]:
    """The ticks that are labelled: each, or each second, fourth … from day 0, as there is room."""
    step = every
    while True:
        chosen = tuple(day for day in ticks if day % step == 0)
        candidates = tuple((x.at(day), day, words.date(day)) for day in chosen)
        if len(chosen) < 2 or apart(candidates, size=LOOK.text, gap=12) == chosen:
            return chosen
        step *= 2
