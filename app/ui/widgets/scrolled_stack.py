"""Pages of which one is shown, scrolled as a whole where the window has no room for its least size."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QStackedWidget, QWidget

from app.ui import fonts


def least_at(page: QWidget, width: int) -> QSize:
    """The least size of a page; at large text with the height of its broken lines at a width in pixels.

    At 100 % the pages are designed for the smallest window: there their lines give way to each other.
    """
    least, layout = page.minimumSizeHint(), page.layout()
    if fonts.scaled(100) <= 100 or layout is None or width <= 0 or not layout.hasHeightForWidth():
        return least
    return least.expandedTo(QSize(0, layout.totalMinimumHeightForWidth(max(width, least.width()))))


class Upright(QFrame):
    """A frame that asks for the height that its broken lines need, where what holds it asks by no width."""

    # Qt overrides

    def minimumSizeHint(self) -> QSize:
        layout = self.layout()
        least = super().minimumSizeHint()
        if layout is None or self.width() <= 0 or not layout.hasHeightForWidth():
            return least
        return least.expandedTo(QSize(0, layout.totalMinimumHeightForWidth(self.width())))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()


class CurrentStack(QStackedWidget):
    """As large as the page in front needs, whatever the others would."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.currentChanged.connect(lambda _at: self.updateGeometry())

    # Qt overrides

    def sizeHint(self) -> QSize:
        page = self.currentWidget()
        return page.sizeHint() if page is not None else QSize(0, 0)

    def minimumSizeHint(self) -> QSize:
        page = self.currentWidget()
        return least_at(page, self.width()) if page is not None else QSize(0, 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()


class _Holder(QWidget):
    """Holds the stack without a layout.

    With a layout in it that knows height for width, a scroll area would give the page the height that it
    would like to have, not the least that it needs, and scroll in a window that has room enough.
    """

    def __init__(self, stack: CurrentStack) -> None:
        super().__init__()
        self._stack = stack
        stack.setParent(self)

    # Qt overrides

    def minimumSizeHint(self) -> QSize:
        return self._stack.minimumSizeHint()

    def sizeHint(self) -> QSize:
        return self._stack.sizeHint()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()  # what a layout would pass on
        return bool(super().event(event))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._stack.setGeometry(self.rect())


def scrolled(stack: CurrentStack, parent: QWidget | None = None) -> QScrollArea:
    """The stack in an area that scrolls only when it has to: small windows, large text."""
    area = QScrollArea(parent)
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setMinimumSize(1, 1)  # a tab with much content never squeezes what stands above it
    area.setWidget(_Holder(stack))
    return area
