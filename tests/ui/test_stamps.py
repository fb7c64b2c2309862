"""Drawings that are kept look as if drawn anew, at every place and on every screen."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen, qGray
from PySide6.QtWidgets import QApplication

from app.ui import fonts
from app.ui.widgets import stamps


def _ring(painter: QPainter, rect: QRectF) -> None:
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor("#205080"), 1.3))
    painter.drawEllipse(rect)


def _paper(ratio: float) -> QImage:
    image = QImage(int(60 * ratio), int(40 * ratio), QImage.Format.Format_ARGB32_Premultiplied)
    image.setDevicePixelRatio(ratio)
    image.fill(Qt.GlobalColor.white)
    return image


def _farthest(one: QImage, other: QImage, *, width: int) -> int:
    """The greatest difference of a grey between two pictures, in their first columns."""
    return max(
        abs(qGray(one.pixel(x, y)) - qGray(other.pixel(x, y)))
        for x in range(width)
        for y in range(one.height())
    )


@pytest.mark.parametrize("ratio", [1.0, 2.0])
@pytest.mark.parametrize("left", [5.0, 5.5, 6.25])
def test_a_kept_drawing_has_the_pixels_of_a_new_one(qapp: QApplication, ratio: float, left: float) -> None:
    drawn, kept = _paper(ratio), _paper(ratio)
    rect = QRectF(left, 7.5, 14, 14)
    painter = QPainter(drawn)
    _ring(painter, rect)
    painter.end()
    painter = QPainter(kept)
    stamps.press(painter, "ring", rect, _ring)
    stamps.press(painter, "ring", rect.translated(20, 10), _ring)
    painter.end()
    assert _farthest(kept, drawn, width=int(22 * ratio)) <= 2  # steps of a colour: rounding, no other place
    assert kept.copy(int(25 * ratio), int(17 * ratio), 10, 10) != _paper(ratio).copy(0, 0, 10, 10)


def test_a_drawing_is_drawn_once_for_its_key(qapp: QApplication) -> None:
    calls: list[QRectF] = []

    def draw(_painter: QPainter, rect: QRectF) -> None:
        calls.append(rect)

    paper = _paper(1.0)
    painter = QPainter(paper)
    for key in ("once", "once", "other", "once"):
        stamps.press(painter, ("drawn", key), QRectF(3, 4, 10, 10), draw)
    painter.end()
    assert len(calls) == 2


def test_a_text_beyond_its_room_is_cut_with_an_ellipsis(qapp: QApplication) -> None:
    fonts.load_latin()
    whole, width = fonts.laid_out("Haematopoietic recovery", 10, room=1000)
    cut, less = fonts.laid_out("Haematopoietic recovery", 10, room=60)
    assert whole.text() == "Haematopoietic recovery"
    assert whole.size().width() == pytest.approx(width, abs=1.5)
    assert cut.text().endswith("…")
    assert less <= 60


def test_markup_in_data_stays_text(qapp: QApplication) -> None:
    laid, width = fonts.laid_out("<b>x</b>", 10, room=1000)
    assert laid.textFormat() is Qt.TextFormat.PlainText
    assert width > fonts.laid_out("x", 10, room=1000)[1]
