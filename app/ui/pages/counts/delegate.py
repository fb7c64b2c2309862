"""Draws the cells of the grid: value, arrow out of range, grade as a small figure, what is not stored yet."""

from __future__ import annotations

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
from PySide6.QtGui import QColor, QPainter, QPolygonF
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QLineEdit,
    QStyle,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from app.ui import fonts, icons
from app.ui.pages.counts.grid import FIXED, GIVEN
from app.ui.style import theme_of
from app.ui.widgets.cells import PADDING, CellDelegate, colour_of, pen_of, tone_colour
from app.ui.widgets.header import TwoLineHeader

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.ui.pages.counts.grid import GridRow
    from app.ui.pages.counts.model import CountGrid
    from app.ui.pages.counts.typed import Typed
    from app.ui.theme import Theme

Index = QModelIndex | QPersistentModelIndex


def _sides(rect: QRect) -> tuple[int, int, int, int]:
    """Left, top, width and height: sums of numbers are quicker than rectangles."""
    return cast("tuple[int, int, int, int]", rect.getRect())


_GRADE = 16  # room for the figure at 100 %
_SIGN = 13  # of a question or a lock, at 100 %
_ARROWS = {"low": "↓", "high": "↑"}
_LEFT, _CENTRE, _RIGHT = 0.0, 0.5, 1.0  # the share of the free room that stands before a text
_SELECTED = QStyle.StateFlag.State_Selected.value


