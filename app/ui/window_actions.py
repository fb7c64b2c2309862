"""What the menus do."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from PySide6.QtGui import QKeySequence

from app.services import access
from app.ui import late, next_panel
from app.ui.desk import Notice
from app.ui.visit_choice import last_visit, latest_logged, next_due
from app.ui.widgets.labels import without_mnemonic
from app.ui.widgets.tab_order import behind, stops

if TYPE_CHECKING:
    from app.services.contracts.papers import Order
    from app.ui.desk import Desk
    from app.ui.finder import Target
    from app.ui.pages.amend import AmendPage
    from app.ui.pages.subjects import SubjectsPage
    from app.ui.pages.today import TodayPage
    from app.ui.shell import Shell
    from app.ui.subject_view import PreviewsVisits, SubjectView

TODAY = ("today", "calendar")  # the views of one page
# Line of a menu → what its role must be allowed to do.
NEEDS = {
    "export_list": "exports.make",
    "enrol": "enrolment.enrol",
    "log_due": "visits.record",
    "log_unscheduled": "visits.record",
    "log_last": "visits.record",
    "reschedule": "visits.reschedule",
    "move_version": "amendments.apply",
    "correct_day0": "amendments.correct_day0",
    "record_consent": "consents.record",
    "end_participation": "endings.end",
}


class WindowActions:
    """The actions of the menus on the page in front and on the subject that is open."""

    def __init__(self, window: Shell, desk: Desk) -> None:
        self._window = window
        self._desk = desk

    def refresh(self) -> None:
        """Switch on what the page in front allows; the rest says what it needs."""
        view = self._window.subject_view()
        due = next_due(view.course) if view else None
        logged = latest_logged(view.course) if view else None
        self._window.menus.enable(
            {
                "evidence": view is not None,
                "correct_day0": view is not None and view.course.subject.day0 is not None,
                "record_consent": view is not None and view.course.subject.state != "screen_failed",
                "log_due": due is not None,
                "log_unscheduled": view is not None,
                "log_last": view is not None and view.course.subject.day0 is not None,
                "reschedule": due is not None or self._window.current in TODAY,
                "print_summary": logged is not None and late.exists(self._window.pages_by_path["preview"]),
            },
            reason=self._desk.texts("window.needs_subject"),
        )
        self._offer_version(view)
        self._offer_end(view)

    def _offer_version(self, view: SubjectView | None) -> None:
        """Name the newer version where there is one; otherwise say why nothing is offered."""
        texts, menus = self._desk.texts, self._window.menus
        newer = view.newer if view is not None and view.course.subject.day0 is not None else ""
        reason = texts("window.needs_subject" if view is None else "window.no_newer_version")
        menus.enable({"move_version": bool(newer)}, reason=reason)
        said = texts("window.move_version_to", version=newer) if newer else texts("window.move_version")
        menus.actions["move_version"].setText(said)

    def _offer_end(self, view: SubjectView | None) -> None:
        """End a participation, or correct the end that stands."""
        texts, menus = self._desk.texts, self._window.menus
        enrolled = view is not None and view.course.subject.day0 is not None
        reason = texts("window.needs_subject" if view is None else "endings.never_enrolled")
        menus.enable({"end_participation": enrolled}, reason=reason)
        left = view is not None and view.course.ends.left is not None
        menus.actions["end_participation"].setText(
            texts("window.correct_end" if left else "window.end_participation")
        )

    def hide_what_the_role_lacks(self) -> None:
        """Actions that are somebody else's are absent, their keys too."""
        for code, action in NEEDS.items():
            if not access.may(self._desk.context, action):
                self._window.menus.drop(code)

    def find(self) -> None:
        """Lead to the finder."""
        self._window.finder.begin()

    def findable(self, text: str) -> list[Target]:
        """What the finder leads to beside subjects."""
        from app.ui import findable  # when somebody looks for something

        return findable.targets(self._window, text)

    def enrol(self) -> None:
        """Go to the enrolment."""
        self._window.go("enrol")

    def export_list(self) -> None:
        """Bring the list to the front, so that one sees what is exported, and ask where to save it."""
        self._window.go("subjects")
        cast("SubjectsPage", self._window.page("subjects")).export.save()

    def log_due(self) -> None:
        """Open the form of the visit that is to be logged next."""
        view = self._window.subject_view()
        visit = next_due(view.course) if view else None
        if view and visit:
            self._desk.visit_wanted.emit(view.course.subject.id, visit.id)

    def log_unscheduled(self) -> None:
        """Open the form of a visit outside the plan."""
        view = self._window.subject_view()
        if view:
            self._desk.visit_wanted.emit(view.course.subject.id, None)

    def log_last(self) -> None:
        """Open the form of the early-termination visit."""
        view = self._window.subject_view()
        if view:
            self._desk.visit_wanted.emit(view.course.subject.id, last_visit(view.course))

    def reschedule(self) -> None:
        """Ask for another day of the visit in front: of Today, or of the subject."""
        if self._window.current in TODAY:
            cast("TodayPage", self._window.page("today")).reschedule()
        elif self._window.subject_view():
            self._window.subject_page.reschedule()

    def print_summary(self) -> None:
        """Show the summary of the newest logged visit."""
        view = self._window.subject_view()
        visit = latest_logged(view.course) if view else None
        if visit:
            self._desk.preview_wanted.emit(visit.id)

    def preview_visit(self, visit_id: int) -> None:
        """Show the summary of a visit."""
        cast("PreviewsVisits", self._window.page("preview")).show_visit(visit_id)
        self._window.go("preview")

    def preview_evidence(self, visit_id: int) -> None:
        """Show the evidence report of a visit's verdict."""
        cast("PreviewsVisits", self._window.page("preview")).show_evidence(visit_id)
        self._window.go("preview")

    def preview_document(self, order: Order) -> None:
        """Show any document."""
        cast("PreviewsVisits", self._window.page("preview")).show_order(order)
        self._window.go("preview")

    def preview_day_list(self, protocol: str) -> None:
        """Show the list of what is to be done today."""
        cast("PreviewsVisits", self._window.page("preview")).show_day_list(protocol)
        self._window.go("preview")

    def see_evidence(self) -> None:
        """Bring the response to the front."""
        if self._window.current == "subject":
            self._window.subject_page.choose("response")

    def move_version(self) -> None:
        """Show what moving the subject to the newest version of its protocol would change."""
        view = self._window.subject_view()
        if view:
            cast("AmendPage", self._window.page("amend")).show_version(view)
            self._window.go("amend")

    def correct_day0(self) -> None:
        """Show the page that corrects day 0."""
        view = self._window.subject_view()
        if view:
            cast("AmendPage", self._window.page("amend")).show_day0(view)
            self._window.go("amend")

    def end_participation(self) -> None:
        """Open the form that ends the participation of the subject in front, or corrects its end."""
        view = self._window.subject_view()
        if view:
            self._window.subject_page.end_participation()

    def record_consent(self) -> None:
        """Open what the subject in front has signed, with the form of a further consent."""
        if self._window.subject_view():
            self._window.subject_page.open_form_above("consent")

    def read_again(self) -> None:
        """Ask the page in front to read again."""
        read = getattr(self._window.stack.currentWidget(), "read", None)
        if read is not None:
            read()

    def move_divider(self) -> None:
        """Lead to what divides the page in front."""
        if not next_panel.go_to_divider(self._window):
            self._desk.noticed.emit(Notice("warning", self._desk.texts("window.no_divider")))

    def show_shortcuts(self) -> None:
        """The shortcut list, read from the menus."""
        from app.ui.help import ShortcutList

        native = QKeySequence.SequenceFormat.NativeText
        entries = [
            (without_mnemonic(action.text()).rstrip("…"), action.shortcut().toString(native))
            for action in self._window.menus.actions.values()
            if not action.shortcut().isEmpty()
        ]
        entries += [(action.text(), action.shortcut().toString(native)) for action in self._window.actions()]
        ShortcutList(self._desk.texts, entries, parent=self._window).open()

    def show_help(self) -> None:
        """Open the help beside the work, at what it says of the place; an open one comes to the front."""
        from app.ui.help_for import page_for
        from app.ui.help_window import HelpWindow

        known = self._window.findChildren(HelpWindow)
        shown = known[0] if known else HelpWindow(self._desk.texts, parent=self._window)
        shown.open_page(page_for(self._window))
        shown.show()
        shown.raise_()
        shown.activateWindow()
        shown.search.setFocus()

    def begin_tour(self) -> None:
        """Show the tour where the study was just made on this computer."""
        from app.ui import tour

        if tour.is_due(self._desk.settings):
            self.show_tour()

    def show_tour(self) -> None:
        """Put the strip of steps above the page, once."""
        from app.ui.tour import Tour

        for before in self._window.findChildren(Tour):
            before.deleteLater()
        window = self._window
        made = Tour(self._desk.texts, self._desk.settings, window, current=lambda: window.current)
        made.page_wanted.connect(self._window.go)
        made.left.connect(self._window.focus_page)
        self._desk.moved.connect(made.offer_way)
        self._window.column.insertWidget(0, made)
        behind(window.finder, (made, *stops(made)))
        made.show()

    def show_about(self) -> None:
        """Name, version and licence."""
        from app.ui.help import About

        About(self._desk.texts, parent=self._window).open()
