"""The course chart for a page: plain panels, lanes of transfusions and treatments below, one axis of days."""

from collections.abc import Callable, Iterator
from dataclasses import replace

from app.domain.chart.course import Course, Lane, Row, Span, View
from app.domain.chart.marks import status_shape
from app.domain.chart.parts import (
    Look,
    apart,
    day_scale,
    limit_labels,
    limit_lines,
    series,
    strip_ticks,
    treatment_row,
    value_axis,
    value_scale,
)
from app.domain.chart.primitives import Item, Label, Picture, Segment, Stroke, box, cut, text_width, wrapped
from app.domain.chart.scales import Scale, plain
from app.domain.status_marks import DASHED_EDGE, shape

LOOK = Look(text=6.3, line=1.1, mark=4.0, limit=0.8, dash=1, ink_of_lane=False, doses_down=True)
LEFT, RIGHT = 62.0, 62.0
NAME = 7.4  # size of an analyte's name
MOST_RIGHT = 0.25  # of the width, for the notes at the right end
TOP, PANEL, GAP, ROW, AXIS = 10.0, 28.0, 5.0, 8.2, 11.0
STATUS, SHAPE = 11.0, 6.0  # height of the bar of statuses, size of the shapes in it
# Grounds that stay apart in grey; NR and what is not known have none.
_GROUNDS = {"CR": "accent", "PR": "treatment", "RELAPSE": "hair", "CLONAL_EVOLUTION": "hair"}
ROUND_TICKS_ABOVE = 40


def draw(
    course: Course,
    *,
    width: float,
    day_text: Callable[[int], str],
    this_visit: str = "",
    selected: int | None = None,
    panel: float = PANEL,
    with_status: bool = False,
    marked: tuple[int, ...] = (),
) -> Picture:
    """The whole course in a picture `width` points wide; its height follows from its lanes and rows.

    `panel`: height of a lane's panel; `with_status`: a bar of the statuses on top; `marked`: days with an
    upright of their own, beside the selected one.
    """
    view = View(course.first, max(course.last, course.first + 1), selected)
    room = _right(course, width, with_status=with_status)
    edge = width - room
    x = day_scale(view, LEFT + 4, edge - 10)
    items: list[Item] = []
    top = TOP
    if with_status and course.phases:
        items += _status_bar(course, x, top=top, edge=edge)
        top += STATUS + GAP
    for lane in course.lanes:
        items += _panel(lane, view, x, top=top, edge=edge, height=panel)
        top += panel + GAP
    top -= GAP - 1.5
    for lane in course.lanes:
        if lane.strip is not None:
            role = "accent" if lane.strip.open else "ink"
            items += _lane_words(lane.strip.title, lane.strip.note, top=top, edge=edge, room=room)
            items += strip_ticks(lane.strip, x, top=top + 1, height=ROW - 2.2, role=role, width=2.0)
            top += ROW
    for row in course.rows:
        items += _row(row, x, top=top, edge=edge, room=room)
        top += ROW
    items += _axis(course, x, top=top, day_text=day_text, edge=edge)
    if course.since is None and x.low <= 0 <= x.high:
        items.append(Segment(x.at(0), TOP - 4, x.at(0), top, Stroke("ink", 0.5)))  # of day 0
    items += _uprights(x, top=top, selected=selected, this_visit=this_visit)
    items += [
        Segment(x.at(day), TOP, x.at(day), top, Stroke("secondary", 0.6, (1.5, 2)))
        for day in marked
        if day != selected and x.low <= day <= x.high
    ]
    return Picture(width, top + AXIS, tuple(items))


def _right(course: Course, width: float, *, with_status: bool) -> float:
    """Room at the right end for the longest note, up to a quarter of the width."""
    longest = max(
        (text_width(note, LOOK.text) for note in _notes(course, with_status=with_status)), default=0
    )
    return min(max(RIGHT, longest + 5), width * MOST_RIGHT)


def _notes(course: Course, *, with_status: bool) -> Iterator[str]:
    for lane in course.lanes:
        yield from (limit.label for limit in lane.limits)
        if lane.strip is not None:
            yield lane.strip.note
    yield from (row.note for row in course.rows)
    if with_status and course.phases:
        yield course.phases[-1].short


def _status_bar(course: Course, x: Scale, *, top: float, edge: float) -> list[Item]:
    """Each status from its assessment to the next: ground, shape, and its name where there is room."""
    items: list[Item] = [Label(LEFT - 4, top + 7.8, course.phase_title, LOOK.text, "ink", "end", bold=True)]
    for phase in course.phases:
        left, right = max(x.at(phase.start), LEFT), min(x.at(phase.stop), edge)
        if right - left < 1:
            continue
        ground = _GROUNDS.get(phase.status, "paper")
        dash = (2.0, 1.4) if phase.status in DASHED_EDGE else ()
        items.append(box(left, top, right - left, STATUS, stroke=Stroke("ink", 0.6, dash), fill=ground))
        ink = "paper" if ground == "accent" else "ink"
        if right - left > SHAPE + 2:
            at = min(left + SHAPE / 2 + 3, (left + right) / 2)
            items += status_shape(shape(phase.status), at, top + STATUS / 2, size=SHAPE, role=ink)
        if right - left > text_width(phase.short, LOOK.text, bold=True) + SHAPE + 9:
            items.append(Label(left + SHAPE + 6, top + 7.8, phase.short, LOOK.text, ink, bold=True))
    last = course.phases[-1]
    items.append(Label(edge + 4, top + 7.8, last.short, LOOK.text, "ink", bold=True))
    return items