class CountDelegate(CellDelegate):
    """Paints every cell of the grid, in both of its halves, and gives it a plain line to type in."""

    typed = Signal()  # in the line of a cell

    def __init__(
        self, view: QTableView, grid: CountGrid, focused: Callable[[], bool], *, frozen: bool = False
    ) -> None:
        super().__init__(view)
        self._view, self._grid, self._focused, self._frozen = view, grid, focused, frozen
        self._graded = True

    def mark_grades(self, shown: bool) -> None:
        """Mark the cells with their grades, or not."""
        self._graded = shown
        self._view.viewport().update()

    def _ground(self, painter: QPainter, rect: QRect, theme: Theme, *, on: bool, current: bool) -> None:
        left, top, width, height = _sides(rect)
        if on:
            painter.fillRect(left, top, width, height, colour_of(theme.selection))
        line = colour_of(theme.line)
        painter.fillRect(left, top + height - 1, width, 1, line)
        painter.fillRect(left + width - 1, top, 1, height, line)
        if current:
            painter.setPen(pen_of(theme.accent, 2))
            painter.drawRect(left + 1, top + 1, width - 3, height - 3)

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
        left, top, width, height = _sides(rect)
        left, width = left + PADDING, width - 2 * PADDING + 2
        bold = over is not None
        # A value with an open question counts as unknown: neither graded nor compared.
        known = model.marks if over is None or over.problem is None else None
        figure, side = 0, ""
        if known is not None and value is not None:
            # Limits stay beside a value that is typed anew, until the save says otherwise.
            figure, side = known.shown(code, value, row.day, held)
        if value is None:
            ink = theme.text2 if over is None or over.problem is None else theme.text
            place = (left, top, width - 2, height)
            self._text(painter, place, text, ink=ink, points=9, bold=bold)
        else:
            room = fonts.scaled(_GRADE)
            place = (left, top, width - room, height)
            self._text(painter, place, text, ink=theme.text, points=10, bold=bold)
            before = left + width - room - 1 - fonts.advance(text, 10, bold=bold)
            if side:
                before -= fonts.scaled(12)
                place = (before, top, fonts.scaled(10), height)
                self._text(painter, place, _ARROWS[side], ink=theme.text2, points=9, align=_CENTRE)
            if self._graded and figure:
                ink = {3: theme.statuses["NR"].ink, 4: theme.error.ink}.get(figure, theme.text2)
                place = (left + width - room + 2, top, room - 3, height)
                self._text(painter, place, str(figure), ink=ink, points=8.5, bold=figure >= 3)
            if known is not None and known.growth_factor(code, row.day):
                self._open_mark(painter, before, rect, theme)
        if over is not None:
            self._unsaved(painter, rect, theme, over)
        elif held is not None and held.id in model.words.former:
            self._corrected(painter, rect, theme)

    def _unsaved(self, painter: QPainter, rect: QRect, theme: Theme, over: Typed) -> None:
        """A folded corner for what is not stored; a sign where something stands against it."""
        if over.problem is not None:
            refused = over.problem.severity == "refused"
            size = fonts.scaled(_SIGN)
            square = QRectF(rect.left() + 4, rect.center().y() + 1 - size // 2, size, size)
            colour = tone_colour(theme, "error" if refused else "warning")
            icons.paint(painter, "error" if refused else "warning", rect=square, colour=colour)
            return
        self._corner(painter, rect, theme)

    def _corner(self, painter: QPainter, rect: QRect, theme: Theme) -> None:
        corner = QPointF(rect.topLeft())
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.accent))
        high = fonts.scaled(7)
        painter.drawPolygon(QPolygonF([corner, corner + QPointF(high, 0), corner + QPointF(0, high)]))
        painter.setBrush(Qt.BrushStyle.NoBrush)

    def _open_mark(self, painter: QPainter, before: float, rect: QRect, theme: Theme) -> None:
        """The open circle that the chart draws for an ANC under a growth factor, close before its number:
        at the edge of the cell it reads as of the grade in the column before."""
        size = fonts.scaled(7)
        painter.setPen(pen_of(theme.accent, 1.5))
        left = max(round(before - fonts.scaled(6) - size), rect.left() + 4) + 0.5
        painter.drawEllipse(QRectF(left, rect.center().y() + 1 - size / 2, size, size))

    def _corrected(self, painter: QPainter, rect: QRect, theme: Theme) -> None:
        """An open corner at the other end: beside the grade, not over it."""
        high = fonts.scaled(7)
        corner = QPointF(rect.right() - 0.5, rect.top() + 0.5)
        painter.setPen(pen_of(theme.text2, 1.2))
        painter.drawPolygon(QPolygonF([corner - QPointF(high, 0), corner, corner + QPointF(0, high)]))

    def _text(
        self,
        painter: QPainter,
        place: tuple[int, int, int, int],
        text: str,
        *,
        ink: str,
        points: float,
        bold: bool = False,
        align: float = _RIGHT,
    ) -> None:
        left, top, room, height = place
        painter.setFont(fonts.measured(points, bold=bold)[0])
        painter.setPen(pen_of(ink))
        laid, width = fonts.laid_out(text, points, bold=bold, room=room)
        above = round(top + (height - laid.size().height()) / 2)
        painter.drawStaticText(left + round((room - width) * align), above, laid)

    def _fixed(self, painter: QPainter, rect: QRect, theme: Theme, *, row: GridRow, code: str) -> None:
        left, top, width, height = _sides(rect)
        left, width = left + PADDING, width - 2 * PADDING
        if code == "visit" and (row.locked or row.key in self._grid.refused):
            name, colour = ("lock", theme.text2) if row.locked else ("error", theme.error.ink)
            size = fonts.scaled(_SIGN)
            square = QRectF(left + width - size - 1, rect.center().y() + 1 - size // 2, size, size)
            icons.paint(painter, name, rect=square, colour=colour)
            width -= size + 3
        if code == "date" and self._grid.pending and self._grid.unsaved(row.key):
            self._corner(painter, rect, theme)
        text = self._grid.words.shown(row, code, None)
        ink = theme.text2 if code == GIVEN or (row.visit_id is None and code == "visit") else theme.text
        align = _LEFT if code in {"visit", GIVEN} else _RIGHT
        self._text(painter, (left, top, width, height), text, ink=ink, points=10, align=align)

    # Qt overrides

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model = self._grid
        code = model.columns[index.column()]
        if code in FIXED and not self._frozen:
            return  # the frozen half lies over these
        row, theme = model.rows[index.row()], theme_of(option.palette)
        painter.save()
        key = (row.key, code)
        proposed = key in model.proposed or (row.visit_id is None and row.day in model.offered)
        chosen = bool(option.state.value & _SELECTED)
        current = self._view.currentIndex() == index and self._focused()
        self._ground(painter, option.rect, theme, on=proposed or chosen, current=current)
        if code in FIXED or code == GIVEN:
            self._fixed(painter, option.rect, theme, row=row, code=code)
        else:
            self._value(painter, option.rect, theme, row=row, code=code, over=model.typed_at(key))
        painter.restore()

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


def plain(view: QTableView, delegate: CountDelegate) -> None:
    """Give a table its cells and no manners of its own."""
    header = TwoLineHeader(view)
    header.setSectionsClickable(False)
    header.setStretchLastSection(False)
    header.setMinimumSectionSize(24)
    view.setHorizontalHeader(header)
    view.setItemDelegate(delegate)
    view.setShowGrid(False)
    view.setWordWrap(False)
    view.setTabKeyNavigation(False)
    view.setSelectionMode(QAbstractItemView.SelectionMode.ContiguousSelection)
    view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    view.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    view.verticalHeader().hide()
    view.verticalHeader().setMinimumSectionSize(16)
    view.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
