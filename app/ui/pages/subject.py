"""The page of one subject: banner and tabs stay, only the content of the tab changes and scrolls."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from app.ui import fonts, late, subject_view
from app.ui.ahead import BuiltAhead
from app.ui.failed import failure
from app.ui.news import NewsPlace
from app.ui.pages.subject_forms import FormsAbove
from app.ui.subject_view import KeepsDrafts, OpensVisits, SubjectTab, SubjectView
from app.ui.warming import bring_in
from app.ui.widgets.at_rest import AtRest
from app.ui.widgets.banner import Banner
from app.ui.widgets.busy import BusyBar
from app.ui.widgets.fitting_tabs import FittingTabs
from app.ui.widgets.notice import NoticeStrip
from app.ui.widgets.scrolled_stack import CurrentStack, scrolled

if TYPE_CHECKING:
    from app.i18n import Texts
    from app.services.context import Changes, ServiceError
    from app.ui.desk import Desk
    from app.ui.pages.ending import EndingPanel
    from app.ui.pages.visits import VisitsTab

# Tab, in the order of Alt+1 … Alt+9, Alt+0, and where it is built.
TABS = {
    "overview": "app.ui.pages.overview:OverviewTab",
    "visits": "app.ui.pages.visits:VisitsTab",
    "counts": "app.ui.pages.counts:CountsTab",
    "treatment": "app.ui.pages.treatment:TreatmentTab",
    "support": "app.ui.pages.support:SupportTab",
    "events": "app.ui.pages.events:EventsTab",
    "response": "app.ui.pages.response:ResponseTab",
    "documents": "app.ui.pages.documents:DocumentsTab",
    "queries": "app.ui.pages.queries:QueriesTab",
    "history": "app.ui.pages.subject_trail:SubjectTrailTab",
}
_NOTHING = object()
_LOW = 330  # pixels at 100 % of a page in which one line of the banner is better used below it


class SubjectPage(QWidget):
    """Reads the subject in the worker and hands the same view to every tab that is built."""

    shown = Signal(object)  # SubjectView, after each reading

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._subject_id = 0
        self._round = 0
        self._wanted_visit: object = _NOTHING
        self._wanted_field: str | None = None  # of the visit, to lead to
        self._warm = False  # the other tabs are brought in once the first is shown
        self._focus_due = False  # the tab takes the focus as soon as it is there
        self.view: SubjectView | None = None
        self._brought: SubjectView | None = None  # read by whoever made the change that is told next
        self._tabs: dict[str, QWidget] = {}
        self._given: dict[
            str, SubjectView
        ] = {}  # what each tab shows; one behind is caught up when it comes to front
        self._keys = [key for key, path in TABS.items() if late.exists(path)]
        self.banner = Banner(desk.texts, parent=self)
        self.strip = NoticeStrip(desk.texts, parent=self)
        self.news_place = NewsPlace(parent=self)
        self.bar = self._tab_bar()
        self.busy = BusyBar(self)
        self.stack = CurrentStack()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        for part in (self.banner, self.bar, self.busy, self.strip, self.news_place):
            layout.addWidget(part)
        self.forms = FormsAbove(desk, self, column=layout, behind=self.stack)
        self.forms.closed.connect(self._give_focus)
        self._area = scrolled(self.stack, self)
        self._rest = AtRest(self._area)
        layout.addWidget(self._area, 1)
        paths = {key: TABS[key] for key in self._keys}
        self._ahead = BuiltAhead(paths, self._built, operations=desk.operations, page=self)
        self.bar.currentChanged.connect(self._on_tab)
        self.strip.action_wanted.connect(self.read)
        desk.subject_read.connect(self._on_read)
        desk.changed.connect(self._on_changed)
        desk.day_turned.connect(self._on_new_day)
        desk.themed.connect(self._fit_banner)
        # Of the window: a hidden page does not hear it.
        self.bar.lead_by_keys(self, Qt.ShortcutContext.WindowShortcut)

    @property
    def subject_id(self) -> int:
        """The subject on the page, 0 before the first."""
        return self._subject_id

    @property
    def tab(self) -> str:
        """The tab in front."""
        return self._keys[self.bar.currentIndex()] if self._keys else ""

    @property
    def ending(self) -> EndingPanel | None:
        """The form of an end, None before it is first asked for."""
        return cast("EndingPanel | None", self.forms.get("ending"))

    @property
    def built(self) -> set[str]:
        """The tabs that there are already."""
        return set(self._tabs)

    def open_subject(self, subject_id: int, tab: str) -> None:
        """Show a subject with a tab in front; "ending", "consent": that form, above the tab.

        Half-typed text of the one before is kept as a draft.
        """
        if subject_id != self._subject_id:
            self.keep_draft()
            self._subject_id = subject_id
            self.view = None
            self._wanted_visit = _NOTHING
            self._desk.moved.emit()
        self.forms.want(tab)
        self.choose(tab)
        self.read()
        QTimer.singleShot(0, self, lambda: self._built(self.tab))  # while the worker reads

    def open_visit(self, subject_id: int, wanted: int | str | None, field: str | None = None) -> None:
        """Show a visit's form of a subject; `field`: the one to lead to, with its queries."""
        self.open_subject(subject_id, "visits")
        self._wanted_visit, self._wanted_field = wanted, field

    def open_form(self) -> tuple[bool, int | str | None]:
        """Whether the form of a visit is open, and of which: see `VisitForm.wanted`."""
        form = getattr(self._tabs.get("visits"), "form", None)
        return (True, form.wanted) if form is not None else (False, None)

    def begin(self) -> None:
        """The page comes to the front: the tab takes the focus, now or when the subject is read."""
        self._focus_due = True
        if self.view is not None:
            self._give_focus()

    def choose(self, tab: str) -> None:
        """Put a tab in front."""
        if tab in self._keys:
            self.bar.setCurrentIndex(self._keys.index(tab))

    def read(self) -> None:
        """Read the subject again."""
        self._round += 1
        asked, context, subject_id = self._round, self._desk.context, self._subject_id
        self.busy.begin()
        self._desk.operations.run(
            lambda: subject_view.load(context, subject_id),
            owner=self,
            done=lambda view: self._show(asked, view),
            failed=lambda error: self._refused(asked, error),
        )

    def open_form_above(self, key: str) -> None:
        """Open a form above the tab in front: ending, consent."""
        if self.view is not None:
            self.forms.ask(key, self.view)

    def end_participation(self) -> None:
        """Open the form that ends the participation, or corrects its end."""
        self.open_form_above("ending")

    def reschedule(self) -> None:
        """Ask for another day of a visit in the list of visits."""
        if self.view is not None:
            self.choose("visits")
            cast("VisitsTab", self._built("visits")).reschedule()

    def keep_draft(self) -> None:
        """Ask every tab that was built."""
        self.forms.keep_draft()
        for tab in self._tabs.values():
            if isinstance(tab, KeepsDrafts):
                tab.keep_draft()

    def _show(self, asked: int, view: SubjectView) -> None:
        if asked != self._round:
            return  # another subject, or a later reading, is on its way
        self.busy.end()
        self.view = view
        self.strip.clear()
        self.banner.show_subject(view, today=self._desk.context.today())
        self.forms.show_subject(view)
        self._show_tab(self.bar.currentIndex())
        self.shown.emit(view)
        self.forms.open_due(view)
        if not self._warm:
            self._warm = True
            bring_in((TABS[key] for key in self._keys), self._desk.operations, owner=self)
        self._ahead.begin()

    def _show_tab(self, position: int) -> None:
        if self.view is None or not 0 <= position < len(self._keys):
            return
        key = self._keys[position]
        tab = self._built(key)
        if self.stack.currentWidget() is not tab:
            self._rest.paint()
        if self._given.get(key) is not self.view:
            self._given[key] = self.view
            cast(SubjectTab, tab).show_subject(self.view)
        if self.stack.indexOf(tab) < 0:
            self.stack.addWidget(tab)
        self.stack.setCurrentWidget(tab)
        if key == "visits" and self._wanted_visit is not _NOTHING and isinstance(tab, OpensVisits):
            wanted, self._wanted_visit = cast("int | str | None", self._wanted_visit), _NOTHING
            field, self._wanted_field = self._wanted_field, None
            tab.open_visit(wanted, field)
        if self._focus_due:
            self._give_focus()

    def _built(self, key: str) -> QWidget:
        if key not in self._tabs:
            self._tabs[key] = late.build(TABS[key], self._desk, self.stack)
        return self._tabs[key]

    def _on_tab(self, position: int) -> None:
        # From the bar itself the arrow keys go on; from within a tab the focus goes to the next one.
        self._focus_due = self._focus_due or _has_focus(self.stack)
        self._desk.moved.emit()
        self._area.verticalScrollBar().setValue(0)
        self._show_tab(position)

    def _give_focus(self) -> None:
        self._focus_due = False
        begin = getattr(self.stack.currentWidget(), "begin", None)
        if begin is not None:
            begin()
        if self.isVisible() and not _has_focus(self.stack):
            self.bar.setFocus(Qt.FocusReason.OtherFocusReason)

    def _refused(self, asked: int, error: ServiceError) -> None:
        if asked == self._round:
            self.busy.end()
            self.strip.show_notice(
                failure(self._desk.texts, error), action=self._desk.texts("common.try_again")
            )

    def _on_read(self, view: SubjectView) -> None:
        if view.course.subject.id == self._subject_id:
            self._brought = view

    def _on_new_day(self) -> None:
        if self.view is not None:
            self.read()

    def _on_changed(self, changes: Changes) -> None:
        brought, self._brought = self._brought, None
        if self._subject_id not in changes.subjects:
            return
        if brought is None:
            self.read()
        else:
            self._round += 1  # an earlier reading that is on its way is out of date
            self._show(self._round, brought)

    def _tab_bar(self) -> FittingTabs:
        texts = self._desk.texts
        bar = FittingTabs(self)
        bar.setAccessibleName(texts("subject.tabs"))
        bar.show_words([_words(texts, key) for key in self._keys])
        return bar

    def _fit_banner(self) -> None:
        self.banner.be_low(self.height() < fonts.scaled(_LOW))

    # Qt overrides

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_banner()


def _words(texts: Texts, key: str) -> tuple[str, str]:
    """The name of a tab, and a short one for a narrow bar."""
    whole, brief = f"subject.tab_{key}", f"subject.short_{key}"
    return texts(whole), texts(brief if texts.has(brief) else whole)


def _has_focus(holder: QWidget) -> bool:
    focused = QApplication.focusWidget()
    return focused is not None and holder.isAncestorOf(focused)
