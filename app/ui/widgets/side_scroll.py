"""A narrow column that scrolls down and is never narrower than what stands in it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget


class SideScroll(QScrollArea):
    """Grows with its content's least width, also when that changes later with a text or a text size."""

    def __init__(self, content: QWidget, *, least: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.least = least
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(content)

    # Qt overrides

    def minimumSizeHint(self) -> QSize:
        content = self.widget()
        needed = content.minimumSizeHint() if content is not None else QSize()
        layout = content.layout() if content is not None else None
        high = needed.height()
        if layout is not None and layout.hasHeightForWidth():  # Qt gives it the height of its broken lines
            high = max(high, layout.totalHeightForWidth(max(self.least, needed.width())))
        bar = self.verticalScrollBar().sizeHint().width() if high > self.height() else 0
        return QSize(max(self.least, needed.width() + bar), 80)

    def sizeHint(self) -> QSize:
        return QSize(self.minimumSizeHint().width(), super().sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().height() != event.oldSize().height():
            self.updateGeometry()  # there may be a bar now, or none any more

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # Qt filters the content's events already; here its new least width is passed on.
        if event.type() == QEvent.Type.LayoutRequest and watched is self.widget():
            self.updateGeometry()
        return bool(super().eventFilter(watched, event))
