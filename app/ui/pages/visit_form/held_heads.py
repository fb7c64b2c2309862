"""The heads of the value columns where the whole form scrolls: they stay above the rows that are in sight."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint
from PySide6.QtWidgets import QScrollArea, QWidget


class HeldHeads(QObject):
    """Lays the heads over their `room` in what scrolls, and at the upper edge once that has left it."""

    def __init__(self, heads: QWidget, rows: QWidget, area: QScrollArea) -> None:
        super().__init__(rows)
        self._heads, self._rows, self._area = heads, rows, area
        self.room = QWidget(rows.parentWidget())
        area.verticalScrollBar().valueChanged.connect(lambda _value: self._place())
        for watched in (heads, rows, self.room):
            watched.installEventFilter(self)

    def lead(self, widget: QWidget) -> bool:
        """Bring one of the rows into sight with as many others as there is room for; False for none of them.

        The fields above the rows give way: whoever types values needs to see the next ones.
        """
        content = self._area.widget()
        if content is None or not self._rows.isAncestorOf(widget):
            return False
        first, heads = self.room.y(), self._heads.height()
        foot = widget.mapTo(content, QPoint(0, widget.height())).y()
        if foot + heads - first <= self._area.viewport().height():
            self._area.verticalScrollBar().setValue(first)
        else:
            self._area.ensureWidgetVisible(widget, 0, heads)
        return True

    def _place(self) -> None:
        heads, view = self._heads, self._area.viewport()
        top = self.room.mapTo(view, QPoint(0, 0))
        end = self._rows.mapTo(view, QPoint(0, self._rows.height())).y()
        high = self.room.height()
        heads.setGeometry(top.x(), max(top.y(), min(0, end - high)), self.room.width(), high)
        heads.raise_()

    # Qt overrides

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._heads:
            if event.type() == QEvent.Type.LayoutRequest:
                self.room.setFixedHeight(self._heads.sizeHint().height())
        elif event.type() in (QEvent.Type.Move, QEvent.Type.Resize):
            self._place()
        return False
