"""Draws the cells of the grid: value, arrow out of range, grade as a small figure, what is not stored yet."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import (
    QAbstractItemModel,
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QRectF,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QLineEdit, QStyleOptionViewItem, QTableView, QWidget

from app.ui import fonts, icons
from app.ui.pages.counts.grid import FIXED, GIVEN
from app.ui.style import theme_of
from app.ui.widgets.cells import PADDING, CellDelegate, tone_colour

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.ui.pages.counts.grid import GridRow
    from app.ui.pages.counts.model import CountGrid
    from app.ui.pages.counts.typed import Typed
    from app.ui.theme import Theme

Index = QModelIndex | QPersistentModelIndex


@lru_cache(maxsize=64)
def _ink(colour: str, width: float = 1) -> QPen:
    return QPen(QColor(colour), width)


_GRADE = 16  # room for the figure at 100 %
_ARROWS = {"low": "↓", "high": "↑"}
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
_CENTRE = int(Qt.AlignmentFlag.AlignCenter)


class CountDelegate(CellDelegate):
    """Paints every cell of the grid, in both of its halves, and gives it a plain line to type in."""

    typed = Signal()  # in the line of a cell

    def __init__(
        self, view: QTableView, grid: CountGrid, focused: Callable[[], bool], *, frozen: bool = False
    ) -> None:
        super().__init__(view)
        self._view, self._grid, self._focused, self._frozen = view, grid, focused, frozen
        self.show_grades = True

    def _ground(self, painter: QPainter, rect: QRect, theme: Theme, *, on: bool, current: bool) -> None:
        if on:
            painter.fillRect(rect, QColor(theme.selection))
        painter.setPen(_ink(theme.line))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        painter.drawLine(rect.topRight(), rect.bottomRight())
        if current:
            painter.setPen(_ink(theme.accent, 2))
            painter.drawRect(rect.adjusted(1, 1, -1, -1))

    def _value(
        self, painter: QPainter, rect: QRect, theme: Theme, *, row: GridRow, code: str, over: Typed | None
    ) -> None:
        model = self._grid
        text = model.words.shown(row, code, over)
        if not text:
            return
        held = row.values.get(code)
        stored = held.value if held is not None else None
        value = stored if over is None else (over.quantity.value if over.quantity is not None else None)
        inner = rect.adjusted(PADDING, 0, -PADDING + 2, 0)
        bold = over is not None
        # A value with an open question counts as unknown: neither graded nor compared.
        known = model.marks if over is None or over.problem is None else None
        figure, side = 0, ""
        if known is not None and value is not None:
            # Limits stay beside a value that is typed anew, until the save says otherwise.
            figure, side = known.shown(code, value, row.day, held)
        room = fonts.scaled(_GRADE)
        if value is None:
            ink = theme.text2 if over is None or over.problem is None else theme.text
            self._text(painter, inner.adjusted(0, 0, -2, 0), text, ink=ink, points=9, bold=bold)
        else:
            spot = inner.adjusted(0, 0, -room, 0)
            self._text(painter, spot, text, ink=theme.text, points=10, bold=bold)
            marks = _ARROWS.get(side, "")
            if marks:
                left = spot.right() - fonts.advance(text, 10, bold=bold) - fonts.scaled(12)
                arrow = QRect(left, rect.top(), fonts.scaled(10), rect.height())
                self._text(painter, arrow, marks, ink=theme.text2, points=9, align=_CENTRE)
            if self.show_grades and figure:
                ink = {3: theme.statuses["NR"].ink, 4: theme.error.ink}.get(figure, theme.text2)
                at = QRect(inner.right() - room + 3, rect.top(), room - 3, rect.height())
                self._text(painter, at, str(figure), ink=ink, points=8.5, bold=figure >= 3)
        if over is not None:
            self._unsaved(painter, rect, theme, over)

    def _unsaved(self, painter: QPainter, rect: QRect, theme: Theme, over: Typed) -> None:
        """A folded corner for what is not stored; a sign where something stands against it."""
        if over.problem is not None:
            refused = over.problem.severity == "refused"
            square = QRectF(rect.left() + 4, rect.center().y() - 6, 13, 13)
            colour = tone_colour(theme, "error" if refused else "warning")
            icons.paint(painter, "error" if refused else "warning", rect=square, colour=colour)
            return
        corner = QPointF(rect.topLeft())
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.accent))
        painter.drawPolygon(QPolygonF([corner, corner + QPointF(7, 0), corner + QPointF(0, 7)]))
        painter.setBrush(Qt.BrushStyle.NoBrush)

    def _text(
        self,
        painter: QPainter,
        rect: QRect,
        text: str,
        *,
        ink: str,
        points: float,
        bold: bool = False,
        align: int = _RIGHT,
    ) -> None:
        font, metrics = fonts.measured(points, bold=bold)
        painter.setFont(font)
        painter.setPen(_ink(ink))
        if fonts.advance(text, points, bold=bold) > rect.width():
            text = metrics.elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
        painter.drawText(rect, align, text)

    # Qt overrides

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        view, model = self._view, self._grid
        row, code = model.rows[index.row()], model.columns[index.column()]
        if code in FIXED and not self._frozen:
            return  # the frozen half lies over these
        theme = theme_of(option.palette)
        painter.save()
        key = (row.key, code)
        proposed = key in model.proposed or (row.visit_id is None and row.day in model.offered)
        chosen = view.selectionModel().isSelected(cast(QModelIndex, index))
        here = view.currentIndex()
        current = (here.row(), here.column()) == (index.row(), index.column()) and self._focused()
        self._ground(painter, option.rect, theme, on=proposed or chosen, current=current)
        if code in FIXED or code == GIVEN:
            self._fixed(painter, option.rect, theme, row=row, code=code)
        else:
            self._value(painter, option.rect, theme, row=row, code=code, over=model.typed_at(key))
        painter.restore()

    def _fixed(self, painter: QPainter, rect: QRect, theme: Theme, *, row: GridRow, code: str) -> None:
        inner = rect.adjusted(PADDING, 0, -PADDING, 0)
        if code == "visit" and (row.locked or row.key in self._grid.refused):
            name, colour = ("lock", theme.text2) if row.locked else ("error", theme.error.ink)
            square = QRectF(inner.right() - 13, rect.center().y() - 6, 13, 13)
            icons.paint(painter, name, rect=square, colour=colour)
            inner.setRight(inner.right() - 16)
        text = self._grid.words.shown(row, code, None)
        ink = theme.text2 if code == GIVEN or (row.visit_id is None and code == "visit") else theme.text
        align = _LEFT if code in {"visit", GIVEN} else _RIGHT
        self._text(painter, inner, text, ink=ink, points=10, align=align)

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        editor = QLineEdit(parent)
        editor.setFrame(False)
        editor.setProperty("cell", True)
        editor.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        model = self._grid
        editor.setAccessibleName(model.words.name(model.columns[index.column()]))
        editor.textEdited.connect(lambda _text: self.typed.emit())
        return editor

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        cast(QLineEdit, editor).setText(str(index.data(Qt.ItemDataRole.EditRole) or ""))

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        model.setData(cast(QModelIndex, index), cast(QLineEdit, editor).text())

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        editor.setGeometry(option.rect)
