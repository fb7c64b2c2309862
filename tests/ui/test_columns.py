"""Columns that give way where a table is too narrow for all of them."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QStringListModel
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app.ui import fonts, style
from app.ui.theme import LIGHT
from app.ui.widgets.columns import Fit, breaks, gives, hides, shared
from app.ui.widgets.read_table import read_table


@pytest.fixture(autouse=True)
def designed(qapp: QApplication) -> None:
    """The design's text size, in which a pixel of the design is one."""
    fonts.load_latin()
    style.dress(qapp, LIGHT)


@pytest.mark.parametrize(
    ("room", "fitted", "broken"),
    [
        (400, (100, 200, 100), ""),  # all fit
        (360, (100, 160, 100), ""),  # the first that gives does
        (300, (80, 120, 100), ""),  # then the next, once the first has nothing left to give
        (250, (60, 90, 100), "b"),  # then words break
        (170, (60, 110, 0), "b"),  # and what matters least hides: the others have its room again
        (100, (60, 80, 0), "b"),  # none below its least: the rest is scrolled to
    ],
)
def test_columns_give_way_in_their_order_down_to_their_least(
    room: int, fitted: tuple[int, ...], broken: str
) -> None:
    ways = (gives("b", 120), gives("a", 60), breaks("b", 80), hides("c"))
    wanted = {"a": 100, "b": 200, "c": 100}
    assert shared(wanted, ways, room) == Fit(fitted, frozenset(broken))


def test_a_column_that_is_narrower_than_its_least_stays() -> None:
    assert shared({"a": 50, "b": 200}, (gives("a", 120),), 100).widths == (50, 200)


def test_no_column_is_narrower_than_the_word_over_it() -> None:
    assert shared({"a": 100, "b": 200}, (gives("b", 20),), 100, heads={"a": 10, "b": 90}).widths == (100, 90)


def test_of_several_tables_only_the_one_in_focus_shows_its_row_in_the_accents_tint(qtbot: QtBot) -> None:
    model, page = QStringListModel(["a", "b"]), QWidget()
    qtbot.addWidget(page)
    table = read_table(model, name="t", row=28, widths=[80], samples={}, quiet=True, parent=page)
    table.setCurrentIndex(model.index(0))
    table.resize(120, 120)

    def ground() -> str:
        cell = table.visualRect(model.index(0))
        return table.viewport().grab().toImage().pixelColor(cell.right() - 4, cell.top() + 5).name().upper()

    page.show()
    table.clearFocus()
    assert ground() == LIGHT.window
    page.activateWindow()
    table.setFocus()
    qtbot.waitUntil(lambda: table.hasFocus() and ground() == LIGHT.selection)
