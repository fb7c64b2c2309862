"""The visit summaries of the demonstration, saved from the preview, and a picture of each page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize
from PySide6.QtGui import QImage, QPainter
from PySide6.QtPdf import QPdfDocument

from app.services import prints, subjects

if TYPE_CHECKING:
    from pathlib import Path

    from app.ui.desk import Desk
    from app.ui.playback.player import Player

DOTS_PER_POINT = 100 / 72
CODES = ("TJ-014", "TJ-005", "TJ-006", "TJ-012")


def summaries(player: Player) -> list[Path]:
    """Write the summary of the latest logged visit of a few subjects; the files."""
    written: list[Path] = []
    for code in CODES:
        path = _summary(player.window.desk, code, player.out)
        written += [path, *pictures(path)]
    return written


def _summary(desk: Desk, code: str, out: Path) -> Path:
    context = desk.context
    row = subjects.by_code(context, code)
    logged = [visit for visit in subjects.course(context, row.id).visits if visit.actual and visit.status]
    visit = max(logged, key=lambda visit: (visit.actual, visit.id))
    document = prints.visit_summary(context, visit.id, texts=desk.texts)
    path = out / document.name
    path.write_bytes(document.pdf)
    prints.printed(context, visit.id, document, how="saved")
    return path


def pictures(pdf: Path) -> list[Path]:
    """A PNG of each page at 100 dots an inch, beside the file."""
    document = QPdfDocument()
    document.load(str(pdf))
    written = []
    for page in range(document.pageCount()):
        points = document.pagePointSize(page)
        size = QSize(round(points.width() * DOTS_PER_POINT), round(points.height() * DOTS_PER_POINT))
        path = pdf.with_name(f"{pdf.stem}-p{page + 1}.png")
        paper = QImage(size, QImage.Format.Format_RGB32)
        paper.fill("#FFFFFF")  # Qt renders ink alone: in a dark viewer there would be no page
        painter = QPainter(paper)
        painter.drawImage(0, 0, document.render(page, size))
        painter.end()
        paper.save(str(path))
        written.append(path)
    document.close()
    return written
