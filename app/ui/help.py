"""The shortcut list and the word about the program."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

import app
from app.i18n import Texts
from app.ui.widgets.buttons import Button
from app.ui.widgets.fit import fit
from app.ui.widgets.labels import label

AROUND = 60  # pixels of margins and scroll bar beside the list of keys
# Keys that belong to a page or a field and so stand in no menu.
_ELSEWHERE = (
    *("tabs", "tab_by_number", "open_row", "save", "next_field", "field_before", "not_done", "units"),
    *("today", "go_on", "cell", "undo", "paste_row", "past", "chart", "order", "line", "preview", "close"),
)


class ShortcutList(QDialog):
    """Every key of the program on one page."""

    def __init__(self, texts: Texts, entries: list[tuple[str, str]], *, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(texts("window.shortcuts_title"))
        inside = QWidget()
        inside.setObjectName("page")
        elsewhere = ((texts(f"window.key_{code}"), texts(f"window.keys_{code}")) for code in _ELSEWHERE)
        rows = [
            (label(keys, role="strong", parent=inside), label(what, parent=inside))
            for what, keys in (*entries, *elsewhere)
        ]
        grid = QGridLayout(inside)
        grid.setContentsMargins(0, 0, 12, 0)
        grid.setHorizontalSpacing(24)
        grid.setVerticalSpacing(6)
        room = parent.size()  # large text may need more than the window has: then it scrolls
        self._lay_out(grid, rows, columns=2)
        if inside.sizeHint().width() + AROUND > room.width() - 80:
            self._lay_out(grid, rows, columns=1)
        area = QScrollArea(self)
        area.setWidgetResizable(True)
        area.setAccessibleName(texts("window.shortcuts_title"))
        area.setWidget(inside)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(12)
        layout.addWidget(label(texts("window.shortcuts_title"), role="title"))
        layout.addWidget(area, 1)
        layout.addLayout(_close_row(self, texts))
        wanted = inside.sizeHint()
        width, height = wanted.width() + AROUND, wanted.height() + 140
        self.resize(min(width, room.width() - 80), min(height, room.height() - 60))

    def _lay_out(self, grid: QGridLayout, rows: list[tuple[QLabel, QLabel]], *, columns: int) -> None:
        """Keys and what they do, side by side in so many columns."""
        high = -(-len(rows) // columns)
        for place, (keys, what) in enumerate(rows):
            row, side = place % high, place // high
            grid.addWidget(keys, row, side * 3)
            grid.addWidget(what, row, side * 3 + 1)
        grid.setColumnMinimumWidth(2, 24 if columns > 1 else 0)


class About(QDialog):
    """Name, version, what it is and what it is not."""

    def __init__(self, texts: Texts, *, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(texts("window.about_title"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(8)
        layout.addWidget(label(texts("common.program"), role="title"))
        layout.addWidget(label(texts("window.about_version", version=app.__version__), role="about"))
        for code in ("about_what", "about_not", "about_licence"):
            layout.addWidget(label(texts(f"window.{code}"), wrap=True))
        layout.addLayout(_close_row(self, texts))
        fit(self, 440, 0)


def _close_row(dialog: QDialog, texts: Texts) -> QHBoxLayout:
    row = QHBoxLayout()
    row.addStretch(1)
    close = Button(texts("common.close"), keys="Esc", parent=dialog)
    close.clicked.connect(dialog.accept)
    close.setDefault(True)
    row.addWidget(close)
    return row
