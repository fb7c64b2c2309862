"""How two parts of a page share its room, as a person has drawn it: kept over runs, for any screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QSplitter, QSplitterHandle, QWidget

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QResizeEvent

    from app.ui.desk import Desk

_WHOLE = 1000  # a share is kept in parts of it
_HANDLE = 12


class KeptSplitter(QSplitter):
    """Two parts, of which neither can be drawn away. Beside and below each other they keep a share each.

    A part has never less room than it needs: what was drawn on a large screen shows both on a small one, too.
    A double click on the handle gives the share back to the program.
    """

    def __init__(
        self,
        desk: Desk,
        *,
        name: str,
        way: Qt.Orientation = Qt.Orientation.Horizontal,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(way, parent)
        self._desk, self._name = desk, name
        self._usual: Sequence[int] = ()
        self._moved = False
        self.setChildrenCollapsible(False)
        self.setHandleWidth(_HANDLE)
        self.splitterMoved.connect(self._on_moved)

    def arrange(self, usual: Sequence[int]) -> None:
        """Share the room as it was drawn, else as is `usual`; again when the parts changed their places."""
        self._usual = usual
        if not self._as_drawn():
            self.setSizes(list(usual))

    @property
    def _setting(self) -> str:
        beside = self.orientation() == Qt.Orientation.Horizontal
        return f"split.{self._name}.{'beside' if beside else 'below'}"

    def _as_drawn(self) -> bool:
        share = self._desk.state.get(self._setting, 0)
        if not 0 < share < _WHOLE or self.count() < 2:
            return False
        beside = self.orientation() == Qt.Orientation.Horizontal
        room = (self.width() if beside else self.height()) - self.handleWidth()
        first = round(room * share / _WHOLE)
        self.setSizes([first, max(room - first, 0)])
        return True

    def _on_moved(self, _place: int, _handle: int) -> None:
        self._moved = True

    def _keep(self) -> None:
        sizes = self.sizes()
        share = round(sizes[0] * _WHOLE / max(sum(sizes), 1))
        self._desk.state.put(self._setting, min(max(share, 1), _WHOLE - 1))

    # Qt overrides

    def createHandle(self) -> QSplitterHandle:
        handle = super().createHandle()
        handle.setToolTip(self._desk.texts("common.split"))
        handle.installEventFilter(self)
        return handle

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._as_drawn()
        super().resizeEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind == QEvent.Type.MouseButtonPress:
            self._moved = False
        elif kind == QEvent.Type.MouseButtonRelease and self._moved:
            self._moved = False
            self._keep()
        elif kind == QEvent.Type.MouseButtonDblClick:
            self._desk.state.put(self._setting, 0)
            self.arrange(self._usual)
        return False
