"""What may be wanted next, built while nobody types: the first way there is as quick as any other."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication, QWidget

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from app.ui.operations import Operations

BETWEEN_MS = 100  # from one to the next: what somebody does comes first


class BuiltAhead(QObject):
    """Builds the parts of a page that is looked at, one at a time. None while the worker is busy, while words
    can be typed, or before the worker has imported it. Where words can be typed it rests until the focus goes
    elsewhere."""

    def __init__(
        self,
        paths: Mapping[str, str],
        build: Callable[[str], QWidget],
        *,
        operations: Operations,
        page: QWidget,
    ) -> None:
        super().__init__(page)
        self._left = dict(paths)
        self._resting = False  # until the focus goes elsewhere
        self._build, self._operations, self._page = build, operations, page
        self.timer = QTimer(self)
        self.timer.setInterval(BETWEEN_MS)
        self.timer.timeout.connect(self._look)
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.focusChanged.connect(self._on_focus)

    def begin(self) -> None:
        """Go on with those that are left."""
        self._resting = False
        if self._left:
            self.timer.start()

    def _on_focus(self, _before: QWidget | None, _now: QWidget | None) -> None:
        if self._resting:
            self.begin()

    def _look(self) -> None:
        self._resting = _typing()
        if self._resting or not self._left or self._operations.closed or not self._page.isVisible():
            self.timer.stop()
            return
        key, path = next(iter(self._left.items()))
        if self._operations.idle and path.partition(":")[0] in sys.modules:
            del self._left[key]
            _prepare(self._build(key))


def _prepare(made: QWidget) -> None:
    """Do what the first showing would do: styles, places, and the texts laid out that painting keeps."""
    for part in (made, *made.findChildren(QWidget)):
        part.ensurePolished()
    if (place := made.parentWidget()) is not None:
        made.resize(place.size())
    made.grab()


def _typing() -> bool:
    focused = QApplication.focusWidget()
    return focused is not None and focused.testAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled)
