"""The menu of a subject's line: the visit to log next, what is asked about it, what the last one gives."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QVBoxLayout, QWidget

from app.services import access, subjects
from app.ui.subject_view import NEW_QUERY
from app.ui.visit_choice import latest_logged, listed_next

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.services.subjects import Course, SubjectRow, VisitRow
    from app.ui.desk import Desk
    from app.ui.pages.subjects.table import SubjectTable
    from app.ui.pages.visit_list.marking import Marking

# Line of the menu → text, and what the role must be allowed to do.
_NEXT = {
    "log": ("visits.log_visit", "visits.record"),
    "missed": ("visits.mark_missed", "visits.mark_missed"),
    "reschedule": ("visits.reschedule", "visits.reschedule"),
}
_LAST = {"ask": ("queries.raise", "queries.raise"), "print": ("visits.print_summary", "")}


class RowMenu(QObject):
    """Opens at once; what hangs on the visits of the subject is switched on as soon as they are read."""

    refused = Signal(object)  # ServiceError

    def __init__(self, desk: Desk, table: SubjectTable, *, above: QWidget, page: QWidget) -> None:
        """`above`: the first field below what is asked about a visit."""
        super().__init__(page)
        self._desk, self._table, self._above, self._page = desk, table, above, page
        self.marking: Marking | None = None
        self.asked = QVBoxLayout()  # what is asked about a visit, above the list
        table.menu_wanted.connect(lambda row, at: self.menu_of(row).popup(at))

    def menu_of(self, row: SubjectRow) -> QMenu:
        """What can be done about a subject."""
        texts, menu = self._desk.texts, QMenu(self._table)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.setToolTipsVisible(True)
        menu.addAction(texts("today.step_open"), lambda: self._desk.subject_wanted.emit(row.id, "overview"))
        if row.status:
            menu.addAction(
                texts("today.step_evidence"), lambda: self._desk.subject_wanted.emit(row.id, "response")
            )
        actions = {
            key: menu.addAction(texts(text))
            for key, (text, needed) in (*_NEXT.items(), *_LAST.items())
            if not needed or access.may(self._desk.context, needed)
        }
        for action in actions.values():
            action.setEnabled(False)
        menu.addSeparator()
        if self._table.columns is not None:
            self._table.columns.offer(menu)
        self._read(row, actions, menu)
        return menu

    def _read(self, row: SubjectRow, actions: dict[str, QAction], menu: QMenu) -> None:
        context = self._desk.context
        self._desk.operations.run(
            lambda: subjects.course(context, row.id),
            owner=menu,  # nobody waits for it once the menu is gone
            done=lambda course: self._offer(course, actions),
            failed=self.refused.emit,
        )

    def _offer(self, course: Course, actions: dict[str, QAction]) -> None:
        """Switch on what there is a visit for; the others say why not."""
        ahead, last = listed_next(course), latest_logged(course)
        for key, action in actions.items():
            visit = ahead if key in _NEXT else last
            action.setEnabled(visit is not None)
            if visit is None:
                why = "visits.nothing_ahead" if key in _NEXT else "subjects.nothing_logged"
                action.setToolTip(self._desk.texts(why))
            else:
                action.triggered.connect(self._act(key, course.subject, visit))

    def _act(self, key: str, subject: SubjectRow, visit: VisitRow) -> Callable[[], None]:
        desk = self._desk
        return {
            "log": lambda: desk.visit_wanted.emit(subject.id, visit.id),
            "ask": lambda: desk.field_wanted.emit(subject.id, visit.id, f"{NEW_QUERY}."),
            "print": lambda: desk.preview_wanted.emit(visit.id),
        }.get(key, lambda: self._ask(key, subject, visit))

    def _ask(self, what: str, subject: SubjectRow, visit: VisitRow) -> None:
        """Ask above the list why a visit was missed, or for which day it was agreed."""
        from app.ui.pages.visit_list.marking import Asked, Marking
        from app.ui.pages.visit_list.rows import title, window_of
        from app.ui.widgets.tab_order import follow, stops

        window = window_of(visit)
        if window is None:  # outside the plan
            return
        if self.marking is None:
            self.marking = Marking(
                self._desk,
                place=self.asked,
                failed=self.refused.emit,
                left=self._table.setFocus,
                parent=self._page,
                gap=True,
            )
            follow(self._above, [each for s in self.marking.strips() for each in stops(s)])
        said = f"{subject.code} · {title(visit, self._desk.texts)}"
        self.marking.ask(what, Asked(visit.id, said, window, visit.agreed, visit.agreed_note))
        # The strip takes room from the list: the line that it is about stays in sight.
        QTimer.singleShot(0, self._table, lambda: self._table.scrollTo(self._table.currentIndex()))
