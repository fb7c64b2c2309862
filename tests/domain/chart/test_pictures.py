"""The picture of a course: where things stand, and what must never run into each other."""

from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

import pytest

from app.domain.chart import paper, screen
from app.domain.chart.course import (
    Course,
    Extent,
    Lane,
    Limit,
    Phase,
    Reading,
    Row,
    Span,
    Step,
    Strip,
    Window,
    whole,
)
from app.domain.chart.parts import GAP_DAYS, apart, spread
from app.domain.chart.primitives import Disc, Label, Path, Picture, Polygon, Segment, text_width
from app.domain.chart.scales import Scale, linear_ticks
from app.domain.chart.spark import sparkline

WORDS = screen.Words(
    lambda day: f"D{day}", lambda day: f"{day} Aug", lambda days: f"{days} d since last", ", log"
)


def lane(*readings: Reading, strip: Strip | None = None) -> Lane:
    limits = (
        Limit("cr", "CR > 100", (Step(None, Decimal(100)),)),
        Limit("pr", "PR > 20", (Step(None, Decimal(20)),)),
    )
    extent = Extent(0, 120, 1, 120)
    return Lane("PLT", "PLT", "×10⁹/L", "circle", extent, readings=readings, limits=limits, strip=strip)


def reading(day: int, value: str, *, hollow: bool = False, bound: str = "") -> Reading:
    return Reading(day, Decimal(value), bound, hollow)


def course(*readings: Reading, **values: object) -> Course:
    days = tuple(item.day for item in readings)
    made = Course(first=-2, last=max((*days, 1)), lanes=(lane(*readings),), days=days)
    return replace(made, **values)  # type: ignore[arg-type]  # by name


def drawn(made: Course, **view: object) -> Picture:
    return screen.draw(made, whole(made, **view), width=800, height=420, words=WORDS)  # type: ignore[arg-type]


def labels(picture: Picture) -> list[str]:
    return [item.text for item in picture.items if isinstance(item, Label)]


def discs(picture: Picture) -> list[Disc]:
    return [item for item in picture.items if isinstance(item, Disc)]


def test_a_value_that_may_not_support_a_response_is_hollow():
    marks = discs(drawn(course(reading(0, "9", hollow=True), reading(7, "30"))))
    assert [mark.fill for mark in marks] == ["paper", "PLT"]


def test_what_a_corrected_value_was_stands_hollow_beside_it_while_its_day_is_looked_at():
    lanes = (replace(lane(reading(0, "9"), reading(7, "30")), former=(reading(7, "90"),)),)
    made = course(reading(0, "9"), reading(7, "30"), lanes=lanes)
    assert len(discs(drawn(made, selected=0))) == 2
    for view in (whole(made, selected=7), replace(whole(made, selected=0), pointed=7)):
        ghost, _, stands = discs(screen.draw(made, view, width=800, height=420, words=WORDS))
        assert (ghost.x, ghost.fill) == (stands.x, "paper")
        assert ghost.y < stands.y


def test_a_bound_is_an_open_mark_with_an_arrow():
    picture = drawn(course(reading(0, "5", bound="<"), reading(7, "30")))
    mark = discs(picture)[0]
    assert mark.fill == "paper"
    arrows = [item for item in picture.items if isinstance(item, Segment) and item.x1 == item.x2 == mark.x]
    assert any(arrow.y2 > mark.y for arrow in arrows)


def test_a_long_gap_is_dashed_and_a_short_one_is_not():
    picture = drawn(course(reading(0, "9"), reading(7, "30"), reading(40, "35")))
    paths = [item for item in picture.items if isinstance(item, Path) and item.stroke.role == "PLT"]
    assert [bool(path.stroke.dash) for path in paths] == [False, True]
    at_most = drawn(course(reading(0, "9"), reading(GAP_DAYS, "30")))
    (path,) = (item for item in at_most.items if isinstance(item, Path) and item.stroke.role == "PLT")
    assert not path.stroke.dash


def test_limits_are_told_apart_by_their_dash_and_named_at_the_right_end():
    picture = drawn(course(reading(0, "9")))
    dashes = {
        item.stroke.dash
        for item in picture.items
        if isinstance(item, Segment) and item.stroke.role == "limit"
    }
    assert len(dashes) == 2
    assert {"CR > 100", "PR > 20"} <= set(labels(picture))


def test_a_limit_that_changes_with_age_is_a_step():
    limit = Limit("cr", "CR ≥ 120", (Step(None, Decimal(115)), Step(40, Decimal(120))))
    base = lane(reading(0, "90"), reading(80, "100"))
    picture = drawn(Course(-2, 80, (replace(base, limits=(limit,)),), days=(0, 80)))
    steps = [item for item in picture.items if isinstance(item, Segment) and item.stroke.role == "limit"]
    assert len({step.y1 for step in steps}) == 2
    assert steps[0].x2 == steps[1].x1


def test_the_dotted_line_runs_from_the_last_transfusion_to_the_selected_day():
    made = course(reading(0, "9"), reading(60, "30"))
    made = replace(
        made, lanes=(lane(reading(0, "9"), reading(60, "30"), strip=Strip("tx", (3, 23), "2 units")),)
    )
    picture = drawn(made, selected=60)
    assert "37 d since last" in labels(picture)
    assert "2 units" not in labels(picture)


