"""The frame around the pages of an open study: which are built, which is in front, which was before it."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from app.ui import fonts, late
from app.ui.menus import Menus
from app.ui.news import News, NewsPlace
from app.ui.rail import FOOT, RAIL_OF, VIEWS, Rail
from app.ui.subject_view import KeepsDrafts
from app.ui.widgets.notice import NoticeStrip

if TYPE_CHECKING:
    from app.ui.desk import Desk
    from app.ui.finder import Finder
    from app.ui.pages.settings import SettingsPage
    from app.ui.pages.study import StudyPage
    from app.ui.pages.subject import SubjectPage
    from app.ui.pages.today import TodayPage
    from app.ui.subject_view import SubjectView

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


class Shell(QMainWindow):
    """Menu bar, rail, strip and the stack of pages, with the ways between them. What the menus offer and do,
    the finder and the status bar are put in by the window; those who serve them know this frame alone."""

    lock_wanted = Signal(str)  # what to say at the door, "" for nothing
    scheme_wanted = Signal(str)
    text_size_wanted = Signal(int)
    density_wanted = Signal(str)
    lock_after_wanted = Signal(int)  # minutes of idleness
    language_wanted = Signal(str)
    closed = Signal()
    turned = Signal()  # another page or subject is in front
    pages_by_path = PAGES
    finder: Finder

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._texts = desk.texts
        self._pages: dict[str, QWidget] = {}
        self._trail: list[str] = []  # full pages that were left for another one
        self.stack = QStackedWidget(self)
        self.stack.setMinimumSize(1, 1)  # a page with much content never pushes the frame about
        self.strip = NoticeStrip(self._texts, parent=self)
        self.rail = Rail(
            lock_word=self._texts("window.lock_now"), name=self._texts("window.rail"), parent=self
        )
        self.menus = Menus(self, self._texts)
        self._lay_out()

    @property
    def desk(self) -> Desk:
        """The collaborators of the open study."""
        return self._desk

    def page(self, key: str) -> QWidget:
        """A page, built on first use."""
        key = VIEWS.get(key, key)
        if key not in self._pages:
            self._pages[key] = late.build(PAGES[key], self._desk, self.stack)
            self.stack.addWidget(self._pages[key])
            if key == "subject":
                self.subject_page.shown.connect(lambda _view: self.turned.emit())
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
        self.turned.emit()
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

    def show_study(self, tab: str) -> None:
        """Show a tab of the study's page."""
        cast("StudyPage", self.page("study")).choose(tab)
        self.go("study")

    def subject_view(self) -> SubjectView | None:
        """The subject in front, None on another page or before it is read."""
        page = self._pages.get("subject")
        return cast("SubjectPage", page).view if page is not None and self.current == "subject" else None

    def focus_page(self) -> None:
        """Give the focus to the page in front."""
        begin = getattr(self.stack.currentWidget(), "begin", None)
        if begin is not None:
            begin()

    def keep_drafts(self) -> None:
        """Ask every page that was built to keep half-typed text."""
        for key in self._pages:
            self._keep_drafts(key)

    def quit(self) -> None:
        """Close the window and with it the program."""
        self.close()

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

    def _keep_drafts(self, key: str) -> None:
        page = self._pages[VIEWS.get(key, key)]
        if isinstance(page, KeepsDrafts):
            page.keep_draft()

    # Qt override

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.rail.narrow(event.size().width() < fonts.scaled(NARROW_BELOW))
        super().resizeEvent(event)
