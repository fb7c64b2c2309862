"""Cells of the tables: text, chip and spark painted by delegates, and the roles that models answer."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache, partial
from types import MappingProxyType
from typing import NamedTuple, cast

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QHelpEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolTip,
    QWidget,
)

from app.i18n import Texts
from app.i18n.unbroken import unbroken
from app.ui import fonts, icons
from app.ui.style import theme_of
from app.ui.theme import Theme
from app.ui.widgets import stamps, tips
from app.ui.widgets.chip import chip_height, chip_text, paint_chip
from app.ui.widgets.spark import paint_spark

_USER = int(Qt.ItemDataRole.UserRole)
SORT_ROLE = _USER + 1  # the raw value behind the text
ROW_ROLE = _USER + 2  # the frozen row itself
TONE_ROLE = _USER + 3  # text2, warning or error in place of the text colour
BOLD_ROLE = _USER + 4
STATUS_ROLE = _USER + 5  # a status code for the chip
SPARK_ROLE = _USER + 6  # tuple of Decimal, oldest first
ICON_ROLE = _USER + 7  # an icon before the text: "warning"
UNIT_ROLE = _USER + 8  # second line of a header
WRAP_ROLE = _USER + 9  # text that may take more than one line; elided text otherwise
SIGNED_ROLE = _USER + 11  # the chip wears the pen mark of an override
CELL_ROLE = _USER + 10  # the whole Cell in one answer
PADDING = 7
ICON, ICON_GAP = 14, 6  # pixels of the sign before the words at 100 %, and between both

Index = QModelIndex | QPersistentModelIndex
# Plain numbers: combining Qt's enums takes longer than painting a short text.
_SELECTED = QStyle.StateFlag.State_Selected.value
_HOVERED = QStyle.StateFlag.State_MouseOver.value
_FOCUSED = QStyle.StateFlag.State_HasFocus.value
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
_RIGHT = Qt.AlignmentFlag.AlignRight.value
_WRAP, _ANYWHERE = Qt.TextFlag.TextWordWrap.value, Qt.TextFlag.TextWrapAnywhere.value
# What stands between two places for a line to end: a word; a Chinese letter only where it is joined.
_PIECES = re.compile(r"(?:[^ \n\u2e80-\uffef-]|(?<=\u2060).|.(?=\u2060))+")


@dataclass(frozen=True, slots=True)
class Cell:
    """All that a plain cell shows. A model that answers CELL_ROLE is asked once a cell, not once a role."""

    text: str
    alignment: int = _LEFT
    bold: bool = False
    tone: str | None = None
    icon: str | None = None
    wrap: bool = False
    most: int = 0  # lines that it takes at most, 0 for as many as it needs


def cell_of(index: Index) -> Cell:
    """What a cell shows."""
    known = index.data(CELL_ROLE)
    if isinstance(known, Cell):
        return known
    return Cell(
        str(index.data(Qt.ItemDataRole.DisplayRole) or ""),
        int(index.data(Qt.ItemDataRole.TextAlignmentRole) or _LEFT),
        bool(index.data(BOLD_ROLE)),
        index.data(TONE_ROLE),
        index.data(ICON_ROLE),
        bool(index.data(WRAP_ROLE)),
    )


@lru_cache(maxsize=64)
def pen_of(colour: str, width: float = 1) -> QPen:
    """A pen, made once: cells are painted by the hundred."""
    return QPen(QColor(colour), width)


@lru_cache(maxsize=64)
def colour_of(name: str) -> QColor:
    """A colour, made once."""
    return QColor(name)


def tone_colour(theme: Theme, tone: object) -> str:
    """The colour of a tone role."""
    if tone == "warning":
        return theme.warning.ink
    if tone in ("error", "grade4"):
        return theme.error.ink
    if tone == "grade3":
        return theme.statuses["NR"].ink
    return theme.text2 if tone == "text2" else theme.text


class CellDelegate(QStyledItemDelegate):
    """A plain cell: selection ground, line below, text elided at its end, focus frame of the cell.

    `quiet`: of several tables beside each other only the one in focus shows its row in the accent's tint.
    """

    quiet = False
    broken: Mapping[int, int] = MappingProxyType({})  # lines at most, of columns whose words go on in others
    before = 0  # pixels before the words at 100 %

    def cell(self, index: Index) -> Cell:
        """What a cell shows, its words broken where its column is one of those."""
        found = cell_of(index)
        most = self.broken.get(index.column())
        if most is None:
            return found
        return Cell(found.text, found.alignment, found.bold, found.tone, found.icon, wrap=True, most=most)

    def height_of(self, index: Index, width: int) -> int:
        """What a cell needs at a width where its words are broken, 0 where one line holds them."""
        return height_of(self.cell(index), width - (fonts.scaled(self.before) if self.before else 0))

    def width_of(self, index: Index) -> int:
        """What a cell needs to be one line that is not cut, 0 where no words are painted."""
        cell = cell_of(index)
        sign = fonts.scaled(ICON) + ICON_GAP if cell.icon else 0
        before = fonts.scaled(self.before) if self.before else 0
        return fonts.advance(cell.text, 10, bold=cell.bold) + 2 * PADDING + sign + before

    def _away(self) -> bool:
        view = self.parent()
        return self.quiet and isinstance(view, QWidget) and not view.hasFocus()

    def paint_ground(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> Theme:
        """The ground, the line and the focus frame; the theme to go on with."""
        theme, state = theme_of(option.palette), option.state.value
        left, top, width, height = cast("tuple[int, int, int, int]", option.rect.getRect())
        away = bool(state & _SELECTED) and self._away()
        if state & _SELECTED:
            ground = theme.window if away else theme.selection
            painter.fillRect(left, top, width, height, colour_of(ground))
        elif state & _HOVERED:
            painter.fillRect(left, top, width, height, colour_of(theme.window))
        painter.fillRect(left, top + height - 1, width, 1, colour_of(theme.line))
        if away and theme.contrast:  # no tint tells the row: an edge above and below does
            for edge in (top, top + height - 2):
                painter.fillRect(left, edge, width, 2, colour_of(theme.text))
        if state & _FOCUSED:
            painter.setPen(pen_of(theme.accent, 2))
            painter.drawRect(left + 1, top + 1, width - 3, height - 4)
        return theme

    # Qt overrides

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        painter.save()
        theme = self.paint_ground(painter, option, index)
        cell = self.cell(index)
        if cell.text or cell.icon:
            paint_words(painter, theme, cell, rect=option.rect.adjusted(PADDING, 0, -PADDING, 0))
        painter.restore()

    def helpEvent(
        self, event: QHelpEvent, view: QAbstractItemView, option: QStyleOptionViewItem, index: Index
    ) -> bool:
        if event.type() != QEvent.Type.ToolTip:
            return super().helpEvent(event, view, option, index)
        words = index.data(Qt.ItemDataRole.ToolTipRole)
        QToolTip.showText(event.globalPos(), tips.plain(str(words)) if words else "", view)
        return True


def paint_words(painter: QPainter, theme: Theme, cell: Cell, *, rect: QRect) -> None:
    """The icon and the words of a cell."""
    colour = tone_colour(theme, cell.tone)
    if cell.icon:
        advance, size = fonts.advance(cell.text, 10, bold=cell.bold), fonts.scaled(ICON)
        before = size + ICON_GAP
        left = max(rect.left(), rect.right() - advance - before) if cell.alignment & _RIGHT else rect.left()
        square = QRectF(left, rect.center().y() - size / 2, size, size)
        stamps.press(
            painter, ("icon", cell.icon, colour), square, partial(_paint_icon, name=cell.icon, colour=colour)
        )
        rect.setLeft(left + before)
    painter.setFont(fonts.measured(10, bold=cell.bold)[0])
    painter.setPen(pen_of(colour))
    room = rect.width()
    if cell.wrap and fonts.advance(cell.text, 10, bold=cell.bold) > room:
        broken = _in_lines(cell.text, cell.bold, room, cell.most, fonts.in_use())
        painter.drawText(rect, cell.alignment | broken.way, broken.words)
        return
    laid, width = fonts.laid_out(cell.text, 10, bold=cell.bold, room=room)
    left = rect.x() + (room - width if cell.alignment & _RIGHT else 0)
    painter.drawStaticText(left, round(rect.y() + (rect.height() - laid.size().height()) / 2), laid)


def height_of(cell: Cell, width: int) -> int:
    """What a cell that wraps needs at a width, 0 where its words fit one line."""
    room = width - 2 * PADDING - (fonts.scaled(ICON) + ICON_GAP if cell.icon else 0)
    if not cell.wrap or fonts.advance(cell.text, 10, bold=cell.bold) <= room:
        return 0
    return _in_lines(cell.text, cell.bold, room, cell.most, fonts.in_use()).height + PADDING


def longest_piece(text: str) -> int:
    """What the longest word or date of a text needs where it is broken into lines."""
    return _longest(unbroken(text), bold=False)


def _longest(words: str, *, bold: bool) -> int:
    return max((fonts.advance(piece, 10, bold=bold) for piece in _PIECES.findall(words)), default=0)


class _Lines(NamedTuple):
    """Words to be broken, the way (flags of Qt) and the pixels that their lines need."""

    words: str
    way: int
    height: int


@lru_cache(maxsize=4096)
def _in_lines(text: str, bold: bool, room: int, most: int, _body: float) -> _Lines:
    """Break words, within a date or a word only where that alone is too long; remembered as their widths."""
    metrics = fonts.measured(10, bold=bold)[1]
    if most and fonts.advance(text, 10, bold=bold) > room * most:
        text = metrics.elidedText(text, Qt.TextElideMode.ElideRight, round(room * (most - 0.5)))
    held = unbroken(text)
    if _longest(held, bold=bold) <= room:
        words, way = held, _WRAP
    else:
        words, way = text, _WRAP if _longest(text, bold=bold) <= room else _ANYWHERE
    return _Lines(words, way, metrics.boundingRect(0, 0, max(room, 1), 10_000, way, words).height())


def _paint_icon(painter: QPainter, rect: QRectF, *, name: str, colour: str) -> None:
    icons.paint(painter, name, rect=rect, colour=colour)


class ChipDelegate(CellDelegate):
    """A status chip in a cell."""

    def __init__(self, texts: Texts, parent: QWidget) -> None:
        super().__init__(parent)
        self._texts = texts

    def width_of(self, index: Index) -> int:
        return 0

    # Qt overrides

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        painter.save()
        theme = self.paint_ground(painter, option, index)
        status = index.data(STATUS_ROLE)
        if status is not None:
            rect, code = option.rect, str(status)
            top = rect.top() + (rect.height() - 1 - chip_height()) / 2
            text, signed = chip_text(self._texts, code), bool(index.data(SIGNED_ROLE))
            at = QPointF(rect.left() + PADDING, round(top))
            paint_chip(painter, theme, code, text=text, at=at, signed=signed)
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(120, fonts.in_density(int(chip_height()) + 8))


class SparkDelegate(CellDelegate):
    """A small course in a cell."""

    def width_of(self, index: Index) -> int:
        return 0

    # Qt overrides

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        painter.save()
        theme = self.paint_ground(painter, option, index)
        values = index.data(SPARK_ROLE)
        if values:
            rect = QRectF(option.rect)
            middle = rect.center().y()
            drawn = QRectF(rect.left() + PADDING, middle - 8, rect.width() - 2 * PADDING, 16)
            paint_spark(painter, theme, values, rect=drawn)
        painter.restore()
