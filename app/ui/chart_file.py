"""The course chart as a file: PNG, SVG or PDF, in the colours of light paper, with a line that says whose."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QRect, QSize, QSizeF
from PySide6.QtGui import QColor, QImage, QPageSize, QPainter, QPdfWriter
from PySide6.QtWidgets import QWidget

from app.domain.chart.primitives import Label, Picture
from app.ui import file_places, painting
from app.ui.theme import LIGHT

if TYPE_CHECKING:
    from app.ui.desk import Desk

KINDS = ("png", "svg", "pdf")
RATIO = 3  # pixels of a PNG for each unit of the picture: sharp on paper, too
MARGIN, CAPTION = 12.0, 22.0
POINTS = 0.75  # of a point for each unit: units are pixels of 96 to the inch


def with_caption(picture: Picture, words: str) -> Picture:
    """The picture with a line under it."""
    line = Label(MARGIN, picture.height + CAPTION - 8, words, 11, "secondary")
    return Picture(picture.width, picture.height + CAPTION, (*picture.items, line))


def drawn(picture: Picture, kind: str) -> bytes:
    """The bytes of the file. Raises ValueError for a kind that is none of KINDS."""
    if kind not in KINDS:
        raise ValueError(kind)
    return {"png": _png, "svg": _svg, "pdf": _pdf}[kind](picture)


def ask_path(parent: QWidget, desk: Desk, name: str) -> Path | None:
    """Ask where to save, and as what; None when the user thinks better of it."""
    filters = {f"{kind.upper()} (*.{kind})": kind for kind in KINDS}
    title = desk.texts("overview.picture_title")
    path, kind = file_places.ask(parent, desk, title=title, name=f"{name}.png", kinds=";;".join(filters))
    if path is None or kind_of(path) in KINDS:
        return path
    return path.with_name(f"{path.name}.{filters.get(kind, KINDS[0])}")


def kind_of(path: Path) -> str:
    """The kind of a path by its ending."""
    return path.suffix.lower().lstrip(".")


def _size(picture: Picture) -> QSizeF:
    return QSizeF(picture.width + 2 * MARGIN, picture.height + 2 * MARGIN)


def _paint(painter: QPainter, picture: Picture) -> None:
    painter.translate(MARGIN, MARGIN)
    painting.paint(painter, picture, LIGHT)


def _png(picture: Picture) -> bytes:
    size = _size(picture) * RATIO
    image = QImage(size.toSize(), QImage.Format.Format_RGB32)
    image.fill(QColor(LIGHT.surface))
    painter = QPainter(image)
    painter.scale(RATIO, RATIO)
    _paint(painter, picture)
    painter.end()
    image.setDotsPerMeterX(round(96 * RATIO / 0.0254))
    image.setDotsPerMeterY(round(96 * RATIO / 0.0254))
    held = QByteArray()
    buffer = QBuffer(held)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]  # the stubs know the names of files only
    return bytes(held.data())


def _svg(picture: Picture) -> bytes:
    from PySide6.QtSvg import QSvgGenerator  # late: nothing else needs it

    held = QByteArray()
    buffer = QBuffer(held)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    size = _size(picture).toSize()
    generator = QSvgGenerator()
    generator.setOutputDevice(buffer)
    generator.setResolution(96)
    generator.setSize(size)
    generator.setViewBox(_box(size))
    painter = QPainter(generator)
    painter.fillRect(_box(size), QColor(LIGHT.surface))
    _paint(painter, picture)
    painter.end()
    return bytes(held.data())


def _box(size: QSize) -> QRect:
    return QRect(0, 0, size.width(), size.height())


def _pdf(picture: Picture) -> bytes:
    held = QByteArray()
    buffer = QBuffer(held)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setResolution(96)
    writer.setPageSize(QPageSize(_size(picture) * POINTS, QPageSize.Unit.Point))
    writer.setPageMargins(QMarginsF(0, 0, 0, 0))
    painter = QPainter(writer)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    _paint(painter, picture)
    painter.end()
    return bytes(held.data())
