"""A document leaves the program: saved where the user says, or sent to a printer. Never a file of our own."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSizeF, Qt
from PySide6.QtGui import QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo
from PySide6.QtWidgets import QFileDialog, QWidget

from app.services import printing, prints
from app.services.context import ServiceError

if TYPE_CHECKING:
    from PySide6.QtPdf import QPdfDocument

    from app.i18n import Texts
    from app.services.context import Context
    from app.services.prints import Printed

DOTS_PER_INCH = 300  # what the printed page is drawn at, at most the printer's own


def ask_path(parent: QWidget, texts: Texts, name: str) -> Path | None:
    """Ask where to save; None when the user thinks better of it."""
    chosen, _ = QFileDialog.getSaveFileName(
        parent, texts("preview.save_title"), name, texts("preview.save_filter")
    )
    if not chosen:
        return None
    path = Path(chosen)
    return path if path.suffix else path.with_suffix(".pdf")


def save(context: Context, document: Printed, path: Path) -> Path:
    """Write the bytes and the audit line. Raises ServiceError `document_not_written`."""
    written = write(document, path)
    printing.left(context, document, how=prints.SAVED)
    return written


def write(document: Printed, path: Path) -> Path:
    """Write the bytes alone. Raises ServiceError `document_not_written`."""
    try:
        path.write_bytes(document.pdf)
    except OSError as error:
        raise ServiceError("document_not_written", path=str(path), why=error.strerror or "") from error
    return path


def has_printer() -> bool:
    """Whether this computer knows a printer."""
    return bool(QPrinterInfo.availablePrinterNames())


def ask_printer(parent: QWidget, *, title: str, pages: int, paper: str) -> QPrinter | None:
    """The system's print dialog; None when the user thinks better of it."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setDocName(title)
    printer.setPageSize(QPageSize(getattr(QPageSize.PageSizeId, paper)))
    dialog = QPrintDialog(printer, parent)
    dialog.setMinMax(1, pages)
    dialog.setOption(QPrintDialog.PrintDialogOption.PrintPageRange)
    return printer if dialog.exec() == QPrintDialog.DialogCode.Accepted else None


def send(document: QPdfDocument, printer: QPrinter) -> bool:
    """Draw the pages that were asked for onto the whole paper; whether the printer took them."""
    printer.setFullPage(True)
    printer.setPageOrientation(QPageLayout.Orientation.Portrait)
    last = printer.toPage() or document.pageCount()
    pages = range(max(printer.fromPage(), 1), min(last, document.pageCount()) + 1)
    painter = QPainter()
    if not painter.begin(printer):
        return False
    done = True
    for at, page in enumerate(pages):
        if at:
            done = printer.newPage() and done
        _draw(painter, document, page - 1, printer)
    return painter.end() and done


def _draw(painter: QPainter, document: QPdfDocument, page: int, printer: QPrinter) -> None:
    points = document.pagePointSize(page)
    scale = min(DOTS_PER_INCH, printer.resolution()) / 72
    image = document.render(page, QSizeF(points.width() * scale, points.height() * scale).toSize())
    paper = printer.paperRect(QPrinter.Unit.DevicePixel)
    fitted = points.scaled(paper.size(), Qt.AspectRatioMode.KeepAspectRatio)
    left, top = (paper.width() - fitted.width()) / 2, (paper.height() - fitted.height()) / 2
    painter.drawImage(QRectF(left, top, fitted.width(), fitted.height()), image)
