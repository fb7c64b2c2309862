"""A table that keeps a picture of each row it has painted, and puts it down while the row looks the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QModelIndex, QRect, Qt, QTimer
from PySide6.QtGui import QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QHeaderView, QStyle, QStyleOptionViewItem, QTableView, QWidget

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

_KEPT = 48  # rows; in a tall window what it shows, twice
# New rows in one turn of the loop: beside the answer that brings them, then in turns of their own.
_AT_FIRST, _LATER = 2, 6
_LOOKS_CHANGE = {QEvent.Type.PaletteChange, QEvent.Type.FontChange, QEvent.Type.StyleChange}


class PicturedTable(QTableView):
    """Painting the hundred cells of a list takes 10 ms, which somebody who has just saved waits for.

    `look_of`: equal for rows whose cells all show the same, selection and pointer apart. Rows are chosen as
    a whole, one at a time; nothing is typed; there is no grid and no span.
    """

    def __init__(self, look_of: Callable[[int], Hashable], parent: QWidget | None) -> None:
        super().__init__(parent)
        self._look_of = look_of
        self._pictures: dict[Hashable, QPixmap] = {}
        self._before: QPixmap | None = None  # what stood here, while new rows come a few at a time
        self._at_once = _AT_FIRST
        self._hovered = -1
        self.setShowGrid(False)
        self.setMouseTracking(True)
        self.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QTableView.SelectionMode.SingleSelection)
        self.setEditTriggers(QTableView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QTableView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.entered.connect(self._on_entered)
        self.viewportEntered.connect(lambda: self._hover(-1))
        self._forget_with(self.horizontalHeader())

    def forget_pictures(self) -> None:
        """Paint every row anew when it is next seen."""
        self._pictures.clear()

    def _forget_with(self, header: QHeaderView) -> None:
        header.sectionResized.connect(self.forget_pictures)
        header.sectionMoved.connect(self.forget_pictures)

    def paint_in_turns(self) -> None:
        """Let the rows that are shown next come a few at a time: the next key need not wait for all.

        What stands there now stands until they come.
        """
        self._before, self._at_once = self.viewport().grab(), _AT_FIRST

    def _on_entered(self, index: QModelIndex) -> None:
        self._hover(index.row())

    def _hover(self, row: int) -> None:
        self._hovered = row  # the view itself asks for both rows to be painted

    def _picture(self, row: int, *, anew: bool) -> tuple[QPixmap | None, bool]:
        """How a row looks, and whether it was painted anew; None where it would have to be and may not."""
        current = self.currentIndex()
        focused = current.column() if current.row() == row and self.hasFocus() else -1
        selected = self.selectionModel().isRowSelected(row, QModelIndex())
        ratio, height = self.viewport().devicePixelRatio(), self.rowHeight(row)
        hovered, active = row == self._hovered, self.isActiveWindow()
        key = (self._look_of(row), selected, hovered, focused, active, ratio, height)
        known = self._pictures.get(key)
        if known is not None or not anew:
            return known, False
        if len(self._pictures) >= max(_KEPT, 2 * self.viewport().height() // height):
            self._pictures.pop(next(iter(self._pictures)))
        self._pictures[key] = made = self._painted(row, focused=focused, selected=selected)
        return made, True

    def _painted(self, row: int, *, focused: int, selected: bool) -> QPixmap:
        header, height = self.horizontalHeader(), self.rowHeight(row)
        ratio = self.viewport().devicePixelRatio()
        picture = QPixmap(round(header.length() * ratio), round(height * ratio))
        picture.setDevicePixelRatio(ratio)
        picture.fill(Qt.GlobalColor.transparent)
        option = QStyleOptionViewItem()
        self.initViewItemOption(option)
        if selected:
            option.state |= QStyle.StateFlag.State_Selected
        if row == self._hovered:
            option.state |= QStyle.StateFlag.State_MouseOver
        painter = QPainter(picture)
        plain = option.state
        for column in range(header.count()):
            if header.isSectionHidden(column):
                continue
            index = self.model().index(row, column)
            option.rect = QRect(header.sectionPosition(column), 0, header.sectionSize(column), height)
            option.state = plain | QStyle.StateFlag.State_HasFocus if column == focused else plain
            self.itemDelegateForIndex(index).paint(painter, option, index)
        painter.end()
        return picture

    # Qt overrides

    def setHorizontalHeader(self, header: QHeaderView) -> None:
        super().setHorizontalHeader(header)
        self._forget_with(header)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, area = QPainter(self.viewport()), event.rect()
        left, rows = -self.horizontalOffset(), self.model().rowCount()
        row, before = self.rowAt(area.top()), self._before
        room, waiting = rows if before is None else self._at_once, -1
        while 0 <= row < rows and (top := self.rowViewportPosition(row)) <= area.bottom():
            picture, made = self._picture(row, anew=room > 0)
            room -= made
            if picture is not None:
                painter.drawPixmap(left, top, picture)
            elif before is not None:
                waiting = top if waiting < 0 else waiting
                ratio = before.devicePixelRatio()
                where, height = round(top * ratio), round(self.rowHeight(row) * ratio)
                painter.drawPixmap(0, top, before, 0, where, before.width(), height)
            row += 1
        painter.end()
        self._at_once = _LATER
        if waiting < 0:
            self._before = None
        else:
            rest = self.viewport().rect().adjusted(0, waiting, 0, 0)
            QTimer.singleShot(0, self, lambda: self.viewport().update(rest))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() in _LOOKS_CHANGE:
            self.forget_pictures()
        super().changeEvent(event)

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Leave:
            self._hover(-1)
        return super().viewportEvent(event)
