"""The shortcut list and the word about the program."""

from __future__ import annotations

from itertools import combinations, pairwise

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

import app
from app.i18n import Texts
from app.ui.widgets.buttons import Button
from app.ui.widgets.fit import fit
from app.ui.widgets.labels import label

AROUND = 60  # pixels of margins and scroll bar beside the list of keys
# Keys that belong to a page or a field and so stand in no menu, by where they work.
ELSEWHERE = {
    "subject": ("tabs", "tab_by_number"),
    "tables": ("open_row", "line"),
    "forms": (
        *("next_field", "field_before", "units", "today", "not_done", "question", "past"),
        *("save", "close"),
    ),
    "counts": ("cell", "undo", "paste", "paste_row", "accept"),
    "chart": ("chart", "zoom", "table"),
    "week": ("visits", "weeks", "months"),
    "enrol": ("criterion", "go_on"),
    "documents": ("find", "turn", "enlarge"),
}
Section = tuple[str, list[tuple[str, str]]]  # where, and what each of its keys does


class ShortcutList(QDialog):
    """Every key of the program on one page, by where it works; `entries` are those of the menus."""

    def __init__(self, texts: Texts, entries: list[tuple[str, str]], *, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(texts("window.shortcuts_title"))
        sections: list[Section] = [(texts("window.keys_of_window"), entries)]
        for place, codes in ELSEWHERE.items():
            rows = [(texts(f"window.key_{code}"), texts(f"window.keys_{code}")) for code in codes]
            sections.append((texts(f"window.keys_of_{place}"), rows))
        self.area = QScrollArea(self)
        self.area.setWidgetResizable(True)
        self.area.setAccessibleName(texts("window.shortcuts_title"))
        self.area.setFocusPolicy(Qt.FocusPolicy.StrongFocus)  # the arrow keys scroll it
        room = parent.size()
        inside = _listed(_beside(sections, 3))
        for count in (2, 1):  # large text: one below the other
            if inside.sizeHint().width() + 100 > room.width():
                inside = _listed(_beside(sections, count))
        self.area.setWidget(inside)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(12)
        layout.addWidget(label(texts("window.shortcuts_title"), role="title"))
        layout.addWidget(self.area, 1)
        layout.addLayout(_close_row(self, texts))
        wanted = inside.sizeHint()
        width, height = wanted.width() + 60, wanted.height() + 140
        self.resize(min(width, room.width() - 40), min(height, room.height() - 40))
        self.area.setFocus()


def _beside(sections: list[Section], count: int) -> list[list[Section]]:
    """The sections in `count` columns of about the same length, in their order."""

    def columns(cuts: tuple[int, ...]) -> list[list[Section]]:
        return [sections[start:end] for start, end in pairwise((0, *cuts, len(sections)))]

    def longest(cuts: tuple[int, ...]) -> int:
        return max(sum(len(rows) + 2 for _title, rows in column) for column in columns(cuts))

    return columns(min(combinations(range(1, len(sections)), count - 1), key=longest))


def _listed(columns: list[list[Section]]) -> QWidget:
    """The keys of each column below each other, and beside them what they do."""
    inside = QWidget()
    inside.setObjectName("page")
    row = QHBoxLayout(inside)
    row.setContentsMargins(0, 0, 12, 0)
    row.setSpacing(32)
    for sections in columns:
        grid = QGridLayout()
        grid.setHorizontalSpacing(24)
        grid.setVerticalSpacing(4)
        for title, rows in sections:
            section = label(title, role="section", parent=inside)
            section.setContentsMargins(0, 8 if grid.rowCount() > 1 else 0, 0, 0)
            grid.addWidget(section, grid.rowCount(), 0, 1, 2)
            for what, keys in rows:
                place = grid.rowCount()
                grid.addWidget(label(keys, role="strong", parent=inside), place, 0)
                grid.addWidget(label(what, parent=inside), place, 1)
        grid.setColumnStretch(1, 1)
        grid.setRowStretch(grid.rowCount(), 1)
        row.addLayout(grid)
    return inside


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
