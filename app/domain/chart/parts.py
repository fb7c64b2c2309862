"""The parts that a course chart is put together from, on screen and on paper."""

from itertools import pairwise
from math import ceil
from typing import cast

from app.domain.chart.course import Lane, Limit, Reading, Row, Strip, View
from app.domain.chart.marks import TRIANGLE, TRIANGLE_DOWN, mark
from app.domain.chart.primitives import Item, Label, Path, Point, Segment, Stroke, box, text_width
from app.domain.chart.scales import Scale
from app.domain.values import dataclass

LIMIT_DASHES: dict[str, tuple[float, ...]] = {"pr": (3.2, 2), "cr": (7, 2), "baseline": (0.8, 2)}
GAP_DAYS = 21  # a longer gap between two values is drawn dashed


@dataclass(frozen=True, slots=True)
class Look:
    """Sizes of one medium, in its units."""

    text: float
    line: float
    mark: float
    limit: float
    dash: float  # lengths of the limits' dashes against those below
    ink_of_lane: bool  # each lane in its own colour (screen), or all in the accent (paper)
    doses_down: bool  # dose triangles point down (paper) or up (screen)

    def role(self, lane: Lane) -> str:
        """The ink of a lane."""
        return lane.code if self.ink_of_lane else "accent"


def day_scale(view: View, left: float, right: float) -> Scale:
    """The common axis of days."""
    return Scale(view.first, view.last, left, right)


def value_scale(lane: Lane, view: View, top: float, foot: float) -> Scale:
    """The axis of a lane: its usual range, wider where readings or limits lie outside."""
    if view.is_log(lane):
        return Scale(lane.extent.log_low, lane.extent.log_high, foot - 2, top + 2, log=True)
    values = [float(reading.value) for reading in lane.readings if view.first <= reading.day <= view.last]
    values += [float(step.value) for limit in lane.limits for step in limit.steps if limit.kind != "baseline"]
    low, high = min([lane.extent.low, *values]), max([lane.extent.high, *(value * 1.06 for value in values)])
    return Scale(low, high, foot, top)


def series(lane: Lane, x: Scale, y: Scale, look: Look) -> tuple[Item, ...]:
    """The line and marks of a lane, cut at the edges of the view."""
    role = look.role(lane)
    readings = _thinned(lane.readings, x)
    lines: list[Item] = []
    for first, second in pairwise(readings):
        ends = _clipped((first.day, y.at(float(first.value))), (second.day, y.at(float(second.value))), x)
        if ends is not None:
            dash = (2.5, 2.5) if second.day - first.day > GAP_DAYS else ()
            lines.append(Segment(*ends[0], *ends[1], Stroke(role, look.line, dash)))
    inside = [reading for reading in readings if x.low <= reading.day <= x.high]
    marks = [item for reading in inside for item in _reading_mark(lane, reading, x, y, look)]
    missing = [
        Label(x.at(day), y.start - 2, "?", look.text, "secondary", "middle", bold=True)
        for day in lane.missing
        if x.low <= day <= x.high
    ]
    return (*_joined(lines), *marks, *missing)


def _joined(lines: list[Item]) -> list[Item]:
    """Neighbouring pieces of one stroke as one path."""
    paths: list[Path] = []
    for line in cast("list[Segment]", lines):
        start, end = (line.x1, line.y1), (line.x2, line.y2)
        if paths and paths[-1].points[-1] == start and paths[-1].stroke == line.stroke:
            paths[-1] = Path((*paths[-1].points, end), line.stroke)
        else:
            paths.append(Path((start, end), line.stroke))
    return list(paths)


def _thinned(readings: tuple[Reading, ...], x: Scale) -> tuple[Reading, ...]:
    """All readings, or lowest and highest of each unit of width where there are far more than can be seen."""
    units = abs(x.stop - x.start)
    inside = tuple(reading for reading in readings if x.low - 400 <= reading.day <= x.high + 400)
    if len(inside) <= units * 2:
        return inside
    buckets: dict[int, list[Reading]] = {}
    for reading in inside:
        buckets.setdefault(int(x.at(reading.day)), []).append(reading)
    kept = {
        id(pick): pick
        for bucket in buckets.values()
        for pick in (min(bucket, key=lambda r: r.value), max(bucket, key=lambda r: r.value))
    }
    return tuple(sorted(kept.values(), key=lambda reading: reading.day))


