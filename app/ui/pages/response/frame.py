"""What the Response tab consists of: its parts, and how they share the room."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from app.ui import fonts
from app.ui.pages.response.chooser import DayChooser
from app.ui.pages.response.known import KnownBar
from app.ui.pages.response.model import EvidenceModel
from app.ui.pages.response.others import Others
from app.ui.pages.response.outcome_panel import OutcomePanel
from app.ui.pages.response.override_panel import OverridePanel
from app.ui.pages.response.quotes import Quotes
from app.ui.pages.response.side import Flags, Gaps, PanelColumn, Past
from app.ui.pages.response.tree import EvidenceTree
from app.ui.pages.response.try_mode import TryMode
from app.ui.widgets.buttons import Button
from app.ui.widgets.chip import StatusChip
from app.ui.widgets.flow import Flow
from app.ui.widgets.kept_split import KeptSplitter
from app.ui.widgets.labels import label
from app.ui.widgets.notice import NoticeStrip

if TYPE_CHECKING:
    from app.ui.desk import Desk

SIDE_WIDTH = 372
LEAST_HEIGHT = 460  # of tree, quotes and the panels below them, where they stand below each other
DROPS_BELOW = 1040  # the right column stands under the tree in a narrower tab
COLUMNS = ("criterion", "required", "observed", "verdict", "source")


class ResponseFrame(QWidget):
    """The parts, empty. What they show and do is the tab's."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._texts = texts = desk.texts
        # Each part is made where it will stand: one that moves is styled anew with all that is in it.
        self.chooser = DayChooser(desk, self)
        self.chip = StatusChip(texts, full=True, parent=self)
        self.sentence = label(wrap=True, parent=self)
        self.flag_words = label(role="question", wrap=True, parent=self)
        self.buttons = QWidget(self)
        self.try_button = Button(texts("response.try"), parent=self.buttons)
        self.override_button = Button(texts("response.override"), parent=self.buttons)
        self.print_button = Button(texts("response.print"), parent=self.buttons)
        self.override = OverridePanel(desk, self)
        self.known = KnownBar(texts, self)
        self.strip = NoticeStrip(texts, closable=False, parent=self)
        self.empty = label(role="about", wrap=True, parent=self)
        self.splitter = KeptSplitter(desk, name="response", parent=self)
        left = QWidget(self.splitter)
        self.model = EvidenceModel([texts(f"response.col.{name}") for name in COLUMNS], self)
        self.tree = EvidenceTree(self.model, name=texts("response.tree"), parent=left)
        self.quotes = Quotes(texts, left)
        self._middle = QVBoxLayout(left)
        self.trying = TryMode(desk, self._middle, self)
        area = QScrollArea(self.splitter)
        side = PanelColumn(area)
        self.gaps, self.others, self.flags = Gaps(texts, side), Others(texts, side), Flags(texts, side)
        self.past, self.outcome = Past(texts, side), OutcomePanel(desk, side)
        side.stack(self.gaps, self.others, self.flags, self.past, self.outcome)
        for panel in (self.gaps, self.others):
            panel.filled.connect(side.order_keys)
        area.setWidget(side)
        self._head = Flow(gap=10)
        self._lay_out_head()
        self._lay_out_splitter(area)
        self._lay_out()

    def _lay_out_head(self) -> None:
        head = self._head
        head.add(self.chooser, self.chip, self.flag_words)
        head.add(self.sentence, grows=True)
        row = Flow(self.buttons, gap=10)
        row.setContentsMargins(0, 0, 0, 0)
        row.add(self.try_button, self.override_button, self.print_button, right=True)
        head.add(self.buttons, right=True)

    def _lay_out_splitter(self, area: QScrollArea) -> None:
        middle = self._middle
        middle.setContentsMargins(0, 0, 0, 0)
        middle.setSpacing(10)
        middle.addWidget(self.tree, 1)
        middle.addWidget(self.quotes)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setMinimumWidth(260)
        self.splitter.setStretchFactor(0, 1)
        self.splitter.setStretchFactor(1, 0)
        self.splitter.arrange((800, SIDE_WIDTH))

    def _lay_out(self) -> None:
        outer = QVBoxLayout(self)
        outer.setContentsMargins(16, 10, 16, 10)
        outer.setSpacing(8)
        outer.addLayout(self._head)
        outer.addWidget(self.override)
        outer.addWidget(self.known)
        outer.addWidget(self.strip)
        outer.addWidget(self.splitter, 1)
        outer.addWidget(self.empty, 0, Qt.AlignmentFlag.AlignTop)
        outer.addWidget(label(self._texts("response.automatic"), role="secondary", parent=self))
        outer.addStretch(0)

    # Qt overrides

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = event.size().width() < fonts.scaled(DROPS_BELOW)
        wanted = Qt.Orientation.Vertical if narrow else Qt.Orientation.Horizontal
        if self.splitter.orientation() != wanted:
            self.splitter.setOrientation(wanted)
            whole = event.size().height()
            self.splitter.arrange((whole * 3 // 4, whole // 4) if narrow else (800, SIDE_WIDTH))
            # Below each other the parts need height rather than width; the page around them scrolls.
            self.splitter.setMinimumHeight(fonts.scaled(LEAST_HEIGHT) if narrow else 0)
