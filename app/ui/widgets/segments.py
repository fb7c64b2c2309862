"""Rows of joined buttons: neighbours share one edge, only the ends of a row are rounded."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QApplication, QToolButton, QWidget

from app.ui import fonts, icons
from app.ui.style import LINE, theme_of
from app.ui.widgets.buttons import pressed_by_enter
from app.ui.widgets.flow import Flow

if TYPE_CHECKING:
    from app.ui.theme import Theme

HEIGHT, DENSE = 30, 26  # pixels at 100 per cent: on a page, and in a row of a form
_BESIDE, _RADIUS, _CHEVRON = 12, 3, 12
_GAP = "  "  # between the words and their figure


class Segment(QToolButton):
    """One button of a row. As wide as its words in bold, which they are while it is down: nothing moves."""

    def __init__(self, parent: QWidget | None = None, *, text: str = "", dense: bool = False) -> None:
        super().__init__(parent)
        self._least = DENSE if dense else HEIGHT
        self.setProperty("joined", True)  # the style sheet asks for no height: the segment knows its own
        self._figure = ""
        self._before: Segment | None = None  # whose right edge is the left one of this
        self._ends = (True, True)  # stands first, stands last in its line
        self.setText(text)

    def say(self, words: str, figure: str = "") -> None:
        """Show words and, in grey beside them, how many there are."""
        said = f"{words}{_GAP}{figure}" if figure else words
        if said != self.text():  # the row is laid out anew for another text only
            self._figure = figure
            self.setText(said)

    def stand(self, before: Segment | None, *, last: bool) -> None:
        """Take a place in a line."""
        ends = (before is None, last)
        if (before, ends) != (self._before, self._ends):
            self._before, self._ends = before, ends
            self.update()

    @property
    def _rank(self) -> int:
        """Whose edge counts where two meet."""
        return 2 * self.hasFocus() + self.isChecked() if self.isEnabled() else 0

    def _edge(self, theme: Theme) -> QPen:
        if not self.isEnabled():
            return QPen(QColor(theme.off if theme.contrast else theme.border), theme.edge)
        if self.hasFocus():
            return QPen(QColor(theme.text if self.isChecked() else theme.accent), theme.edge + 1)
        hovered = theme.control if self.underMouse() else theme.border
        return QPen(QColor(theme.accent if self.isChecked() else hovered), theme.edge)

    def _ground(self, theme: Theme) -> str:
        if self.isEnabled() and self.isChecked():
            return theme.selection
        plain = self.isEnabled() and not (self.underMouse() or self.isDown())
        return theme.surface if plain or theme.contrast else theme.head

    def _outline(self, frame: QRectF) -> QPainterPath:
        """The frame with those corners rounded that stand at an end of the line."""
        first, last = (_RADIUS if end else 0 for end in self._ends)
        left, top, right, bottom = frame.left(), frame.top(), frame.right(), frame.bottom()
        path = QPainterPath(QPointF(left + first, top))
        path.lineTo(right - last, top)
        path.quadTo(right, top, right, top + last)
        path.lineTo(right, bottom - last)
        path.quadTo(right, bottom, right - last, bottom)
        path.lineTo(left + first, bottom)
        path.quadTo(left, bottom, left, bottom - first)
        path.lineTo(left, top + first)
        path.quadTo(left, top, left + first, top)
        path.closeSubpath()
        return path

    def _write(self, painter: QPainter, theme: Theme) -> None:
        words = self.text().removesuffix(self._figure) if self._figure else self.text()
        ink = QColor(theme.text if self.isEnabled() else theme.off)
        bold, _metrics = fonts.measured(10, bold=self.isChecked())
        wide, more = fonts.advance(words, 10, bold=self.isChecked()), fonts.advance(self._figure, 10)
        room = self.rect().adjusted(0, 0, -self._drop(), 0)
        left = room.left() + (room.width() - wide - more) // 2
        level = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.setPen(ink)
        painter.setFont(bold)
        painter.drawText(QRect(left, 0, wide + 1, room.height()), level, words)
        if self._figure:
            painter.setPen(QColor(theme.text2) if self.isEnabled() else ink)
            painter.setFont(fonts.measured(10)[0])
            painter.drawText(QRect(left + wide, 0, more + 1, room.height()), level, self._figure)
        if self._drop():
            size = fonts.scaled(_CHEVRON)
            at = QPointF(room.right() + (self._drop() - size) / 2 - 2, (room.height() - size) / 2)
            icons.paint(painter, "down", rect=QRectF(at, QSize(size, size)), colour=ink.name())

    def _drop(self) -> int:
        """What the arrow of a menu takes."""
        split = QToolButton.ToolButtonPopupMode.MenuButtonPopup
        return fonts.scaled(_CHEVRON) + _CHEVRON if self.popupMode() == split else 0

    # Qt overrides

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.StyleChange, QEvent.Type.FontChange, QEvent.Type.PaletteChange):
            self.updateGeometry()  # other letters, or wider edges to share

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not pressed_by_enter(self, event):
            super().keyPressEvent(event)

    def sizeHint(self) -> QSize:
        wide = fonts.advance(self.text(), 10, bold=True) + 2 * _BESIDE + self._drop()
        edges = 2 * theme_of(self).edge
        return QSize(wide, max(self._least - 2, ceil(LINE * fonts.scaled(100) / 100)) + edges)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter = theme_of(self), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        edge = self._edge(theme)
        inset = edge.widthF() / 2
        painter.setPen(edge)
        painter.setBrush(QColor(self._ground(theme)))
        painter.drawPath(self._outline(QRectF(self.rect()).adjusted(inset, inset, -inset, -inset)))
        before = self._before
        if before is not None and before._rank > self._rank:  # it lies below this one where they overlap
            painter.fillRect(0, 0, theme.edge, self.height(), before._edge(theme).color())
        self._write(painter, theme)


class SegmentRow(Flow):
    """Holds segments alone. In a narrow place they go on in the next line."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, gap=-1, between=4)
        self.setContentsMargins(0, 0, 0, 0)

    def _segments(self) -> list[Segment]:
        held = (self.itemAt(at) for at in range(self.count()))
        widgets = (item.widget() for item in held if item is not None and not item.isEmpty())
        return [widget for widget in widgets if isinstance(widget, Segment)]

    # Qt overrides

    def invalidate(self) -> None:
        self._gap = -theme_of(QApplication.palette()).edge
        super().invalidate()

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        shown = self._segments()
        for at, segment in enumerate(shown):
            begins = not at or shown[at - 1].y() != segment.y()
            ends = at + 1 == len(shown) or shown[at + 1].y() != segment.y()
            segment.stand(None if begins else shown[at - 1], last=ends)
