"""Paints the few pictures that the style sheet refers to. Run after a change of the theme's tokens."""

import os
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QGuiApplication, QImage, QPainter, QPen, QPolygonF

from app.ui.theme import DARK, LIGHT

PICTURES = {
    "chevron": (((2, 4), (6, 8), (10, 4)), "text2", False, 12),
    "tick": (((3, 7.2), (5.8, 10), (11, 4.2)), "on_accent", False, 14),
    "closed": (((6, 4), (10, 8), (6, 12)), "text2", True, 16),
    "open": (((4, 6), (12, 6), (8, 10)), "text2", True, 16),
}


def main() -> None:
    """Write every picture beside this file."""
    application = QGuiApplication([])
    for theme in (LIGHT, DARK):
        folder = Path(__file__).parent / theme.name
        folder.mkdir(exist_ok=True)
        for name, (points, token, filled, size) in PICTURES.items():
            for ratio, suffix in ((1, ""), (2, "@2x")):
                image = QImage(size * ratio, size * ratio, QImage.Format.Format_ARGB32)
                image.fill(Qt.GlobalColor.transparent)
                painter = QPainter(image)
                painter.setRenderHint(QPainter.RenderHint.Antialiasing)
                painter.scale(ratio, ratio)
                colour = QColor(getattr(theme, token))
                line = QPolygonF([QPointF(x, y) for x, y in points])
                painter.setPen(Qt.PenStyle.NoPen if filled else QPen(colour, 2 if name == "tick" else 1.4))
                painter.setBrush(colour if filled else Qt.BrushStyle.NoBrush)
                painter.drawPolygon(line) if filled else painter.drawPolyline(line)
                painter.end()
                image.save(str(folder / f"{name}{suffix}.png"))
    del application


if __name__ == "__main__":
    main()