def test_a_response_never_runs_beyond_the_last_assessment():
    made = course(
        reading(0, "9"),
        reading(90, "30"),
        last=98,
        phases=(Phase(0, 90, "NR", "NR", "NR"),),
        phase_title="Response",
    )
    picture = drawn(made)
    bands = [item for item in picture.items if isinstance(item, Polygon) and item.fill == "tint.NR"]
    x = Scale(-2, 98, *screen.plot_edges(800))
    assert max(point[0] for point in bands[0].points) == pytest.approx(x.at(90), abs=0.01)


def test_a_status_too_short_for_its_words_keeps_its_shape():
    made = course(
        reading(0, "9"),
        reading(90, "30"),
        phases=(Phase(90, 90, "PR", "PR since", "PR"),),
        phase_title="Response",
    )
    picture = drawn(made)
    assert "PR" not in labels(picture)
    assert [
        item
        for item in picture.items
        if isinstance(item, Disc) and item.stroke and item.stroke.role == "status.PR"
    ]


def test_no_edge_of_a_window_goes_through_the_words_of_the_treatments():
    row = Row("MSC", doses=(0, 7, 14), label="MSC 1–3")
    windows = (Window(16, 40, "D30 ± 12"),)
    for rows in ((row,), ()):
        picture = drawn(course(reading(0, "9"), reading(90, "30"), windows=windows, rows=rows))
        edges = [
            item for item in picture.items if isinstance(item, Segment) and item.stroke.role == "band_edge"
        ]
        sides = [edge for edge in edges if edge.y2 - edge.y1 > screen.ROW]
        assert len(sides) == 2
        said = [item for item in picture.items if isinstance(item, Label) and item.text == "MSC 1–3"]
        assert len(said) == len(rows)
        for words in said:
            top = words.y - words.size
            assert not [edge for edge in edges if edge.y1 < words.y and edge.y2 > top]


def test_windows_are_columns_with_their_names_kept_apart():
    windows = tuple(Window(day, day + 6, f"a long window name {day}") for day in range(0, 80, 8))
    picture = drawn(course(reading(0, "9"), reading(90, "30"), windows=windows))
    assert len([item for item in picture.items if isinstance(item, Polygon) and item.fill == "band"]) == 10
    named = sorted(
        (item for item in picture.items if isinstance(item, Label) and "window" in item.text),
        key=lambda n: n.x,
    )
    for first, second in pairwise(named):
        assert (
            first.x + text_width(first.text, first.size) / 2
            < second.x - text_width(second.text, second.size) / 2
        )


def test_where_a_few_pixels_lack_the_lanes_give_them_and_not_the_dates():
    made = replace(course(reading(0, "10")), lanes=(lane(), lane(), lane()))
    height = screen.least_height(made) - 12
    picture = screen.draw(made, whole(made), width=800, height=height, words=WORDS)
    lowest = max(item.y for item in picture.items if isinstance(item, Label))
    assert lowest + 5 <= height, "the legs of a letter too"


def test_zooming_cuts_lines_at_the_edge_and_drops_marks_outside():
    made = course(reading(0, "10"), reading(100, "110"))
    view = replace(whole(made), first=25, last=75)
    picture = screen.draw(made, view, width=800, height=420, words=WORDS)
    assert not discs(picture)
    line = next(item for item in picture.items if isinstance(item, Path) and item.stroke.role == "PLT")
    left, right = screen.plot_edges(800)
    assert (line.points[0][0], line.points[-1][0]) == (left, right)


def test_ten_years_of_daily_counts_are_thinned_to_what_can_be_seen():
    many = tuple(reading(day, str(20 + day % 50)) for day in range(3650))
    assert len(discs(drawn(course(*many)))) <= 2 * 800


def test_the_page_names_day_0_this_visit_and_the_last_day():
    made = course(*(reading(day, "20") for day in (-2, 0, 1, 2, 3, 4, 30, 60, 91)))
    picture = paper.draw(
        made, width=500, day_text=lambda day: f"D{day}", this_visit="this visit", selected=91
    )
    assert {"D0", "D91", "this visit"} <= set(labels(picture))
    assert "D2" not in labels(picture)


def test_the_page_grows_with_its_lanes_and_rows():
    made = course(reading(0, "9"))
    more = replace(made, rows=(Row("ATG", (Span(0, 4),)),))
    heights = [paper.draw(each, width=500, day_text=str).height for each in (made, more)]
    assert heights[1] > heights[0]


def test_labels_of_limits_that_lie_close_are_moved_apart():
    assert spread([10.0, 11.0], gap=8) == [6.5, 14.5]
    assert apart(((0, 0, "D0"), (4, 1, "D1"), (200, 90, "D90")), size=10, gap=4) == (1, 90)


def test_ticks_are_round_and_few():
    for low, high in ((0, 2), (50, 130), (0, 120), (0, 1234), (47, 53)):
        ticks = linear_ticks(low, high)
        assert 2 <= len(ticks) <= 4
        assert all(low <= tick <= high for tick in ticks)


def test_a_log_lane_keeps_what_lies_below_its_foot_on_its_edge():
    scale = Scale(0.05, 3, 100, 0, log=True)
    assert scale.at(0.01) == 100
    assert scale.at(3) == 0
    assert scale.ticks() == (0.1, 1.0)


def test_a_spark_leaves_out_a_limit_that_would_press_it_flat():
    near = sparkline([(0, 10.0), (7, 30.0)], width=60, height=9, limit=20)
    far = sparkline([(0, 10.0), (7, 30.0)], width=60, height=9, limit=900)
    assert len(near.items) == len(far.items) + 1
    assert not sparkline([], width=60, height=9).items