def _clipped(first: Point, second: Point, x: Scale) -> tuple[Point, Point] | None:
    (d1, y1), (d2, y2) = first, second
    if d2 < x.low or d1 > x.high or d1 == d2:
        return None
    slope = (y2 - y1) / (d2 - d1)
    a, b = max(d1, x.low), min(d2, x.high)
    return (x.at(a), round(y1 + (a - d1) * slope, 3)), (x.at(b), round(y1 + (b - d1) * slope, 3))


def _reading_mark(lane: Lane, reading: Reading, x: Scale, y: Scale, look: Look) -> tuple[Item, ...]:
    at, height, role = x.at(reading.day), y.at(float(reading.value)), look.role(lane)
    filled = not reading.hollow and not reading.bound
    items: tuple[Item, ...] = (mark(lane.mark, at, height, size=look.mark, role=role, filled=filled),)
    if reading.bound:
        way = 1 if reading.bound == "<" else -1
        tip = height + way * look.mark * 1.7
        pen = Stroke(role, look.line * 0.7)
        arm = look.mark * 0.35
        items += (
            Segment(at, height + way * look.mark / 2, at, tip, pen),
            Path(((at - arm, tip - way * arm), (at, tip), (at + arm, tip - way * arm)), pen),
        )
    return items


def ghosts(lane: Lane, view: View, x: Scale, y: Scale, look: Look) -> tuple[Item, ...]:
    """What a corrected value was, hollow beside the one that stands, while its day is looked at."""
    items: list[Item] = []
    for was in lane.former:
        if was.day not in (view.selected, view.pointed) or not x.low <= was.day <= x.high:
            continue
        at, height = x.at(was.day), y.at(float(was.value))
        stands = next((y.at(float(each.value)) for each in lane.readings if each.day == was.day), height)
        items.append(Segment(at, height, at, stands, Stroke("secondary", look.limit, (1, 2))))
        items.append(mark(lane.mark, at, height, size=look.mark, role="secondary", filled=False))
    return tuple(items)


def limit_lines(lane: Lane, x: Scale, y: Scale, look: Look) -> tuple[Item, ...]:
    """The limits of a lane across the panel, stepping where they change with age."""
    items: list[Item] = []
    for limit in lane.limits:
        stroke = Stroke("limit", look.limit, tuple(part * look.dash for part in LIMIT_DASHES[limit.kind]))
        for step, following in zip(limit.steps, (*limit.steps[1:], None), strict=True):
            start = x.low if step.start is None else max(x.low, step.start)
            stop = x.high if following is None or following.start is None else min(x.high, following.start)
            if start < stop:
                height = y.at(float(step.value))
                items.append(Segment(x.at(start), height, x.at(stop), height, stroke))
    return tuple(items)


def limit_labels(lane: Lane, y: Scale, look: Look, *, left: float) -> tuple[Item, ...]:
    """Name and value of each limit at the right end, kept apart."""
    wanted = sorted(
        ((y.at(float(limit.steps[-1].value)), limit.label, limit) for limit in lane.limits), key=_place
    )
    heights = spread([at for at, _, _ in wanted], gap=look.text * 1.15)
    return tuple(
        Label(left, height + look.text * 0.35, label, look.text, _limit_role(limit))
        for height, (_, label, limit) in zip(heights, wanted, strict=True)
    )


def _place(item: tuple[float, str, Limit]) -> tuple[float, str]:
    return item[:2]


def _limit_role(limit: Limit) -> str:
    return "secondary" if limit.kind == "baseline" else "ink"


def spread(positions: list[float], *, gap: float) -> list[float]:
    """Ascending positions moved apart so that neighbours keep `gap`, near to their place."""
    placed = list(positions)
    for _ in range(8):
        for index in range(len(placed) - 1):
            short = gap - (placed[index + 1] - placed[index])
            if short > 1e-6:
                placed[index] -= short / 2
                placed[index + 1] += short / 2
    return [round(place, 3) for place in placed]


