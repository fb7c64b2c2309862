"""The main window: the frame, furnished with menus, finder and status bar. Pages do not know each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QCloseEvent, QKeySequence
from PySide6.QtWidgets import QLabel, QWidget

from app.ui import first_size, place
from app.ui.ahead import BuiltAhead
from app.ui.desk import Notice
from app.ui.failed import failure
from app.ui.finder import Finder, FinderPlace
from app.ui.menu_table import fill_menus
from app.ui.rail import FOOT, FOOT_KEYS, RAIL
from app.ui.rail_counts import PageCounts, TodayCount
from app.ui.shell import PAGES, Shell
from app.ui.warming import bring_in_pages
from app.ui.window_actions import WindowActions

if TYPE_CHECKING:
    from app.services.context import ServiceError
    from app.ui.desk import Desk
    from app.ui.place import Place

SMALLEST = QSize(1100, 680)
DESIGNED = QSize(1366, 768)


class MainWindow(Shell):
    """Everything of an open study. Built anew after each unlock, so that a lock leaves nothing behind."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.setWindowTitle(self._texts("window.title", study=desk.context.study.name))
        self.setMinimumSize(SMALLEST)
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
        PageCounts(desk, self.rail, parent=self)
        TodayCount(desk, parent=self)
        bring_in_pages(desk.operations, owner=self)
        ahead = {"subjects": PAGES["subjects"]}
        BuiltAhead(ahead, self.page, operations=desk.operations, page=self).begin()

    def place(self) -> Place:
        """Where the window opens again after a lock."""
        return place.of(self)

    # building

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
        self.turned.connect(self.does.refresh)
        desk.subject_wanted.connect(self.open_subject)
        desk.visit_wanted.connect(self.open_visit)
        desk.field_wanted.connect(self.open_visit)
        desk.enrolment_wanted.connect(self.does.enrol)
        desk.page_wanted.connect(self.go)
        desk.study_wanted.connect(self.show_study)
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

    def _return_focus(self) -> None:
        """The finder is done: back to where the page had the focus."""
        page = self.stack.currentWidget()
        last: QWidget | None = page.focusWidget() if page is not None else None
        if last is not None and last.isVisible():
            last.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.focus_page()

    # Qt overrides

    def closeEvent(self, event: QCloseEvent) -> None:
        self._desk.settings.put("geometry", bytes(self.saveGeometry().toBase64().data()).decode())
        self.keep_drafts()
        self.closed.emit()
        super().closeEvent(event)
