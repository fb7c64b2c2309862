"""Subjects: find and compare. Search, filters and order run in SQL, in the worker."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QStackedLayout, QVBoxLayout, QWidget

from app.services import access, subjects
from app.services.subjects import ListQuery, SubjectRow
from app.ui.failed import failure
from app.ui.news import NewsPlace
from app.ui.pages.subjects.asking import Answer, Asking
from app.ui.pages.subjects.columns import sort_of
from app.ui.pages.subjects.counted import counted, nothing, whole
from app.ui.pages.subjects.export import ExportButton
from app.ui.pages.subjects.filters import SubjectFilters
from app.ui.pages.subjects.marks import MarksAhead
from app.ui.pages.subjects.pages import PAGE
from app.ui.pages.subjects.row_menu import RowMenu
from app.ui.pages.subjects.rows import SubjectRows
from app.ui.pages.subjects.table import SubjectTable
from app.ui.widgets.busy import BusyBar
from app.ui.widgets.buttons import Button
from app.ui.widgets.empty import EmptyState
from app.ui.widgets.flow import Flow
from app.ui.widgets.labels import label
from app.ui.widgets.notice import NoticeStrip

if TYPE_CHECKING:
    from collections.abc import Mapping

    from app.services.context import Changes, ServiceError
    from app.ui.desk import Desk

_WAIT_MS = 120


class SubjectsPage(QWidget):
    """The list with its search and filters."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._texts = desk.texts
        self._query = ListQuery()
        self.asking = Asking(desk.texts, desk.context)
        self._ahead = MarksAhead(self.asking.marks, desk, page=self)
        self._round = 0
        self._offered: tuple[str, ...] = ()
        self._tally: Mapping[str, int] = {}
        self._waiting = True  # for an answer that says how many there are
        self._typing = False  # the answer that is awaited is to what was typed
        self._stale = True
        self._begun = False  # came to the front before the first answer: the table takes the focus then
        self.rows = SubjectRows(desk.texts, today=desk.context.today, parent=self)
        self.about = label(role="about", wrap=True, parent=self)
        self.export = ExportButton(desk, lambda: self.asking.query(self._query), parent=self)
        self.enrol = Button(self._texts("subjects.enrol"), kind="primary", keys="Ctrl+N", parent=self)
        self.filters = SubjectFilters(desk, self)
        self.search, self.status = self.filters.search, self.filters.status
        self._query = self.filters.narrowed(self._query)
        self.filters.views.show_query(self._query)
        self.busy = BusyBar(self)
        self.strip = NoticeStrip(desk.texts, parent=self)
        self.news_place = NewsPlace(margins=(0, 0, 0, 8), parent=self)
        self.table = SubjectTable(desk, self.rows, self)
        kept = self.table.order.kept()
        if kept is not None:
            sort, descending = sort_of(*kept)
            self._query = replace(self._query, sort=sort, descending=descending)
            self.filters.views.show_query(self._query)
        self.menu = RowMenu(desk, self.table, above=self.search, page=self)
        self.empty = EmptyState(self)
        self._lay_out()
        self._connect()

    def begin(self) -> None:
        """The page comes to the front."""
        self._begun = not self.rows.rowCount()
        (self.search if self._begun else self.table).setFocus(Qt.FocusReason.OtherFocusReason)

    def read(self, *, counted: bool = True) -> None:
        """Ask for the rows of the query as it stands; where only the order is new their number is known."""
        self._round += 1
        self._stale = False
        self._waiting = counted
        asked, query = self._round, self.asking.query(self._query, limit=PAGE)
        self.busy.begin()
        self._desk.operations.run(
            self.asking.answering(query, counted=counted),
            owner=self,
            done=lambda answer: self._show(asked, answer),
            failed=lambda error: self._refused(asked, error),
        )
        if not self._offered:
            self._ask_protocols()

    def _ask_page(self, number: int) -> None:
        """Ask for rows that came into sight."""
        asked, context = self._round, self._desk.context
        query = self.asking.query(self._query, limit=PAGE, offset=number * PAGE)
        self._desk.operations.run(
            lambda: subjects.listing(context, query),
            owner=self,
            done=lambda rows: self._add_page(asked, number, rows),
            failed=lambda error: self._refused(asked, error),
        )

    def _add_page(self, asked: int, number: int, rows: tuple[SubjectRow, ...]) -> None:
        if asked == self._round:
            self.rows.add_page(number, rows)
            self._ask_waits(rows)

    def _ask_waits(self, rows: tuple[SubjectRow, ...]) -> None:
        """Ask what waits at the rows: behind their first paint, which is not kept waiting for it."""
        context = self._desk.context
        self._desk.operations.run(
            lambda: subjects.waits(context, [row.id for row in rows]),
            owner=self,
            done=lambda found: self.rows.show_waits(found, of=rows),
            failed=lambda _error: None,  # the list itself says what is wrong
            behind=True,
        )

    def _ask_protocols(self) -> None:
        context = self._desk.context
        self._desk.operations.run(
            lambda: (context.library.ids(), subjects.arms(context)),
            owner=self,
            done=lambda answer: self._offer_protocols(*answer),
            failed=lambda _error: None,  # the list itself says what is wrong
        )

    def _show(self, asked: int, answer: Answer) -> None:
        if answer.marked is not None:
            self.asking.marks.keep(answer.marked)
        if asked != self._round:
            return
        rows = answer.rows
        self._tally = tally = self._tally if answer.tally is None else answer.tally
        self._waiting = False
        self.busy.end()
        self.strip.clear()
        chosen = self.table.chosen()
        focused = QApplication.focusWidget()
        free = focused is None or focused is self.table or self.empty.isAncestorOf(focused)
        free = free or (self._begun and focused is self.search and not self.search.text())
        self._begun = False
        if rows and self._typing:
            self.table.paint_in_turns()  # the next key goes before the rest of the list
        self._typing = False
        self.rows.show_rows(rows, sum(tally.values()))
        self.about.setText(counted(self._query, tally, texts=self._texts))
        self._ahead.begin()
        if rows:
            self._ask_waits(rows)
            self._pages.setCurrentWidget(self.table)
            self.table.choose(chosen)
            if free:
                self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self._show_empty()

    def _show_empty(self) -> None:
        may = access.may(self._desk.context, "enrolment.enrol")
        self.empty.show_state(*nothing(self._query, self._texts, may_enrol=may))
        self._pages.setCurrentWidget(self.empty)

    def _offer_protocols(self, protocols: tuple[str, ...], arms: tuple[tuple[str, str], ...]) -> None:
        self._offered = protocols
        self.filters.offer_protocols(protocols, arms)

    def _refused(self, asked: int, error: ServiceError) -> None:
        if asked == self._round:
            self.busy.end()
            self.strip.show_notice(failure(self._texts, error), action=self._texts("common.try_again"))

    def _on_filter(self) -> None:
        self._query = self.filters.narrowed(self._query)
        self.filters.views.show_query(self._query)
        self.read()

    def _on_paused(self) -> None:
        self._typing = True
        self._on_filter()

    def show_view(self, query: ListQuery) -> None:
        """Put filters and order as a view has them."""
        self.filters.show_view(query)
        self._query = replace(self._query, sort=query.sort, descending=query.descending)
        self.table.show_order(query.sort, descending=query.descending)
        self._on_filter()

    def _arrange(self) -> None:
        from app.ui.pages.subjects.view_order import shown_below

        shown_below(self.filters, self._desk, page=self)

    def _on_order(self, sort: str, descending: bool) -> None:
        wanted = replace(self._query, sort=sort, descending=descending)
        if wanted != self._query:
            self._query = wanted
            self.filters.views.show_query(wanted)
            self.read(counted=self._waiting)

    def _on_typed(self, text: str) -> None:
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.setText(self.search.text() + text)

    def _on_changed(self, changes: Changes) -> None:
        if changes.subjects or changes.assessments or changes.visits:
            self._again()

    def _again(self) -> None:
        if self.isVisible():
            self.read()
        else:
            self._stale = True

    def _on_empty_action(self) -> None:
        act = self._desk.enrolment_wanted.emit if whole(self._query) else self.clear_search
        act()

    def clear_search(self) -> None:
        """Back to the whole list."""
        self.filters.clear()
        self.search.setFocus(Qt.FocusReason.OtherFocusReason)

    def _open_first(self) -> None:
        if self._pause.isActive():  # Enter before the list has followed: look first
            self._pause.stop()
            self._on_filter()
            return
        first = self.rows.row(0)
        if first is not None:
            self._desk.subject_wanted.emit(first.id, "overview")

    def _lay_out(self) -> None:
        top = Flow(gap=12)
        top.add(label(self._texts("subjects.title"), role="title", parent=self))
        top.add(self.about, grows=True)
        top.add(self.export, self.enrol, right=True)
        body = QWidget(self)
        self._pages = QStackedLayout(body)
        self._pages.addWidget(self.table)
        self._pages.addWidget(self.empty)
        page = QVBoxLayout(self)
        page.setContentsMargins(16, 16, 16, 8)
        page.setSpacing(0)
        page.addLayout(top)
        page.addSpacing(8)
        page.addWidget(self.strip)
        page.addWidget(self.news_place)
        page.addLayout(self.menu.asked)
        page.addWidget(self.filters)
        page.addSpacing(3)
        page.addWidget(self.busy)
        page.addSpacing(2)
        page.addWidget(body, 1)

    def _connect(self) -> None:
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_WAIT_MS)
        self._pause.timeout.connect(self._on_paused)
        self.search.textChanged.connect(lambda _text: self._pause.start())
        self.search.returnPressed.connect(self._open_first)
        self.filters.changed.connect(self._on_filter)
        self.filters.viewed.connect(self.show_view)
        self.filters.views.arranging.connect(self._arrange)
        self.rows.order_wanted.connect(self._on_order)
        self.rows.page_wanted.connect(self._ask_page)
        self.table.opened.connect(lambda subject: self._desk.subject_wanted.emit(subject, "overview"))
        self.table.typed.connect(self._on_typed)
        self.menu.refused.connect(lambda error: self._refused(self._round, error))
        self.enrol.setVisible(access.may(self._desk.context, "enrolment.enrol"))
        self.enrol.clicked.connect(self._desk.enrolment_wanted)
        self.empty.action_wanted.connect(self._on_empty_action)
        self.strip.action_wanted.connect(self.read)
        self._desk.changed.connect(self._on_changed)
        self._desk.day_turned.connect(self._again)

    # Qt overrides

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._stale:
            self.read()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Down and self.search.hasFocus() and self.rows.rowCount():
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        elif event.key() == Qt.Key.Key_Escape and self.search.text():
            self.clear_search()
        else:
            super().keyPressEvent(event)
