"""Icons as painter paths on a 16 × 16 grid: no files to read, sharp at every scale, in any colour."""

from collections.abc import Callable
from functools import cache, lru_cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPainterPath, QPen, QPixmap

_LINE = 1.4  # width of every line, in units of the grid
# Pictures that are kept: one a name, colour and size; a notice after each save shows the same two.
_KEPT = 64


def _subjects(path: QPainterPath) -> None:
    path.addEllipse(QRectF(5, 2, 6, 6))
    path.moveTo(2.5, 14)
    path.cubicTo(2.5, 8.6, 13.5, 8.6, 13.5, 14)


def _today(path: QPainterPath) -> None:
    """A page of a calendar."""
    path.addRoundedRect(QRectF(2.5, 3, 11, 11), 1, 1)
    path.moveTo(2.5, 6.5)
    path.lineTo(13.5, 6.5)
    path.moveTo(5.5, 1.8)
    path.lineTo(5.5, 4.2)
    path.moveTo(10.5, 1.8)
    path.lineTo(10.5, 4.2)


def _calendar(path: QPainterPath) -> None:
    """The days of weeks below each other."""
    path.addRect(QRectF(2.5, 3, 11, 10.5))
    for across in (6.5, 10):
        path.moveTo(2.5, across)
        path.lineTo(13.5, across)
    for down in (6.2, 9.8):
        path.moveTo(down, 6.5)
        path.lineTo(down, 13.5)


def _settings(path: QPainterPath) -> None:
    """Three sliders."""
    for level, knob in ((4, 10.5), (8, 5), (12, 9)):
        path.moveTo(2, level)
        path.lineTo(knob - 1.6, level)
        path.addEllipse(QRectF(knob - 1.6, level - 1.6, 3.2, 3.2))
        path.moveTo(knob + 1.6, level)
        path.lineTo(14, level)


def _lock(path: QPainterPath) -> None:
    path.addRoundedRect(QRectF(3, 7, 10, 7), 1, 1)
    path.moveTo(5, 7)
    path.lineTo(5, 5)
    path.cubicTo(5, 1, 11, 1, 11, 5)
    path.lineTo(11, 7)


def _study(path: QPainterPath) -> None:
    """A binder: cover, spine, label."""
    path.addRoundedRect(QRectF(2.5, 2, 11, 12), 1, 1)
    path.moveTo(5.5, 2)
    path.lineTo(5.5, 14)
    path.moveTo(8, 5.5)
    path.lineTo(11.2, 5.5)


def _history(path: QPainterPath) -> None:
    """A clock."""
    path.addEllipse(QRectF(2, 2, 12, 12))
    path.moveTo(8, 4.8)
    path.lineTo(8, 8)
    path.lineTo(10.4, 9.6)


def _search(path: QPainterPath) -> None:
    path.addEllipse(QRectF(2.5, 2.5, 8, 8))
    path.moveTo(9.5, 9.5)
    path.lineTo(13.5, 13.5)


def _warning(path: QPainterPath) -> None:
    path.moveTo(8, 2)
    path.lineTo(14.5, 13.5)
    path.lineTo(1.5, 13.5)
    path.closeSubpath()
    path.moveTo(8, 6)
    path.lineTo(8, 9.5)
    path.moveTo(8, 11.2)
    path.lineTo(8, 11.9)


def _info(path: QPainterPath) -> None:
    path.addEllipse(QRectF(2, 2, 12, 12))
    path.moveTo(8, 7.2)
    path.lineTo(8, 11.2)
    path.moveTo(8, 4.8)
    path.lineTo(8, 5.2)


def _done(path: QPainterPath) -> None:
    path.addEllipse(QRectF(2, 2, 12, 12))
    path.moveTo(5, 8.2)
    path.lineTo(7.2, 10.4)
    path.lineTo(11, 5.8)


def _close(path: QPainterPath) -> None:
    path.moveTo(4, 4)
    path.lineTo(12, 12)
    path.moveTo(12, 4)
    path.lineTo(4, 12)


