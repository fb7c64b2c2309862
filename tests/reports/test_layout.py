"""How parts come onto pages: in order, split or kept, never over the foot of a page."""

from __future__ import annotations

from typing import Any

import pytest

from app.reports.layout import (
    CondPageBreak,
    Flowable,
    KeepTogether,
    Pages,
    Room,
    Spacer,
    TooTallError,
)
from app.reports.look import NOTE
from app.reports.text import paragraph

FIRST, LATER = Room(0, 0, 100, 100), Room(0, 0, 100, 80)


class Part(Flowable):
    """Tells the list that stands in for a canvas where it was drawn."""

    def __init__(self, name: str, height: float, *, keep: bool = False, before: float = 0) -> None:
        self.name, self.height = name, height
        self.keepWithNext, self.spaceBefore = keep, before

    def drawOn(self, canvas: Any, x: float, y: float) -> None:
        canvas.append((self.name, y))


class Pile(Part):
    """Can be split anywhere."""

    def split(self, available_width: float, available_height: float) -> list[Flowable]:
        rest = self.height - available_height
        return [Pile(self.name, available_height), Pile(f"{self.name}…", rest)]


def laid(*story: Flowable) -> list[list[tuple[str, float]]]:
    """What stands on each page, with the height of its foot."""
    pages: list[list[tuple[str, float]]] = [[]]
    drawn: Any = []

    def turn() -> Room:
        pages[-1] = list(drawn)
        drawn.clear()
        pages.append([])
        return LATER

    Pages(drawn, FIRST, turn).fill(story)
    pages[-1] = list(drawn)
    return pages


def test_parts_follow_each_other_from_the_top_and_go_on_on_the_next_page():
    assert laid(Part("a", 60), Part("b", 40), Part("c", 10)) == [[("a", 40), ("b", 0)], [("c", 70)]]


def test_the_space_before_a_part_is_left_out_at_the_top_of_a_page():
    assert laid(Part("a", 60, before=9), Part("b", 20, before=9), Part("c", 20, before=9)) == [
        [("a", 40), ("b", 11)],
        [("c", 60)],
    ]


def test_a_heading_goes_to_the_next_page_with_what_it_heads():
    assert laid(Part("a", 70), Part("head", 10, keep=True), Part("body", 30)) == [
        [("a", 30)],
        [("head", 70), ("body", 40)],
    ]


def test_a_table_that_no_page_can_hold_begins_below_its_heading_on_this_one():
    assert laid(Part("a", 40), Part("h", 10, keep=True), Pile("long", 150)) == [
        [("a", 60), ("h", 50), ("long", 0)],
        [("long…", 0)],
        [("long……", 60)],
    ]


def test_a_heading_without_room_for_anything_below_it_goes_along_with_a_long_table():
    assert laid(Part("a", 92), Part("h", 10, keep=True), Pile("long", 150)) == [
        [("a", 8)],
        [("h", 70), ("long", 0)],
        [("long…", 0)],
    ]


def test_a_heading_at_the_end_of_everything_is_drawn():
    assert laid(Part("a", 70), Part("head", 10, keep=True)) == [[("a", 30), ("head", 20)]]


def test_what_is_kept_together_moves_as_one():
    assert laid(Part("a", 50), KeepTogether([Part("b", 30), Part("c", 30)]), Part("d", 20)) == [
        [("a", 50)],
        [("b", 50), ("c", 20), ("d", 0)],
    ]


def test_what_is_kept_together_but_taller_than_a_page_flows_on():
    assert laid(Part("a", 50), KeepTogether([Part("b", 30), Pile("c", 90)])) == [
        [("a", 50)],
        [("b", 50), ("c", 0)],
        [("c…", 40)],
    ]


def test_a_part_is_split_where_the_page_ends():
    assert laid(Pile("a", 250)) == [[("a", 0)], [("a…", 0)], [("a……", 10)]]


def test_a_break_begins_a_page_once():
    page = CondPageBreak(200)
    assert laid(page, Part("a", 10), page, page, Part("b", 10)) == [
        [("a", 90)],
        [("b", 70)],
    ]


@pytest.mark.parametrize(("needed", "pages"), [(30, 1), (31, 2)])
def test_a_conditional_break_looks_at_what_is_left(needed: float, pages: int):
    assert len(laid(Part("a", 70), CondPageBreak(needed), Part("b", 5))) == pages


def test_room_is_left_where_a_spacer_stands():
    assert laid(Part("a", 10), Spacer(0, 5), Part("b", 10)) == [[("a", 90), ("b", 75)]]


def test_a_part_too_tall_for_any_page_is_refused():
    with pytest.raises(TooTallError):
        laid(Part("a", 101))


def test_a_text_goes_on_on_the_next_page_without_losing_a_word():
    text = paragraph(" ".join(f"word{n}" for n in range(200)), NOTE)
    text.wrap(100, 1000)
    first, rest = text.split(100, 50)
    assert first.wrap(100, 50)[1] <= 50
    assert first.wrap(100, 50)[1] + rest.wrap(100, 1000)[1] == text.wrap(100, 1000)[1]
