"""Joined buttons: one edge between two, rounded at the ends of a line only, figures beside the words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QButtonGroup, QWidget

from app.ui.theme import LIGHT
from app.ui.widgets.segments import Segment, SegmentRow

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot


def row_of(qtbot: QtBot, *words: str) -> tuple[QWidget, list[Segment]]:
    """A row of which one is down, in a window that has the focus."""
    holder = QWidget()
    row, group = SegmentRow(holder), QButtonGroup(holder)
    made = []
    for word in words:
        segment = Segment(holder)
        segment.say(word, "3")
        segment.setCheckable(True)
        group.addButton(segment)
        row.add(segment)
        made.append(segment)
    made[0].setChecked(True)
    qtbot.addWidget(holder)
    holder.setFixedSize(holder.sizeHint())
    holder.show()
    qtbot.waitExposed(holder)
    return holder, made


def columns_of(image: QImage, colour: str) -> list[int]:
    """The columns of pixels that are all of one colour in the middle of a picture."""
    middle = range(image.height() // 2 - 3, image.height() // 2 + 3)
    return [x for x in range(image.width()) if all(image.pixelColor(x, y) == QColor(colour) for y in middle)]


def test_neighbours_share_one_edge_of_one_pixel(qtbot: QtBot, qapp: object) -> None:
    holder, (first, second, third) = row_of(qtbot, "All", "Due", "Late")
    assert (second.x(), third.x()) == (first.geometry().right(), second.geometry().right())
    image = holder.grab().toImage()
    assert columns_of(image, LIGHT.border) == [third.x(), holder.width() - 1]
    assert columns_of(image, LIGHT.accent) == [0, second.x()], "the edge is that of the one that is down"
    third.setChecked(True)
    image = holder.grab().toImage()
    assert columns_of(image, LIGHT.accent) == [third.x(), holder.width() - 1]


def test_nothing_moves_when_another_one_is_pressed(qtbot: QtBot, qapp: object) -> None:
    _holder, made = row_of(qtbot, "All", "Due", "Late")
    before = [segment.geometry() for segment in made]
    qtbot.mouseClick(made[1], Qt.MouseButton.LeftButton)
    assert made[1].isChecked()
    assert [segment.geometry() for segment in made] == before
    assert made[1].text() == "Due  3"


def test_a_hidden_one_leaves_no_gap_and_a_line_of_its_own_has_both_ends(qtbot: QtBot, qapp: object) -> None:
    holder, (first, second, third) = row_of(qtbot, "All", "Due", "Late")
    second.hide()
    qtbot.waitUntil(lambda: third.x() == first.geometry().right())
    second.show()
    holder.setFixedSize(first.width() + 4, 200)
    qtbot.waitUntil(lambda: third.y() > second.y() > first.y())
    assert all(segment._ends == (True, True) for segment in (first, second, third))
