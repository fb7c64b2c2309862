"""Columns that give way where a table is too narrow for all of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, QStringListModel, Qt
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QTableView, QWidget
from pytestqt.qtbot import QtBot

from app.ui import fonts, style
from app.ui.theme import CONTRAST, LIGHT
from app.ui.widgets.cells import CellDelegate
from app.ui.widgets.columns import Fit, balanced, breaks, filled, gives, hides, shared, unbroken_width
from app.ui.widgets.fitting_columns import FittingColumns
from app.ui.widgets.read_table import read_table

if TYPE_CHECKING:
    from app.ui.desk import Desk


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


def test_a_column_that_breaks_its_words_keeps_room_for_a_whole_date(qtbot: QtBot) -> None:
    moment, table = "2028年11月30日 20:58", QTableView()
    qtbot.addWidget(table)
    table.setModel(QStandardItemModel(0, 2, table))
    table.resize(120, 120)
    wanted = {"at": fonts.advance(moment, 10) + 20, "what": 100}
    ways = (breaks("at", 20), breaks("what", 20))
    FittingColumns(table, ways, wanted=lambda: wanted, row=28, samples={0: moment})
    table.show()
    qtbot.waitUntil(lambda: table.columnWidth(0) < wanted["at"])
    assert table.columnWidth(0) == unbroken_width(moment) == unbroken_width("2028年11月30日")


def test_what_is_left_goes_first_to_the_columns_that_lack_the_least() -> None:
    shown = {"a": 100, "b": 50, "c": 80, "d": 0}
    assert filled(shown, {"a": 300, "b": 60, "c": 80, "d": 40}, 290) == {"a": 150, "b": 60, "c": 80, "d": 0}
    assert filled(shown, {"a": 300, "b": 60}, 200) == shown  # nothing is left


def test_columns_that_share_a_room_too_small_need_about_as_many_lines_each() -> None:
    needs, least = {"a": 450, "b": 480, "c": 90}, {"a": 100, "b": 100, "c": 60}
    shown = {"a": 350, "b": 160, "c": 90, "d": 40}
    fair = balanced(shown, needs, least, lines=2)
    assert sum(fair.values()) >= sum(shown.values()) - 3
    assert (fair["c"], fair["d"]) == (90, 40)  # whole, and none of those that may break
    assert fair["a"] / needs["a"] == pytest.approx(fair["b"] / needs["b"], abs=0.01)
    assert balanced(shown, needs, least, lines=3) == shown  # no row is too high
    assert balanced(shown, needs, least | {"a": 300}, lines=2)["a"] == 300


SENTENCE = "The copy of the sheet is cut off here"


def worded(qtbot: QtBot, room: int, *cells: str) -> QTableView:
    """A table of three columns of 100, which is shown with these words in so many pixels."""
    table, model = QTableView(), QStandardItemModel(1, 3)
    model.setParent(table)
    for at, words in enumerate(cells):
        model.setItem(0, at, QStandardItem(words))
    table.setModel(model)
    table.setItemDelegate(CellDelegate(table))
    qtbot.addWidget(table)
    table.verticalHeader().hide()
    ways = (gives("a", 40), breaks("b", 60), gives("c", 60))
    FittingColumns(table, ways, wanted=lambda: dict.fromkeys("abc", 100), row=28, by_need=True)
    table.resize(room + 2 * table.frameWidth(), 120)
    table.show()
    qtbot.waitUntil(lambda: sum(table.columnWidth(at) for at in range(3)) <= room)
    return table


def test_a_column_of_few_words_gives_room_to_one_whose_words_would_be_cut(qtbot: QtBot) -> None:
    table = worded(qtbot, 420, SENTENCE, "x", "")
    delegate, first = table.itemDelegate(), table.model().index(0, 0)
    assert isinstance(delegate, CellDelegate)
    qtbot.waitUntil(lambda: table.columnWidth(0) >= delegate.width_of(first) > 100)
    assert table.columnWidth(1) >= 60 <= table.columnWidth(2)  # none goes below what it gives way to


def test_no_column_changes_where_nothing_is_cut(qtbot: QtBot) -> None:
    table = worded(qtbot, 320, "a", "b", "c")
    assert [table.columnWidth(at) for at in range(3)] == [100, 100, 100]


def test_a_column_that_may_break_its_words_does_so_before_they_are_cut(qtbot: QtBot) -> None:
    table = worded(qtbot, 300, "a", SENTENCE, "c")
    qtbot.waitUntil(lambda: table.rowHeight(0) > 28)


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


def test_in_high_contrast_an_edge_tells_the_row_of_a_table_that_is_not_in_focus(
    qtbot: QtBot, qapp: QApplication
) -> None:
    model, page = QStringListModel(["a", "b"]), QWidget()
    qtbot.addWidget(page)
    table = read_table(model, name="t", row=28, widths=[80], samples={}, quiet=True, parent=page)
    table.setCurrentIndex(model.index(0))
    table.resize(120, 120)
    page.show()
    table.clearFocus()
    usual = qapp.palette()
    qapp.setPalette(style.palette_of(CONTRAST))
    try:
        shown, cell = table.viewport().grab().toImage(), table.visualRect(model.index(0))
    finally:
        qapp.setPalette(usual)
    down, right = range(cell.top(), cell.bottom() + 1), cell.right() - 4
    column = [shown.pixelColor(right, y).name().upper() for y in down]
    assert column[:2] == column[-2:] == [CONTRAST.text] * 2
    assert CONTRAST.selection not in column


def drawn(qtbot: QtBot, desk: Desk) -> QTableView:
    """A table of two columns of 100 and 200, of which the second gives way first, then the first."""
    table = QTableView()
    table.setModel(QStandardItemModel(0, 3, table))
    table.horizontalHeader().setStretchLastSection(True)
    qtbot.addWidget(table)
    table.resize(400, 120)
    keys = ("a", "b", "c")
    wanted = {"a": 100, "b": 200, "c": 40}
    ways = (gives("b", 60), gives("a", 60))
    FittingColumns(
        table,
        ways,
        wanted=lambda: {key: fonts.scaled(wanted[key]) for key in keys},
        row=28,
        desk=desk,
        name="test",
    )
    table.show()
    return table


def test_a_width_that_was_drawn_is_kept_at_any_text_size_and_gives_way_last(
    qtbot: QtBot, qapp: QApplication, desk: Desk
) -> None:
    table = drawn(qtbot, desk)
    header = table.horizontalHeader()
    edge = QPoint(header.sectionViewportPosition(1) + header.sectionSize(1) - 1, 10)
    QTest.mousePress(header.viewport(), Qt.MouseButton.LeftButton, pos=edge)
    QTest.mouseMove(header.viewport(), edge + QPoint(30, 0))
    QTest.mouseRelease(header.viewport(), Qt.MouseButton.LeftButton, pos=edge + QPoint(30, 0))
    assert (header.sectionSize(0), header.sectionSize(1)) == (100, 230)
    again = drawn(qtbot, desk)
    assert again.columnWidth(1) == 230
    again.resize(344, 120)
    qtbot.waitUntil(lambda: (again.columnWidth(0), again.columnWidth(1)) == (72, 230))  # when it is painted
    again.resize(312, 120)
    qtbot.waitUntil(lambda: (again.columnWidth(0), again.columnWidth(1)) == (60, 210))  # when it is painted
    style.dress(qapp, desk.theme, text_size=150)
    larger = drawn(qtbot, desk)
    larger.resize(800, 120)
    assert larger.columnWidth(1) == 345
