"""One query: what was said, and what this role may say next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QDeadlineTimer, Signal
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from app.i18n.controls import field_name
from app.services import access, queries
from app.ui.kept_line import KeptLine
from app.ui.widgets.buttons import Button
from app.ui.widgets.labels import label
from app.ui.words import refusal

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.services.context import Changes, ServiceError
    from app.services.contracts.control import Query, QueryStep
    from app.ui.desk import Desk

# Step → button text, action of the role matrix, in which states it is offered.
STEPS = {
    "answered": ("answer", "queries.answer", ("open", "answered", "proposed")),
    "proposed": ("propose", "queries.propose", ("open", "answered")),
    "closed": ("close", "queries.close", ("open", "answered", "proposed")),
    "reopened": ("reopen", "queries.close", ("answered", "proposed", "closed")),
}


class QueryThread(QWidget):
    """Shows a query and takes the next word; with none shown it raises one about `place`."""

    done = Signal(str)  # raised, answered, proposed, closed or reopened

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        texts = desk.texts
        self._query: Query | None = None
        self._place = (0, "")  # visit id, field: what a new query is about
        self._closed = 0  # the query that was closed last
        self._double = QDeadlineTimer()  # until when a click may be the second of the two that closed it
        self.heading = label(role="section", parent=self)
        self.said = label(wrap=True, parent=self)
        self.text = QLineEdit(self)
        self.text.setMaxLength(queries.LONGEST)
        self.text.setPlaceholderText(texts("queries.text_wanted"))
        self.text.setAccessibleName(texts("queries.text"))
        self._kept = KeptLine(desk, self.text)
        self.fault = label(role="problem", wrap=True, parent=self)
        self.raise_button = Button(texts("queries.raise_go"), dense=True, parent=self)
        self.buttons = {
            step: Button(texts(f"queries.{key}"), dense=True, parent=self)
            for step, (key, _, _) in STEPS.items()
        }
        row = self.foot = QHBoxLayout()  # who holds the thread adds its own at the left
        row.setSpacing(8)
        row.addStretch(1)
        for button in (*self.buttons.values(), self.raise_button):
            row.addWidget(button)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(6)
        for part in (self.heading, self.said, self.text):
            outer.addWidget(part)
        outer.addLayout(row)
        outer.addWidget(self.fault)
        self.raise_button.clicked.connect(self._raise)
        self.text.returnPressed.connect(self._first)
        self.text.textEdited.connect(lambda _text: self._tell(""))
        for step, button in self.buttons.items():
            button.clicked.connect(lambda _on=False, chosen=step: self._say(chosen))
        self._tell("")

    @property
    def query(self) -> Query | None:
        """The query in sight."""
        return self._query

    def show_query(self, query: Query) -> None:
        """Show a query; text that is half typed stays while it is the same one."""
        if self._query is None or self._query.id != query.id:
            self._kept.flush()
            self.text.clear()
            self._tell("")
        self._query = query
        self._kept.about(f"query:{query.id}")
        texts = self._desk.texts
        days = (self._desk.context.today() - query.raised_at.date()).days
        name, status = field_name(texts, query.field), texts(f"queries.status.{query.status}")
        self.heading.setText(texts("queries.about_status", field=name, status=status, days=days))
        self.said.setText("\n".join(map(self._words, query.steps)))
        self.said.show()
        self._offer()

    def begin(self, visit_id: int, field: str) -> None:
        """Begin a new query about a field."""
        self._query, self._place = None, (visit_id, field)
        texts = self._desk.texts
        self.heading.setText(texts("queries.about", field=field_name(texts, field)))
        self.said.hide()
        self._kept.flush()
        self.text.clear()
        self._kept.about(f"query:new:{visit_id}:{field}")
        self._tell("")
        self._offer()
        self.text.setFocus()

    def _offer(self) -> None:
        query, context = self._query, self._desk.context
        for step, button in self.buttons.items():
            _key, action, states = STEPS[step]
            shown = query is not None and query.status in states and access.may(context, action)
            button.setVisible(shown)
        self.raise_button.setVisible(query is None)
        may = query is None or any(not button.isHidden() for button in self.buttons.values())
        self.text.setVisible(may)

    def _words(self, step: QueryStep) -> str:
        texts = self._desk.texts
        return texts(
            "queries.said" if step.text else "queries.said_nothing",
            who=step.shown_name,
            role=texts(f"roles.{step.role}"),
            action=texts(f"queries.action.{step.action}"),
            time=texts.moment(step.at),
            text=step.text,
        )

    def _first(self) -> None:
        """Enter says what the most likely button would."""
        if self._query is None:
            self._raise()
            return
        step = next((step for step, button in self.buttons.items() if not button.isHidden()), "")
        if step:
            self._say(step)

    def _raise(self) -> None:
        (visit_id, field), text, context = self._place, self.text.text(), self._desk.context
        self._run(lambda: queries.raise_query(context, visit_id, field=field, text=text)[1], "raised")

    def _say(self, step: str) -> None:
        query, text, context = self._query, self.text.text(), self._desk.context
        if query is None or (query.id != self._closed and not self._double.hasExpired()):
            return  # the query that took a closed one's place under the pointer
        act = {
            "answered": queries.answer,
            "proposed": queries.propose,
            "closed": queries.close,
            "reopened": queries.reopen,
        }[step]
        self._run(lambda: act(context, query.id, version=query.version, text=text), step)

    def _run(self, act: Callable[[], Changes], step: str) -> None:
        self._busy(True)
        self._desk.operations.run(
            act, owner=self, done=lambda changes: self._on_done(step, changes), failed=self._on_refused
        )

    def _on_done(self, step: str, changes: Changes) -> None:
        self._busy(False)
        if step == "closed" and self._query is not None:  # it may go, and another take its place
            self._closed = self._query.id
            self._double.setRemainingTime(QApplication.doubleClickInterval())
        self._kept.discard()
        self.text.clear()
        self._tell("")
        self._desk.changed.emit(changes)
        self.done.emit(step)

    def _on_refused(self, error: ServiceError) -> None:
        self._busy(False)
        self._tell(refusal(self._desk.texts, error))
        self.text.setFocus()

    def _busy(self, busy: bool) -> None:
        for control in (self.text, self.raise_button, *self.buttons.values()):
            control.setEnabled(not busy)

    def _tell(self, words: str) -> None:
        self.fault.setText(words)
        self.fault.setVisible(bool(words))
