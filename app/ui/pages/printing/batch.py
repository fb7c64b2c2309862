"""Many visit summaries in one go: which, into which files or to the printer, how far, what failed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QFileDialog,
    QFormLayout,
    QProgressBar,
    QRadioButton,
    QWidget,
)

from app.services import batches, prints
from app.ui import documents_out, file_places, printers
from app.ui.desk import Notice
from app.ui.failed import failure
from app.ui.pages.printing import became
from app.ui.widgets.buttons import Button
from app.ui.widgets.choice_box import ChoiceBox
from app.ui.widgets.date_field import DateField
from app.ui.widgets.flow import Flow
from app.ui.widgets.labels import label, name_above
from app.ui.widgets.panel import Panel

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

    from app.services.batches import Failed, Member, Outcome
    from app.services.errors import ServiceError
    from app.services.prints import Printed
    from app.ui.desk import Desk

ONE_FILE = "batch_one_file"  # setting


class BatchPanel(Panel):
    """What is chosen is counted at once; a batch runs beside the other work and can be stopped."""

    went_on = Signal(int)  # how many are done, from the worker

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        texts = desk.texts
        super().__init__(texts("papers.batch"), parent=parent)
        self._desk = desk
        self._texts = texts
        self._round = 0
        self._chosen: tuple[Member, ...] = ()
        self._stop = Event()
        self._key = "papers.making"  # what the progress tells
        self.ask_file: Callable[[str], Path | None] = lambda name: documents_out.ask_path(self, desk, name)
        self.ask_folder: Callable[[], Path | None] = self._ask_folder
        self.has_printer: Callable[[], bool] = printers.has_printer
        self.ask_printer: Callable[[str, int, str], QPrinter | None] = self._ask_printer
        today, hint = desk.context.today, texts("papers.calendar_open")
        self.day = DateField(texts, today=today, calendar_hint=hint, parent=self)
        self.visit = ChoiceBox(self)
        self.protocol = ChoiceBox(self)
        self.one_file = QRadioButton(texts("papers.one_file"), self)
        self.many_files = QRadioButton(texts("papers.a_file_each"), self)
        (self.one_file if desk.settings.get(ONE_FILE, True) else self.many_files).setChecked(True)
        self.count = label(role="secondary", parent=self)
        self.progress = QProgressBar(self)
        self.progress.setVisible(False)
        self.failed = label(role="problem", wrap=True, parent=self)
        self.failed.setVisible(False)
        self._lay_out()
        self.day.day_changed.connect(lambda _day: self.read())
        self.visit.currentIndexChanged.connect(lambda _index: self.read())
        self.protocol.currentIndexChanged.connect(lambda _index: self.read())
        self.one_file.toggled.connect(lambda on: desk.settings.put(ONE_FILE, on))
        self.went_on.connect(self._show_progress)

    def offer(self, protocols: tuple[str, ...]) -> None:
        """The protocols of the study; the chosen one stays."""
        every = ("", self._texts("papers.all_protocols"))
        self.protocol.offer([every, *((name, name) for name in protocols)], self.protocol.code)

    def read(self) -> None:
        """Count what is chosen, and offer the planned visits that were made."""
        self._round += 1
        asked, context, wanted = self._round, self._desk.context, self.wanted()

        def found() -> tuple[tuple[Member, ...], tuple[Member, ...]]:
            every = batches.members(context, batches.Wanted(protocol=wanted.protocol))
            return batches.members(context, wanted), every

        self._desk.operations.run(found, owner=self, done=lambda both: self._show(asked, *both))

    def wanted(self) -> batches.Wanted:
        """What is chosen."""
        return batches.Wanted(self.day.day(), self.visit.code, self.protocol.code)

    def save(self) -> None:
        """Write the summaries where the user says."""
        one, context, texts, chosen = self.one_file.isChecked(), self._desk.context, self._texts, self._chosen
        path = self.ask_file("visit-summaries.pdf") if one else self.ask_folder()
        if path is None or not chosen:
            return
        write = batches.into_one_file if one else batches.into_folder
        paper, going = self._begin()
        self._desk.operations.run(
            lambda: write(context, chosen, path, texts=texts, paper=paper, going=going),
            owner=self,
            done=lambda outcome: self._saved(outcome, path),
            failed=self._refused,
        )

    def print_all(self) -> None:
        """Send the summaries to a printer, as one job."""
        if not self.has_printer():
            self._desk.noticed.emit(Notice("warning", self._texts("preview.no_printer")))
            return
        context, texts, chosen = self._desk.context, self._texts, self._chosen
        paper, going = self._begin()
        self._desk.operations.run(
            lambda: batches.as_bytes(context, chosen, texts=texts, paper=paper, going=going),
            owner=self,
            done=lambda made: self._send(*made, paper=paper, going=going),
            failed=self._refused,
        )

    def stop(self) -> None:
        """Go no further than the summary that is being made."""
        self._stop.set()

    def _begin(self) -> tuple[str, Callable[[int], bool]]:
        """The paper used last, and what the worker asks before each summary."""
        self._stop.clear()
        self._desk.moved.emit()  # what became of the batch before is over
        self._key = "papers.making"
        self.failed.setVisible(False)
        self.progress.setRange(0, len(self._chosen))
        self.progress.setValue(0)
        self._running(True)

        def going(done: int) -> bool:
            self.went_on.emit(done)
            return not self._stop.is_set()

        paper = self._desk.settings.get("paper", "A4")
        return paper, going

    def _running(self, on: bool) -> None:
        buttons = (self.save_button, self.print_button)
        # Asked of the window: behind a dialog that has just closed nothing has the focus yet.
        at = self.window().focusWidget()
        begun, held = at in buttons, at is self.stop_button
        self.progress.setVisible(on)
        self.stop_button.setVisible(on)
        if on and begun:
            self.stop_button.setFocus()  # one that is switched off would pass the focus to the rail
        for button in buttons:
            button.setEnabled(not on and bool(self._chosen))
        if held and not on:
            self.save_button.setFocus()
        if not on:
            self._say_count()

    def _show(self, asked: int, chosen: tuple[Member, ...], every: tuple[Member, ...]) -> None:
        if asked != self._round:
            return
        self._chosen = chosen
        titles = {member.plan_id: self._texts.written(member.title) for member in every if member.plan_id}
        self.visit.offer([("", self._texts("papers.every_visit")), *titles.items()], self.visit.code)
        if not self.stop_button.isVisible():
            self._running(False)

    def _say_count(self) -> None:
        count = self._texts("papers.batch_count", count=len(self._chosen))
        self.count.setText(count if self._chosen else self._texts("papers.batch_none"))

    def _show_progress(self, done: int) -> None:
        self.progress.setValue(done)
        said = self._texts(self._key, done=done, total=self.progress.maximum())
        self.progress.setFormat(said)
        self.count.setText(said)

    def _saved(self, outcome: Outcome, path: Path) -> None:
        self._running(False)
        self._name_failed(outcome.failed)
        news = became.news(self._texts, outcome, total=self.progress.maximum(), where=path)
        if news is not None:
            self._desk.noticed.emit(news)

    def _send(
        self,
        pdf: bytes,
        made: tuple[Printed, ...],
        failed: tuple[Failed, ...],
        *,
        paper: str,
        going: Callable[[int], bool],
    ) -> None:
        """Ask for a printer; the pages are drawn beside the other work, and can be stopped as well."""
        self._running(False)
        self._name_failed(failed)
        if self._stop.is_set():
            self._desk.noticed.emit(Notice("warning", self._texts("papers.nothing_printed")))
            return
        pages = sum(each.pages for each in made)
        printer = self.ask_printer(self._texts("papers.batch"), pages, paper) if pdf else None
        if printer is None:
            return
        self._key = "papers.printing"
        self.progress.setRange(0, pages)
        self._running(True)
        self._desk.operations.beside().run(
            lambda: printers.send_bytes(pdf, printer, going),
            owner=self,
            done=lambda how: self._sent(how, made, printer),
        )

    def _sent(self, how: str, made: tuple[Printed, ...], printer: QPrinter) -> None:
        self._running(False)
        texts, context = self._texts, self._desk.context
        if how == printers.REFUSED:
            said = texts("preview.printer_refused", printer=printer.printerName())
            self._desk.noticed.emit(Notice("error", said))
        elif how == printers.STOPPED:
            self._desk.noticed.emit(Notice("warning", texts("papers.printing_stopped")))
        else:
            sent = Notice("done", texts("papers.sent", count=len(made)))
            self._desk.operations.run(
                lambda: batches.left(context, made, how=prints.PRINTED),
                owner=self,
                done=lambda _none: self._desk.noticed.emit(sent),
                failed=self._refused,
            )

    def _name_failed(self, failed: tuple[Failed, ...]) -> None:
        self.failed.setText(became.not_made(self._texts, failed))
        self.failed.setVisible(bool(failed))

    def _refused(self, error: ServiceError) -> None:
        self._running(False)
        self._desk.noticed.emit(failure(self._texts, error))

    def _ask_folder(self) -> Path | None:
        state = self._desk.state
        start = file_places.beginning(state)
        chosen = QFileDialog.getExistingDirectory(self, self._texts("papers.folder_title"), start)
        if not chosen:
            return None
        file_places.keep(state, Path(chosen))
        return Path(chosen)

    def _ask_printer(self, title: str, pages: int, paper: str) -> QPrinter | None:
        return printers.ask_printer(self, self._desk.settings, title=title, pages=pages, paper=paper)

    def _lay_out(self) -> None:
        texts = self._texts
        form = QFormLayout()
        form.setHorizontalSpacing(12)
        form.setRowWrapPolicy(name_above())
        for name, field in (
            ("batch_day", self.day),
            ("batch_visit", self.visit),
            ("protocol", self.protocol),
        ):
            said = texts(f"papers.{name}")
            field.setAccessibleName(said)
            form.addRow(label(said, parent=self), field)
        self.body.addLayout(form)
        ways = Flow(gap=12)
        ways.add(self.one_file, self.many_files)
        self.body.addLayout(ways)
        self.stop_button = Button(texts("papers.stop"), parent=self)
        self.print_button = Button(texts("papers.print_all"), parent=self)
        self.save_button = Button(texts("papers.save_all"), kind="primary", parent=self)
        self.stop_button.setVisible(False)
        row = Flow()
        row.add(self.count, grows=True)
        row.add(self.stop_button, self.print_button, self.save_button, right=True)
        for part in (self.progress, self.failed):
            self.body.addWidget(part)
        self.body.addLayout(row)
        self.save_button.clicked.connect(self.save)
        self.print_button.clicked.connect(self.print_all)
        self.stop_button.clicked.connect(self.stop)
