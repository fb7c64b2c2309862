"""Paints the picture files of the style sheet and the emblem, in `resources/icons`.

`python -m app.ui.picture_files` after a change of the theme's tokens; the program itself only reads them.
"""

import os
from pathlib import Path

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QGuiApplication, QImage, QPainter, QPen, QPolygonF

from app.paths import RESOURCES
from app.ui.theme import THEMES, Theme

PICTURES = {
    "chevron": (((2, 4), (6, 8), (10, 4)), "text2", False, 12),
    "tick": (((3, 7.2), (5.8, 10), (11, 4.2)), "on_accent", False, 14),
    "check": (((3, 7.2), (5.8, 10), (11, 4.2)), "text", False, 14),
    "closed": (((6, 4), (10, 8), (6, 12)), "text2", True, 16),
    "open": (((4, 6), (12, 6), (8, 10)), "text2", True, 16),
}
# What a picture's name ends with: `_large` for text above 100 %, `@2x` for two pixels per point.
SIZES = {"": 1, "@2x": 2, "_large": 2, "_large@2x": 4}


def emblem(painter: QPainter, theme: Theme) -> None:
    """A rising course over a dashed limit, on 32 x 32."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(theme.accent))
    painter.drawRoundedRect(QRectF(0, 0, 32, 32), 3, 3)
    limit = QPen(QColor(theme.on_accent), 1.6)
    limit.setDashPattern([2, 1.6])
    painter.setPen(limit)
    painter.drawLine(QPointF(6, 12), QPointF(26, 12))
    course = QPen(QColor(theme.on_accent), 2.6)
    course.setCapStyle(Qt.PenCapStyle.RoundCap)
    course.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(course)
    painter.drawPolyline(QPolygonF([QPointF(6, 21), QPointF(12, 17), QPointF(17, 20), QPointF(26, 11)]))


def sketch(painter: QPainter, theme: Theme, *, name: str) -> None:
    """A line or a filled shape of the table."""
    points, token, filled, _size = PICTURES[name]
    colour = QColor(getattr(theme, token))
    line = QPolygonF([QPointF(x, y) for x, y in points])
    painter.setPen(Qt.PenStyle.NoPen if filled else QPen(colour, 1.4 if name == "chevron" else 2))
    painter.setBrush(colour if filled else Qt.BrushStyle.NoBrush)
    if filled:
        painter.drawPolygon(line)
    else:
        painter.drawPolyline(line)


def picture(theme: Theme, name: str, *, times: int) -> QImage:
    """A picture, `times` as large as designed."""
    size = times * (32 if name == "emblem" else PICTURES[name][3])
    image = QImage(size, size, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.scale(times, times)
    if name == "emblem":
        emblem(painter, theme)
    else:
        sketch(painter, theme, name=name)
    painter.end()
    return image


def write(into: Path) -> None:
    """Write every picture, each theme into a folder of its name. Needs a QGuiApplication."""
    for theme in THEMES:
        folder = into / theme.name
        folder.mkdir(exist_ok=True)
        for name in (*PICTURES, "emblem"):
            for suffix, times in SIZES.items():
                if (name, suffix) != ("emblem", "_large"):  # the size of "@2x"
                    picture(theme, name, times=times).save(str(folder / f"{name}{suffix}.png"))


if __name__ == "__main__":
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    application = QGuiApplication([])
    write(RESOURCES / "icons")
