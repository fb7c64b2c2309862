"""The card of a visit in the week: its code, its title in as many lines as it needs, a sign for its state."""

from __future__ import annotations

from functools import lru_cache, partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from app.i18n.unbroken import unbroken
from app.ui import fonts, icons
from app.ui.widgets import stamps

if TYPE_CHECKING:
    from app.i18n import Texts
    from app.services.contracts.today import Planned
    from app.ui.theme import Theme

_ICONS = {"late": "warning", "missed": "close", "done": "done", "done_early": "done", "done_late": "done"}
_CLOSED = ("done", "done_early", "done_late", "missed")
_LEFT, _RIGHT, _ABOVE = 10, 6, 4  # pixels between the edges of a card and its words
_SIGN = 13  # pixels at 100 %


def card_height(title: str, width: int) -> int:
    """The height in pixels of a card of a width."""
    return _height(title, _room(width), fonts.in_use())


@lru_cache(maxsize=1024)
def _height(title: str, room: int, _body: float) -> int:
    metrics = fonts.measured(9)[1]
    high = metrics.height()
    if fonts.advance(title, 9) > room:
        words, way = _broken(title, room, _body)
        high = metrics.boundingRect(0, 0, room, 10_000, way, words).height()
    return metrics.height() + high + 2 * _ABOVE


def card_title(visit: Planned, texts: Texts, width: int) -> str:
    """What stands below the code: the title, with what is said of an agreed day where the code leaves no
    room for it."""
    title, agreed = texts.written(visit.title), _agreed(visit, texts)
    return title if not agreed or _has_room(agreed, visit, width) else f"{title}{agreed}"


def paint_card(
    painter: QPainter, theme: Theme, visit: Planned, frame: QRect, *, texts: Texts, here: bool
) -> None:
    """Paint a card; `here`: the keys stand on it."""
    closed = visit.state in _CLOSED
    edge = {"late": theme.warning.ink, "due": theme.accent}.get(visit.state, theme.control)
    ground = partial(
        _paint_ground, fill=theme.head if closed else theme.surface, line=theme.border, edge=edge
    )
    stamps.press(painter, ("card", *ground.keywords.values()), QRectF(frame), ground)
    if here:
        painter.setPen(QPen(QColor(theme.accent), 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(frame.adjusted(1, 1, -1, -1))
    inner = frame.adjusted(_LEFT, _ABOVE - 1, -_RIGHT, 1 - _ABOVE)
    line = fonts.measured(9, bold=True)[1].height()
    painter.setPen(QColor(theme.text2 if closed else theme.text))
    laid, wide = fonts.laid_out(visit.code, 9, bold=True, room=inner.width())
    painter.setFont(fonts.measured(9, bold=True)[0])
    painter.drawStaticText(inner.left(), inner.top(), laid)
    sign, size = _sign(visit), fonts.scaled(_SIGN)
    if sign:
        ink = theme.warning.ink if sign == "warning" else theme.text2
        box = QRectF(inner.right() - size, inner.top() + (line - size) // 2, size, size)
        stamps.press(painter, ("icon", sign, ink), box, partial(_paint_sign, sign=sign, ink=ink))
    painter.setPen(QColor(theme.text2))
    agreed = _agreed(visit, texts)
    if agreed and _has_room(agreed, visit, frame.width()):
        _write(painter, agreed, inner.adjusted(wide, 0, 0, 0))
    _write(painter, card_title(visit, texts, frame.width()), inner.adjusted(0, line, 0, 0))


def paint_nothing(painter: QPainter, theme: Theme, room: QRect, *, words: str) -> None:
    """Say that a week has no cards, in the middle of their room."""
    painter.setPen(QColor(theme.text2))
    painter.setFont(fonts.sized(10))
    painter.drawText(room, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, words)


def _write(painter: QPainter, words: str, rect: QRect) -> None:
    """Words from the top of a place on, in as many lines as they need."""
    painter.setFont(fonts.measured(9)[0])
    if fonts.advance(words, 9) > rect.width():
        words, way = _broken(words, rect.width(), fonts.in_use())
        painter.drawText(rect, way, words)
    else:
        painter.drawStaticText(rect.left(), rect.top(), fonts.laid_out(words, 9, room=rect.width())[0])


def _paint_ground(painter: QPainter, rect: QRectF, *, fill: str, line: str, edge: str) -> None:
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(line), 1))
    painter.setBrush(QColor(fill))
    painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), 3, 3)
    painter.fillRect(QRectF(rect.left(), rect.top(), 3, rect.height()), QColor(edge))


def _paint_sign(painter: QPainter, rect: QRectF, *, sign: str, ink: str) -> None:
    icons.paint(painter, sign, rect=rect, colour=ink)


def _agreed(visit: Planned, texts: Texts) -> str:
    return f" · {texts('today.rescheduled')}" if visit.what == "agreed" else ""


def _has_room(agreed: str, visit: Planned, width: int) -> bool:
    """Whether what is said of an agreed day has room beside the code."""
    sign = fonts.scaled(_SIGN) if _sign(visit) else 0
    wide = fonts.advance(visit.code, 9, bold=True) + fonts.advance(agreed, 9)
    return wide + sign <= _room(width)


def _room(width: int) -> int:
    return max(width - _LEFT - _RIGHT, 1)


@lru_cache(maxsize=1024)
def _broken(title: str, room: int, _body: float) -> tuple[str, int]:
    """A title that breaks between its words, and how; within one only where it is longer than a line."""

    def longer(words: str) -> bool:
        return any(fonts.advance(word, 9) > room for word in words.split(" "))

    held = unbroken(title)
    words = title if longer(held) else held
    wrap = Qt.TextFlag.TextWrapAnywhere if longer(words) else Qt.TextFlag.TextWordWrap
    return words, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop | wrap)


def _sign(visit: Planned) -> str:
    """A sign for what has become of a visit; a warning, too, where it is agreed outside its window."""
    return "warning" if visit.outside else _ICONS.get(visit.state, "")
