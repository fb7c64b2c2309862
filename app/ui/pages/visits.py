"""The visits of one subject: the calendar with its windows, and the form in which they are logged."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from app.services import access, drafts, visits
from app.ui.first_paint import FirstPaint
from app.ui.pages.visit_form.form import VisitFormPage
from app.ui.pages.visit_form.keeper import draft_key
from app.ui.pages.visit_list.page import VisitListPage
from app.ui.widgets.at_rest import lay_out_now
from app.ui.words import refusal

if TYPE_CHECKING:
    from app.services.context import ServiceError
    from app.services.drafts import Draft
    from app.services.visits import VisitForm
    from app.ui.desk import Desk
    from app.ui.subject_view import SubjectView


class VisitsTab(QWidget):
    """The list of visits, or the form of one of them over it."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._view: SubjectView | None = None
        self._round = 0
        self.form: VisitFormPage | None = None
        self._saved: int | None = None  # the visit whose form waits to be put away
        self.list = VisitListPage(desk, self)
        self._stack = QStackedWidget(self)
        self._stack.addWidget(self.list)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._stack)
        self.list.visit_opened.connect(self.open_visit)

    def begin(self) -> None:
        """Come to the front: the open form where it was left, or the list."""
        wanted: QWidget | None = self.list.table if self.form is None else self.form.focusWidget()
        if wanted is not None:
            wanted.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self.form is not None:
            self.form.open_at_first_empty()

    def show_subject(self, view: SubjectView) -> None:
        """Show a subject, or the same one after a change: an open form of the same subject stays as typed."""
        if self.form is not None and self.form.subject_id != view.course.subject.id:
            self.keep_draft()
            self._drop_form()
        self._view = view
        self.list.show_subject(view)
        if self.form is not None and self._saved is None:
            self.form.show_view(view)
        if self._saved is not None:
            visit_id, self._saved = self._saved, None
            self._drop_form()
            self.list.focus_visit(visit_id)

    def open_visit(self, wanted: int | str | None, field: str | None = None) -> None:
        """Open the form of a visit, of a new one of a kind, or of an unscheduled one (None).

        An open form keeps its draft. `field`: the one to lead to, with its queries.
        """
        if self._view is None or not self._may_open(self._view, wanted):
            return
        if self.form is not None and self._saved is None:
            if self.form.wanted == wanted:
                self._lead_to(field)
                return
            self.keep_draft()
        self._round += 1
        asked, context, subject_id = self._round, self._desk.context, self._view.course.subject.id

        visit_id, kind = (None, wanted) if isinstance(wanted, str) else (wanted, "")

        def read() -> tuple[VisitForm, Draft | None]:
            form = visits.form(context, subject_id=subject_id, visit_id=visit_id, kind=kind)
            return form, drafts.find(context, draft_key(subject_id, wanted))

        self._desk.operations.run(
            read,
            owner=self,
            done=lambda found: self._show_form(asked, *found, field),
            failed=self._on_refused,
        )

    def reschedule(self) -> None:
        """Ask for another day of the visit whose form is open, else of the selected one."""
        if self.form is not None:
            self.keep_draft()
            self._on_closed()
        self.list.ask("reschedule")

    def _lead_to(self, field: str | None) -> None:
        if self.form is None:
            return
        if field is None:
            self.form.open_at_first_empty()
        else:
            self.form.focus_field(field)

    def _may_open(self, view: SubjectView, wanted: int | str | None) -> bool:
        """Who may not log a visit sees those that are logged."""
        logged = {visit.id for visit in view.course.visits if visit.actual is not None}
        return wanted in logged or access.may(self._desk.context, "visits.record")

    def keep_draft(self) -> None:
        """Keep what is typed, at once."""
        if self.form is not None:
            self.form.keep_draft()

    def _show_form(self, asked: int, form: VisitForm, kept: Draft | None, field: str | None) -> None:
        view = self._view
        if asked != self._round or view is None or form.subject_id != view.course.subject.id:
            return
        self._drop_form()
        self.form = VisitFormPage(self._desk, form=form, view=view, kept=kept, parent=self)
        self.form.closed.connect(self._on_closed)
        self.form.saved.connect(self._on_saved)
        self._stack.addWidget(self.form)
        self._stack.setCurrentWidget(self.form)
        self._desk.moved.emit()
        self._lead_to(field)

    def _drop_form(self) -> None:
        self._saved = None
        if self.form is not None:
            form, self.form = self.form, None
            self._stack.setCurrentWidget(self.list)
            self._stack.removeWidget(form)
            lay_out_now()  # in the room that the form leaves: the pictures of all rows hang on its width
            # Taking a hundred widgets apart takes as long as painting the list that a person waits for.
            FirstPaint(self.list.table.viewport(), form).painted.connect(form.deleteLater)

    def _on_closed(self) -> None:
        opened = self.form.visit_id if self.form is not None else None
        self._drop_form()
        self.list.focus_visit(opened)

    def _on_saved(self, visit_id: int) -> None:
        """The form stays in sight until the list has its new rows: one change of the picture, not two."""
        self._saved = visit_id

    def _on_refused(self, error: ServiceError) -> None:
        self.list.show_refusal(refusal(self._desk.texts, error))