def _panel(lane: Lane, view: View, x: Scale, *, top: float, edge: float, height: float) -> list[Item]:
    foot = top + height
    y = value_scale(lane, view, top + 1, foot)
    axis = Stroke("axis", 0.6)
    ticks = tuple((value, plain(value, lane.point)) for value in _ticks(y))
    return [
        *_name(lane, top),
        *value_axis(y, ticks, left=LEFT, look=LOOK),
        *(Segment(LEFT - 2.5, y.at(value), LEFT, y.at(value), axis) for value, _ in ticks),
        Segment(LEFT, top, LEFT, foot, axis),
        Segment(LEFT, foot, edge, foot, axis),
        *_runs(lane, x, top=top, foot=foot),
        *limit_lines(lane, Scale(x.low, x.high, LEFT, edge), y, LOOK),
        *series(lane, x, y, LOOK),
        *limit_labels(lane, y, LOOK, left=edge + 4),
    ]


def _ticks(y: Scale) -> tuple[float, ...]:
    """The ticks of a panel, fewer in a low one: figures never touch."""
    found = y.ticks()
    while len(found) > 2 and abs(y.at(found[1]) - y.at(found[0])) < LOOK.text * 1.1:
        found = found[::2]
    return found


def _name(lane: Lane, top: float) -> list[Item]:
    """The name beside its panel, a long one smaller and in two lines, and the unit under it."""
    room = LEFT - 22
    if text_width(lane.title, NAME, bold=True) <= room:
        return [
            Label(0, top + 6.5, lane.title, NAME, "ink", bold=True),
            Label(0, top + 15, lane.unit, LOOK.text, "secondary"),
        ]
    lines = list(wrapped(lane.title, LOOK.text, room)[:2])
    if any(text_width(part, LOOK.text, bold=True) > room for part in lines):
        lines = [cut(lane.code, LOOK.text, room, bold=True)]  # the code, as the laboratory prints it
    foot = top + 6.5 + 7.5 * len(lines)
    return [
        *(Label(0, top + 6.5 + 7.5 * at, part, LOOK.text, "ink", bold=True) for at, part in enumerate(lines)),
        Label(0, foot, lane.unit, LOOK.text, "secondary"),
    ]


def _runs(lane: Lane, x: Scale, *, top: float, foot: float) -> list[Item]:
    """The runs that count as outlined boxes from the first value to the last."""
    shown = [run for run in lane.runs if x.low <= run.stop and run.start <= x.high]
    room = LOOK.mark * 0.9  # the marks at both ends stay inside
    return [
        box(
            x.at(run.start) - room,
            top,
            x.at(run.stop) - x.at(run.start) + 2 * room,
            foot - top,
            stroke=Stroke("axis", 0.6),
            fill="run",
        )
        for run in shown
    ]


def _lane_words(title: str, note: str, *, top: float, edge: float, room: float) -> list[Item]:
    middle = top + ROW / 2
    title, note = cut(title, LOOK.text, LEFT - 5), cut(note, LOOK.text, room - 4)
    return [
        Segment(LEFT, middle, edge, middle, Stroke("hair", 0.5)),
        Label(LEFT - 4, middle + LOOK.text * 0.36, title, LOOK.text, "ink", "end"),
        Label(edge + 4, middle + LOOK.text * 0.36, note, LOOK.text, "secondary"),
    ]


def _row(row: Row, x: Scale, *, top: float, edge: float, room: float) -> list[Item]:
    spans = tuple(Span(span.start, span.stop, open=span.open) for span in row.spans)
    # the words stand at the right end, not among the bars
    bare = Row(row.title, spans, row.doses, marks=tuple(replace(each, label="") for each in row.marks))
    return [
        *_lane_words(row.title, row.note, top=top, edge=edge, room=room),
        *treatment_row(bare, x, top=top, height=ROW, look=LOOK),
    ]


def _axis(course: Course, x: Scale, *, top: float, day_text: Callable[[int], str], edge: float) -> list[Item]:
    """Ticks at days with data rather than at round numbers; labels only where they don't touch."""
    days = course.days if len(course.days) <= ROUND_TICKS_ABOVE else course.days[:: len(course.days) // 20]
    days = tuple(sorted({*days, *course.days[-1:], *((0,) if course.first <= 0 <= course.last else ())}))
    candidates = tuple((x.at(day), day, day_text(day)) for day in days)
    must = [it for it in candidates if it[1] in {0, *course.days[-1:]}]
    labelled = set(apart(candidates, size=LOOK.text, gap=7))
    if 0 not in labelled and must:
        labelled = _with_day0(candidates, labelled)
    axis = Stroke("axis", 0.6)
    return [
        Segment(LEFT, top, edge, top, axis),
        *(Segment(at, top, at, top + 2, axis) for at, _, _ in candidates),
        *(
            Label(at, top + 9, text, LOOK.text, "ink", "middle")
            for at, day, text in candidates
            if day in labelled
        ),
    ]


def _with_day0(candidates: tuple[tuple[float, int, str], ...], labelled: set[int]) -> set[int]:
    """Day 0 is always named: its nearest labelled neighbours give way."""
    at0 = next((at for at, day, _ in candidates if day == 0), None)
    if at0 is None:
        return labelled
    near = {day for at, day, _ in candidates if abs(at - at0) < LOOK.text * 3}
    return (labelled - near) | {0}


def _uprights(x: Scale, *, top: float, selected: int | None, this_visit: str) -> list[Item]:
    items: list[Item] = []
    if selected is not None and x.low <= selected <= x.high:
        at = x.at(selected)
        items.append(Segment(at, TOP - 2, at, top, Stroke("secondary", 0.7, (2, 2))))
        if this_visit:
            items.append(Label(at, TOP - 4.5, this_visit, LOOK.text, "secondary", "middle"))
    return items
