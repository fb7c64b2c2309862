"""What the Response tab consists of: its parts, and how they share the room."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from app.ui import fonts
from app.ui.pages.response.chooser import DayChooser
from app.ui.pages.response.known import KnownBar
from app.ui.pages.response.model import EvidenceModel
from app.ui.pages.response.others import Others
from app.ui.pages.response.outcome_panel import OutcomePanel
from app.ui.pages.response.override_panel import OverridePanel
from app.ui.pages.response.quotes import Quotes
from app.ui.pages.response.side import Flags, Gaps, Past, column
from app.ui.pages.response.tree import EvidenceTree
from app.ui.pages.response.try_mode import TryMode
from app.ui.widgets.buttons import Button
from app.ui.widgets.chip import StatusChip
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
        self.chooser = DayChooser(desk)
        self.chip = StatusChip(texts, full=True)
        self.sentence = label(wrap=True)
        self.flag_words = label(role="question", wrap=True)
        self.model = EvidenceModel([texts(f"response.col.{name}") for name in COLUMNS], self)
        self.tree = EvidenceTree(self.model, name=texts("response.tree"))
        self.quotes = Quotes(texts)
        self.gaps, self.flags, self.past = Gaps(texts), Flags(texts), Past(texts)
        self.others = Others(texts)
        self.known, self.outcome = KnownBar(texts), OutcomePanel(desk)
        self.strip = NoticeStrip(texts, closable=False)
        self.try_button = Button(texts("response.try"))
        self.override_button = Button(texts("response.override"))
        self.print_button = Button(texts("response.print"))
        self.buttons = QWidget()
        self.override = OverridePanel(desk)
        self._middle = QVBoxLayout()
        self.trying = TryMode(desk, self._middle, self)
        self.empty = label(role="about", wrap=True)
        self.splitter = KeptSplitter(desk, name="response")
        self._head, self._second = QHBoxLayout(), QVBoxLayout()
        self._lay_out_head()
        self._lay_out_splitter()
        self._lay_out()

    def _lay_out_head(self) -> None:
        head = self._head
        head.setSpacing(10)
        for part in (self.chooser, self.chip, self.flag_words):
            head.addWidget(part)
        head.addWidget(self.sentence, 1)
        row = QHBoxLayout(self.buttons)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        for button in (self.try_button, self.override_button, self.print_button):
            row.addWidget(button)
        head.addWidget(self.buttons)

    def _lay_out_splitter(self) -> None:
        left = QWidget()
        middle = self._middle
        left.setLayout(middle)
        middle.setContentsMargins(0, 0, 0, 0)
        middle.setSpacing(10)
        middle.addWidget(self.tree, 1)
        middle.addWidget(self.quotes)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(column(self.gaps, self.others, self.flags, self.outcome, self.past))
        area.setMinimumWidth(260)
        self.splitter.addWidget(left)
        self.splitter.addWidget(area)
        self.splitter.setStretchFactor(0, 1)
        self.splitter.setStretchFactor(1, 0)
        self.splitter.arrange((800, SIDE_WIDTH))

    def _lay_out(self) -> None:
        outer = QVBoxLayout(self)
        outer.setContentsMargins(16, 10, 16, 10)
        outer.setSpacing(8)
        outer.addLayout(self._head)
        outer.addLayout(self._second)  # sentence and buttons where the first line has no room for them
        outer.addWidget(self.override)
        outer.addWidget(self.known)
        outer.addWidget(self.strip)
        outer.addWidget(self.splitter, 1)
        outer.addWidget(self.empty, 0, Qt.AlignmentFlag.AlignTop)
        outer.addWidget(label(self._texts("response.automatic"), role="secondary"))
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
            if narrow:
                self._second.addWidget(self.sentence)
                self._second.addWidget(self.buttons, 0, Qt.AlignmentFlag.AlignLeft)
            else:
                self._head.addWidget(self.sentence, 1)
                self._head.addWidget(self.buttons)
