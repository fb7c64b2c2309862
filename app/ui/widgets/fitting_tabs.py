"""Tabs that shorten their words before they would have to be scrolled; the whole word stays as tooltip."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QTabBar, QWidget

from app.ui import fonts
from app.ui.widgets.labels import restyle

_AROUND = 24  # padding of a tab, both sides
_BEFORE = 16  # margin before the first


class FittingTabs(QTabBar):
    """Give it pairs of whole and short words once; the short ones show where the whole ones find no room."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words: tuple[tuple[str, str], ...] = ()
        self._short = False
        self.setUsesScrollButtons(True)  # the last resort of a small window

    def show_words(self, words: Sequence[tuple[str, str]]) -> None:
        """Make the tabs."""
        self._words = tuple(words)
        for whole, _short in words:
            self.setAccessibleTabName(self.addTab(whole), whole)
        self._choose()

    def whole_width(self) -> int:
        """What the tabs need with whole words, all of them bold."""
        return _BEFORE + sum(fonts.advance(whole, 10, bold=True) + _AROUND for whole, _ in self._words)

    def _choose(self) -> None:
        short = self.width() > 100 and self.whole_width() > self.width()
        if short == self._short:
            return
        self._short = short
        self.setProperty("tight", short)
        restyle(self)
        for at, (whole, brief) in enumerate(self._words):
            self.setTabText(at, brief if short else whole)
            self.setTabToolTip(at, whole if short and brief != whole else "")

    # Qt overrides

    def sizeHint(self) -> QSize:
        return QSize(min(super().sizeHint().width(), 400), super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return QSize(100, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._choose()
        super().resizeEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._choose()
