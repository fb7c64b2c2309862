"""The form of an end above the tab: as high as it needs, and scrolling where the page has not that room."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

SHARE = 0.7  # of the page, at most
SIDE, ABOVE = 16, 12
# In a hidden area the form hears nothing of being shown but that its parent shall show it.
_ASKING = frozenset(
    {QEvent.Type.LayoutRequest, QEvent.Type.ShowToParent, QEvent.Type.HideToParent, QEvent.Type.Resize}
)


class EndingArea(QScrollArea):
    """Hidden while the form is. The tab below keeps the rest of the page."""

    def __init__(self, form: QWidget, page: QWidget) -> None:
        super().__init__(page)
        self._form, self._page = form, page
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(form)
        self.setViewportMargins(SIDE, ABOVE, SIDE, 0)  # where the page has its own
        for watched in (form, page):
            watched.installEventFilter(self)
        self._fit()

    def _fit(self) -> None:
        shown = not self._form.isHidden()
        self.setVisible(shown)
        layout = self._form.layout()
        if shown and layout is not None:
            wanted = max(
                layout.totalHeightForWidth(self.viewport().width()), layout.totalMinimumSize().height()
            )
            self.setFixedHeight(min(wanted + ABOVE, round(self._page.height() * SHARE)))

    # Qt overrides

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _ASKING:
            self._fit()
        return super().eventFilter(watched, event)
