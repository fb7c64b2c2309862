"""The tab Self-check: run it, see each check as it comes, keep the record as a PDF to sign."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QFrame, QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from app.i18n.self_check import check_name, seen_text
from app.services import self_check
from app.ui import file_places
from app.ui.desk import Notice
from app.ui.widgets.buttons import Button
from app.ui.widgets.icon_mark import IconMark, pressed, warned
from app.ui.widgets.labels import label, restyle
from app.ui.widgets.long_work import LongWork
from app.ui.words import refusal

if TYPE_CHECKING:
    from app.services.context import ServiceError
    from app.services.self_check import SelfCheck
    from app.ui.desk import Desk


class SelfCheckTab(QScrollArea):
    """Everybody may run it; the trail tells who did and what came of it."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # what it holds is brought into sight as Tab comes there
        self._desk = desk
        self._texts = texts = desk.texts
        self.result: SelfCheck | None = None
        self.start = Button(texts("self_check.run"), kind="primary", parent=self)
        self.save = Button(texts("self_check.save"), parent=self)
        self.work = LongWork(stop=texts("self_check.stop"), parent=self)
        self.said = QFrame(self)
        self.mark = IconMark("done", pressed, parent=self.said)
        self.sentence = label(wrap=True, parent=self.said)
        self.rows = QWidget(self)
        self.rows.setAccessibleName(texts("self_check.rows"))
        self._lay_out()
        self.start.clicked.connect(self.run)
        self.save.clicked.connect(self.ask_file)
        desk.locking.connect(self.work.give_up)

    def begin(self) -> None:
        """Come to the front: Enter runs it."""
        self.start.setFocus(Qt.FocusReason.OtherFocusReason)

    def keep_draft(self) -> None:
        """Nothing is typed here; a run that goes on ends."""
        self.work.give_up()

    def run(self) -> None:
        """Run every check beside other work."""
        if not self.start.isEnabled():
            return
        texts, context = self._texts, self._desk.context
        self._busy(on=True)

        def show(area: str, code: str, done: int, total: int) -> None:
            self.work.tell(texts("self_check.running", name=check_name(area, code, texts)), done, total)

        def check() -> SelfCheck:
            folder = context.db.path.parent
            result = self_check.run(folder, texts=texts, progress=show, stopped=self.work.stopped)
            if not context.read_only:
                self_check.note(context, result)
            return result

        self._desk.operations.beside().run(check, owner=self, done=self._show, failed=self._refused)

    def ask_file(self) -> None:
        """Ask where the record goes."""
        if self.result is None:
            return
        dialog = QFileDialog(self, self._texts("self_check.save"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilter("PDF (*.pdf)")
        dialog.setDefaultSuffix("pdf")
        dialog.setDirectory(file_places.beginning(self._desk.state))
        dialog.selectFile(self_check.file_name(self.result))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda name: file_places.keep(self._desk.state, Path(name).parent))
        dialog.fileSelected.connect(lambda name: self.write(Path(name)))
        dialog.open()

    def write(self, file: Path) -> None:
        """Write the record."""
        result, texts, context = self.result, self._texts, self._desk.context
        if result is None:
            return

        def made() -> Path:
            by = context.user.display_name
            self_check.write(result, file, texts=texts, by=by)
            return file

        self._desk.operations.run(
            made,
            owner=self,
            done=lambda path: self._desk.noticed.emit(
                Notice("done", texts("self_check.saved", file=path.name))
            ),
            failed=self._refused,
        )

    def _show(self, result: SelfCheck) -> None:
        self._busy(on=False)
        self.result = result
        texts, total = self._texts, len(result.checks)
        if result.passed:
            self._say(texts("self_check.all_passed", total=total), good=True)
        else:
            failed = len(result.failed)
            self._say(texts("self_check.some_failed", failed=failed, total=total), good=False)
        self._fill(result)
        self.save.setVisible(True)

    def _refused(self, error: ServiceError) -> None:
        self._busy(on=False)
        stopped = error.code == "check_stopped"
        self._say(self._texts("self_check.stopped") if stopped else refusal(self._texts, error), good=False)

    def _say(self, text: str, *, good: bool) -> None:
        self.sentence.setText(text)
        self.mark.show_icon(*(("done", pressed) if good else ("warning", warned)))
        self.said.setProperty("strip", "done" if good else "warning")
        restyle(self.said)
        self.said.show()

    def _busy(self, *, on: bool) -> None:
        if on:
            self.said.hide()
            self.work.begin(self._texts("self_check.begun"))
        self.start.setEnabled(not on)
        if not on:
            if self.work.focused:
                self.start.setFocus(Qt.FocusReason.OtherFocusReason)
            self.work.end()

    def _fill(self, result: SelfCheck) -> None:
        """One line a check, the failed ones first."""
        texts = self._texts
        shown = QWidget(self)
        shown.setAccessibleName(texts("self_check.rows"))
        grid = QGridLayout(shown)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(20)
        grid.setVerticalSpacing(4)
        heads = ("check", "seen", "outcome")
        for column, name in enumerate(heads):
            grid.addWidget(label(texts(f"self_check.head_{name}"), role="secondary", parent=shown), 0, column)
        for line, check in enumerate(sorted(result.checks, key=lambda each: each.passed), start=1):
            outcome = texts("self_check.passed" if check.passed else "self_check.failed")
            grid.addWidget(label(check_name(check.area, check.code, texts), wrap=True, parent=shown), line, 0)
            grid.addWidget(label(seen_text(check, texts), role="secondary", wrap=True, parent=shown), line, 1)
            grid.addWidget(label(outcome, role="" if check.passed else "problem", parent=shown), line, 2)
        below = len(result.checks) + 1
        about = ", ".join(f"{name} {number}" for name, number in result.versions)
        grid.addWidget(label(about, role="secondary", wrap=True, parent=shown), below, 0, 1, 3)
        grid.setColumnStretch(0, 3)
        grid.setColumnStretch(1, 2)
        self._column.replaceWidget(self.rows, shown)
        self.rows.hide()
        self.rows.deleteLater()
        self.rows = shown

    def _lay_out(self) -> None:
        inside = QWidget(self)
        column = self._column = QVBoxLayout(inside)
        column.setContentsMargins(16, 12, 16, 16)
        column.setSpacing(10)
        column.addWidget(label(self._texts("self_check.about"), role="about", wrap=True, parent=inside))
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.start)
        row.addWidget(self.save)
        row.addStretch(1)
        column.addLayout(row)
        told = QHBoxLayout(self.said)
        told.setContentsMargins(10, 6, 10, 6)
        told.setSpacing(4)
        told.addWidget(self.mark, 0, Qt.AlignmentFlag.AlignTop)
        told.addWidget(self.sentence, 1)
        self.said.hide()
        self.save.hide()
        for part in (self.work, self.said, self.rows):
            column.addWidget(part)
        column.addStretch(1)
        self.setWidget(inside)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
