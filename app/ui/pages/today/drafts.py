"""What somebody typed and has not saved: the lines of the home page lead back to it, or discard it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from app.i18n.today import Said
from app.services import drafts, today
from app.services.contracts.today import DRAFTS, Line, Today, TodayQuery
from app.ui.desk import Notice
from app.ui.pages.today.model import parts_of
from app.ui.subject_view import QUERIES
from app.ui.widgets.notice import NoticeStrip

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QVBoxLayout, QWidget

    from app.services.contracts.today import Group
    from app.services.drafts import Draft
    from app.ui.desk import Desk

    Page = tuple[Today | None, TodayQuery]

# Of the subject; else its overview.
_TAB = {
    "counts": "counts",
    "paste": "counts",
    "missed_back": "visits",
    "ending": "ending",
    "consent": "consent",
}
_ON_TODAY = ("missed", "reschedule")  # asked above the list


class KeptDrafts(QObject):
    """Continues or discards; what was discarded can be brought back while the strip stands."""

    stale = Signal()  # other drafts are kept than the page shows
    asked = Signal(str, object)  # missed or reschedule, Line: to ask above the list
    failed = Signal(object)  # ServiceError

    def __init__(self, desk: Desk, place: QVBoxLayout, parent: QWidget, *, page: Callable[[], Page]) -> None:
        """`page`: what it shows, and what it asked for."""
        super().__init__(parent)
        self._desk, self._page = desk, page
        self._taken: tuple[Draft, ...] = ()
        self.strip = NoticeStrip(desk.texts, parent=parent)
        self.strip.action_wanted.connect(self._put_back)
        self.strip.setProperty("gap", True)
        place.addWidget(self.strip)

    def look(self) -> None:
        """Drafts come and go without any change of the study: ask whether the page shows those there are."""
        shown, query = self._page()
        if shown is None:
            return
        context, known = self._desk.context, _keys(shown.group(DRAFTS))

        def done(found: Group) -> None:
            if _keys(found) != known:
                self.stale.emit()

        self._desk.operations.run(
            lambda: today.drafts(context, query), owner=self, done=done, failed=lambda _error: None
        )

    def after(self, then: Callable[[], None]) -> Callable[[], None]:
        """What is done when a form above the list is left: a draft of it may be kept."""

        def both() -> None:
            then()
            self.look()

        return both

    def do(self, what: str, line: Line) -> None:
        """Act on a line, or discard it."""
        if what == "act":
            self._go_on(line)
        else:
            self._discard(line)

    def _go_on(self, line: Line) -> None:
        """Open the form with what was typed in it."""
        desk, form, part = self._desk, str(line.about["form"]), str(line.about["part"])
        if form == "visit":
            wanted = int(part) if part.isdigit() else None if part == "new" else part
            desk.visit_wanted.emit(line.subject_id, wanted)
        elif form == "query":
            desk.field_wanted.emit(line.subject_id, line.visit_id, QUERIES)
        elif form == "second":
            desk.visit_wanted.emit(line.subject_id, line.visit_id)
        elif form == "enrolment":
            desk.enrolment_wanted.emit()
        elif form in _ON_TODAY:
            self.asked.emit(form, line)
        elif line.subject_id:
            desk.subject_wanted.emit(line.subject_id, _TAB.get(form, "overview"))
        else:
            desk.study_wanted.emit(part if form == "study" else form)

    def _discard(self, line: Line) -> None:
        """Forget what was typed; the strip offers to bring it back."""
        context, key = self._desk.context, str(line.about["key"])
        self._desk.operations.run(
            lambda: drafts.take_away(context, key),
            owner=self,
            done=lambda taken: self._on_taken(line, taken),
            failed=self.failed.emit,
        )

    def _on_taken(self, line: Line, taken: tuple[Draft, ...]) -> None:
        texts, self._taken = self._desk.texts, taken
        what = Said(texts, self._desk.context.today()).line(line.kind, **parts_of(line), reason="").what
        said = f"{line.code} · {what}" if line.code else what
        self.strip.show_notice(
            Notice("done", texts("today.draft_discarded", draft=said)),
            action=texts("today.draft_bring_back") if taken else "",
        )
        self.stale.emit()

    def _put_back(self) -> None:
        context, taken, self._taken = self._desk.context, self._taken, ()
        self.strip.clear()
        self._desk.operations.run(
            lambda: drafts.put_back(context, taken),
            owner=self,
            done=lambda _none: self.stale.emit(),
            failed=self.failed.emit,
        )


def _keys(group: Group) -> list[tuple[int, object]]:
    return [(line.row_id, line.about["kept"]) for line in group.lines]
