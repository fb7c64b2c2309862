"""Rows that are put down as pictures look as if painted, and are painted once while they look the same."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QPoint, Qt
from PySide6.QtGui import QImage, QPainter, QPalette
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QHeaderView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from app.ui.widgets.row_pictures import PicturedTable

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

ROWS, COLUMNS = 6, 3
_ROOT = QModelIndex()
Index = QModelIndex | QPersistentModelIndex


class Words(QAbstractTableModel):
    """A word in each cell."""

    def __init__(self) -> None:
        super().__init__()
        self.words = [f"row {row}" for row in range(ROWS)]

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.words)

    def columnCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else COLUMNS

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        return self.words[index.row()] if role == Qt.ItemDataRole.DisplayRole else None

    def say(self, row: int, word: str) -> None:
        self.beginResetModel()
        self.words[row] = word
        self.endResetModel()


class Counted(QStyledItemDelegate):
    """Notes which rows it paints, and marks the pointer's."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.painted: list[int] = []

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        self.painted.append(index.row())
        if option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(option.rect, Qt.GlobalColor.yellow)
        super().paint(painter, option, index)


class Table:
    """The table, its words and its delegate."""

    def __init__(self, qtbot: QtBot) -> None:
        self.words = Words()
        self.view = PicturedTable(lambda row: self.words.words[row], None)
        self.view.setModel(self.words)
        self.delegate = Counted(self.view)
        self.view.setItemDelegate(self.delegate)
        self.view.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the frame of the focus is a row of its own looks
        self.view.resize(400, 300)
        qtbot.addWidget(self.view)
        with qtbot.waitExposed(self.view):
            self.view.show()
        self.view.grab()
        self.delegate.painted.clear()

    def painted(self) -> list[int]:
        """The rows that a picture of the whole table had to paint."""
        self.delegate.painted.clear()
        kept = self.view.grab().toImage()
        rows = sorted(set(self.delegate.painted))
        self.view.forget_pictures()
        assert kept == self.view.grab().toImage()  # the same as painted anew
        return rows


@pytest.fixture
def table(qtbot: QtBot) -> Table:
    return Table(qtbot)


def test_rows_that_look_the_same_are_not_painted_again(table: Table) -> None:
    assert table.painted() == []


def test_a_row_that_says_something_new_is_painted_alone(table: Table) -> None:
    table.words.say(2, "another")
    assert table.painted() == [2]


def test_the_selection_is_seen_where_it_is(table: Table) -> None:
    table.view.selectRow(1)
    assert table.painted() == [1]
    table.view.selectRow(4)
    assert table.painted() == [1, 4]


def test_the_row_under_the_pointer_is_marked_until_the_pointer_leaves(table: Table) -> None:
    plain = table.view.grab().toImage()
    spot = table.view.visualRect(table.words.index(3, 1)).center()
    QTest.mouseMove(table.view.viewport(), spot)
    assert 3 in table.painted()
    assert table.view.grab().toImage() != plain
    QTest.mouseMove(table.view.viewport(), QPoint(spot.x(), table.view.viewport().height() - 2))
    table.painted()
    assert table.view.grab().toImage() == plain


def test_other_widths_and_colours_are_painted_anew(table: Table) -> None:
    everything = list(range(ROWS))
    table.view.setColumnWidth(1, 60)
    assert table.painted() == everything
    table.view.setColumnHidden(0, True)
    assert table.painted() == everything
    colours = QPalette(table.view.palette())
    colours.setColor(QPalette.ColorRole.Text, Qt.GlobalColor.red)
    table.view.setPalette(colours)
    assert table.painted() == everything


def test_widths_count_in_a_header_of_its_own_too(table: Table) -> None:
    table.view.setHorizontalHeader(QHeaderView(Qt.Orientation.Horizontal, table.view))
    table.view.grab()
    table.view.setColumnWidth(1, 60)
    assert table.painted() == list(range(ROWS))


def test_a_table_scrolled_to_the_side_shows_the_rest_of_its_rows(table: Table) -> None:
    table.view.setColumnWidth(0, 500)
    table.view.horizontalScrollBar().setValue(120)
    table.painted()
    assert table.view.indexAt(QPoint(1, 5)).column() == 0


def test_new_rows_may_come_a_few_at_a_time_while_the_old_ones_stand(qtbot: QtBot, table: Table) -> None:
    painted = table.delegate.painted
    below = table.view.visualRect(table.words.index(ROWS - 1, 0))

    def foot() -> QImage:
        return table.view.viewport().grab().toImage().copy(below)

    before = foot()
    table.view.paint_in_turns()
    table.words.beginResetModel()
    table.words.words = [f"other {row}" for row in range(ROWS)]
    table.words.endResetModel()
    assert foot() == before
    assert set(painted) == {0, 1}
    qtbot.waitUntil(lambda: set(painted) == set(range(ROWS)))
    assert table.painted() == []
    assert foot() != before
