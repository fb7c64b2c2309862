"""What stands before a visit, read anew when the visit is said to have taken place on another day."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from app.services import visits

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from PySide6.QtWidgets import QWidget

    from app.services.visits import VisitDraft, VisitForm
    from app.ui.desk import Desk


class OtherDay(QObject):
    """Values before, the last visit, limits and baselines as of the day that stands in the form."""

    def __init__(self, desk: Desk, read: Callable[[VisitForm], None], parent: QWidget) -> None:
        """`read` is told the form as of the other day."""
        super().__init__(parent)
        self._desk, self._told = desk, read
        self._wanted: date | None = None

    def want(self, draft: VisitDraft | None, form: VisitForm) -> None:
        """Read for the day of a draft, unless the form is of that day."""
        day = draft.day if draft is not None else None
        if day == form.day:
            self._wanted = None  # what is on its way is of a day that was typed on the way
        elif day is not None and day != self._wanted:
            self._wanted = day
            self._read(day, form)

    def _read(self, day: date, form: VisitForm) -> None:
        context = self._desk.context

        def done(found: VisitForm) -> None:
            if day == self._wanted:  # else another one was typed since
                self._wanted = None
                self._told(found)

        self._desk.operations.run(
            lambda: visits.form(
                context, subject_id=form.subject_id, visit_id=form.visit_id, kind=form.kind, day=day
            ),
            owner=self,
            done=done,
            failed=lambda _error: None,  # what stands there is of the day before; the save checks by its own
        )


def as_of(form: VisitForm, found: VisitForm) -> VisitForm:
    """A form with what stands before another day; what it is about and began with stays."""
    return replace(
        form,
        day=found.day,
        previous=found.previous,
        last_visit=found.last_visit,
        normals=found.normals,
        baselines=found.baselines,
    )
