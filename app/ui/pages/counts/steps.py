"""What can be undone before it is saved: values put into cells, days added."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QUndoCommand

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date

    from app.ui.pages.counts.model import CountGrid, Key
    from app.ui.pages.counts.typed import Typed


class PutValues(QUndoCommand):
    """Values laid over the stored ones, or taken away."""

    def __init__(
        self, grid: CountGrid, changes: Mapping[Key, Typed | None], told: Callable[[Key], None]
    ) -> None:
        super().__init__()
        self._grid, self._told = grid, told
        self._after = dict(changes)
        self._before = {key: grid.pending.get(key) for key in changes}

    # Qt overrides

    def redo(self) -> None:
        self._grid.put(self._after)
        self._told(next(iter(self._after)))

    def undo(self) -> None:
        self._grid.put(self._before)
        self._told(next(iter(self._before)))


class AddDay(QUndoCommand):
    """A new row. `renew` builds the grid anew."""

    def __init__(self, grid: CountGrid, day: date, renew: Callable[[], None]) -> None:
        super().__init__()
        self._grid, self._day, self._renew = grid, day, renew

    # Qt overrides

    def redo(self) -> None:
        self._grid.added.add(self._day)
        self._renew()

    def undo(self) -> None:
        self._grid.added.discard(self._day)
        self._renew()
