"""Tabs that shorten their words before they would have to be scrolled; the whole word stays as tooltip."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QTabBar, QWidget

from app.ui import fonts
from app.ui.widgets.labels import restyle

_AROUND = 24  # padding of a tab, both sides
_AROUND_TIGHT = 14  # the same where room is short
_BEFORE = 16  # margin before the first


class FittingTabs(QTabBar):
    """Give it pairs of whole and short words once; the fewest are short that let the others find room."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words: tuple[tuple[str, str], ...] = ()
        self._tight = False
        self._short: frozenset[int] = frozenset()
        self.setUsesScrollButtons(True)  # the last resort of a small window
        self.setObjectName("subjectTabs")  # how the style sheet calls them
        self.setDrawBase(False)
        self.setExpanding(False)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)

    def show_words(self, words: Sequence[tuple[str, str]]) -> None:
        """Make the tabs."""
        self._words = tuple(words)
        for whole, _short in words:
            self.setAccessibleTabName(self.addTab(whole), whole)
        self._choose()

    def lead_by_keys(self, page: QWidget, within: Qt.ShortcutContext) -> None:
        """Alt+1 …, 0 for the tenth, and Ctrl+Tab wherever the keys of a page are heard."""

        def lead(keys: str, run: Callable[[], None]) -> None:
            QShortcut(QKeySequence(keys), page, context=within).activated.connect(run)

        for place in range(self.count()):
            lead(f"Alt+{(place + 1) % 10}", partial(self.setCurrentIndex, place))
        for keys, step in (("Ctrl+Tab", 1), ("Ctrl+Shift+Tab", -1)):
            lead(keys, partial(self._step, step))

    def _step(self, by: int) -> None:
        if self.count():
            self.setCurrentIndex((self.currentIndex() + by) % self.count())

    def whole_width(self) -> int:
        """What the tabs need with whole words, all of them bold."""
        return _BEFORE + sum(fonts.advance(whole, 10, bold=True) + _AROUND for whole, _ in self._words)

    def _choose(self) -> None:
        if self.width() <= 100:
            return
        tight = self.whole_width() > self.width()
        short = self._shortened() if tight else frozenset()
        if (tight, short) == (self._tight, self._short):
            return
        if tight != self._tight:
            self.setProperty("tight", tight)
            restyle(self)
        self._tight, self._short = tight, short
        for at, (whole, brief) in enumerate(self._words):
            self.setTabText(at, brief if at in short else whole)
            self.setTabToolTip(at, whole if at in short and brief != whole else "")

    def _shortened(self) -> frozenset[int]:
        """The tabs that show their short word: those that save the most, until the others have room."""

        def wide(word: str) -> int:
            return fonts.advance(word, 10, bold=True) + _AROUND_TIGHT

        saved = {at: wide(whole) - wide(brief) for at, (whole, brief) in enumerate(self._words)}
        over = _BEFORE + sum(wide(whole) for whole, _brief in self._words) - self.width()
        short = set[int]()
        for at in sorted(saved, key=lambda each: -saved[each]):
            if over <= 0 or saved[at] <= 0:
                break
            short.add(at)
            over -= saved[at]
        return frozenset(short)

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
