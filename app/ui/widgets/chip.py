"""The status chip: shape and words of a response status, the same in list, banner, chart and form."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.domain.status_marks import DASHED_EDGE, Shape, shape
from app.i18n import Texts
from app.ui import fonts
from app.ui.style import theme_of
from app.ui.theme import Theme
from app.ui.widgets import stamps, tips

HEIGHT = 20
_MARK = 12
_PADDING = 7
_GAP = 5


def tone_code(status: str) -> str:
    """The status whose colours a code wears."""
    return status or "SCREENING"


def chip_text(texts: Texts, status: str, *, full: bool = False, over: bool = False) -> str:
    """PR, or "PR · partial response" where there is room. The list may shorten only CLONAL EVOL.

    `over`: of who left the study while it was pending, so that no window is open.
    """
    code = tone_code(status)
    if full and over and code == "PENDING":
        return texts("common.status_full_PENDING_over")
    if full:
        return texts(f"common.status_full_{code}")
    return texts(f"common.status_{code}")


def accessible_text(
    texts: Texts, status: str, *, since: str = "", flags: tuple[str, ...] = (), over: bool = False
) -> str:
    """Status PR, partial response, since 12 November 2026, unconfirmed. `over` as in `chip_text`."""
    code = tone_code(status)
    words = texts(f"common.status_said_{code}")
    if over and code == "PENDING":
        words = texts("common.status_said_PENDING_over")
    parts = [texts("common.status_said", words=words)]
    if since:
        parts.append(texts("common.since", day=since))
    return texts.spoken([*parts, *flags])


def chip_width(text: str, *, signed: bool = False) -> float:
    """Width of a chip in logical pixels; `signed`: with the pen mark of an override."""
    pen = _mark_size() + _GAP if signed else 0
    return _PADDING + _mark_size() + _GAP + fonts.advance(text, 9, bold=True) + pen + _PADDING + 1


def chip_height() -> float:
    """20 px, more when the text size grows."""
    return max(HEIGHT, fonts.measured(9, bold=True)[1].height() + 2)


def _mark_size() -> float:
    """12 px in a chip of 20 px, more when the text size grows."""
    return round(_MARK * chip_height() / HEIGHT)


def paint_chip(
    painter: QPainter, theme: Theme, status: str, *, text: str, at: QPointF, signed: bool = False
) -> QRectF:
    """Draw a chip with its top left corner at a point; the rectangle that it takes.

    `signed`: a person gave the status in place of the automatic one, told by a pen behind the words.
    """
    tone = theme.statuses[tone_code(status)]
    room = fonts.advance(text, 9, bold=True)
    frame = QRectF(at.x(), at.y(), chip_width(text, signed=signed), chip_height())
    look = (theme.name, status, theme.edge, signed)
    stamps.press(painter, look, frame, partial(_paint_body, theme=theme, status=status, signed=signed))
    painter.setPen(QColor(tone.ink))
    painter.setFont(fonts.measured(9, bold=True)[0])
    words, _ = fonts.laid_out(text, 9, bold=True, room=room)
    left = frame.left() + _PADDING + _mark_size() + _GAP
    painter.drawStaticText(QPointF(left, frame.top() + (frame.height() - words.size().height()) / 2), words)
    return frame


def _paint_body(painter: QPainter, frame: QRectF, *, theme: Theme, status: str, signed: bool) -> None:
    """All of a chip but its words."""
    tone = theme.statuses[tone_code(status)]
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    pen = QPen(QColor(tone.edge), theme.edge)
    if status in DASHED_EDGE or not status:
        pen.setDashPattern([3, 2])
    painter.setPen(pen)
    painter.setBrush(QColor(tone.ground))
    painter.drawRoundedRect(frame.adjusted(0.5, 0.5, -0.5, -0.5), 3, 3)
    size = _mark_size()
    mark = QRectF(frame.left() + _PADDING, frame.center().y() - size / 2, size, size)
    paint_shape(painter, shape(status), rect=mark, colour=tone.ink)
    if signed:
        left = frame.right() - _PADDING - size
        _paint_pen(painter, rect=QRectF(left, mark.top(), size, size), colour=tone.ink)


def _paint_pen(painter: QPainter, *, rect: QRectF, colour: str) -> None:
    """A pen that points down to the left, over a short line."""
    step = rect.width() / 12
    painter.save()
    painter.translate(rect.topLeft())
    painter.scale(step, step)
    painter.setPen(QPen(QColor(colour), 1.3))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    corners = [(1.5, 10.5), (2.2, 7.6), (8.6, 1.2), (10.8, 3.4), (4.4, 9.8)]
    painter.drawPolygon(QPolygonF([QPointF(x, y) for x, y in corners]))
    painter.drawLine(QPointF(7.5, 10.8), QPointF(11, 10.8))
    painter.restore()


def paint_shape(painter: QPainter, what: Shape, *, rect: QRectF, colour: str) -> None:
    """Draw the mark of a status into a square."""
    ink = QColor(colour)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(ink, 1.4))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    box = rect.adjusted(1, 1, -1, -1)
    if what in (Shape.DASHED_RING, Shape.DOTTED_RING):
        pen = QPen(ink, 1.6)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap if what is Shape.DASHED_RING else Qt.PenCapStyle.RoundCap)
        pen.setDashPattern([1.9, 1.5] if what is Shape.DASHED_RING else [0.1, 2.1])
        painter.setPen(pen)
        painter.drawEllipse(box.adjusted(0.4, 0.4, -0.4, -0.4))
    elif what is Shape.BARRED_RING:
        ring = box.adjusted(0.2, 0.2, -0.2, -0.2)
        painter.drawEllipse(ring)
        inset = ring.width() * 0.15
        bar = ring.adjusted(inset, inset, -inset, -inset)
        painter.drawLine(bar.bottomLeft(), bar.topRight())
    elif what is Shape.HALF_DISC:
        ring = box.adjusted(0.2, 0.2, -0.2, -0.2)
        painter.drawEllipse(ring)
        painter.setBrush(ink)
        painter.drawPie(ring, 90 * 16, 180 * 16)
    elif what is Shape.DIAMOND:
        painter.drawPath(_path(what, box.adjusted(-0.3, -0.3, 0.3, 0.3)))
    else:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ink)
        painter.drawPath(_path(what, box))
    painter.restore()


def _path(what: Shape, box: QRectF) -> QPainterPath:
    path = QPainterPath()
    middle = box.center()
    if what is Shape.DISC:
        path.addEllipse(box)
    elif what is Shape.SQUARE:
        path.addRect(box.adjusted(0.5, 0.5, -0.5, -0.5))
    elif what is Shape.DIAMOND:
        corners = [
            QPointF(middle.x(), box.top()),
            QPointF(box.right(), middle.y()),
            QPointF(middle.x(), box.bottom()),
            QPointF(box.left(), middle.y()),
        ]
        path.addPolygon(QPolygonF(corners))
        path.closeSubpath()
    elif what is Shape.TRIANGLE_DOWN:
        path.addPolygon(
            QPolygonF([box.topLeft(), box.topRight(), QPointF(middle.x(), box.bottom())]),
        )
        path.closeSubpath()
    else:  # hexagon
        quarter = box.width() / 4
        corners = [
            QPointF(box.left() + quarter, box.top() + 0.5),
            QPointF(box.right() - quarter, box.top() + 0.5),
            QPointF(box.right(), middle.y()),
            QPointF(box.right() - quarter, box.bottom() - 0.5),
            QPointF(box.left() + quarter, box.bottom() - 0.5),
            QPointF(box.left(), middle.y()),
        ]
        path.addPolygon(QPolygonF(corners))
        path.closeSubpath()
    return path


class StatusChip(QWidget):
    """A chip as a widget. Qualifiers stand beside it as words, in labels of their own."""

    spoken_as = "StaticText"

    def __init__(self, texts: Texts, *, full: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._texts = texts
        self._full, self._short = full, False
        self._status = ""
        self._signed = False
        self._over = False
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.show_status("")

    @property
    def status(self) -> str:
        """The status code shown."""
        return self._status

    @property
    def text(self) -> str:
        """The words on the chip."""
        return self._words(full=self._full and not self._short)

    @property
    def spare(self) -> int:
        """The pixels that its words take beside its code."""
        code, words = (self._words(full=full) for full in (False, self._full))
        return int(chip_width(words, signed=self._signed) - chip_width(code, signed=self._signed))

    @property
    def short(self) -> bool:
        """Whether it shows its code alone, its words under the mouse."""
        return self._short

    def be_short(self, on: bool) -> None:
        """Show the code alone, where words beside the chip would be cut otherwise."""
        self.setToolTip(tips.plain(self._words(full=True)) if on else "")
        if on != self._short:
            self._short = on
            self.updateGeometry()
            self.update()

    @property
    def signed(self) -> bool:
        """Whether the pen mark of an override stands in it."""
        return self._signed

    def show_status(
        self,
        status: str,
        *,
        since: str = "",
        flags: tuple[str, ...] = (),
        signed: bool = False,
        over: bool = False,
    ) -> None:
        """Show a status code. `since` and `flags` (words) only complete what a screen reader says.

        `signed`: by a person in place of the automatic one; its word stands among the flags. `over`: nothing
        will follow, the subject left the study.
        """
        self._status, self._signed, self._over = status, signed, over
        self.setAccessibleName(accessible_text(self._texts, status, since=since, flags=flags, over=over))
        self.updateGeometry()
        self.update()

    def _words(self, *, full: bool) -> str:
        return chip_text(self._texts, self._status, full=full, over=self._over)

    # Qt overrides

    def sizeHint(self) -> QSize:
        return QSize(int(chip_width(self.text, signed=self._signed) + 1), int(chip_height()))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        at, theme = QPointF(0, 0), theme_of(self)
        paint_chip(painter, theme, self._status, text=self.text, at=at, signed=self._signed)
        painter.end()
