"""A long piece of work while it runs: what is done just now, a bar, and Stop."""

from __future__ import annotations

from threading import Event

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QWidget

from app.ui.widgets.buttons import Button
from app.ui.widgets.labels import label

_BAR_WIDTH = 220


class LongWork(QWidget):
    """Shown between `begin` and `end`. `tell` and `stopped` may be called in the worker's thread."""

    told = Signal(str, int, int)  # words, done, in all; queued to this thread

    def __init__(self, *, stop: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._stop = Event()
        self.bar = QProgressBar(self)
        self.bar.setTextVisible(False)
        self.bar.setFixedHeight(6)
        self.bar.setFixedWidth(_BAR_WIDTH)
        self.words = label(role="secondary", parent=self)
        self.stop = Button(stop, parent=self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        row.addWidget(self.bar)
        row.addWidget(self.words, 1)
        row.addWidget(self.stop)
        self.told.connect(self._show)
        self.stop.clicked.connect(self.give_up)
        self.hide()

    @property
    def focused(self) -> bool:
        """Whether the focus is where the work put it."""
        return self.hasFocus() or self.stop.hasFocus()

    def begin(self, words: str) -> None:
        """The work begins, with the focus on Stop: what began it cannot be pressed while it lasts."""
        self._stop = Event()
        self.stop.setEnabled(True)
        self._show(words, 0, 0)
        self.show()
        self.stop.setFocus(Qt.FocusReason.OtherFocusReason)

    def end(self) -> None:
        """The work is over."""
        self.bar.setRange(0, 1)  # a bar without end repaints itself for ever
        self.hide()

    def give_up(self) -> None:
        """Ask the work to end."""
        self._stop.set()
        if self.stop.hasFocus():
            self.setFocus(Qt.FocusReason.OtherFocusReason)  # not to whatever comes next, until it has ended
        self.stop.setEnabled(False)

    def tell(self, words: str, done: int, total: int) -> None:
        """Show how far it is; from any thread."""
        self.told.emit(words, done, total)

    def stopped(self) -> bool:
        """Whether somebody wants it to end; from any thread."""
        return self._stop.is_set()

    def _show(self, words: str, done: int, total: int) -> None:
        self.bar.setRange(0, total)
        self.bar.setValue(done)
        self.bar.setAccessibleName(words)
        self.words.setText(words)
