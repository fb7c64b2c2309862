"""A button that leads to a field of the visit form: due, newest or unscheduled, as the menu says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QMenu, QWidget

from app.services import access
from app.ui.visit_choice import latest_logged, next_due
from app.ui.widgets.buttons import Button

if TYPE_CHECKING:
    from app.services.subjects import Course, VisitRow
    from app.ui.desk import Desk


class AddButton(Button):
    """Entries are made in the form of a visit and nowhere else; the menu says in which one."""

    def __init__(self, desk: Desk, words: str, parent: QWidget | None = None, *, field: str) -> None:
        super().__init__(words, parent=parent)
        self._desk = desk
        self._field = field
        self._subject_id = 0
        self._menu = QMenu(self)
        self.setMenu(self._menu)
        self._allowed = access.may(desk.context, "visits.record")
        self.setVisible(self._allowed)

    def show_course(self, course: Course) -> None:
        """Offer the visits of a subject; nobody adds to one that was never enrolled."""
        texts = self._desk.texts
        self._subject_id = course.subject.id
        self._menu.clear()
        due, newest = next_due(course), latest_logged(course)
        if due is not None and due.state != "upcoming":
            self._offer(texts("subject.add_due", visit=self._named(due)), due.id)
        self._offer(texts("subject.add_unscheduled"), None)
        if newest is not None:
            self._offer(texts("subject.add_newest", visit=self._named(newest)), newest.id)
        self.setVisible(self._allowed and course.subject.day0 is not None)

    def _named(self, visit: VisitRow) -> str:
        texts = self._desk.texts
        title = texts.written(visit.title) or texts("visit_form.unscheduled")
        day = visit.actual or visit.target
        return texts.spoken([title, texts.date(day)]) if day is not None else title

    def _offer(self, words: str, visit_id: int | None) -> None:
        def go() -> None:
            self._desk.field_wanted.emit(self._subject_id, visit_id, self._field)

        self._menu.addAction(words).triggered.connect(go)
