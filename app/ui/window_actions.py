"""What the menus do, and the table that they are filled from."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from PySide6.QtGui import QKeySequence

from app.i18n.texts import LANGUAGES, NAMES
from app.services import access
from app.ui import darkness, edit_actions, late, menus, next_panel
from app.ui.menus import Entry
from app.ui.place import HOME, HOMES
from app.ui.visit_choice import last_visit, latest_logged, next_due
from app.ui.widgets.labels import without_mnemonic

if TYPE_CHECKING:
    from app.services.contracts.papers import Order
    from app.ui.desk import Desk
    from app.ui.pages.amend import AmendPage
    from app.ui.pages.study import StudyPage
    from app.ui.subject_view import PreviewsVisits, SubjectView
    from app.ui.window import MainWindow

# Line of a menu → what its role must be allowed to do.
NEEDS = {
    "enrol": "enrolment.enrol",
    "log_due": "visits.record",
    "log_unscheduled": "visits.record",
    "log_last": "visits.record",
    "move_version": "amendments.apply",
    "correct_day0": "amendments.correct_day0",
    "end_participation": "endings.end",
}


class WindowActions:
    """The actions of the menus on the page in front and on the subject that is open."""

    def __init__(self, window: MainWindow, desk: Desk) -> None:
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
                "log_due": due is not None,
                "log_unscheduled": view is not None,
                "log_last": view is not None and view.course.subject.day0 is not None,
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

    def enrol(self) -> None:
        """Go to the enrolment."""
        self._window.go("enrol")

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

    def print_summary(self) -> None:
        """Show the summary of the newest logged visit."""
        view = self._window.subject_view()
        visit = latest_logged(view.course) if view else None
        if visit:
            self._desk.preview_wanted.emit(visit.id)

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

    def read_again(self) -> None:
        """Ask the page in front to read again."""
        read = getattr(self._window.stack.currentWidget(), "read", None)
        if read is not None:
            read()

    def show_shortcuts(self) -> None:
        """The shortcut list, read from the menus."""
        from app.ui.help import ShortcutList

        native = QKeySequence.SequenceFormat.NativeText
        entries = [
            (without_mnemonic(action.text()).rstrip("…"), action.shortcut().toString(native))
            for action in self._window.menus.actions.values()
            if not action.shortcut().isEmpty()
        ]
        pages = enumerate(self._window.rail.pages, start=1)
        entries += [(button.text(), f"Ctrl+{number}") for number, button in pages]
        ShortcutList(self._desk.texts, entries, parent=self._window).open()

    def show_help(self) -> None:
        """Open the help beside the work; the one that is open comes to the front."""
        from app.ui.help_window import HelpWindow

        known = self._window.findChildren(HelpWindow)
        shown = known[0] if known else HelpWindow(self._desk.texts, parent=self._window)
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
        made.show()

    def show_study(self, tab: str) -> None:
        """A tab of the study's page."""
        cast("StudyPage", self._window.page("study")).choose(tab)
        self._window.go("study")

    def show_about(self) -> None:
        """Name, version and licence."""
        from app.ui.help import About

        About(self._desk.texts, parent=self._window).open()


def fill_menus(window: MainWindow, desk: Desk, does: WindowActions) -> None:
    """Fill the menu bar of a window."""
    add = window.menus.add
    file = add("file", [Entry("lock", "Ctrl+L", lambda: window.lock_wanted.emit(""))])
    window.menus.add_choices(
        file.addMenu(desk.texts("window.lock_after")),
        prefix="lock_after",
        choices=tuple(str(choice) for choice in darkness.CHOICES),
        chosen=str(darkness.minutes(desk.settings.get(darkness.SETTING, 0))),
        run=lambda minutes: window.lock_after_wanted.emit(int(minutes)),
    )
    window.menus.extend(file, [Entry(), Entry("quit", "Ctrl+Q", window.quit)])
    add("edit", [Entry(code, "", run) for code, run in edit_actions.all_of()])
    add(
        "subject",
        [
            Entry("enrol", "Ctrl+N", does.enrol),
            Entry("find", "Ctrl+K", does.find),
            Entry(),
            Entry("evidence", "Ctrl+E", does.see_evidence),
            Entry(),
            Entry("move_version", "", does.move_version),
            Entry("correct_day0", "", does.correct_day0),
            Entry("end_participation", "", does.end_participation),
        ],
    )
    add(
        "visit",
        [
            Entry("log_due", "Ctrl+Shift+V", does.log_due),
            Entry("log_unscheduled", "", does.log_unscheduled),
            Entry("log_last", "", does.log_last),
            Entry(),
            Entry("print_summary", "Ctrl+P", does.print_summary),
        ],
    )
    view = add("view", [Entry("read_again", "F5", does.read_again), *next_panel.entries(window), Entry()])
    window.menus.add_choices(
        view,
        prefix="scheme",
        choices=menus.scheme_choices(),
        chosen=desk.settings.get("scheme", "system"),
        run=window.scheme_wanted.emit,
    )
    view.addSeparator()
    window.menus.add_choices(
        view.addMenu(desk.texts("window.home")),
        prefix="home",
        choices=HOMES,
        chosen=desk.settings.get(HOME, HOMES[0]),
        run=lambda page: desk.settings.put(HOME, page),
    )
    sizes = view.addMenu(desk.texts("window.text_size"))
    window.menus.add_choices(
        sizes,
        prefix="size",
        choices=menus.size_choices(),
        chosen=str(desk.settings.get("text_size", 100)),
        run=lambda size: window.text_size_wanted.emit(int(size)),
    )
    window.menus.add_choices(
        view.addMenu(desk.texts("window.language")),
        prefix="language",
        choices=LANGUAGES,
        chosen=desk.texts.language,
        run=window.language_wanted.emit,
        words=NAMES,
    )
    add(
        "help",
        [
            Entry("help", "F1", does.show_help),
            Entry("shortcuts", "Ctrl+/", does.show_shortcuts),
            Entry("tour", "", does.show_tour),
            Entry("about", "", does.show_about),
        ],
    )
