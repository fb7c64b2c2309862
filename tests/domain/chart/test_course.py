"""Moving through a course: days, zoom, and what a day holds."""

from decimal import Decimal

from app.domain.chart.course import (
    Course,
    Extent,
    Lane,
    Reading,
    View,
    neighbour,
    on_day,
    showing,
    whole,
    zoomed,
)

LANE = Lane(
    "PLT",
    "PLT",
    "",
    "triangle",
    Extent(0, 120, 1, 120),
    readings=(Reading(0, Decimal(9)), Reading(7, Decimal(12))),
)
COURSE = Course(first=-2, last=92, lanes=(LANE,), days=(0, 7, 30, 91))


def test_the_selection_steps_from_day_with_data_to_day_with_data_and_stays_at_the_ends():
    assert neighbour(COURSE, 7, 1) == 30
    assert neighbour(COURSE, 7, -1) == 0
    assert neighbour(COURSE, 8, 1) == 30
    assert neighbour(COURSE, 91, 1) == 91
    assert neighbour(COURSE, 0, -1) == 0
    assert neighbour(COURSE, None, 1) == 91


def test_a_course_without_data_has_no_day_to_select():
    assert neighbour(Course(0, 1, ()), None, 1) is None


def test_zoom_keeps_the_selected_day_where_it_stands():
    before = View(-2, 92, 30)
    after = zoomed(before, COURSE, 0.5)
    assert round((30 - after.first) / (after.last - after.first), 6) == round(32 / 94, 6)
    assert after.last - after.first == 47


def test_zoom_never_leaves_the_course_and_never_ends_below_a_week():
    view = whole(COURSE, selected=91)
    for _ in range(9):
        view = zoomed(view, COURSE, 0.5)
    assert view.last - view.first == 7
    for _ in range(9):
        view = zoomed(view, COURSE, 2)
    assert (view.first, view.last) == (-2, 92)


def test_selecting_a_day_out_of_sight_brings_it_into_sight():
    moved = showing(View(0, 20, 7), COURSE, 91)
    assert moved.first <= 91 <= moved.last
    assert moved.last - moved.first == 20


def test_a_day_holds_the_reading_of_each_lane_or_none():
    assert on_day(COURSE, 7) == ((LANE, LANE.readings[1]),)
    assert on_day(COURSE, 8) == ((LANE, None),)
