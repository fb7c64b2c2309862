"""Met, not met, unknown: a mark and always its word. Unknown never looks like a failure."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.domain.truth import Truth
from app.i18n import Texts
from app.ui import fonts
from app.ui.style import theme_of
from app.ui.theme import Theme

SIZE = 16
_GAP = 6


def verdict_colour(theme: Theme, verdict: Truth) -> str:
    """CR blue for met, NR orange for not met, grey for unknown."""
    code = {Truth.TRUE: "CR", Truth.FALSE: "NR"}.get(verdict, "NE")
    return theme.statuses[code].ink


def verdict_words(texts: Texts, verdict: Truth) -> str:
    """Met, Not met, Unknown."""
    code = {Truth.TRUE: "met", Truth.FALSE: "not_met"}.get(verdict, "unknown")
    return texts(f"common.verdict_{code}")


def paint_mark(painter: QPainter, theme: Theme, verdict: Truth, *, rect: QRectF) -> None:
    """Draw the mark: filled circle with tick, open square with cross, dashed diamond with a question mark."""
    ink = QColor(verdict_colour(theme, verdict))
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(rect.topLeft())
    painter.scale(rect.width() / 16, rect.height() / 16)
    if verdict is Truth.TRUE:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ink)
        painter.drawEllipse(QRectF(1.5, 1.5, 13, 13))
        painter.setPen(QPen(QColor(theme.surface), 1.8))
        painter.drawPolyline(QPolygonF([QPointF(4.8, 8.2), QPointF(7.1, 10.4), QPointF(11.2, 5.8)]))
    elif verdict is Truth.FALSE:
        painter.setPen(QPen(ink, 1.5))
        painter.drawRect(QRectF(2.5, 2.5, 11, 11))
        painter.drawLine(QPointF(5.6, 5.6), QPointF(10.4, 10.4))
        painter.drawLine(QPointF(10.4, 5.6), QPointF(5.6, 10.4))
    else:
        pen = QPen(ink, 1.3)
        pen.setDashPattern([2.2, 1.6])
        painter.setPen(pen)
        painter.drawPolygon(QPolygonF([QPointF(8, 0.8), QPointF(15.2, 8), QPointF(8, 15.2), QPointF(0.8, 8)]))
        font = fonts.sized(9, bold=True)
        font.setPixelSize(9)
        painter.setFont(font)
        painter.setPen(ink)
        painter.drawText(QRectF(0, 0, 16, 16), Qt.AlignmentFlag.AlignCenter, "?")
    painter.restore()


class VerdictMark(QWidget):
    """A verdict as a widget: mark and bold word. `words` replaces the usual word ("Absent", "Met 6 of 6")."""

    spoken_as = "StaticText"

    def __init__(self, texts: Texts, *, mark_only: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._texts = texts
        self._mark_only = mark_only
        self._verdict = Truth.UNKNOWN
        self._words = ""
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.show_verdict(Truth.UNKNOWN)

    @property
    def verdict(self) -> Truth:
        """The verdict shown."""
        return self._verdict

    @property
    def text(self) -> str:
        """The word beside the mark."""
        return self._words or verdict_words(self._texts, self._verdict)

    def show_verdict(self, verdict: Truth, *, words: str = "") -> None:
        """Show a verdict, with other words where the page has better ones."""
        self._verdict, self._words = verdict, words
        self.setAccessibleName(self.text)
        self.updateGeometry()
        self.update()

    # Qt overrides

    def sizeHint(self) -> QSize:
        size = fonts.scaled(SIZE)
        metrics = QFontMetricsF(fonts.sized(10, bold=True))
        width = 0.0 if self._mark_only else _GAP + metrics.horizontalAdvance(self.text)
        return QSize(int(size + width + 1), int(max(size, metrics.height())))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        theme = theme_of(self)
        size = fonts.scaled(SIZE)
        top = (self.height() - size) / 2
        paint_mark(painter, theme, self._verdict, rect=QRectF(0, top, size, size))
        if not self._mark_only:
            painter.setPen(QColor(verdict_colour(theme, self._verdict)))
            painter.setFont(fonts.sized(10, bold=True))
            rest = QRectF(size + _GAP, 0, self.width(), self.height())
            painter.drawText(rest, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, self.text)
        painter.end()
