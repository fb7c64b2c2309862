"""What is pasted into the grid."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from app.ui.pages.counts.typed import Typed

if TYPE_CHECKING:
    from app.ui.desk import Desk
    from app.ui.pages.counts.model import Key
    from app.ui.pages.counts.tab import CountsTab


class Pasting(QObject):
    """A bare block of values goes into the cells from the current one on."""

    def __init__(self, desk: Desk, tab: CountsTab) -> None:
        super().__init__(tab)
        self._desk, self._tab = desk, tab
        self.panel = QWidget(tab)
        self.panel.hide()

    def close(self) -> None:
        """Put the preview away."""

    def paste(self, text: str) -> None:
        """Take the text of the clipboard."""
        grid = self._tab.grid
        if not grid.editable or not text.strip():
            return
        here = self._tab.table.currentIndex()
        changes: dict[Key, Typed | None] = {}
        for down, line in enumerate(text.rstrip("\r\n").splitlines()):
            for right, cell in enumerate(line.split("\t")):
                row, place = here.row() + down, here.column() + right
                if row >= len(grid.rows) or place >= len(grid.columns):
                    continue
                key = grid.key_at(grid.index(row, place))
                if key is not None and cell.strip() and not grid.rows[row].locked:
                    changes[key] = grid.read(grid.rows[row], key[1], cell.strip())
        self._tab.put(changes)