def value_axis(
    y: Scale, texts: tuple[tuple[float, str], ...], *, left: float, look: Look
) -> tuple[Item, ...]:
    """Tick labels left of a lane."""
    return tuple(
        Label(left - look.text * 0.75, y.at(value) + look.text * 0.36, text, look.text, "secondary", "end")
        for value, text in texts
    )


def strip_ticks(
    strip: Strip, x: Scale, *, top: float, height: float, role: str, width: float, full: bool = False
) -> tuple[Item, ...]:
    """One upright bar for each day with a transfusion."""
    shown = [day for day in strip.days if x.low <= day <= x.high]
    stroke = Stroke(role, width * 0.3)
    return tuple(
        box(
            x.at(day) - width / 2,
            top,
            width,
            height,
            stroke=stroke,
            fill="paper" if strip.open and not full else role,
        )
        for day in shown
    )


def treatment_row(row: Row, x: Scale, *, top: float, height: float, look: Look) -> tuple[Item, ...]:
    """Bars and dose triangles of one line of treatments, with the words beside them."""
    items: list[Item] = []
    middle = top + height / 2
    for span in row.spans:
        start, stop = max(span.start, x.low), min(span.stop + 1, x.high)
        if start >= stop:
            continue
        fill = "paper" if span.open else "treatment"
        width = max(x.at(stop) - x.at(start), 1.5)
        items.append(
            box(
                x.at(start),
                middle - height * 0.3,
                width,
                height * 0.6,
                stroke=Stroke("treatment_edge", 0.7),
                fill=fill,
            )
        )
        at = x.at(start) + width + look.text * 0.4
        if span.label and _free(row, x, at, at + text_width(span.label, look.text)):
            items.append(Label(at, middle + look.text * 0.36, span.label, look.text, "secondary"))
    shape = TRIANGLE_DOWN if look.doses_down else TRIANGLE
    doses = [day for day in row.doses if x.low <= day <= x.high]
    items += [mark(shape, x.at(day), middle, size=height * 0.75, role="accent", line=0.4) for day in doses]
    if row.label and doses:
        items.append(
            Label(
                x.at(doses[-1]) + height * 0.9, middle + look.text * 0.36, row.label, look.text, "secondary"
            )
        )
    items += _event_marks(row, x, middle=middle, height=height, look=look)
    return tuple(items)


def _event_marks(row: Row, x: Scale, *, middle: float, height: float, look: Look) -> list[Item]:
    """Events by their shape; filled ones are serious or of grade 3 and more."""
    items: list[Item] = []
    shown = [each for each in row.marks if x.low <= each.day <= x.high]
    size = height * 0.62
    for at, each in enumerate(shown):
        left = x.at(each.day)
        items.append(mark(each.shape, left, middle, size=size, role="ink", filled=each.filled, line=0.8))
        room = x.at(shown[at + 1].day) - size if at + 1 < len(shown) else x.stop
        start = left + size * 0.8
        if each.label and start + text_width(each.label, look.text) <= room:
            items.append(Label(start, middle + look.text * 0.36, each.label, look.text, "secondary"))
    return items


def _free(row: Row, x: Scale, left: float, right: float) -> bool:
    """Whether no dose and no bar stands where words would."""
    taken = [x.at(day) for day in (*row.doses, *(span.start for span in row.spans))]
    return not any(left - 6 <= at <= right + 6 for at in taken)


def day_ticks(view: View, *, every: int) -> tuple[int, ...]:
    """Days at equal steps from day 0 inside the view."""
    first = ceil(view.first / every) * every
    return tuple(range(first, int(view.last) + 1, every))


def apart(candidates: tuple[tuple[float, int, str], ...], *, size: float, gap: float) -> tuple[int, ...]:
    """Which of (position, day, text) can be labelled without touching; later ones win."""
    kept: list[tuple[float, int]] = []
    edge = float("inf")
    for position, day, text in reversed(candidates):
        half = text_width(text, size) / 2
        if position + half + gap <= edge:
            kept.append((position, day))
            edge = position - half
    return tuple(day for _, day in reversed(kept))
