"""Columns that give way where a table is too narrow for all of them."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication

from app.ui import fonts, style
from app.ui.theme import LIGHT
from app.ui.widgets.columns import with_room


@pytest.fixture(autouse=True)
def designed(qapp: QApplication) -> None:
    """The design's text size, in which a pixel of the design is one."""
    fonts.load_latin()
    style.dress(qapp, LIGHT)


@pytest.mark.parametrize(
    ("room", "fitted"),
    [
        (400, [100, 200, 100]),  # all fit
        (360, [100, 160, 100]),  # the first that gives does
        (300, [80, 120, 100]),  # then the next, once the first has nothing left to give
        (100, [60, 120, 100]),  # none below its least: the rest is scrolled to
    ],
)
def test_columns_give_way_in_their_order_down_to_their_least(room: int, fitted: list[int]) -> None:
    assert with_room([100, 200, 100], [(1, 120), (0, 60)], room) == fitted


def test_a_column_that_is_narrower_than_its_least_stays() -> None:
    assert with_room([50, 200], [(0, 120)], 100) == [50, 200]
