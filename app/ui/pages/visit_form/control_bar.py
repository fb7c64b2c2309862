"""The row under the title of a logged visit: its stage, the next step, queries, second entry."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.i18n.controls import late_words, why_void
from app.services import access
from app.services.contracts.control import COMPLETE, IN_WORK, LOCKED, SIGNED, VERIFIED, VisitControl
from app.ui.desk import Notice
from app.ui.pages.visit_form.stages import StageChain
from app.ui.widgets.buttons import Button
from app.ui.widgets.flow import Flow
from app.ui.widgets.labels import label
from app.ui.widgets.notice import NoticeStrip

if TYPE_CHECKING:
    from app.ui.desk import Desk

# Stage → the step that comes next: its name and what the role must be allowed to do.
NEXT = {
    IN_WORK: (COMPLETE, "visits.complete"),
    COMPLETE: (VERIFIED, "visits.verify"),
    VERIFIED: (SIGNED, "visits.sign"),
    SIGNED: (LOCKED, "visits.lock"),
    LOCKED: ("unlock", "visits.unlock"),
}


class ControlBar(QWidget):
    """Says where the visit stands and offers what this role may do next; does nothing itself."""

    step_wanted = Signal(str)  # complete, verified, signed, locked or unlock
    query_wanted = Signal()  # about the field in focus
    queries_wanted = Signal()  # show those that are there
    second_wanted = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        texts = desk.texts
        self._step = ""
        self.chain = StageChain(texts, self)
        self.late = label(role="secondary", wrap=True, parent=self)
        self.second_button = Button("", dense=True, parent=self)
        self.queries_button = Button("", dense=True, parent=self)
        self.raise_button = Button(texts("queries.raise"), dense=True, parent=self)
        self.step_button = Button("", dense=True, parent=self)
        self.banner = NoticeStrip(texts, closable=False, parent=self)
        row = Flow()
        row.add(self.chain)
        row.add(self.late, grows=True)
        row.add(*(self.second_button, self.queries_button, self.raise_button, self.step_button), right=True)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(6)
        outer.addLayout(row)
        outer.addWidget(self.banner)
        self.step_button.clicked.connect(lambda: self.step_wanted.emit(self._step))
        self.raise_button.clicked.connect(self.query_wanted)
        self.queries_button.clicked.connect(self.queries_wanted)
        self.second_button.clicked.connect(self.second_wanted)
        self.raise_button.setVisible(access.may(desk.context, "queries.raise"))
        self.hide()

    def show_control(self, control: VisitControl, *, asked: int, title: str) -> None:
        """Show where a visit stands. `asked`: how many queries it has, closed ones too."""
        texts = self._desk.texts
        self.chain.show_control(control)
        self.late.setText(late_words(texts, [(each.field, each.days) for each in control.late]))
        self._offer_step(control, title)
        self.queries_button.setText(texts("queries.visit_button", count=control.open_queries))
        self.queries_button.setVisible(bool(asked))
        self._offer_second(control)
        self._show_banner(control)
        self.show()

    def _offer_step(self, control: VisitControl, title: str) -> None:
        texts = self._desk.texts
        self._step, action = NEXT[control.stage]
        self.step_button.setText(texts(f"control.step.{self._step}"))
        self.step_button.setVisible(access.may(self._desk.context, action))
        why = ""
        if self._step in (VERIFIED, SIGNED) and control.open_queries:
            why = texts("errors.queries_open", visit=title, count=control.open_queries)
        elif self._step == SIGNED and control.second_entry in ("pending", "differs"):
            why = texts("errors.second_entry_open", visit=title)
        self.step_button.setEnabled(not why)
        self.step_button.setToolTip(why)

    def _offer_second(self, control: VisitControl) -> None:
        texts, state = self._desk.texts, control.second_entry
        may = access.may(self._desk.context, "visits.second_entry")
        self.second_button.setVisible(may and state in ("pending", "differs"))
        self.second_button.setText(
            texts("control.second.compare" if state == "differs" else "control.second.open")
        )

    def _show_banner(self, control: VisitControl) -> None:
        """What a change of the data has taken away stays in sight until it is made good."""
        texts = self._desk.texts
        for key, kind in (("void", SIGNED), ("dropped", VERIFIED)):
            lost = control.of(kind)
            if lost is None or lost.voided_at is None:
                continue
            why = why_void(texts, lost.void_code, lost.voided_at)
            who = lost.shown_name
            words = texts(f"control.{key}", who=who, time=texts.moment(lost.at), why=why)
            self.banner.show_notice(Notice("warning", words))
            return
        self.banner.clear()
