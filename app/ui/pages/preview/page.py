"""A document of a visit before it leaves: the very bytes that are saved or printed, kept in memory only."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QPointF, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPdfWidgets import QPdfView
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.services import prints
from app.ui import document_sources, documents_out, printers, words
from app.ui.desk import Notice
from app.ui.pages.preview.tools import PreviewTools
from app.ui.widgets.busy import BusyBar
from app.ui.widgets.buttons import Button
from app.ui.widgets.flow import Flow
from app.ui.widgets.labels import label
from app.ui.widgets.notice import NoticeStrip
from app.ui.widgets.tab_order import behind, stops

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

    from app.services.context import ServiceError
    from app.services.contracts.papers import Order
    from app.services.prints import Printed
    from app.ui.desk import Desk
    from app.ui.document_sources import Source

_STEP, _LEAST, _MOST = 1.25, 0.25, 5.0


@dataclass(slots=True)
class Ways:
    """How the page asks the system; a test puts its own answers here."""

    path: Callable[[str], Path | None]
    printer: Callable[[], QPrinter | None]
    has_printer: Callable[[], bool]


class Pages(QPdfView):
    spoken_as = "Document"


class PreviewPage(QWidget):
    """Pages, zoom, paper, and the ways out: save and print."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._texts = texts = desk.texts
        self._source: Source | None = None
        self._round = 0
        self.document: Printed | None = None
        self.ways = Ways(self._ask_path, self._ask_printer, printers.has_printer)
        self.pdf = QPdfDocument(self)
        self._buffer = QBuffer(self)  # has to live as long as the document reads from it
        self.view = Pages(self)
        self.view.setDocument(self.pdf)
        self.view.setPageMode(QPdfView.PageMode.MultiPage)
        self.view.setZoomMode(QPdfView.ZoomMode.FitToWidth)
        self.view.setAccessibleName(texts("preview.pages_name"))
        self.title = label(texts(f"preview.title_{prints.SUMMARY}"), role="title", parent=self)
        self.about = label(role="about", parent=self)
        self.busy = BusyBar(parent=self)
        self.strip = NoticeStrip(texts, parent=self)
        self.strip.clear()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 12, 16, 12)
        layout.setSpacing(8)
        layout.addLayout(self._title_row())
        layout.addWidget(self._tool_row())
        layout.addWidget(self.busy)
        layout.addWidget(self.strip)
        layout.addWidget(self.view, 1)
        behind(self.tools.paper, [self.strip, *stops(self.strip), self.view])
        self.view.pageNavigator().currentPageChanged.connect(self._show_page)
        self._enable()

    @property
    def zoom(self) -> float:
        """The zoom in use, 1.0 for 100 %."""
        if self.view.zoomMode() == QPdfView.ZoomMode.Custom:
            return self.view.zoomFactor()
        points = self.pdf.pagePointSize(0).width() if self.pdf.pageCount() else 595.0
        return max(_LEAST, self.view.viewport().width() / (points * self.logicalDpiX() / 72))

    def begin(self) -> None:
        """Come to the front: the keys turn and zoom the pages."""
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_visit(self, visit_id: int) -> None:
        """Show the summary of a visit. Asked again for the one on show (Ctrl+P twice), print it."""
        self._show_source(document_sources.of_visit(self._desk, visit_id, prints.SUMMARY))

    def show_evidence(self, visit_id: int) -> None:
        """Show the evidence report of a visit's verdict."""
        self._show_source(document_sources.of_visit(self._desk, visit_id, prints.EVIDENCE))

    def show_order(self, order: Order) -> None:
        """Show any document."""
        self._show_source(document_sources.of_order(self._desk, order))

    def show_day_list(self, protocol: str) -> None:
        """Show the list of what is to be done today, of one protocol or of all ("")."""
        self._show_source(document_sources.of_day(self._desk, protocol))

    def _show_source(self, source: Source) -> None:
        shown = self._source is not None and self._source.key == source.key
        if shown and self.isVisible() and self.document is not None:
            self.print_document()
            return
        self._source = source
        kind = source.key[0]
        known = self._texts.has(f"preview.title_{kind}")
        self.title.setText(self._texts(f"preview.title_{kind}" if known else f"papers.title_{kind}"))
        self.tools.offer(source)
        self.read()

    def _on_identity(self) -> None:
        """The same document with name and hospital number, or without again: never remembered."""
        if self._source is not None and self._source.turned is not None:
            self._source = self._source.turned()
            self.read()

    def read(self) -> None:
        """Make the document again from what is stored now."""
        if self._source is None:
            return
        self._round += 1
        asked, paper, make = self._round, self.paper.currentText(), self._source.make
        self.document = None
        self._enable()
        self.strip.clear()
        self.busy.begin()
        self._desk.operations.run(
            lambda: make(paper),
            owner=self,
            done=lambda document: self._show(asked, document),
            failed=lambda error: self._refused(asked, error),
        )

    def save(self) -> None:
        """Save the bytes on show where the user says."""
        document, source = self.document, self._source
        path = self.ways.path(document.name) if document else None
        if document is None or source is None or path is None:
            return

        self._desk.operations.run(
            lambda: documents_out.save(document, path, source.told),
            owner=self,
            done=lambda written: self._say("done", self._texts("preview.saved", path=str(written))),
            failed=lambda error: self._say("error", words.refusal(self._texts, error)),
        )

    def print_document(self) -> None:
        """Print through the system's dialog; without a printer, say so."""
        document, source = self.document, self._source
        if document is None or source is None:
            return
        if not self.ways.has_printer():
            self._say("warning", self._texts("preview.no_printer"))
            return
        printer = self.ways.printer()
        if printer is None:
            return
        if printers.send(self.pdf, printer) != printers.SENT:
            self._say("error", self._texts("preview.printer_refused", printer=printer.printerName()))
            return
        self._desk.operations.run(
            lambda: source.told(document, prints.PRINTED),
            owner=self,
            done=lambda _none: self._say("done", self._texts("preview.printed")),
            failed=lambda error: self._say("error", words.refusal(self._texts, error)),
        )

    def zoom_by(self, factor: float) -> None:
        """Larger or smaller."""
        zoom = min(max(self.zoom * factor, _LEAST), _MOST)
        self.view.setZoomMode(QPdfView.ZoomMode.Custom)
        self.view.setZoomFactor(zoom)
        self._show_zoom()

    def fit(self) -> None:
        """As wide as the window."""
        self.view.setZoomMode(QPdfView.ZoomMode.FitToWidth)
        self._show_zoom()

    def turn(self, step: int) -> None:
        """The next page, or the one before."""
        navigator = self.view.pageNavigator()
        page = min(max(navigator.currentPage() + step, 0), self.pdf.pageCount() - 1)
        navigator.jump(page, QPointF(), navigator.currentZoom())

    def _show(self, asked: int, document: Printed) -> None:
        if asked != self._round:
            return
        self.busy.end()
        self.document = document
        self.pdf.close()
        self._buffer.close()
        self._buffer.setData(QByteArray(document.pdf))
        self._buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        self.pdf.load(self._buffer)
        self.about.setText(document.name)
        self._enable()
        self._show_page(0)
        self._show_zoom()

    def _refused(self, asked: int, error: ServiceError) -> None:
        if asked == self._round:
            self.busy.end()
            self.about.setText("")
            self.pdf.close()
            self._say("error", words.refusal(self._texts, error))

    def _say(self, kind: str, text: str) -> None:
        self.strip.show_notice(Notice(kind, text))

    def _show_page(self, page: int) -> None:
        count = self.pdf.pageCount()
        self.pages.setText(self._texts("preview.page", page=page + 1, pages=count) if count else "")

    def _show_zoom(self) -> None:
        fitted = self.view.zoomMode() == QPdfView.ZoomMode.FitToWidth
        shown = self._texts("preview.fitted") if fitted else f"{round(self.zoom * 100)} %"
        self.percent.setText(shown)

    def _enable(self) -> None:
        for button in (self.save_button, self.print_button):
            button.setEnabled(self.document is not None)

    def _title_row(self) -> Flow:
        texts = self._texts
        self.close_button = Button(texts("preview.close"), keys="Esc", parent=self)
        self.save_button = Button(texts("preview.save"), keys="Ctrl+S", parent=self)
        self.print_button = Button(texts("preview.print"), kind="primary", keys="Ctrl+P", parent=self)
        row = Flow()
        row.add(self.title, self.about)
        row.add(self.close_button, self.save_button, self.print_button, right=True)
        self.close_button.clicked.connect(self._desk.back_wanted)
        self.save_button.clicked.connect(self.save)
        self.print_button.clicked.connect(self.print_document)
        return row

    def _tool_row(self) -> PreviewTools:
        tools = self.tools = PreviewTools(self._desk, self.pdf, self.view, self)
        self.paper, self.pages = tools.paper, tools.pages
        self.percent, self.sought = tools.percent, tools.sought
        tools.smaller.clicked.connect(lambda: self.zoom_by(1 / _STEP))
        tools.larger.clicked.connect(lambda: self.zoom_by(_STEP))
        tools.fit_button.clicked.connect(self.fit)
        tools.paper_chosen.connect(self.read)
        tools.identity_turned.connect(self._on_identity)
        return tools

    def _ask_path(self, name: str) -> Path | None:
        return documents_out.ask_path(self, self._desk, name)

    def _ask_printer(self) -> QPrinter | None:
        title = self.document.name if self.document else ""
        return printers.ask_printer(
            self, self._desk.settings, title=title, pages=self.pdf.pageCount(), paper=self.paper.currentText()
        )

    # Qt overrides

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if key == Qt.Key.Key_Escape:
            self._desk.back_wanted.emit()
        elif key == Qt.Key.Key_S and control:
            self.save()
        elif key == Qt.Key.Key_P and control:
            self.print_document()
        elif key == Qt.Key.Key_F and control:
            self.sought.setFocus(Qt.FocusReason.ShortcutFocusReason)
        elif key == Qt.Key.Key_F3:
            self.sought.go(-1 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1)
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self.zoom_by(_STEP)
        elif key == Qt.Key.Key_Minus:
            self.zoom_by(1 / _STEP)
        elif key == Qt.Key.Key_0:
            self.fit()
        elif key in (Qt.Key.Key_PageDown, Qt.Key.Key_PageUp):
            self.turn(1 if key == Qt.Key.Key_PageDown else -1)
        else:
            super().keyPressEvent(event)
