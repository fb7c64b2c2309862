"""The preview: what is seen is what is saved and printed, and nothing is left on the disk."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPdfWidgets import QPdfView
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtTest import QTest

from app.services import prints, subjects
from app.ui import spoken
from app.ui.pages.preview import PreviewPage
from tests.ui.papering import responder
from tests.ui.visiting import enrol_saa, visit_on_day


@pytest.fixture
def page(qtbot, desk, settle):
    subject_id = responder(desk.context)
    visit = [row for row in subjects.course(desk.context, subject_id).visits if row.actual][-1]
    made = PreviewPage(desk)
    qtbot.addWidget(made)
    made.resize(1100, 640)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    made.show_visit(visit.id)
    settle()
    return made


def test_the_document_is_shown_with_its_pages(page):
    assert page.pdf.status() == QPdfDocument.Status.Ready
    assert "TJ-014" in page.pdf.getAllText(0).text()
    assert page.pages.text() == f"Page 1 of {page.document.pages}"
    assert page.about.text().startswith("TJ-014-D90")


def test_a_reader_is_told_that_the_pages_are_a_document(page):
    spoken.install()
    interface = QAccessible.queryAccessibleInterface(page.view)
    assert interface.role() is QAccessible.Role.Document
    assert interface.text(QAccessible.Text.Name) == "Pages of the document"


def test_saving_writes_the_bytes_on_show_and_an_audit_line(page, desk, settle, tmp_path):
    target: Path = tmp_path / "kept" / "summary.pdf"
    target.parent.mkdir()
    asked: list[str] = []

    def ask(name: str) -> Path:
        asked.append(name)
        return target

    page.ways.path = ask
    QTest.keyClick(page, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    settle()
    assert target.read_bytes() == page.document.pdf
    assert asked == ["TJ-014-D90_visit-summary.pdf"]
    line = prints.earlier(desk.context, 1)[0]
    assert (line.how, line.data_hash) == ("saved", page.document.data_hash)
    assert page.strip.property("strip") == "done"


def test_a_folder_that_cannot_be_written_is_told_and_not_audited(page, desk, settle, tmp_path):
    page.ways.path = lambda _name: tmp_path / "missing" / "summary.pdf"
    page.save()
    settle()
    assert page.strip.property("strip") == "error"
    assert not prints.earlier(desk.context, 1)


def test_thinking_better_of_saving_changes_nothing(page, desk, settle):
    page.ways.path = lambda _name: None
    page.save()
    settle()
    assert page.strip.isHidden()
    assert not prints.earlier(desk.context, 1)


def test_without_a_printer_the_page_says_so(page, desk):
    page.ways.has_printer = lambda: False
    QTest.mouseClick(page.print_button, Qt.MouseButton.LeftButton)
    assert page.strip.property("strip") == "warning"
    assert not prints.earlier(desk.context, 1)


def test_printing_draws_every_page_on_the_printer_and_is_audited(page, desk, settle, tmp_path):
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "printed.pdf"))
    page.ways.has_printer = lambda: True
    page.ways.printer = lambda: printer
    page.print_document()
    settle()
    printed = QPdfDocument()
    printed.load(str(tmp_path / "printed.pdf"))
    assert printed.pageCount() == page.document.pages
    assert prints.earlier(desk.context, 1)[0].how == "printed"
    printed.close()


def test_keys_zoom_and_fit(page):
    before = page.zoom
    QTest.keyClick(page, Qt.Key.Key_Plus)
    assert page.zoom > before
    assert page.percent.text().endswith("%")
    QTest.keyClick(page, Qt.Key.Key_Minus)
    assert abs(page.zoom - before) < 0.01
    QTest.keyClick(page, Qt.Key.Key_0)
    assert page.view.zoomMode() == QPdfView.ZoomMode.FitToWidth


def test_another_paper_makes_the_document_again(page, settle):
    before = page.document.pdf
    page.paper.setCurrentText("Letter")
    settle()
    assert page.document.pdf != before
    assert round(page.pdf.pagePointSize(0).height()) == 792


def test_escape_leads_back(page, desk, qtbot):
    with qtbot.waitSignal(desk.back_wanted):
        QTest.keyClick(page, Qt.Key.Key_Escape)


def test_a_visit_that_was_not_logged_is_told_in_words(qtbot, desk, settle):
    subject_id = enrol_saa(desk.context, code="TJ-040")
    page = PreviewPage(desk)
    qtbot.addWidget(page)
    page.show_visit(visit_on_day(desk.context, subject_id, 90))
    settle()
    assert page.strip.property("strip") == "error"
    assert not page.save_button.isEnabled()


def test_nothing_is_written_until_the_user_says_where(page, desk):
    folder = Path(desk.context.db.path).parent
    assert not list(folder.rglob("*.pdf"))
