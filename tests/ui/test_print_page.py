"""The page Print: documents of the study, and many summaries in one go."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.services import audit_extent, batches, printing, prints, trail
from app.services.errors import ServiceError
from app.ui.desk import Notice
from app.ui.pages.preview import PreviewPage
from app.ui.pages.printing import PrintPage, became
from tests.ui.papering import responder


@pytest.fixture
def page(qtbot, desk, settle):
    responder(desk.context)
    made = PrintPage(desk)
    qtbot.addWidget(made)
    made.resize(1100, 640)
    made.show()
    settle()
    return made


def choose(page: PrintPage, kind: str) -> None:
    page.papers.kind.setCurrentIndex(page.papers.kind.findData(kind))


def test_only_what_a_document_asks_for_is_shown(page):
    choose(page, "audit_report")
    assert page.papers.since.isVisible()
    assert not page.papers.protocol.isVisible()
    choose(page, "protocol_synopsis")
    assert not page.papers.since.isVisible()
    assert page.papers.protocol.isVisible()


def test_a_synopsis_is_offered_of_every_protocol_of_the_folders_before_the_first_subject(page, desk):
    choose(page, "protocol_synopsis")
    offered = [page.papers.protocol.itemData(at) for at in range(page.papers.protocol.count())]
    assert offered == list(desk.context.library.ids())
    assert len(offered) > 1


def test_the_page_reads_no_line_of_a_subject_to_know_the_protocols(page, monkeypatch, settle):
    monkeypatch.delattr("app.services.subjects.listing")
    page.read()
    settle()
    choose(page, "enrolment_log")
    assert page.papers.protocol.findData("saa_atg") > 0


def test_a_chosen_document_is_asked_for_with_its_choices(page, desk, qtbot):
    choose(page, "audit_report")
    page.papers.subject.setText("TJ-014")
    page.papers.since.setText("2026-01-01")
    with qtbot.waitSignal(desk.document_wanted) as asked:
        QTest.mouseClick(page.papers.show_button, Qt.MouseButton.LeftButton)
    order = asked.args[0]
    assert (order.kind, order.detail) == ("audit_report", "subject=TJ-014\nsince=2026-01-01")


def test_an_audit_report_says_how_long_it_would_be_before_it_is_made(page, desk, qtbot, settle):
    choose(page, "query_list")
    assert not page.papers.extent.isVisible()
    choose(page, "audit_report")
    settle()
    whole = trail.count(desk.context, trail.TrailQuery())
    assert page.papers.extent.text() == f"{whole} lines of the audit trail"
    page.papers.subject.setFocus()
    QTest.keyClicks(page.papers.subject, "tj-014")
    settle()
    own = trail.count(desk.context, trail.TrailQuery(subject="TJ-014"))
    assert 1 < own < whole
    assert page.papers.extent.text() == f"{own} lines of the audit trail"
    QTest.keyClicks(page.papers.subject, "4")
    settle()
    assert page.papers.extent.text() == "No subject has the code tj-0144."
    with qtbot.assertNotEmitted(desk.document_wanted):
        QTest.keyClick(page.papers.subject, Qt.Key.Key_Return)


def test_an_audit_report_that_is_too_long_is_narrowed_before_it_is_asked_for(
    page, desk, qtbot, settle, monkeypatch
):
    whole = trail.count(desk.context, trail.TrailQuery())
    monkeypatch.setattr(audit_extent, "MOST", whole - 1)
    choose(page, "audit_report")
    settle()
    assert page.papers.extent.text().startswith(f"{whole} lines of the audit trail. A report holds at most")
    assert not page.papers.show_button.isEnabled()
    page.papers.subject.setText("TJ-014")
    settle()
    assert page.papers.show_button.isEnabled()
    page.papers.subject.clear()
    settle()
    choose(page, "enrolment_log")
    assert page.papers.show_button.isEnabled()
    assert not page.papers.extent.isVisible()


def test_an_audit_report_since_no_day_is_not_one_of_the_whole_trail(page, settle):
    choose(page, "audit_report")
    page.papers.since.setFocus()
    QTest.keyClicks(page.papers.since, "2026-13-01")
    settle()
    assert page.papers.extent.text() == "2026-13-01 is not a date. Type it as 2026-11-18."
    assert not page.papers.show_button.isEnabled()
    page.papers.since.clear()
    settle()
    assert page.papers.show_button.isEnabled()


@pytest.mark.parametrize("kind", ["enrolment_log", "protocol_synopsis", "query_list", "audit_report"])
def test_the_preview_shows_any_document(page, desk, qtbot, settle, kind):
    choose(page, kind)
    preview = PreviewPage(desk)
    qtbot.addWidget(preview)
    preview.show_order(page.papers.order())
    settle()
    assert preview.document is not None
    assert preview.title.text() == desk.texts(f"papers.title_{kind}")
    assert not preview.tools.identity.isVisibleTo(preview)


def test_the_summaries_that_fit_are_counted_and_written_into_one_file(page, settle, tmp_path):
    assert page.batch.count.text() == "7 summaries"
    target = tmp_path / "all.pdf"
    page.batch.ask_file = lambda _name: target
    QTest.mouseClick(page.batch.save_button, Qt.MouseButton.LeftButton)
    settle()
    assert target.read_bytes().startswith(b"%PDF")
    assert not page.batch.progress.isVisible()


def test_a_batch_of_files_names_what_could_not_be_made(page, desk, settle, tmp_path, monkeypatch):
    said: list[Notice] = []
    desk.noticed.connect(said.append)
    real = printing.make
    broken = batches.members(page._desk.context, batches.Wanted())[0]

    def make(context, order, **options):
        if order.visit_id == broken.visit_id:
            raise ServiceError("visit_not_logged", visit=order.visit_id)
        return real(context, order, **options)

    monkeypatch.setattr(printing, "make", make)
    page.batch.many_files.setChecked(True)
    page.batch.ask_folder = lambda: Path(tmp_path)
    QTest.mouseClick(page.batch.save_button, Qt.MouseButton.LeftButton)
    settle()
    assert len(list(tmp_path.glob("*.pdf"))) == 6
    assert "TJ-014" in page.batch.failed.text()
    assert "1 summary was not made" in said[-1].text
    assert said[-1].kind == "warning"


def test_a_reason_is_told_once_behind_all_that_it_kept_from_being_made(desk):
    member = batches.Member(1, "TJ-014", "CBC", date(2026, 5, 12))
    told = became.not_made(desk.texts, tuple(batches.Failed(member, "document_not_made") for _ in range(9)))
    assert told.count("The document could not be laid out.") == 1
    assert told.count("TJ-014, CBC") == became.NAMED
    assert "and 3 more: " in told


def test_a_place_that_refuses_is_told_with_how_far_it_came(desk, tmp_path):
    why = ServiceError("place_full", file="a.pdf", folder=str(tmp_path))
    news = became.news(desk.texts, batches.Outcome(5, 5, (), (), refused=why), total=361, where=tmp_path)
    assert news is not None and news.kind == "error"
    assert news.text.startswith("a.pdf was not written: the disk is full.")
    assert news.text.endswith("5 of 361 summaries were written.")


def test_stop_has_the_focus_after_the_dialog_that_began_the_batch(page, settle, tmp_path: Path):
    page.batch.save_button.setFocus()
    seen: list[bool] = []
    page.batch.went_on.connect(lambda _done: seen.append(page.focusWidget() is page.batch.stop_button))

    def ask(_name: str) -> Path:
        page.batch.save_button.hasFocus = lambda: False  # as behind a dialog that has just closed
        return tmp_path / "all.pdf"

    page.batch.ask_file = ask
    page.batch.save()
    settle()
    assert seen and seen[0]
    assert page.focusWidget() is page.batch.save_button
    assert page.batch.count.text() == "7 summaries"


def on_paper(page, file: Path) -> None:
    """A printer that writes what it is given into a file."""
    from PySide6.QtPrintSupport import QPrinter

    printer = QPrinter(QPrinter.PrinterMode.ScreenResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(file))
    page.batch.has_printer = lambda: True
    page.batch.ask_printer = lambda _title, _pages, _paper: printer


def test_a_batch_goes_to_the_printer_and_each_summary_into_the_audit(page, desk, qtbot, settle, tmp_path):
    from pypdf import PdfReader

    on_paper(page, tmp_path / "paper.pdf")
    said: list[str] = []
    desk.noticed.connect(lambda notice: said.append(notice.text))
    QTest.mouseClick(page.batch.print_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(said))
    settle()
    assert said == ["7 summaries sent to the printer."]
    assert len(PdfReader(tmp_path / "paper.pdf").pages) == 7
    assert [line.how for line in prints.earlier(desk.context, 1)] == ["printed"] * 7
    assert not page.batch.progress.isVisible()


def test_printing_a_batch_can_be_stopped_and_then_nothing_counts_as_printed(
    page, desk, qtbot, settle, tmp_path
):
    on_paper(page, tmp_path / "paper.pdf")
    said: list[str] = []
    desk.noticed.connect(lambda notice: said.append(notice.text))
    ask = page.batch.ask_printer

    def asked(title: str, pages: int, paper: str):
        page.batch.stop()  # as if Stop were pressed once the pages are being drawn
        return ask(title, pages, paper)

    page.batch.ask_printer = asked
    QTest.mouseClick(page.batch.print_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(said))
    settle()
    assert said == ["Printing stopped. What the printer has taken already may still come out."]
    assert prints.earlier(desk.context, 1) == ()


def test_a_batch_stopped_before_it_is_printed_says_that_nothing_was_sent(page, desk, qtbot, settle, tmp_path):
    on_paper(page, tmp_path / "paper.pdf")
    said: list[str] = []
    desk.noticed.connect(lambda notice: said.append(notice.text))
    page.batch.went_on.connect(lambda _done: page.batch.stop())
    QTest.mouseClick(page.batch.print_button, Qt.MouseButton.LeftButton)
    page.batch.stop()
    qtbot.waitUntil(lambda: bool(said))
    settle()
    assert said == ["Stopped before printing: nothing was sent to the printer."]
    assert not (tmp_path / "paper.pdf").exists()


def test_the_printer_used_last_is_offered_again_unless_it_is_gone(desk, monkeypatch):
    from PySide6.QtPrintSupport import QPrinter

    from app.ui import printers

    class Chosen:
        """What the dialog leaves behind, without a printer on this computer."""

        def __init__(self, name: str = "") -> None:
            self.name, self.sides, self.colour = (
                name,
                QPrinter.DuplexMode.DuplexNone,
                QPrinter.ColorMode.Color,
            )

        printerName = lambda self: self.name  # noqa: E731, N815 - Qt's names
        duplex = lambda self: self.sides  # noqa: E731
        colorMode = lambda self: self.colour  # noqa: E731, N815

        def setPrinterName(self, name: str) -> None:
            self.name = name

        def setDuplex(self, sides: QPrinter.DuplexMode) -> None:
            self.sides = sides

        def setColorMode(self, colour: QPrinter.ColorMode) -> None:
            self.colour = colour

    monkeypatch.setattr(printers, "names", lambda: ["Ward 3", "Office"])
    used: Any = Chosen("Office")
    used.sides, used.colour = QPrinter.DuplexMode.DuplexLongSide, QPrinter.ColorMode.GrayScale
    printers.remember(used, desk.settings)
    again: Any = Chosen()
    printers.recall(again, desk.settings)
    assert (again.name, again.sides, again.colour) == ("Office", used.sides, used.colour)
    into_file: Any = Chosen()
    printers.remember(into_file, desk.settings)
    monkeypatch.setattr(printers, "names", lambda: ["Ward 3"])
    gone: Any = Chosen("Ward 3")
    printers.recall(gone, desk.settings)
    assert gone.name == "Ward 3"


def test_a_day_without_a_visit_says_so(page, settle):
    page.batch.day.setText("2020-01-01")
    settle()
    assert page.batch.count.text() == "No logged visit fits."
    assert not page.batch.save_button.isEnabled()


def test_the_paper_used_last_is_remembered_and_identity_is_not(page, desk, qtbot, settle):
    from app.services.contracts.papers import Order

    preview = PreviewPage(desk)
    qtbot.addWidget(preview)
    preview.show_order(Order("subject_history", 1))
    settle()
    preview.paper.setCurrentText("Letter")
    preview.tools.identity.setChecked(True)
    settle()
    assert "CONTAINS IDENTITY" in preview.pdf.getAllText(0).text()
    preview.show_order(Order("subject_history", 1))
    settle()
    assert preview.paper.currentText() == "Letter"
    assert not preview.tools.identity.isChecked()


def test_a_text_is_found_on_the_pages(page, desk, qtbot, settle):
    from app.services.contracts.papers import Order

    preview = PreviewPage(desk)
    qtbot.addWidget(preview)
    preview.resize(900, 600)
    preview.show()
    preview.show_order(Order("subject_history", 1))
    settle()
    preview.sought.setText("red cells")
    qtbot.waitUntil(lambda: preview.sought.found.rowCount(preview.sought.found.index(-1, -1)) > 1)
    preview.sought.go()
    assert preview.view.currentSearchResultIndex() == 0
    preview.sought.go(-1)
    assert preview.view.currentSearchResultIndex() > 0
