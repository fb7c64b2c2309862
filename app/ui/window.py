"""The main window: menu bar with the finder, rail, pages, status bar. Pages know nothing of each other."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from app.ui import first_size, fonts, late, place
from app.ui.ahead import BuiltAhead
from app.ui.desk import Notice
from app.ui.failed import failure
from app.ui.finder import Finder, FinderPlace
from app.ui.menu_table import fill_menus
from app.ui.menus import Menus
from app.ui.news import News, NewsPlace
from app.ui.rail import FOOT, FOOT_KEYS, RAIL, RAIL_OF, VIEWS, Rail
from app.ui.rail_counts import QueryCount, TodayCount
from app.ui.subject_view import KeepsDrafts
from app.ui.warming import bring_in_pages
from app.ui.widgets.notice import NoticeStrip
from app.ui.window_actions import WindowActions

if TYPE_CHECKING:
    from app.services.context import ServiceError
    from app.ui.desk import Desk
    from app.ui.pages.settings import SettingsPage
    from app.ui.pages.subject import SubjectPage
    from app.ui.pages.today import TodayPage
    from app.ui.place import Place
    from app.ui.subject_view import SubjectView

SMALLEST = QSize(1100, 680)
DESIGNED = QSize(1366, 768)
NARROW_BELOW = 1200
PAGES = {
    **dict.fromkeys(("today", "calendar"), "app.ui.pages.today:TodayPage"),
    "subjects": "app.ui.pages.subjects:SubjectsPage",
    "subject": "app.ui.pages.subject:SubjectPage",
    "enrol": "app.ui.pages.enrol:EnrolPage",
    "preview": "app.ui.pages.preview:PreviewPage",
    "amend": "app.ui.pages.amend:AmendPage",
    "queries": "app.ui.pages.queries:QueriesPage",
    "print": "app.ui.pages.printing:PrintPage",
    "study": "app.ui.pages.study:StudyPage",
    "settings": "app.ui.pages.settings:SettingsPage",
}


class MainWindow(QMainWindow):
    """Everything of an open study. Built anew after each unlock, so that a lock leaves nothing behind."""

    lock_wanted = Signal(str)  # what to say at the door, "" for nothing
    scheme_wanted = Signal(str)
    text_size_wanted = Signal(int)
    density_wanted = Signal(str)
    lock_after_wanted = Signal(int)  # minutes of idleness
    language_wanted = Signal(str)
    closed = Signal()
    pages_by_path = PAGES

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._texts = desk.texts
        self._pages: dict[str, QWidget] = {}
        self._trail: list[str] = []  # full pages that were left for another one
        study = desk.context.study
        self.setWindowTitle(self._texts("window.title", study=study.name))
        self.setMinimumSize(SMALLEST)
        self.stack = QStackedWidget(self)
        self.stack.setMinimumSize(1, 1)  # a page with much content never pushes the frame about
        self.strip = NoticeStrip(self._texts, parent=self)
        self.rail = Rail(
            lock_word=self._texts("window.lock_now"), name=self._texts("window.rail"), parent=self
        )
        self.menus = Menus(self, self._texts)
        self._lay_out()
        self.does = WindowActions(self, desk)
        fill_menus(self, desk, self.does)
        self.does.hide_what_the_role_lacks()
        self._fill_rail()
        self.finder = Finder(desk, targets=self.does.findable, parent=self.menuBar())
        self.finder.left.connect(self._return_focus)
        place_of_finder = FinderPlace(self.finder, self.menuBar())
        self.menuBar().setCornerWidget(place_of_finder, Qt.Corner.TopRightCorner)
        self._save_state = self._fill_status_bar()
        self._listen()
        self.strip.left.connect(self._return_focus)
        first_size.give(self, desk.settings.get("geometry", ""), otherwise=DESIGNED)
        self.go(place.home_of(desk.settings))
        self.does.begin_tour()
        QueryCount(desk, self.rail, parent=self)
        TodayCount(desk, parent=self)
        bring_in_pages(desk.operations, owner=self)
        ahead = {"subjects": PAGES["subjects"]}
        BuiltAhead(ahead, self.page, operations=desk.operations, page=self).begin()

    @property
    def desk(self) -> Desk:
        """The collaborators of the open study."""
        return self._desk

    # pages

    def page(self, key: str) -> QWidget:
        """A page, built on first use."""
        key = VIEWS.get(key, key)
        if key not in self._pages:
            self._pages[key] = late.build(PAGES[key], self._desk, self.stack)
            self.stack.addWidget(self._pages[key])
            if key == "subject":
                self.subject_page.shown.connect(lambda _view: self.does.refresh())
            elif key == "today":
                cast("TodayPage", self._pages[key]).viewed.connect(self.rail.choose)
            elif key == FOOT:
                cast("SettingsPage", self._pages[key]).offer(self.menus.groups)
        return self._pages[key]

    @property
    def subject_page(self) -> SubjectPage:
        """The page of one subject."""
        return cast("SubjectPage", self.page("subject"))

    @property
    def current(self) -> str:
        """The key of the page in front, or of its view that has a row of its own in the rail."""
        front = self.stack.currentWidget()
        key = next((key for key, page in self._pages.items() if page is front), "")
        return cast("TodayPage", front).view if key in VIEWS.values() else key

    def go(self, key: str) -> None:
        """Bring a page to the front."""
        before = self.current
        if before and before != key:
            self._keep_drafts(before)
            self._trail = [*[past for past in self._trail if past not in (before, key)], before]
        self.stack.setCurrentWidget(self.page(key))
        if key in (*VIEWS, *VIEWS.values()):
            cast("TodayPage", self.page(key)).show_view(key)
        if before != key:
            self._desk.moved.emit()
        if key != "preview":  # a document stays under the page that asked for it
            self.rail.choose(RAIL_OF.get(key, key))
        self.does.refresh()
        self.focus_page()

    def back(self) -> None:
        """Leave a full page for the one before it."""
        past = [key for key in self._trail if key not in ("enrol", "preview", "amend")]
        self.go(past[-1] if past else "subjects")

    def open_subject(self, subject_id: int, tab: str) -> None:
        """Show a subject with a tab in front."""
        self.subject_page.open_subject(subject_id, tab)
        self.go("subject")

    def open_visit(self, subject_id: int, wanted: int | str | None, field: str | None = None) -> None:
        """Show the form of a visit; `field`: the one to lead to, with its queries."""
        self.subject_page.open_visit(subject_id, wanted, field)
        self.go("subject")

    def place(self) -> Place:
        """Where the window opens again after a lock."""
        return place.of(self)

    def keep_drafts(self) -> None:
        """Ask every page that was built to keep half-typed text."""
        for key in self._pages:
            self._keep_drafts(key)

    def subject_view(self) -> SubjectView | None:
        """The subject in front, None on another page or before it is read."""
        page = self._pages.get("subject")
        return cast("SubjectPage", page).view if page is not None and self.current == "subject" else None

    def quit(self) -> None:
        """Close the window and with it the program."""
        self.close()

    # building

    def _lay_out(self) -> None:
        middle = QWidget(self)
        column = self.column = QVBoxLayout()
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        above = NewsPlace(parent=middle)
        above.take(self.strip)
        above.hide()
        self.news = News(self.strip, above=above, page=self.stack.currentWidget, desk=self._desk)
        column.addWidget(above)
        column.addWidget(self.stack, 1)
        row = QHBoxLayout(middle)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.rail)
        row.addLayout(column, 1)
        self.setCentralWidget(middle)

    def _fill_rail(self) -> None:
        pages = [(key, icon, f"Ctrl+{place}") for place, (key, icon) in enumerate(RAIL, start=1)]
        for key, icon, keys in (*pages, (FOOT, FOOT, FOOT_KEYS)):
            word = self._texts(f"window.page_{key}")
            self.rail.add_page(key, icon=icon, word=word, below=key == FOOT)
            there = self.addAction(word, QKeySequence(keys))
            there.triggered.connect(lambda _checked, page=key: self.go(page))
        self.rail.page_chosen.connect(self.go)
        self.rail.lock_chosen.connect(lambda: self.lock_wanted.emit(""))

    def _fill_status_bar(self) -> QLabel:
        bar = self.statusBar()
        bar.setSizeGripEnabled(False)
        context = self._desk.context
        where = QLabel(
            self._texts("window.study_site", study=context.study.name, site=context.study.site), bar
        )
        bar.addWidget(where)
        bar.addWidget(QLabel(self._texts("window.encrypted"), bar))
        if context.read_only:
            bar.addWidget(QLabel(self._texts("opening.reading_only"), bar))
        state = QLabel("", bar)
        state.setAccessibleName(self._texts("window.save_state"))
        bar.addPermanentWidget(state)
        backup = QLabel("", bar)
        backup.setAccessibleName(self._texts("window.backup_state"))
        self._desk.backup_said.connect(backup.setText)
        bar.addPermanentWidget(backup)
        bar.addPermanentWidget(QLabel(context.user.display_name, bar))
        for made in bar.findChildren(QLabel):
            made.setTextFormat(Qt.TextFormat.PlainText)
        return state

    def _listen(self) -> None:
        desk = self._desk
        desk.subject_wanted.connect(self.open_subject)
        desk.visit_wanted.connect(self.open_visit)
        desk.field_wanted.connect(self.open_visit)
        desk.enrolment_wanted.connect(self.does.enrol)
        desk.page_wanted.connect(self.go)
        desk.study_wanted.connect(self.does.show_study)
        desk.preview_wanted.connect(self.does.preview_visit)
        desk.evidence_wanted.connect(self.does.preview_evidence)
        desk.document_wanted.connect(self.does.preview_document)
        desk.day_list_wanted.connect(self.does.preview_day_list)
        desk.back_wanted.connect(self.back)
        desk.noticed.connect(self.news.tell)
        desk.themed.connect(self.rail.fit)
        desk.counted.connect(self.rail.show_count)
        desk.saved.connect(self._save_state.setText)
        desk.lock_wanted.connect(self.lock_wanted)
        desk.operations.crashed.connect(self._on_crashed)
        desk.operations.refused.connect(self._on_refused)
        desk.changed.connect(lambda _changes: self._say_saved())

    def _say_saved(self) -> None:
        self._desk.saved.emit(self._texts("window.all_saved", time=f"{self._desk.context.clock():%H:%M}"))

    def _on_crashed(self, kind: str) -> None:
        self.news.tell(
            Notice("error", self._texts("window.crashed"), self._texts("window.crash_detail", kind=kind))
        )

    def _on_refused(self, error: ServiceError) -> None:
        self.news.tell(failure(self._texts, error))

    def _keep_drafts(self, key: str) -> None:
        page = self._pages[VIEWS.get(key, key)]
        if isinstance(page, KeepsDrafts):
            page.keep_draft()

    def focus_page(self) -> None:
        """Give the focus to the page in front."""
        begin = getattr(self.stack.currentWidget(), "begin", None)
        if begin is not None:
            begin()

    def _return_focus(self) -> None:
        """The finder is done: back to where the page had the focus."""
        page = self.stack.currentWidget()
        last: QWidget | None = page.focusWidget() if page is not None else None
        if last is not None and last.isVisible():
            last.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.focus_page()

    # Qt overrides

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.rail.narrow(event.size().width() < fonts.scaled(NARROW_BELOW))
        super().resizeEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        self._desk.settings.put("geometry", bytes(self.saveGeometry().toBase64().data()).decode())
        self.keep_drafts()
        self.closed.emit()
        super().closeEvent(event)
