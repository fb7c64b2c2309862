"""A document goes to a printer through the system's dialog, which opens as it was left the last time.

Qt's support of printers asks the system for all of them and takes its time: it is imported when it is used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSizeF, Qt
from PySide6.QtGui import QPageLayout, QPageSize, QPainter

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtPdf import QPdfDocument
    from PySide6.QtPrintSupport import QPrinter
    from PySide6.QtWidgets import QWidget

    from app.settings import Settings

DOTS_PER_INCH = 300  # what the printed page is drawn at, at most the printer's own
SENT, REFUSED, STOPPED = "sent", "refused", "stopped"
NAME, SIDES, COLOUR = "printer", "printer_sides", "printer_colour"  # settings


def names() -> list[str]:
    """The printers that this computer knows."""
    from PySide6.QtPrintSupport import QPrinterInfo

    return list(QPrinterInfo.availablePrinterNames())


def has_printer() -> bool:
    """Whether there is one."""
    return bool(names())


def ask_printer(
    parent: QWidget, settings: Settings, *, title: str, pages: int, paper: str
) -> QPrinter | None:
    """The system's print dialog; None when the user thinks better of it."""
    from PySide6.QtPrintSupport import QPrintDialog, QPrinter

    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    recall(printer, settings)
    printer.setDocName(title)
    printer.setPageSize(QPageSize(getattr(QPageSize.PageSizeId, paper)))
    dialog = QPrintDialog(printer, parent)
    dialog.setMinMax(1, pages)
    dialog.setOption(QPrintDialog.PrintDialogOption.PrintPageRange)
    if dialog.exec() != QPrintDialog.DialogCode.Accepted:
        return None
    remember(printer, settings)
    return printer


def recall(printer: QPrinter, settings: Settings) -> None:
    """Printer, sides and colour as they were chosen the last time; a printer that is gone is passed over."""
    from PySide6.QtPrintSupport import QPrinter

    name = settings.get(NAME, "")
    if not name or name not in names():
        return
    printer.setPrinterName(name)
    for mode in QPrinter.DuplexMode:
        if mode.name == settings.get(SIDES, ""):
            printer.setDuplex(mode)
    colour = settings.get(COLOUR, True)
    printer.setColorMode(QPrinter.ColorMode.Color if colour else QPrinter.ColorMode.GrayScale)


def remember(printer: QPrinter, settings: Settings) -> None:
    """Keep what was chosen. How many copies, and which pages, belong to one document: they are not kept."""
    from PySide6.QtPrintSupport import QPrinter

    if not printer.printerName():
        return  # into a file, not onto paper
    settings.put(NAME, printer.printerName())
    settings.put(SIDES, printer.duplex().name)
    settings.put(COLOUR, printer.colorMode() == QPrinter.ColorMode.Color)


def send(document: QPdfDocument, printer: QPrinter, going: Callable[[int], bool] = lambda _done: True) -> str:
    """Draw the pages that were asked for onto the whole paper: SENT, or REFUSED by the printer, or STOPPED.

    `going` hears how many pages are drawn before each one, and answers whether to go on.
    """
    printer.setFullPage(True)
    printer.setPageOrientation(QPageLayout.Orientation.Portrait)
    last = printer.toPage() or document.pageCount()
    pages = range(max(printer.fromPage(), 1), min(last, document.pageCount()) + 1)
    painter = QPainter()
    if not painter.begin(printer):
        return REFUSED
    taken = True
    for at, page in enumerate(pages):
        if not going(at):
            printer.abort()
            painter.end()
            return STOPPED
        if at:
            taken = printer.newPage() and taken
        _draw(painter, document, page - 1, printer)
    return SENT if painter.end() and taken else REFUSED


def send_bytes(pdf: bytes, printer: QPrinter, going: Callable[[int], bool]) -> str:
    """The same from a worker thread, for a file of many pages: the document lives and ends there."""
    from PySide6.QtCore import QBuffer, QByteArray, QIODevice
    from PySide6.QtPdf import QPdfDocument

    content = QByteArray(pdf)
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    document = QPdfDocument()
    document.load(buffer)
    try:
        return send(document, printer, going)
    finally:
        document.close()
        buffer.close()


def _draw(painter: QPainter, document: QPdfDocument, page: int, printer: QPrinter) -> None:
    points = document.pagePointSize(page)
    scale = min(DOTS_PER_INCH, printer.resolution()) / 72
    image = document.render(page, QSizeF(points.width() * scale, points.height() * scale).toSize())
    paper = printer.paperRect(printer.Unit.DevicePixel)
    fitted = points.scaled(paper.size(), Qt.AspectRatioMode.KeepAspectRatio)
    left, top = (paper.width() - fitted.width()) / 2, (paper.height() - fitted.height()) / 2
    painter.drawImage(QRectF(left, top, fitted.width(), fitted.height()), image)
