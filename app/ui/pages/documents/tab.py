"""The documents of a subject: a summary for each logged visit, and what has already left the program."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import QTableView, QVBoxLayout, QWidget

from app.services import printing, prints
from app.services.contracts.papers import SUBJECT, VISIT, Order
from app.ui import documents_out, words
from app.ui.desk import Notice
from app.ui.pages.documents.details import DocumentDetails
from app.ui.pages.documents.rows import STATUS_COLUMN, PrintRows, SummaryRows
from app.ui.widgets import columns
from app.ui.widgets.buttons import Button
from app.ui.widgets.cells import ChipDelegate
from app.ui.widgets.choice_box import ChoiceBox
from app.ui.widgets.empty import EmptyState
from app.ui.widgets.fitted_table import fit_table
from app.ui.widgets.flow import Flow
from app.ui.widgets.labels import label
from app.ui.widgets.read_table import read_table
from app.ui.widgets.tab_order import through

if TYPE_CHECKING:
    from app.services.prints import EarlierPrint, Printed
    from app.services.subjects import VisitRow
    from app.ui.desk import Desk
    from app.ui.subject_view import SubjectView

KINDS = tuple(kind for kind, about in printing.KINDS.items() if about.about in {VISIT, SUBJECT})
ROW = 28
BEFORE = frozenset({"infusion_worksheet", "crf_blank", "specimen_labels"})  # printed before a visit too


class DocumentsTab(QWidget):
    """Choose a document and a visit, then preview or save it."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._texts = texts = desk.texts
        self._subject_id = 0
        self._view: SubjectView | None = None
        self._round = 0
        self._suggested = -1  # the visit that the fields are for
        self.ask_path: Callable[[str], Path | None] = lambda name: documents_out.ask_path(self, desk, name)
        self.rows = SummaryRows(texts, self)
        self.prints = PrintRows(texts, self)
        self.table = self._table(self.rows, texts("documents.summaries"))
        self.earlier = self._table(self.prints, texts("documents.earlier"))
        self.kind = ChoiceBox(self)
        for kind in KINDS:
            self.kind.addItem(texts(f"papers.title_{kind}"), kind)
        self.kind.setAccessibleName(texts("papers.document"))
        self.details = DocumentDetails(texts, self)
        self.preview_button = Button(texts("documents.preview"), kind="primary", keys="Enter", parent=self)
        self.save_button = Button(texts("documents.save"), parent=self)
        self.empty = EmptyState(self)
        self.empty.show_state(texts("documents.nothing"))
        self.nothing_left = label(texts("documents.none_left"), role="about", parent=self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 12, 16, 12)
        layout.setSpacing(8)
        layout.addLayout(self._bar())
        layout.addWidget(self.details)
        layout.addWidget(self.empty, 1)
        layout.addWidget(self.table, 3)
        layout.addWidget(label(texts("documents.earlier"), role="section", parent=self))
        layout.addWidget(self.nothing_left)
        layout.addWidget(self.earlier, 1)
        self._order()
        self.kind.currentIndexChanged.connect(lambda _index: self._on_kind())
        self.table.activated.connect(self._on_activated)
        self.table.selectionModel().currentRowChanged.connect(lambda *_rows: self._on_visit())

    def _order(self) -> None:
        """Tab as one reads; each kind of document asks for fields of its own."""
        through(self.kind, self.save_button, self.preview_button, self.details, self.table, self.earlier)

    def begin(self) -> None:
        """Come to the front: the arrow keys go through the summaries."""
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_subject(self, view: SubjectView) -> None:
        """Show the visits that the chosen document can be of; the selection stays on the same visit."""
        self._view = view
        self._subject_id = view.course.subject.id
        self._fill()
        self._read_earlier(view)

    def order(self) -> Order | None:
        """What is chosen; None where a visit is asked for and there is none, or a field cannot be read."""
        kind = self.kind.code
        if printing.KINDS[kind].about == SUBJECT:
            return Order(kind, self._subject_id) if self._subject_id else None
        detail = self.details.detail()
        if self.visit is None or detail is None:
            return None
        return Order(kind, visit_id=self.visit.id, detail=detail)

    def _fill(self) -> None:
        view = self._view
        if view is None:
            return
        self.details.show_kind(self.kind.code)
        self._order()
        chosen = self.visit
        logged = self._fitting(view)
        self.rows.show_visits(logged, day0=view.course.subject.day0)
        places = [visit.id for visit in logged]
        at = places.index(chosen.id) if chosen is not None and chosen.id in places else 0
        if logged:
            self.table.setCurrentIndex(self.rows.index(at, 0))
        self._suggest()
        self.table.setVisible(bool(logged))
        self.empty.setVisible(not logged)
        self._enable()

    def _fitting(self, view: SubjectView) -> list[VisitRow]:
        """Logged visits, newest first; planned ones too, next first, for what is printed before a visit."""
        kind = self.kind.code
        visits = view.course.visits
        if kind not in BEFORE:
            made = [visit for visit in visits if visit.actual is not None]
            return sorted(made, key=lambda visit: (visit.actual, visit.id), reverse=True)
        if kind == "infusion_worksheet":
            visits = tuple(visit for visit in visits if visit.infusion)
        ahead = [visit for visit in visits if visit.actual is None and visit.target is not None]
        ahead.sort(key=lambda visit: (visit.when, visit.id))
        made = [visit for visit in visits if visit.actual is not None]
        made.sort(key=lambda visit: (visit.actual, visit.id), reverse=True)
        return [*ahead, *made]

    @property
    def visit(self) -> VisitRow | None:
        """The chosen visit."""
        return self.rows.visit_at(self.table.currentIndex().row())

    def preview(self) -> None:
        """Show the chosen document."""
        order = self.order()
        if order is None:
            return
        if order.kind == prints.SUMMARY:
            self._desk.preview_wanted.emit(order.visit_id)
        else:
            self._desk.document_wanted.emit(order)

    def save(self) -> None:
        """Make the chosen document and save it where the user says."""
        order, context, texts = self.order(), self._desk.context, self._texts
        if order is None:
            return
        paper = printing.KINDS[order.kind].papers[0]
        self._desk.operations.run(
            lambda: printing.make(context, order, texts=texts, paper=paper),
            owner=self,
            done=self._save,
            failed=lambda error: self._say("error", words.refusal(texts, error)),
        )

    def _save(self, document: Printed) -> None:
        path = self.ask_path(document.name)
        if path is None:
            return
        context, texts = self._desk.context, self._texts

        def told(saved: Printed, how: str) -> None:
            printing.left(context, saved, how=how)

        self._desk.operations.run(
            lambda: documents_out.save(document, path, told),
            owner=self,
            done=self._saved,
            failed=lambda error: self._say("error", words.refusal(texts, error)),
        )

    def _saved(self, path: Path) -> None:
        self._say("done", self._texts("preview.saved", path=str(path)))
        self._ask_earlier()

    def _say(self, kind: str, text: str) -> None:
        self._desk.noticed.emit(Notice(kind, text))

    def _read_earlier(self, view: SubjectView) -> None:
        written = self._desk.texts.written
        self.prints.name_visits({visit.id: written(visit.title) for visit in view.course.visits})
        self._ask_earlier()

    def _ask_earlier(self) -> None:
        self._round += 1
        asked, context, subject_id = self._round, self._desk.context, self._subject_id
        self._desk.operations.run(
            lambda: prints.earlier(context, subject_id),
            owner=self,
            done=lambda found: self._show_earlier(asked, found),
        )

    def _show_earlier(self, asked: int, found: tuple[EarlierPrint, ...]) -> None:
        if asked == self._round:
            self.prints.show_prints(found)
            self.earlier.setVisible(bool(found))
            self.nothing_left.setVisible(not found)

    def _on_kind(self) -> None:
        self._suggested = -1
        self._fill()

    def _on_visit(self) -> None:
        self._suggest()
        self._enable()

    def _suggest(self) -> None:
        """What was typed belongs to the visit that it was typed for."""
        visit = self.visit
        if self._view is not None and (visit.id if visit is not None else 0) != self._suggested:
            self._suggested = visit.id if visit is not None else 0
            self.details.suggest(self._view.course, visit)

    def _enable(self) -> None:
        kind = self.kind.code
        chosen = bool(self._subject_id) if printing.KINDS[kind].about == SUBJECT else self.visit is not None
        for button in (self.preview_button, self.save_button):
            button.setEnabled(chosen)

    def _on_activated(self, index: QModelIndex) -> None:
        if index.isValid():
            self.preview()

    def _bar(self) -> Flow:
        row = Flow()
        row.add(label(self._texts("papers.document"), role="section", parent=self), self.kind)
        row.add(self.save_button, self.preview_button, right=True)
        self.preview_button.clicked.connect(self.preview)
        self.save_button.clicked.connect(self.save)
        return row

    def _table(self, model: SummaryRows | PrintRows, name: str) -> QTableView:
        day = self._texts.date(columns.LONGEST.date())
        earlier = isinstance(model, PrintRows)
        samples = {0: self._texts.moment(columns.LONGEST) if earlier else day}
        table = read_table(model, name=name, row=ROW, widths=model.WIDTHS, samples=samples, parent=self)
        if not earlier:
            table.setItemDelegateForColumn(STATUS_COLUMN, ChipDelegate(self._texts, table))
        fit_table(
            *(table, model.WAYS),
            keys=model.COLUMNS,
            widths=model.WIDTHS,
            samples=samples,
            row=ROW,
            desk=self._desk,
            name="prints" if earlier else "documents",
        )
        return table
