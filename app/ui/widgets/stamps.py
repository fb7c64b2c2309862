"""Small drawings that tables repeat in every row: drawn once for a screen, then put down as a picture."""

from __future__ import annotations

from functools import lru_cache
from math import ceil, floor
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPixmap

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

    Draw = Callable[[QPainter, QRectF], None]


_EDGE = 2  # pixels around the place: half of a line lies beyond the shape that it follows


class _What:
    """A drawing by its key: what is equal looks the same, whoever draws it."""

    __slots__ = ("draw", "key")

    def __init__(self, key: Hashable, draw: Draw) -> None:
        self.key = key
        self.draw = draw

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _What) and self.key == other.key

    def __hash__(self) -> int:
        return hash(self.key)


def press(painter: QPainter, key: Hashable, rect: QRectF, draw: Draw) -> None:
    """Put the drawing of `key` at `rect`; `draw` gets a painter and the place when it is not known yet.

    `key` names all that the drawing depends on but its size: code, colours, widths of lines.
    """
    x, y, width, height = cast("tuple[float, float, float, float]", rect.getRect())
    left, top = floor(x), floor(y)
    ratio = painter.device().devicePixelRatio()
    painter.drawPixmap(
        left - _EDGE, top - _EDGE, _drawn(_What(key, draw), (x - left, y - top, width, height), ratio)
    )


@lru_cache(maxsize=512)
def _drawn(what: _What, place: tuple[float, float, float, float], ratio: float) -> QPixmap:
    x, y, width, height = place  # within the picture: what lies between two pixels stays there
    wide, tall = (ceil(start + length) + 2 * _EDGE for start, length in ((x, width), (y, height)))
    picture = QPixmap(ceil(wide * ratio), ceil(tall * ratio))
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    what.draw(painter, QRectF(x + _EDGE, y + _EDGE, width, height))
    painter.end()
    return picture
