"""The frame of the study's page: a title and tabs, each built when somebody first goes there."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from app.ui import late
from app.ui.desk import Desk
from app.ui.subject_view import KeepsDrafts
from app.ui.widgets.fitting_tabs import FittingTabs
from app.ui.widgets.labels import label

# Tab, in the order of Alt+1 …, and where it is built: a widget of (desk, parent). `read()`, if any, is called
# whenever the tab comes to the front, `begin()` when it should take the focus.
TABS = {
    "users": "app.ui.pages.study.users:UsersTab",
    "audit": "app.ui.pages.study.audit:AuditTab",
    "limits": "app.ui.pages.study.limits:LimitsTab",
    "control": "app.ui.pages.study.control:ControlTab",
    "backups": "app.ui.pages.study.backups:BackupsTab",
    "self_check": "app.ui.pages.study.self_check:SelfCheckTab",
    "consent_forms": "app.ui.pages.study.consent_forms:ConsentFormsTab",
}


class StudyPage(QWidget):
    """Tabs over one stack. Only tabs that this program has are shown."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._tabs: dict[str, QWidget] = {}
        self._keys = [key for key, path in TABS.items() if late.exists(path)]
        self.title = label(desk.texts("study.title"), role="title", parent=self)
        self.title.setContentsMargins(16, 12, 16, 6)
        self.bar = self._tab_bar()
        self.stack = QStackedWidget(self)
        self.stack.setMinimumSize(1, 1)  # a tab with much content never pushes the frame about
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.title)
        layout.addWidget(self.bar)
        layout.addWidget(self.stack, 1)
        self.bar.lead_by_keys(self, Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self.bar.currentChanged.connect(self._show)

    @property
    def tab(self) -> str:
        """The tab in front, "" when there is none."""
        return self._keys[self.bar.currentIndex()] if self._keys else ""

    def tab_widget(self, key: str) -> QWidget:
        """A tab, built on first use."""
        if key not in self._tabs:
            self._tabs[key] = late.build(TABS[key], self._desk, self.stack)
            self.stack.addWidget(self._tabs[key])
        return self._tabs[key]

    def choose(self, key: str) -> None:
        """Put a tab in front."""
        if key in self._keys:
            self.bar.setCurrentIndex(self._keys.index(key))

    def read(self) -> None:
        """Ask the tab in front to read again."""
        read = getattr(self._tabs.get(self.tab), "read", None)
        if read is not None:
            read()

    def begin(self) -> None:
        """Show the tab in front when the page comes to the front."""
        self._show(self.bar.currentIndex())
        begin = getattr(self._tabs.get(self.tab), "begin", None)
        if begin is not None:
            begin()

    def keep_draft(self) -> None:
        """Ask every tab that was built."""
        for tab in self._tabs.values():
            if isinstance(tab, KeepsDrafts):
                tab.keep_draft()

    def _show(self, position: int) -> None:
        if 0 <= position < len(self._keys):
            self.stack.setCurrentWidget(self.tab_widget(self._keys[position]))
            self.read()

    def _tab_bar(self) -> FittingTabs:
        bar = FittingTabs(self)
        bar.setAccessibleName(self._desk.texts("study.tabs"))
        words = self._desk.texts
        bar.show_words([(words(f"study.tab_{key}"), words(f"study.short_{key}")) for key in self._keys])
        return bar