def _pen(path: QPainterPath) -> None:
    path.moveTo(3, 13)
    path.lineTo(3.6, 10)
    path.lineTo(10.5, 3)
    path.lineTo(13, 5.5)
    path.lineTo(6, 12.4)
    path.closeSubpath()


def _course(path: QPainterPath) -> None:
    path.moveTo(2, 11)
    path.lineTo(5.5, 8)
    path.lineTo(8, 9.8)
    path.lineTo(14, 4)


def _corrected(path: QPainterPath) -> None:
    """An open corner, of a value that was changed after its first entry."""
    path.moveTo(3, 3)
    path.lineTo(13, 3)
    path.lineTo(13, 13)
    path.closeSubpath()


def _ring(path: QPainterPath) -> None:
    """The open mark of a count under a growth factor."""
    path.addEllipse(QRectF(3, 3, 10, 10))


def _queries(path: QPainterPath) -> None:
    """A balloon with a question mark."""
    path.addRoundedRect(QRectF(2, 2, 12, 9.5), 2, 2)
    path.moveTo(5, 11.5)
    path.lineTo(5, 14.2)
    path.lineTo(8, 11.5)
    path.moveTo(6.4, 5.6)
    path.cubicTo(6.4, 3.8, 9.6, 3.8, 9.6, 5.5)
    path.cubicTo(9.6, 6.6, 8, 6.6, 8, 7.8)
    path.moveTo(8, 9.2)
    path.lineTo(8, 9.5)


def _print(path: QPainterPath) -> None:
    """A sheet in a printer."""
    path.moveTo(4.5, 6)
    path.lineTo(4.5, 2)
    path.lineTo(11.5, 2)
    path.lineTo(11.5, 6)
    path.addRoundedRect(QRectF(2, 6, 12, 5.5), 1.2, 1.2)
    path.addRect(QRectF(4.5, 9.5, 7, 4.5))


def _down(path: QPainterPath) -> None:
    path.moveTo(4, 6)
    path.lineTo(8, 10)
    path.lineTo(12, 6)


def _earlier(path: QPainterPath) -> None:
    path.moveTo(10, 4)
    path.lineTo(6, 8)
    path.lineTo(10, 12)


def _later(path: QPainterPath) -> None:
    path.moveTo(6, 4)
    path.lineTo(10, 8)
    path.lineTo(6, 12)


_DRAWN: dict[str, Callable[[QPainterPath], None]] = {
    "today": _today,
    "subjects": _subjects,
    "calendar": _calendar,
    "settings": _settings,
    "lock": _lock,
    "study": _study,
    "queries": _queries,
    "print": _print,
    "history": _history,
    "search": _search,
    "warning": _warning,
    "error": _warning,
    "info": _info,
    "done": _done,
    "close": _close,
    "pen": _pen,
    "course": _course,
    "down": _down,
    "earlier": _earlier,
    "later": _later,
    "corrected": _corrected,
    "ring": _ring,
}


@cache
def outline(name: str) -> QPainterPath:
    """The outline of an icon on its 16 × 16 grid."""
    path = QPainterPath()
    _DRAWN[name](path)
    return path


def paint(painter: QPainter, name: str, *, rect: QRectF, colour: str) -> None:
    """Draw an icon into `rect`."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(rect.topLeft())
    painter.scale(rect.width() / 16, rect.height() / 16)
    pen = QPen(QColor(colour), _LINE)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPath(outline(name))
    painter.restore()


@lru_cache(maxsize=_KEPT)
def pixmap(name: str, *, colour: str, size: int = 16, ratio: float = 2.0) -> QPixmap:
    """An icon as a picture of `size` logical pixels."""
    picture = QPixmap(int(size * ratio), int(size * ratio))
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    paint(painter, name, rect=QRectF(QPointF(0, 0), picture.deviceIndependentSize()), colour=colour)
    painter.end()
    return picture


@lru_cache(maxsize=_KEPT)
def icon(name: str, *, colour: str, size: int = 16) -> QIcon:
    """An icon for a button or an action, at one to three pixels per point."""
    shown = QIcon()
    for ratio in (1.0, 2.0, 3.0):
        shown.addPixmap(pixmap(name, colour=colour, size=size, ratio=ratio))
    return shown
