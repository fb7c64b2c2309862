"""Filters, table and the thread of the chosen query: the same on the page and on a subject's tab."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.i18n.controls import field_name
from app.services.queries import STATUSES
from app.ui.desk import Notice
from app.ui.kept_choice import keep_box
from app.ui.pages.queries import rows as said
from app.ui.pages.queries.rows import AGES, ALL, WAITING, Filters
from app.ui.pages.queries.table import QueryRows, QueryTable
from app.ui.widgets.buttons import Button
from app.ui.widgets.choice_box import ChoiceBox
from app.ui.widgets.empty import EmptyState
from app.ui.widgets.query_thread import QueryThread
from app.ui.widgets.tab_order import through

if TYPE_CHECKING:
    from app.services.contracts.control import Query
    from app.ui.desk import Desk


ONE_LINE_HEIGHT = 24  # of a line of text, in pixels, up to which all filters stand in one row


class QueriesView(QWidget):
    """Shows the queries that it is given; whoever holds it reads them."""

    counted = Signal(str)  # "3 open, 12 in all"

    def __init__(self, desk: Desk, *, subject: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._every: tuple[Query, ...] = ()
        texts = desk.texts
        self.rows = QueryRows(texts, self)
        self.status = self._filter("status", ((WAITING, texts("queries.filter_waiting")),))
        for code in STATUSES:
            self.status.addItem(texts(f"queries.status.{code}"), code)
        self.status.addItem(texts("queries.filter_all"), ALL)
        self.subject = self._filter("subject", (("", texts("queries.all_subjects")),))
        self.subject.setVisible(subject)
        self.visit = self._filter("visit", (("", texts("queries.all_visits")),))
        self.field = self._filter("field", (("", texts("queries.all_fields")),))
        self.age = self._filter("age", ((0, texts("queries.any_age")),))
        for days in AGES:
            self.age.addItem(texts("queries.older_than", days=days), days)
        place = "queries" if subject else "subject_queries"
        keep_box(self.status, desk, f"{place}.status")
        keep_box(self.age, desk, f"{place}.age")
        self.boxes = (self.status, self.subject, self.visit, self.field, self.age)
        self.table = QueryTable(desk, self.rows, subject=subject, parent=self)
        self.thread_ = QueryThread(desk, self)
        self.open_button = Button(texts("queries.open_field"), keys="Enter", dense=True, parent=self)
        self.empty = EmptyState(self)
        self._lay_out()
        through(*self.boxes, self.table, self.empty, self.thread_.text, self.open_button, self.thread_)
        for box in self.boxes:
            box.currentIndexChanged.connect(lambda _place: self._show())
        self.table.chosen_changed.connect(self._show_thread)
        self.table.opened.connect(self._open)
        self.thread_.done.connect(self._on_said)
        self.open_button.clicked.connect(self._open_chosen)
        self.empty.action_wanted.connect(self.clear_filters)

    def show_queries(self, every: tuple[Query, ...]) -> None:
        """Show queries; filters and the chosen one stay."""
        self._every = every
        texts = self._desk.texts
        self._offer(self.subject, [query.subject_code for query in every])
        self._offer(self.visit, [said.visit_words(query, texts) for query in every])
        self._offer(self.field, [field_name(texts, said.area_of(query)) for query in every])
        self._show()
        waiting = sum(query.is_open for query in every)
        self.counted.emit(texts("queries.count", open=waiting, all=len(every)) if every else "")

    def clear_filters(self) -> None:
        """Show all that wait."""
        for box in self.boxes:
            box.setCurrentIndex(0)
        self.begin()

    def begin(self) -> None:
        """Take the focus."""
        wanted: QWidget = self.table if self.rows.rowCount() else self.status
        wanted.setFocus(Qt.FocusReason.OtherFocusReason)

    def _filters(self) -> Filters:
        return Filters(
            self.status.code,
            self.subject.code,
            self.visit.code,
            self.field.code,
            int(self.age.currentData()),
        )

    def _show(self) -> None:
        texts, context = self._desk.texts, self._desk.context
        before = self.table.chosen()
        today = context.today()
        shown = said.matching(self._every, self._filters(), today=today, texts=texts)
        self.rows.show_rows(shown, today=today)
        if shown:
            self.table.choose(before.id if before is not None else 0)
        else:
            filtered = bool(self._every)
            self.empty.show_state(
                texts("queries.no_match" if filtered else "queries.empty"),
                texts("queries.clear") if filtered and self._filters() != Filters() else "",
            )
            if self.table.hasFocus():
                self.status.setFocus(Qt.FocusReason.OtherFocusReason)
        self._pages.setCurrentIndex(0 if shown else 1)
        self._show_thread()

    def _show_thread(self) -> None:
        query = self.table.chosen() if self.rows.rows else None
        self._foot.setVisible(query is not None)
        if query is not None:
            self.thread_.show_query(query)

    def _on_said(self, step: str) -> None:
        """Say what became of it: a closed query goes from the list. The keys go on among the others."""
        self._desk.noticed.emit(Notice("done", self._desk.texts(f"queries.told.{step}")))
        self.begin()

    def _open_chosen(self) -> None:
        query = self.table.chosen()
        if query is not None:
            self._open(query)

    def _open(self, query: Query) -> None:
        self._desk.field_wanted.emit(query.subject_id, query.visit_id, query.field)

    def _offer(self, box: ChoiceBox, values: list[str]) -> None:
        every = ("", box.itemText(0))
        box.offer([every, *((value, value) for value in sorted(set(values)))], box.code)

    def _filter(self, key: str, choices: tuple[tuple[object, str], ...]) -> ChoiceBox:
        box = ChoiceBox(self)
        box.setAccessibleName(self._desk.texts(f"queries.filter_{key}"))
        for value, text in choices:
            box.addItem(text, value)
        box.give_way(max(12, len(choices[0][1])))
        box.view().setMinimumWidth(220)
        return box

    def _lay_out(self) -> None:
        filters = QGridLayout()
        filters.setSpacing(8)
        columns = 3 if self.fontMetrics().height() > ONE_LINE_HEIGHT else len(self.boxes)
        for place, box in enumerate(self.boxes):
            filters.addWidget(box, *divmod(place, columns))
        filters.setColumnStretch(columns, 1)
        self._pages = QStackedWidget(self)
        self._pages.addWidget(self.table)
        self._pages.addWidget(self.empty)
        self._foot = QFrame(self)
        self._foot.setProperty("panel", True)
        self._foot.setAccessibleName(self._desk.texts("queries.thread"))
        inner = QVBoxLayout(self._foot)
        inner.setContentsMargins(12, 10, 12, 10)
        inner.setSpacing(6)
        inner.addWidget(self.thread_)
        self.thread_.foot.insertWidget(0, self.open_button)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(8)
        outer.addLayout(filters)
        outer.addWidget(self._pages, 1)
        outer.addWidget(self._foot)
