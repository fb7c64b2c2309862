"""Widths of columns that a person has drawn: kept over runs, and stronger than those that fit."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Signal

from app.ui import fonts

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from PySide6.QtWidgets import QHeaderView

    from app.settings import Settings

_MOST = 2000  # pixels at 100 per cent


class OwnWidths(QObject):
    """Listens to a header. A double click on the edge of a column gives its width back to the program."""

    changed = Signal()

    def __init__(self, header: QHeaderView, settings: Settings, *, name: str, keys: Sequence[str]) -> None:
        super().__init__(header)
        self._header, self._settings, self._keys = header, settings, keys
        self._name = f"widths.{name}"
        self._kept = self._read()
        self._before: list[int] = []
        header.viewport().installEventFilter(self)
        header.sectionHandleDoubleClicked.connect(self._give_back)

    def over(self, widths: Mapping[str, int]) -> dict[str, int]:
        """The widths in pixels, by key, with those that were drawn in the place of the designed ones."""
        return {key: fonts.scaled(self._kept[key]) if key in self._kept else widths[key] for key in widths}

    def drew(self, key: str) -> bool:
        """Whether a person has drawn the width of a column."""
        return key in self._kept

    def _read(self) -> dict[str, int]:
        """What was kept; what cannot be read is passed over."""
        try:
            stored = json.loads(self._settings.get(self._name, "{}"))
        except ValueError:
            return {}
        if not isinstance(stored, dict):
            return {}
        least = self._header.minimumSectionSize()
        return {
            key: width
            for key, width in stored.items()
            if key in self._keys and type(width) is int and least <= width <= _MOST
        }

    def _sizes(self) -> list[int]:
        """All but the last one, which takes what is left."""
        return [self._header.sectionSize(at) for at in range(len(self._keys) - 1)]

    def _take(self) -> None:
        """Keep what is not as wide any more as when the button went down."""
        drawn = [at for at, size in enumerate(self._sizes()) if self._before and size != self._before[at]]
        self._before = []
        if drawn:
            whole = fonts.scaled(100)
            for at in drawn:
                self._kept[self._keys[at]] = round(self._header.sectionSize(at) * 100 / whole)
            self._store()

    def _give_back(self, at: int) -> None:
        if self._kept.pop(self._keys[at], None) is not None:
            self._store()
        self.changed.emit()  # Qt has made it as wide as its content

    def _store(self) -> None:
        self._settings.put(self._name, json.dumps(self._kept, sort_keys=True))
        self.changed.emit()

    # Qt overrides

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.MouseButtonPress:
            self._before = self._sizes()
        elif event.type() == QEvent.Type.MouseButtonRelease:
            self._take()
        return super().eventFilter(watched, event)
