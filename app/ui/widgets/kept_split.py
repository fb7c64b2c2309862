"""How two parts of a page share its room, as a person has drawn it: kept over runs, for any screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import QSplitter, QSplitterHandle, QWidget

from app.ui import spoken
from app.ui.style import theme_of
from app.ui.widgets.escape_strip import keeps_escape

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QPaintEvent, QResizeEvent

    from app.ui.desk import Desk

_WHOLE = 1000  # a share is kept in parts of it
_HANDLE = 12
_STEP = _WHOLE // 40  # what an arrow key moves

_BACK = (Qt.Key.Key_Left, Qt.Key.Key_Up)
_ON = (Qt.Key.Key_Right, Qt.Key.Key_Down)


class Divider(QSplitterHandle):
    """The handle between two parts. F8 leads to it, so that Tab has no stop more; the arrow keys move it."""

    spoken_as = "Splitter"

    def __init__(self, splitter: KeptSplitter, desk: Desk) -> None:
        super().__init__(splitter.orientation(), splitter)
        self._kept, self._desk = splitter, desk
        self.came_from: QWidget | None = None  # who had the focus before
        self.setToolTip(desk.texts("common.split"))
        self.setAccessibleName(desk.texts("common.divider"))

    def begin(self, came_from: QWidget | None) -> None:
        """Take the focus until Esc gives it back."""
        self.came_from = came_from
        self._say()
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def leave(self) -> None:
        """Give the focus back."""
        if self.came_from is not None:
            self.came_from.setFocus(Qt.FocusReason.OtherFocusReason)

    def _say(self) -> None:
        texts = self._desk.texts
        words = texts("common.divided", share=round(100 * self._kept.share / _WHOLE))
        self.setAccessibleDescription(texts.spoken((words, texts("common.divider_keys"))))
        if self.hasFocus():
            spoken.announce(self, words)

    # Qt overrides

    def event(self, event: QEvent) -> bool:
        return keeps_escape(event) or super().event(event)  # else it would close the form around

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, splitter = Qt.Key(event.key()), self._kept
        if key in _BACK or key in _ON:
            splitter.draw(splitter.share + (_STEP if key in _ON else -_STEP))
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            splitter.draw(1 if key == Qt.Key.Key_Home else _WHOLE - 1)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            splitter.give_back()
        elif key == Qt.Key.Key_Escape:
            self.leave()
            return
        else:
            super().keyPressEvent(event)
            return
        self._say()

    def mouseDoubleClickEvent(self, _event: object) -> None:
        self._kept.give_back()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.hasFocus():
            painter = QPainter(self)
            painter.setPen(QPen(QColor(theme_of(self).accent), 2))
            painter.drawRect(self.rect().adjusted(1, 1, -1, -1))
            painter.end()


class KeptSplitter(QSplitter):
    """Two parts, of which neither can be drawn away. Beside and below each other they keep a share each.

    A part has never less room than it needs: what was drawn on a large screen shows both on a small one, too.
    A double click or Enter on the divider gives the share back to the program.
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
    def share(self) -> int:
        """The part of the room that the first one has, in thousandths."""
        sizes = self.sizes()
        return round(sizes[0] * _WHOLE / max(sum(sizes), 1))

    def draw(self, share: int) -> None:
        """Give the first part a share as if it were drawn there; each keeps what it needs."""
        share, room = min(max(share, 1), _WHOLE - 1), sum(self.sizes())
        first = round(room * share / _WHOLE)
        self.setSizes([first, room - first])
        self._keep()

    def give_back(self) -> None:
        """Let the program share the room again."""
        self._desk.state.put(self._setting, 0)
        self.arrange(self._usual)

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
        self._desk.state.put(self._setting, min(max(self.share, 1), _WHOLE - 1))

    # Qt overrides

    def createHandle(self) -> QSplitterHandle:
        handle = Divider(self, self._desk)
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
        return False
