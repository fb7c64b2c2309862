"""A table that keeps a picture of each row it has painted, and puts it down while the row looks the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QModelIndex, QRect, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem, QTableView, QWidget

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

_KEPT = 48  # rows: what a window shows, twice
_LOOKS_CHANGE = {QEvent.Type.PaletteChange, QEvent.Type.FontChange, QEvent.Type.StyleChange}


class PicturedTable(QTableView):
    """Painting the hundred cells of a list takes 10 ms, which somebody who has just saved waits for.

    `look_of`: equal for rows whose cells all show the same, selection and pointer apart. Rows are selected as
    a whole; there is no grid and no span.
    """

    def __init__(self, look_of: Callable[[int], Hashable], parent: QWidget | None) -> None:
        super().__init__(parent)
        self._look_of = look_of
        self._pictures: dict[Hashable, QPixmap] = {}
        self._hovered = -1
        self.setShowGrid(False)
        self.setMouseTracking(True)
        self.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
        self.entered.connect(self._on_entered)
        self.viewportEntered.connect(lambda: self._hover(-1))
        header = self.horizontalHeader()
        header.sectionResized.connect(self.forget_pictures)
        header.sectionMoved.connect(self.forget_pictures)
        self.verticalHeader().sectionResized.connect(self.forget_pictures)

    def forget_pictures(self) -> None:
        """Paint every row anew when it is next seen."""
        self._pictures.clear()

    def _on_entered(self, index: QModelIndex) -> None:
        self._hover(index.row())

    def _hover(self, row: int) -> None:
        self._hovered = row  # the view itself asks for both rows to be painted

    def _picture(self, row: int) -> QPixmap:
        current = self.currentIndex()
        focused = current.column() if current.row() == row and self.hasFocus() else -1
        selected = self.selectionModel().isRowSelected(row, QModelIndex())
        ratio = self.viewport().devicePixelRatio()
        key = (self._look_of(row), selected, row == self._hovered, focused, self.isActiveWindow(), ratio)
        known = self._pictures.get(key)
        if known is None:
            if len(self._pictures) >= _KEPT:
                self._pictures.pop(next(iter(self._pictures)))
            known = self._pictures[key] = self._painted(row, focused=focused, selected=selected)
        return known

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

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, area = QPainter(self.viewport()), event.rect()
        left, rows = -self.horizontalOffset(), self.model().rowCount()
        row = self.rowAt(area.top())
        while 0 <= row < rows and (top := self.rowViewportPosition(row)) <= area.bottom():
            painter.drawPixmap(left, top, self._picture(row))
            row += 1
        painter.end()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() in _LOOKS_CHANGE:
            self.forget_pictures()
        super().changeEvent(event)

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Leave:
            self._hover(-1)
        return super().viewportEvent(event)
