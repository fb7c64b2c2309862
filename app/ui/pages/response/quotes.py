"""The selected criterion as registered beside as interpreted, with its citation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.i18n.unbroken import unbroken
from app.ui.widgets.elided import Elided
from app.ui.widgets.labels import label
from app.ui.widgets.panel import Panel
from app.ui.widgets.rule import rule

if TYPE_CHECKING:
    from app.i18n import Texts
    from app.ui.pages.response.readings import Reading


class Quotes(Panel):
    """Plain labels: a quoted text is never read as mark-up."""

    def __init__(self, texts: Texts, parent: QWidget | None = None) -> None:
        super().__init__("", padded=False, parent=parent)
        self.title.setWordWrap(True)  # a criterion is named in a sentence
        self.head.setStretch(0, 1)
        self.head.setStretch(1, 0)  # all that the source leaves is the title's
        self.registered, self.interpreted = label(wrap=True, parent=self), label(wrap=True, parent=self)
        self.citation = Elided(parent=self)
        line = QHBoxLayout()
        line.setContentsMargins(12, 8, 12, 8)
        line.setSpacing(16)
        for name, text in (("registered", self.registered), ("interpreted", self.interpreted)):
            column = QVBoxLayout()
            column.setSpacing(2)
            column.addWidget(label(texts(f"response.{name}"), role="secondary", parent=self))
            column.addWidget(text, 1, Qt.AlignmentFlag.AlignTop)
            text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            line.addLayout(column, 1)
            if name == "registered":
                line.addWidget(rule(self, upright=True))
        self.body.addLayout(line)
        below = QHBoxLayout()
        below.setContentsMargins(12, 0, 12, 8)
        below.addWidget(self.citation)
        self.body.addLayout(below)

    def show_reading(self, reading: Reading) -> None:
        """Show the texts of a criterion."""
        self.title.setText(unbroken(reading.title))
        self.setAccessibleName(reading.title)
        self.registered.setText(reading.registered)
        self.interpreted.setText(reading.interpreted)
        self.note.setText(reading.source)
        self.citation.set_text(reading.citation)
