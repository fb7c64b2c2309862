"""How two parts share the room: as drawn, over runs, for each person, on any screen and at any text size."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QWidget

from app.settings import Personal, Settings
from app.ui.widgets.kept_split import Divider, KeptSplitter

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from app.ui.desk import Desk

LEAST = 200


def page(qtbot: QtBot, desk: Desk, *, width: int) -> KeptSplitter:
    """A page of two parts, of which the second is 300 wide until something else is drawn."""
    splitter = KeptSplitter(desk, name="test")
    for _part in range(2):
        part = QWidget()
        part.setMinimumWidth(LEAST)
        splitter.addWidget(part)
    splitter.setStretchFactor(0, 1)
    splitter.setStretchFactor(1, 0)
    qtbot.addWidget(splitter)
    splitter.resize(width, 400)
    splitter.show()
    qtbot.waitExposed(splitter)
    splitter.arrange((width - 312, 300))
    return splitter


def draw(splitter: KeptSplitter, by: int) -> None:
    handle = splitter.handle(1)
    start = QPoint(4, 20)
    QTest.mousePress(handle, Qt.MouseButton.LeftButton, pos=start)
    QTest.mouseMove(handle, start + QPoint(by, 0))
    QTest.mouseRelease(handle, Qt.MouseButton.LeftButton, pos=start)


def test_a_share_that_was_drawn_is_kept_for_other_sizes_until_a_double_click(
    qtbot: QtBot, desk: Desk
) -> None:
    first = page(qtbot, desk, width=1012)
    assert first.sizes() == [700, 300]
    draw(first, -200)
    assert first.sizes() == [500, 500]
    assert page(qtbot, desk, width=1012).sizes() == [500, 500]
    assert page(qtbot, desk, width=1612).sizes() == [800, 800]  # a larger screen
    large = page(qtbot, desk, width=1012)
    large.resize(1212, 400)
    assert large.sizes() == [600, 600]
    QTest.mouseDClick(large.handle(1), Qt.MouseButton.LeftButton)
    assert large.sizes() == [1212 - 312, 300]
    assert page(qtbot, desk, width=1012).sizes() == [700, 300]


def test_the_keys_move_the_divider_and_give_the_usual_share_back(qtbot: QtBot, desk: Desk) -> None:
    splitter = page(qtbot, desk, width=1012)
    divider = splitter.handle(1)
    assert isinstance(divider, Divider)
    came_from = QLineEdit(splitter.widget(0))
    came_from.show()
    divider.begin(came_from)
    assert splitter.focusWidget() is divider
    assert "70 %" in divider.accessibleDescription()
    qtbot.keyClick(divider, Qt.Key.Key_Left)
    qtbot.keyClick(divider, Qt.Key.Key_Up)
    assert splitter.sizes() == [650, 350]
    assert "65 %" in divider.accessibleDescription()
    assert page(qtbot, desk, width=1012).sizes() == [650, 350]
    for key, sizes in (
        (Qt.Key.Key_Home, [LEAST, 800]),
        (Qt.Key.Key_Left, [LEAST, 800]),
        (Qt.Key.Key_End, [800, LEAST]),
        (Qt.Key.Key_Return, [700, 300]),
    ):
        qtbot.keyClick(divider, key)
        assert splitter.sizes() == sizes
    assert page(qtbot, desk, width=1012).sizes() == [700, 300]
    qtbot.keyClick(divider, Qt.Key.Key_Escape)
    assert splitter.focusWidget() is came_from


def test_no_part_gets_less_than_it_needs_where_there_is_less_room_or_larger_text(
    qtbot: QtBot, desk: Desk
) -> None:
    wide = page(qtbot, desk, width=1612)
    draw(wide, -900)
    assert wide.sizes()[0] == 400
    narrow = page(qtbot, desk, width=512)
    assert narrow.sizes() == [LEAST, 300]
    first = narrow.widget(0)
    assert first is not None
    first.setMinimumWidth(260)  # what it holds is written in larger letters
    qtbot.waitUntil(lambda: narrow.sizes()[0] == 260)


def test_beside_and_below_have_a_share_each(qtbot: QtBot, desk: Desk) -> None:
    splitter = page(qtbot, desk, width=1012)
    draw(splitter, -200)
    splitter.setOrientation(Qt.Orientation.Vertical)
    splitter.arrange((288, 100))
    assert splitter.sizes() == [288, 100]
    splitter.setOrientation(Qt.Orientation.Horizontal)
    splitter.arrange((700, 300))
    assert splitter.sizes() == [500, 500]


def test_what_one_person_has_drawn_is_not_anothers(desk: Desk) -> None:
    mine, theirs = desk.state, Personal(desk.settings, "somebody.else")
    desk.settings.put("split.test.beside", 300)  # of before there were persons
    mine.put("split.test.beside", 400)
    assert (mine.get("split.test.beside", 0), theirs.get("split.test.beside", 0)) == (400, 300)


def test_who_drew_it_is_not_named_in_the_open_file(tmp_path: Path) -> None:
    file = tmp_path / "settings.json"
    mine = Personal(Settings(file), "anna.meier")
    mine.put("split.response.beside", 400)
    kept = file.read_text(encoding="utf-8")
    assert "split.response.beside@" in kept
    assert "meier" not in kept
    assert Personal(Settings(file), "anna.meier").get("split.response.beside", 0) == 400
