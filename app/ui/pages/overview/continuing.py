"""The decision to go on with infusions: what the rule says, then the first one's day or why none is given."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.domain.timeline import study_day
from app.services import access, continuing
from app.ui.desk import Notice
from app.ui.failed import failure
from app.ui.kept_fields import KeptFields
from app.ui.pages.overview.decline import DeclineForm
from app.ui.pages.overview.panel import FilledPanel
from app.ui.widgets.buttons import Button
from app.ui.widgets.date_field import DateField
from app.ui.widgets.labels import label
from app.ui.widgets.tab_order import follow, stops

if TYPE_CHECKING:
    from datetime import date

    from app.services.context import Changes, ServiceError
    from app.services.continuing import Decision
    from app.services.contracts.subjects import Declined
    from app.services.contracts.visits import Reason
    from app.ui.desk import Desk
    from app.ui.subject_view import SubjectView


class ContinuePanel(FilledPanel):
    """There only for a template that knows the decision, and once it was made."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, "continue", parent=parent)
        self.first: DateField | None = None
        self.confirm: Button | None = None
        self.decline: Button | None = None
        self.asked: DeclineForm | None = None
        self._kept: KeptFields | None = None  # the day of the first infusion, while it is typed
        self.hide()

    def show_subject(self, view: SubjectView) -> None:
        """Show the decision of a subject."""
        found = continuing.decision(view.course, view.template)
        self.setVisible(found is not None)
        self.first = self.confirm = self.decline = self.asked = None
        column = self._renew()
        anchor = view.course.subject.day0
        if found is None or anchor is None:
            return
        texts = self._texts
        named = {"first": found.titles[0], "last": found.titles[-1]}
        answer = "planned" if found.planned else "go_on" if found.go_on else "stop"
        said = found.declined if answer == "go_on" else None
        words = texts(
            "overview.continue_declined" if said is not None else f"overview.continue_{answer}",
            status=found.status,
            day=texts.study_day(study_day(anchor, found.day)),
            date=texts.date(found.day),
            **named,
        )
        column.addWidget(label(words, wrap=True, parent=self._content))
        if said is not None:
            column.addWidget(label(self._who_said(said), wrap=True, parent=self._content))
        if answer == "go_on" and access.may(self._desk.context, continuing.CONFIRM):
            column.addLayout(self._asking(found))
        column.addWidget(
            label(texts("overview.continue_note"), role="secondary", wrap=True, parent=self._content)
        )
        follow(self, stops(self))

    def _who_said(self, said: Declined) -> str:
        """Who decided against them, when and why."""
        texts = self._texts
        reason = texts(f"overview.decline.{said.reason}")
        if said.note:
            reason = texts("overview.decline_noted", reason=reason, note=said.note)
        return texts(
            "overview.continue_declined_by", who=said.user_name, at=texts.moment(said.at), reason=reason
        )

    def _asking(self, found: Decision) -> QVBoxLayout:
        """The day of the first of them, proposed within its window, and the buttons."""
        texts, window = self._texts, found.window
        today = self._desk.context.today
        self.first = DateField(
            texts, today=today, calendar_hint=texts("visit_form.open_calendar"), parent=self._content
        )
        self.first.setFixedWidth(self.fontMetrics().horizontalAdvance("0") * 17)
        self.first.set_day(max(window.earliest, min(today(), window.latest)))
        self._kept = KeptFields(self._desk, {"first": self.first}, self.first)
        self._kept.about(f"continue:{found.subject_id}")
        name = texts(
            "overview.continue_first", earliest=texts.date(window.earliest), latest=texts.date(window.latest)
        )
        self.first.setAccessibleName(name)
        self.first.setToolTip(name)
        self.confirm = Button(texts("overview.continue_plan"), dense=True, parent=self._content)
        self.confirm.clicked.connect(lambda: self._plan(found))
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.first)
        row.addWidget(self.confirm)
        column = QVBoxLayout()
        column.setSpacing(4)
        column.addLayout(row)
        if window.latest < today():
            last = texts.date(window.latest)
            closed = texts("overview.continue_closed", first=found.titles[0], latest=last)
            column.addWidget(label(closed, role="question", wrap=True, parent=self._content))
        if found.declined is None and access.may(self._desk.context, continuing.DECLINE):
            self.decline = Button(texts("overview.decline_ask"), dense=True, parent=self._content)
            column.addWidget(self.decline, alignment=Qt.AlignmentFlag.AlignLeft)
            key = f"decline:{found.subject_id}"
            self.asked = DeclineForm(self._desk, kept_as=key, parent=self._content)
            self.asked.answered.connect(lambda reason: self._decline(found, reason))
            self.decline.clicked.connect(self.asked.ask)
            column.addWidget(self.asked)
        row.addStretch(1)
        return column

    def _plan(self, found: Decision) -> None:
        first: date | None = self.first.day() if self.first is not None else None
        if first is None:
            if self.first is not None:
                self.first.setFocus()
            return
        context = self._desk.context
        self._desk.operations.run(
            lambda: continuing.confirm(context, found.subject_id, first=first),
            owner=self,
            done=self._on_planned,
            failed=self._on_refused,
        )

    def _decline(self, found: Decision, reason: object) -> None:
        context = self._desk.context
        self._desk.operations.run(
            lambda: continuing.decline(context, found.subject_id, cast("Reason", reason)),
            owner=self,
            done=self._on_declined,
            failed=self._on_refused,
        )

    def _on_declined(self, changes: Changes) -> None:
        if self.asked is not None:
            self.asked.used()
        self._desk.changed.emit(changes)
        self._desk.noticed.emit(Notice("done", self._texts("overview.decline_done")))

    def _on_planned(self, changes: Changes) -> None:
        if self._kept is not None:
            self._kept.discard()
        self._desk.changed.emit(changes)
        self._desk.noticed.emit(Notice("done", self._texts("overview.continue_done")))

    def _on_refused(self, error: ServiceError) -> None:
        self._desk.noticed.emit(failure(self._texts, error))
