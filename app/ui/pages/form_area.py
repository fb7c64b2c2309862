"""The place of a form above the tabs: as high as it needs, and scrolling where the page has not that room."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QPalette
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

SHARE = 0.7  # of the page, at most
SIDE, ABOVE = 16, 12
EDGES = 8  # pixels of the panel's, wide enough for high contrast
# In a hidden area the form hears nothing of being shown but that its parent shall show it.
_ASKING = frozenset(
    {QEvent.Type.LayoutRequest, QEvent.Type.ShowToParent, QEvent.Type.HideToParent, QEvent.Type.Resize}
)


class FormArea(QWidget):
    """Hidden while the form is. The form scrolls, its buttons never; the tab below keeps the rest."""

    def __init__(self, form: QWidget, foot: QWidget, page: QWidget) -> None:
        super().__init__(page)
        self._form, self._foot, self._page = form, foot, page
        panel = QFrame(self)
        panel.setProperty("panel", True)
        self._scroll = QScrollArea(panel)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setWidget(form)
        form.setAutoFillBackground(True)
        form.setBackgroundRole(QPalette.ColorRole.Base)
        inside = QVBoxLayout(panel)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(0)
        inside.addWidget(self._scroll, 1)
        inside.addWidget(foot)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(SIDE, ABOVE, SIDE, 0)  # where the page has its own
        outer.addWidget(panel)
        for watched in (form, foot, page):
            watched.installEventFilter(self)
        self._fit()

    def _fit(self) -> None:
        shown = not self._form.isHidden()
        self.setVisible(shown)
        layout, foot = self._form.layout(), self._foot.layout()
        if shown and layout is not None and foot is not None:
            width = self._scroll.viewport().width()
            high = max(layout.totalHeightForWidth(width), layout.totalMinimumSize().height())
            wanted = high + foot.totalHeightForWidth(width) + ABOVE + EDGES
            self.setFixedHeight(min(wanted, round(self._page.height() * SHARE)))

    # Qt overrides

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self._form.keyPressEvent(event)  # of a button at the foot

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _ASKING:
            self._fit()
        return super().eventFilter(watched, event)
