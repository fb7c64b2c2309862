"""Title, the subject in one line, when the draft was kept, and the question before it is discarded."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from app.ui.style import theme_of
from app.ui.widgets.buttons import Button
from app.ui.widgets.elided import Elided
from app.ui.widgets.labels import label

if TYPE_CHECKING:
    from datetime import datetime

    from app.ui.desk import Desk


class _Dot(QWidget):
    """The small disc beside "Draft kept"."""

    def sizeHint(self) -> QSize:
        return QSize(10, 10)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme_of(self).accent))
        painter.drawEllipse(QPointF(self.width() / 2, self.height() / 2), 4, 4)
        painter.end()


class Heading(QWidget):
    """Stands above the steps."""

    discard_wanted = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._texts = desk.texts
        texts = desk.texts
        self.summary = Elided()
        self._dot = _Dot()
        self._dot.setFixedSize(10, 10)
        self.kept = label(role="about")
        line = QHBoxLayout()
        line.setSpacing(10)
        line.addWidget(label(texts("enrol.title"), role="title"))
        line.addWidget(self.summary, 1)
        line.addWidget(self._dot)
        line.addWidget(self.kept)
        self._question = QFrame()
        self._question.setProperty("strip", "warning")
        ask = QHBoxLayout(self._question)
        ask.setContentsMargins(10, 5, 8, 5)
        ask.addWidget(label(texts("enrol.draft_discard_ask"), wrap=True), 1)
        self.keep = Button(texts("enrol.discard_keep"), dense=True)
        self.discard = Button(texts("enrol.discard_now"), dense=True)
        ask.addWidget(self.discard)
        ask.addWidget(self.keep)
        self.keep.clicked.connect(self._question.hide)
        self.discard.clicked.connect(self._on_discard)
        self._question.hide()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(8)
        outer.addLayout(line)
        outer.addWidget(self._question)
        self.show_kept(None)

    def show_summary(self, text: str) -> None:
        """The subject in one line."""
        self.summary.set_text(text)

    def show_kept(self, when: datetime | None) -> None:
        """When the draft was kept; nothing before the first time."""
        self._dot.setVisible(when is not None)
        self.kept.setVisible(when is not None)
        if when is not None:
            self.kept.setText(self._texts("enrol.draft_kept", time=f"{when.astimezone():%H:%M}"))

    def ask_discard(self) -> None:
        """Ask before everything typed is dropped."""
        self._question.show()
        self.keep.setFocus()

    def _on_discard(self) -> None:
        self._question.hide()
        self.discard_wanted.emit()
