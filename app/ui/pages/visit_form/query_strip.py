"""The queries about one field of the form, below what is typed: read, answered, raised."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.services import access
from app.ui.widgets.buttons import Button
from app.ui.widgets.escape_strip import EscapeStrip
from app.ui.widgets.labels import label
from app.ui.widgets.query_thread import QueryThread
from app.ui.widgets.tab_order import through

if TYPE_CHECKING:
    from app.services.contracts.control import Query
    from app.ui.desk import Desk


class QueryStrip(EscapeStrip):
    """One query at a time; "Next query" leads through those of the field."""

    closed = Signal()
    done = Signal(str)

    def __init__(self, desk: Desk, *, visit_id: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk, self._visit_id = desk, visit_id
        texts = desk.texts
        self._field: str | None = ""  # None: those of the whole visit
        self._listed: tuple[Query, ...] = ()
        self.setProperty("panel", True)
        self.thread_ = QueryThread(desk, self)
        self.place = label(role="secondary", parent=self)
        self.next_button = Button(texts("queries.next_one"), dense=True, parent=self)
        self.raise_button = Button(texts("queries.raise"), dense=True, parent=self)
        self.close_button = Button(texts("queries.put_away"), dense=True, parent=self)
        for at, part in enumerate((self.close_button, self.raise_button, self.next_button, self.place)):
            self.thread_.foot.insertWidget(at, part)
        order = (self.close_button, self.raise_button, self.next_button)
        through(self.thread_.text, *order, self.thread_.raise_button, *self.thread_.buttons.values())
        outer = QVBoxLayout(self)
        outer.setContentsMargins(12, 8, 12, 8)
        outer.setSpacing(6)
        outer.addWidget(self.thread_)
        self.next_button.clicked.connect(self._next)
        self.raise_button.clicked.connect(lambda: self.begin(self._field or ""))
        self.close_button.clicked.connect(self.put_away)
        self.thread_.done.connect(lambda _step: self.close_button.setFocus())
        self.thread_.done.connect(self.done)
        self.hide()

    def show_field(self, field: str | None, every: tuple[Query, ...]) -> None:
        """Show the queries of a field, or with None of the whole visit, from the first open one on."""
        self._field = field
        self._listed = belonging(every, field)
        if not self._listed:
            self.begin(field or "")
            return
        self._show(next((query for query in self._listed if query.is_open), self._listed[-1]))
        self.show()
        (self.thread_.text if not self.thread_.text.isHidden() else self.close_button).setFocus()

    def refresh(self, every: tuple[Query, ...]) -> None:
        """The queries were read again: show the one in sight as it stands now."""
        if self.isHidden():
            return
        before = {query.id for query in self._listed}
        self._listed = belonging(every, self._field)
        shown = self.thread_.query
        if shown is None:  # one was raised
            new = [query for query in self._listed if query.id not in before]
            if new:
                self._show(new[-1])
            return
        again = next((query for query in self._listed if query.id == shown.id), None)
        if again is not None:
            self._show(again)

    def begin(self, field: str) -> None:
        """Begin a query about a field."""
        self._field = field
        self.place.clear()
        self.next_button.setVisible(False)
        self.raise_button.setVisible(False)
        self.show()
        self.thread_.begin(self._visit_id, field)

    def put_away(self) -> None:
        """Close the strip."""
        if not self.isHidden():
            self.hide()
            self.closed.emit()

    def _show(self, query: Query) -> None:
        self.thread_.show_query(query)
        count = len(self._listed)
        at = 1 + next((place for place, each in enumerate(self._listed) if each.id == query.id), 0)
        self.place.setText(self._desk.texts("queries.nth", place=at, count=count) if count > 1 else "")
        self.next_button.setVisible(count > 1)
        self.raise_button.setVisible(access.may(self._desk.context, "queries.raise"))

    def _next(self) -> None:
        shown = self.thread_.query
        ids = [query.id for query in self._listed]
        at = ids.index(shown.id) if shown is not None and shown.id in ids else -1
        self._show(self._listed[(at + 1) % len(ids)])


def belonging(every: tuple[Query, ...], field: str | None) -> tuple[Query, ...]:
    """The queries of a field; a section of rows has those of its rows too."""
    if field is None:
        return every
    inside = f"{field}." if field and field != "values" else "\0"
    return tuple(query for query in every if query.field == field or query.field.startswith(inside))
