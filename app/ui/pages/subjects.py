"""Subjects: find and compare. Search, filters and order run in SQL, in the worker."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QHBoxLayout,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from app.services import access, subjects
from app.services.subjects import ListQuery, SubjectRow
from app.ui import words
from app.ui.desk import Notice
from app.ui.news import NewsPlace
from app.ui.pages.subject_rows import SubjectRows
from app.ui.pages.subject_table import SubjectTable
from app.ui.widgets.busy import BusyBar
from app.ui.widgets.buttons import Button
from app.ui.widgets.empty import EmptyState
from app.ui.widgets.labels import label
from app.ui.widgets.notice import NoticeStrip
from app.ui.widgets.search_field import SearchField

if TYPE_CHECKING:
    from app.services.context import Changes, ServiceError
    from app.ui.desk import Desk

_WAIT_MS = 120
STATUSES = ("CR", "PR", "NR", "RELAPSE", "CLONAL_EVOLUTION", "NE", "PENDING")
STATES = ("enrolled", "screening", "screen_failed", "left")


class SubjectsPage(QWidget):
    """The list with its search and filters."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._texts = desk.texts
        self._query = ListQuery()
        self._round = 0
        self._stale = True
        self._begun = False  # came to the front before the first answer: the table takes the focus then
        self.rows = SubjectRows(desk.texts, today=desk.context.today, parent=self)
        self.about = label(role="about", parent=self)
        self.enrol = Button(self._texts("subjects.enrol"), kind="primary", keys="Ctrl+N", parent=self)
        self.search = SearchField(
            hint=self._texts("subjects.search"), name=self._texts("subjects.search_name"), parent=self
        )
        self.protocol = self._filter("protocol", (("", self._texts("subjects.all_protocols")),))
        self.status = self._filter(
            "status",
            (
                ("", self._texts("subjects.any_status")),
                *((code, self._texts(f"common.status_full_{code}")) for code in STATUSES),
            ),
        )
        self.state = self._filter(
            "state",
            (
                ("", self._texts("subjects.all_states")),
                *((code, self._texts(f"subjects.state_{code}")) for code in STATES),
            ),
        )
        self.busy = BusyBar(self)
        self.strip = NoticeStrip(desk.texts, parent=self)
        self.news_place = NewsPlace(margins=(0, 0, 0, 8), parent=self)
        self.table = SubjectTable(desk, self.rows, self)
        self.empty = EmptyState(self)
        self._lay_out()
        self._connect()

    def begin(self) -> None:
        """The page comes to the front."""
        self._begun = not self.rows.rowCount()
        (self.search if self._begun else self.table).setFocus(Qt.FocusReason.OtherFocusReason)

    def read(self) -> None:
        """Ask for the rows of the query as it stands."""
        self._round += 1
        self._stale = False
        asked, query, context = self._round, self._query, self._desk.context
        self.busy.begin()
        self._desk.operations.run(
            lambda: (subjects.listing(context, query), context.library.ids()),
            owner=self,
            done=lambda answer: self._show(asked, *answer),
            failed=lambda error: self._refused(asked, error),
        )

    def _show(self, asked: int, rows: tuple[SubjectRow, ...], protocols: tuple[str, ...]) -> None:
        if asked != self._round:
            return
        self.busy.end()
        self.strip.clear()
        chosen = self.table.chosen()
        self._offer_protocols(protocols)
        focused = QApplication.focusWidget()
        free = focused is None or focused is self.table or self.empty.isAncestorOf(focused)
        free = free or (self._begun and focused is self.search and not self.search.text())
        self._begun = False
        self.rows.show_rows(rows)
        self.about.setText(self._count_words(rows))
        if rows:
            self._pages.setCurrentWidget(self.table)
            self.table.choose(chosen)
            if free:
                self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self._show_empty()

    def _show_empty(self) -> None:
        query = replace(self._query, sort="code", descending=False)
        if query == ListQuery():
            may = access.may(self._desk.context, "enrolment.enrol")
            self.empty.show_state(
                self._texts("subjects.empty"), self._texts("subjects.empty_action") if may else ""
            )
        elif query.text:
            sentence = self._texts("subjects.no_match", text=query.text)
            self.empty.show_state(sentence, self._texts("subjects.clear"))
        else:
            self.empty.show_state(self._texts("subjects.no_match_filter"), self._texts("subjects.clear"))
        self._pages.setCurrentWidget(self.empty)

    def _count_words(self, rows: tuple[SubjectRow, ...]) -> str:
        if self._query.text or self._query.protocol or self._query.status or self._query.state:
            return self._texts("subjects.count_match", count=len(rows))
        states = Counter(row.state for row in rows)
        said = [(f"subjects.count_{state}", states[state]) for state in STATES if states[state]]
        return self._texts.listed(
            self._texts(f"{code}_one" if count == 1 and self._texts.has(f"{code}_one") else code, count=count)
            for code, count in said
        )

    def _offer_protocols(self, protocols: tuple[str, ...]) -> None:
        known = {self.protocol.itemData(place) for place in range(self.protocol.count())}
        for name in protocols:
            if name not in known:
                self.protocol.addItem(name, name)

    def _refused(self, asked: int, error: ServiceError) -> None:
        if asked == self._round:
            self.busy.end()
            sentence = words.refusal(self._texts, error)
            self.strip.show_notice(Notice("error", sentence), action=self._texts("common.try_again"))

    def _on_filter(self) -> None:
        self._query = replace(
            self._query,
            text=self.search.text().strip(),
            protocol=str(self.protocol.currentData()),
            status=str(self.status.currentData()),
            state=str(self.state.currentData()),
        )
        self.read()

    def _on_order(self, sort: str, descending: bool) -> None:
        wanted = replace(self._query, sort=sort, descending=descending)
        if wanted != self._query:
            self._query = wanted
            self.read()

    def _on_typed(self, text: str) -> None:
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.setText(self.search.text() + text)

    def _on_changed(self, changes: Changes) -> None:
        if not (changes.subjects or changes.assessments or changes.visits):
            return
        if self.isVisible():
            self.read()
        else:
            self._stale = True

    def _on_empty_action(self) -> None:
        if replace(self._query, sort="code", descending=False) == ListQuery():
            self._desk.enrolment_wanted.emit()
        else:
            self.clear_search()

    def clear_search(self) -> None:
        """Back to the whole list."""
        for box in (self.protocol, self.status, self.state):
            box.setCurrentIndex(0)
        self.search.clear()
        self.search.setFocus(Qt.FocusReason.OtherFocusReason)

    def _open_first(self) -> None:
        if self._pause.isActive():  # Enter before the list has followed: look first
            self._pause.stop()
            self._on_filter()
            return
        if self.rows.rowCount():
            self._desk.subject_wanted.emit(self.rows.rows[0].id, "overview")

    def _filter(self, key: str, choices: tuple[tuple[str, str], ...]) -> QComboBox:
        box = QComboBox(self)
        box.setAccessibleName(self._texts(f"subjects.filter_{key}"))
        for value, text in choices:
            box.addItem(text, value)
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        box.setMinimumContentsLength(max(14, len(choices[0][1])))
        box.view().setMinimumWidth(240)
        return box

    def _lay_out(self) -> None:
        self.search.setClearButtonEnabled(True)
        self.search.setMinimumWidth(250)
        top = QHBoxLayout()
        top.setSpacing(12)
        top.addWidget(label(self._texts("subjects.title"), role="title", parent=self))
        top.addWidget(self.about)
        top.addStretch(1)
        top.addWidget(self.enrol)
        filters = QHBoxLayout()
        filters.setSpacing(8)
        for part in (self.search, self.protocol, self.status, self.state):
            filters.addWidget(part)
        filters.addStretch(1)
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
        page.addLayout(filters)
        page.addSpacing(3)
        page.addWidget(self.busy)
        page.addSpacing(2)
        page.addWidget(body, 1)

    def _connect(self) -> None:
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_WAIT_MS)
        self._pause.timeout.connect(self._on_filter)
        self.search.textChanged.connect(lambda _text: self._pause.start())
        self.search.returnPressed.connect(self._open_first)
        for box in (self.protocol, self.status, self.state):
            box.currentIndexChanged.connect(lambda _place: self._on_filter())
        self.rows.order_wanted.connect(self._on_order)
        self.table.opened.connect(lambda subject: self._desk.subject_wanted.emit(subject, "overview"))
        self.table.typed.connect(self._on_typed)
        self.enrol.setVisible(access.may(self._desk.context, "enrolment.enrol"))
        self.enrol.clicked.connect(self._desk.enrolment_wanted)
        self.empty.action_wanted.connect(self._on_empty_action)
        self.strip.action_wanted.connect(self.read)
        self._desk.changed.connect(self._on_changed)

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
