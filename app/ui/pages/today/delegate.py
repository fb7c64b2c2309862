"""Paints the lines of the home page: group rows, chips, bold and grey runs, the next step as a link."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTreeView

from app.domain.status_marks import Shape
from app.i18n.unbroken import unbroken
from app.services.contracts.today import CHANGED, CRITICAL, MISSING, OVERDUE, Group
from app.ui import fonts, icons
from app.ui.pages.today.model import CODES_ROLE, COUNT_ROLE, STATUS, STEP, SUBJECT, WHAT, WHEN, WORDS_ROLE
from app.ui.style import theme_of
from app.ui.widgets.cells import PADDING, ROW_ROLE, STATUS_ROLE
from app.ui.widgets.chip import chip_height, chip_text, paint_chip, paint_shape
from app.ui.widgets.fold import half, paint_fold

if TYPE_CHECKING:
    from app.i18n import Texts
    from app.i18n.today import LineWords
    from app.ui.pages.today.model import TodayModel
    from app.ui.theme import Theme

Index = QModelIndex | QPersistentModelIndex
ROW = 28
_FLAGS = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
_BROKEN = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap)
_GAP = 8


class TodayDelegate(QStyledItemDelegate):
    """One delegate for every cell of the tree."""

    def __init__(self, texts: Texts, view: QTreeView) -> None:
        super().__init__(view)
        self._texts = texts
        self._view = view
        self.tight = False  # too narrow for a sentence in one line: each reason goes below it

    def _ground(self, painter: QPainter, theme: Theme, option: QStyleOptionViewItem, *, group: bool) -> None:
        state, rect = option.state, QRect(option.rect)
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, QColor(theme.selection))
        elif group:
            painter.fillRect(rect, QColor(theme.head))
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, QColor(theme.window))
        painter.setPen(QPen(QColor(theme.line), 1))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        if state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(QColor(theme.accent), 2))
            painter.drawRect(rect.adjusted(1, 1, -1, -2))

    def _paint_group(self, painter: QPainter, theme: Theme, rect: QRect, index: Index) -> None:
        """Triangle, sign, name in bold, how many; whose they are while it is closed."""
        group: Group = index.data(ROW_ROLE)
        middle = rect.center().y()
        opened = self._view.isExpanded(group_index(index))
        at = QPointF(rect.left() + half(), middle)
        paint_fold(painter, at, opened=opened, colour=theme.text2)
        left = rect.left() + fonts.scaled(18)
        size = fonts.scaled(14)
        sign = QRectF(left, middle - size / 2, size, size)
        if _sign(painter, theme, group.key, rect=sign):
            left += size + _GAP
        left += _run(painter, str(index.data()), rect, left=left, ink=theme.text, bold=True) + _GAP
        left += _run(painter, str(index.data(COUNT_ROLE)), rect, left=left, ink=theme.text2) + _GAP
        if not opened:
            _run(painter, str(index.data(CODES_ROLE)), rect, left=left, ink=theme.text2)

    def _paint_line(self, painter: QPainter, theme: Theme, rect: QRect, index: Index) -> None:
        column = index.column()
        said: LineWords = index.data(WORDS_ROLE)
        if column == STATUS:
            status = index.data(STATUS_ROLE)
            if status:
                top = rect.top() + (rect.height() - 1 - chip_height()) / 2
                words = chip_text(self._texts, status)
                paint_chip(painter, theme, status, text=words, at=QPointF(rect.left(), round(top)))
        elif self.tight and column == WHEN:
            painter.setFont(fonts.measured(10)[0])
            painter.setPen(QColor(theme.text))
            painter.drawText(rect, _FLAGS | int(Qt.TextFlag.TextWordWrap), unbroken(said.when))
        elif column == WHAT and self._in_two(said):
            self._paint_in_two(painter, theme, rect, said)
        elif column == WHAT:
            used = _run(painter, said.what, rect, left=rect.left(), ink=theme.text, bold=True)
            _run(painter, said.why, rect, left=rect.left() + used + _GAP, ink=theme.text2)
        else:
            link = column == STEP
            words = str(index.data() or "")
            ink = theme.accent if link else theme.text
            _run(painter, words, rect, left=rect.left(), ink=ink, bold=link or column == SUBJECT)

    def _room(self) -> int:
        return self._view.columnWidth(WHAT) - 2 * PADDING

    def _in_two(self, said: LineWords) -> bool:
        """Whether the reason stands below what it is the reason of."""
        if self.tight:
            return True
        needed = fonts.advance(said.what, 10, bold=True) + _GAP + fonts.advance(said.why, 10)
        return bool(said.why) and needed >= self._room()  # a run is cut where the last pixel is its own

    def _paint_in_two(self, painter: QPainter, theme: Theme, rect: QRect, said: LineWords) -> None:
        high = _high(said.what, rect.width(), bold=True)
        below = _high(said.why, rect.width())
        upper = QRect(rect.left(), rect.center().y() - (high + below) // 2, rect.width(), high)
        lower = QRect(rect.left(), upper.bottom() + 1, rect.width(), below)
        for words, where, ink, bold in (
            (said.what, upper, theme.text, True),
            (said.why, lower, theme.text2, False),
        ):
            painter.setFont(fonts.measured(10, bold=bold)[0])
            painter.setPen(QColor(ink))
            painter.drawText(where, _BROKEN, unbroken(words))

    # Qt overrides

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        theme = theme_of(option.palette)
        group = isinstance(index.data(ROW_ROLE), Group)
        painter.save()
        self._ground(painter, theme, option, group=group)
        rect = QRect(option.rect).adjusted(PADDING, 0, -PADDING, 0)
        if group:
            self._paint_group(painter, theme, rect, index)
        else:
            self._paint_line(painter, theme, rect, index)
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        least, text = _least(fonts.in_use(), fonts.density())
        if not index.internalId():  # a group has none
            return QSize(40, least)
        if index.column() != WHAT:
            return QSize(40, least + text if self.tight else least)
        said = cast("TodayModel", index.model()).words(
            index
        )  # not by way of `data`: a long list asks for a thousand
        if not self._in_two(said):
            return QSize(40, least)
        room = self._room()
        high = _high(said.what, room, bold=True) + _high(said.why, room)
        return QSize(40, max(least + text, high + least - text))


@lru_cache(maxsize=8)
def _least(_body: float, _density: str) -> tuple[int, int]:
    """The height of a row of one line, and of a line: a view of rows of many heights asks for each cell."""
    text = fonts.measured(10)[1].height()
    return fonts.in_density(max(ROW, text + 8, int(chip_height()) + 7)), text


def group_index(index: Index) -> QModelIndex:
    """The index of a group as the view asks for it."""
    return index.model().index(index.row(), 0)


def _high(words: str, room: int, *, bold: bool = False) -> int:
    """The height of words that break where the room ends."""
    if not words:
        return 0
    if fonts.advance(words, 10, bold=bold) <= room:
        return fonts.measured(10)[1].height()
    metrics = fonts.measured(10, bold=bold)[1]
    return metrics.boundingRect(0, 0, max(room, 1), 10_000, _BROKEN, unbroken(words)).height()


def _run(painter: QPainter, text: str, rect: QRect, *, left: int, ink: str, bold: bool = False) -> int:
    """Write a run from `left` on, elided at the end of the cell; the room that it took."""
    room = rect.right() - left
    if not text or room < 8:
        return 0
    font, metrics = fonts.measured(10, bold=bold)
    width = fonts.advance(text, 10, bold=bold)
    shown = text if width <= room else metrics.elidedText(text, Qt.TextElideMode.ElideRight, room)
    painter.setFont(font)
    painter.setPen(QColor(ink))
    painter.drawText(QRect(left, rect.top(), room, rect.height() - 1), _FLAGS, shown)
    return min(width, room)


def _sign(painter: QPainter, theme: Theme, key: str, *, rect: QRectF) -> bool:
    """The sign of a group, where it has one."""
    if key == CRITICAL:
        icons.paint(painter, "warning", rect=rect, colour=theme.error.ink)
    elif key == OVERDUE:
        icons.paint(painter, "warning", rect=rect, colour=theme.warning.ink)
    elif key == CHANGED:
        paint_shape(painter, Shape.HALF_DISC, rect=rect, colour=theme.statuses["PR"].ink)
    elif key == MISSING:
        paint_shape(painter, Shape.DIAMOND, rect=rect, colour=theme.statuses["NE"].ink)
    return key in (CRITICAL, OVERDUE, CHANGED, MISSING)
