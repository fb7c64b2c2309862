"""Pages of which one is shown, scrolled as a whole where the window has no room for its least size."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QStackedWidget, QWidget


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
        return page.minimumSizeHint() if page is not None else QSize(0, 0)


def scrolled(stack: CurrentStack, parent: QWidget | None = None) -> QScrollArea:
    """The stack in an area that scrolls only when it has to: small windows, large text."""
    area = QScrollArea(parent)
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setMinimumSize(1, 1)  # a tab with much content never squeezes what stands above it
    area.setWidget(stack)
    return area
