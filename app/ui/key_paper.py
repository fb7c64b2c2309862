"""The recovery key on paper: one page, saved where the user says or sent to a printer."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QMarginsF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QPageLayout, QPageSize, QPainter, QPdfWriter
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QFileDialog, QWidget

from app.ui import file_places, fonts

if TYPE_CHECKING:
    from PySide6.QtGui import QPagedPaintDevice

    from app.i18n import Texts

_INK = QColor("#000000")
_GROUPS_A_LINE = 3


def ask_path(parent: QWidget, texts: Texts) -> Path | None:
    """Ask where to save; None when the user thinks better of it."""
    chosen, _ = QFileDialog.getSaveFileName(
        parent,
        texts("recovery.save_title"),
        file_places.beginning(name=f"{texts('recovery.file_name')}.pdf"),
        texts("recovery.save_filter"),
    )
    return Path(chosen) if chosen else None


def save(path: Path, *, study: str, key: str, day: str, texts: Texts) -> bool:
    """Write the page as a PDF for its owner alone; whether that was possible."""
    try:
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600))
        path.chmod(0o600)
    except OSError:
        return False
    writer = QPdfWriter(str(path))
    writer.setTitle(texts("recovery.paper_title"))
    return _drawn(writer, study=study, key=key, day=day, texts=texts) and path.stat().st_size > 0


def send(parent: QWidget, *, study: str, key: str, day: str, texts: Texts) -> bool:
    """Ask for a printer and print; whether the page was taken."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setDocName(texts("recovery.paper_title"))
    if QPrintDialog(printer, parent).exec() != QPrintDialog.DialogCode.Accepted:
        return False
    return _drawn(printer, study=study, key=key, day=day, texts=texts)


def _drawn(device: QPagedPaintDevice, *, study: str, key: str, day: str, texts: Texts) -> bool:
    device.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    device.setPageMargins(QMarginsF(25, 25, 25, 25), QPageLayout.Unit.Millimeter)
    painter = QPainter()
    if not painter.begin(device):
        return False
    page = QRectF(0, 0, device.width(), device.height())
    groups = key.split("-")
    lines = [groups[at : at + _GROUPS_A_LINE] for at in range(0, len(groups), _GROUPS_A_LINE)]
    top = _words(painter, page, 0, texts("recovery.paper_title"), points=18, bold=True)
    top = _words(painter, page, top, study, points=12)
    top = _words(painter, page, top, texts("recovery.paper_made", day=day), points=10)
    top = _words(painter, page, top + page.height() * 0.02, texts("recovery.paper_about"), points=10.5)
    top += page.height() * 0.03
    for line in lines:
        top = _words(painter, page, top, "   ".join(line), points=22, bold=True)
    top += page.height() * 0.03
    _words(painter, page, top, texts("recovery.paper_keep"), points=10.5)
    return painter.end()


def _words(
    painter: QPainter, page: QRectF, top: float, text: str, *, points: float, bold: bool = False
) -> float:
    """Write text from `top`; the height where the next begins."""
    font = fonts.sized(points, bold=bold)
    painter.setFont(font)
    painter.setPen(_INK)
    room = QRectF(page.left(), top, page.width(), page.height() - top)
    flags = int(Qt.TextFlag.TextWordWrap) | int(Qt.AlignmentFlag.AlignLeft)
    used: QRectF = painter.boundingRect(room, flags, text)
    painter.drawText(QRectF(room.topLeft(), QSizeF(room.width(), used.height())), flags, text)
    return top + used.height() + painter.fontMetrics().height() * 0.35
