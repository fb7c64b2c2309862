"""The check of the trail: started by hand, told in words, with the way to the first row concerned."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from app.i18n import trail as words
from app.services import trail
from app.ui.widgets.buttons import Button
from app.ui.widgets.flow import Flow
from app.ui.widgets.icon_mark import IconMark, pressed, warned
from app.ui.widgets.labels import label, restyle
from app.ui.widgets.long_work import LongWork
from app.ui.words import refusal

if TYPE_CHECKING:
    from app.services.context import ServiceError
    from app.services.trail import KnownHead, TrailReport
    from app.ui.desk import Desk


class CheckPanel(QFrame):
    """A button, a field for a head from paper, progress, and what was found."""

    row_wanted = Signal(int)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._texts = texts = desk.texts
        self._row = 0
        self.report: TrailReport | None = None
        self.check = Button(texts("trail.check"), kind="primary", parent=self)
        self.paper = QLineEdit(self)
        self.paper.setPlaceholderText(texts("trail.paper_hint"))
        self.paper.setAccessibleName(texts("trail.paper"))
        self.paper.setMaxLength(90)
        self.work = LongWork(stop=texts("trail.stop"), parent=self)
        self.said = QFrame(self)
        self.mark = IconMark("done", pressed, parent=self.said)  # without tints it tells the difference
        self.lines = label(wrap=True, parent=self.said)
        self.lines.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.go = Button("", kind="link", parent=self.said)
        self._lay_out()
        self.check.clicked.connect(self.start)
        self.paper.returnPressed.connect(self.start)
        self.go.clicked.connect(lambda: self.row_wanted.emit(self._row))

    def start(self) -> None:
        """Check, beside other work."""
        if not self.check.isEnabled():
            return
        typed, context, texts = self.paper.text().strip(), self._desk.context, self._texts
        source = texts("trail.source_paper")
        self._busy(on=True)

        def show(step: str, done: int, total: int) -> None:
            self.work.tell(texts(f"trail.checking_{step}", done=done, total=total), done, total)

        def run() -> TrailReport:
            heads: list[KnownHead] = []
            if typed:
                heads.append(trail.read_head(typed, source=f"{source} {typed}"))
            for known in trail.backup_heads(context):
                file = texts("trail.source_backup", file=known.source)
                heads.append(trail.KnownHead(file, known.rows, known.hash))
            return trail.check(context, heads=heads, progress=show, stopped=self.work.stopped)

        self._desk.operations.beside().run(run, owner=self, done=self._on_report, failed=self._on_refused)

    def give_up(self) -> None:
        """Stop a check that runs: the page is left, or the window goes dark."""
        self.work.give_up()

    def _on_report(self, report: TrailReport) -> None:
        self._busy(on=False)
        self.report = report
        self._row = next((found.first for found in report.found if found.first), 0)
        self._say("\n".join(words.report_lines(report, self._texts)), good=report.whole)

    def _on_refused(self, error: ServiceError) -> None:
        self._busy(on=False)
        self._row = 0
        stopped = error.code == "check_stopped"
        said = self._texts("trail.stopped") if stopped else refusal(self._texts, error)
        self._say(said, good=False)

    def _say(self, text: str, *, good: bool) -> None:
        self.lines.setText(text)
        self.lines.setAccessibleName(text)
        self.mark.show_icon(*(("done", pressed) if good else ("warning", warned)))
        self.said.setProperty("strip", "done" if good else "warning")
        restyle(self.said)
        self.go.setText(self._texts("trail.go_to", row=self._row))
        self.go.setVisible(self._row > 0)
        self.said.show()

    def _busy(self, *, on: bool) -> None:
        if on:
            self.said.hide()
            self.work.begin(self._texts("trail.checking_pages"))
        self.check.setEnabled(not on)
        self.paper.setEnabled(not on)
        if not on:
            if self.work.focused:
                self.check.setFocus(Qt.FocusReason.OtherFocusReason)
            self.work.end()

    def _lay_out(self) -> None:
        self.paper.setMinimumWidth(self.fontMetrics().horizontalAdvance("0") * 30)
        named = QHBoxLayout()
        named.setSpacing(8)
        named.addWidget(label(self._texts("trail.paper"), role="secondary", parent=self))
        named.addWidget(self.paper)
        above = Flow(gap=20)
        above.add(self.check)
        above.add_row(named)
        told = QGridLayout(self.said)
        told.setContentsMargins(10, 6, 10, 6)
        told.setSpacing(4)
        told.setColumnStretch(1, 1)
        told.addWidget(self.mark, 0, 0, Qt.AlignmentFlag.AlignTop)
        told.addWidget(self.lines, 0, 1)
        told.addWidget(self.go, 1, 1, Qt.AlignmentFlag.AlignLeft)
        self.said.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for part in (self.work, self.said):
            column.addWidget(part)
        column.insertLayout(0, above)
