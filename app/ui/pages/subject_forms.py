"""The forms that open above the tabs of a subject: what is in front stays in sight below them."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QObject, Signal

from app.ui import late
from app.ui.widgets.tab_order import follow, stops

if TYPE_CHECKING:
    from PySide6.QtWidgets import QVBoxLayout, QWidget

    from app.ui.desk import Desk
    from app.ui.pages.form_above import FormAbove
    from app.ui.subject_view import SubjectView

# Form → where it is built.
FORMS = {
    "ending": "app.ui.pages.ending:EndingPanel",
    "consent": "app.ui.pages.consent:ConsentPanel",
}


class FormsAbove(QObject):
    """Each is built when it is first asked for; one is open at a time."""

    closed = Signal()

    def __init__(self, desk: Desk, page: QWidget, *, column: QVBoxLayout, behind: QWidget) -> None:
        """`column`: of the page; they come behind what it has by now. `behind`: what Tab goes to before."""
        super().__init__(page)
        self._desk, self._page, self._column, self._behind = desk, page, column, behind
        self._made: dict[str, FormAbove] = {}
        self._place = column.count()
        self._due = ""  # opens as soon as the subject is read

    def get(self, key: str) -> FormAbove | None:
        """A form that was built."""
        return self._made.get(key)

    @property
    def open(self) -> str:
        """The form in sight, "" for none."""
        return next((key for key, form in self._made.items() if form.isVisible()), "")

    def want(self, key: str) -> None:
        """Open a form once the subject is read; any other name asks for none."""
        self._due = key if key in FORMS else ""

    def ask(self, key: str, view: SubjectView) -> None:
        """Open a form in the place of another."""
        for other, form in self._made.items():
            if other != key:
                form.put_away()
        if key not in self._made:
            self._made[key] = self._build(key)
        self._made[key].ask(view)

    def show_subject(self, view: SubjectView) -> None:
        """The subject as it was read: another one closes what is open."""
        for form in self._made.values():
            form.show_subject(view)

    def open_due(self, view: SubjectView) -> None:
        """Open what was waiting for the subject."""
        wanted, self._due = self._due, ""
        if wanted:
            self.ask(wanted, view)

    def keep_draft(self) -> None:
        """Ask every form that was built."""
        for form in self._made.values():
            form.keep_draft()

    def _build(self, key: str) -> FormAbove:
        made = cast("FormAbove", late.build(FORMS[key], self._desk, self._page))
        made.closed.connect(self.closed)
        self._column.insertWidget(self._place, made.within(self._page))
        follow(self._behind, [*stops(made), *stops(made.foot)])
        return made
