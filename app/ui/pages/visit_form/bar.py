"""The foot of the form: what is still open, and the three ways out. It takes no more room than it needs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from app.ui import fonts
from app.ui.widgets import tips
from app.ui.widgets.buttons import Button
from app.ui.widgets.flow import Flow
from app.ui.widgets.icon_mark import IconMark
from app.ui.widgets.labels import label
from app.ui.widgets.rule import rule

if TYPE_CHECKING:
    from app.i18n import Texts

WORDS = 130  # pixels at 100 % that the words keep beside the buttons


class ButtonBar(QWidget):
    """Count of open answers left, buttons right, the default one last."""

    def __init__(self, texts: Texts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._texts = texts
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self._mark = IconMark("warning", parent=self)
        self._whole = self._brief = ""
        self._open = label(wrap=True, role="question", parent=self)
        self._large = fonts.scaled(100) > 100
        self._lines = 1 if self._large else 2  # of the words, which are to leave room for the values
        self._open.setMinimumHeight(self._lines * fonts.measured(9)[1].lineSpacing())
        self.close_button = Button(texts("visit_form.close"), keys="Esc", parent=self)
        self.print_button = Button(texts("visit_form.save_and_print"), parent=self)
        self.save_button = Button(texts("visit_form.save"), kind="primary", keys="Ctrl+S", parent=self)
        row = Flow(words=WORDS)  # the words break rather than the row of buttons
        row.setContentsMargins(12, 8, 12, 8)
        row.add(self._mark)
        row.add(self._open, grows=True)
        buttons = self._buttons = QHBoxLayout()
        buttons.setSpacing(8)
        for button in (self.close_button, self.print_button, self.save_button):
            button.show_keys(not self._large)  # the menus tell them, too
            buttons.addWidget(button)
        row.add_row(buttons, right=True)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(rule(self))
        outer.addLayout(row)

    def offer_save(self, on: bool) -> None:
        """Offer to save, or nothing but the way out to somebody who may not."""
        self.print_button.setVisible(on)
        self.save_button.setVisible(on)
        self._mark.setVisible(on and bool(self._whole))
        self.close_button.setText(self._texts("visit_form.close" if on else "common.close"))
        if not on:
            self.show_open("")

    def hold(self, on: bool) -> None:
        """Let nothing be saved for the moment; the way out stays."""
        for button in (self.print_button, self.save_button):
            button.setEnabled(not on)

    @property
    def open_words(self) -> str:
        """What is said to be open, "" for nothing."""
        return self._whole

    def show_open(self, words: str, brief: str = "") -> None:
        """Say what is open; `brief`: the same where there is no room for so many words."""
        if words == self._whole:
            return
        self._whole, self._brief = words, brief or words
        self._mark.setVisible(bool(words))
        self._open.setAccessibleName(words)
        self._match()

    def _match(self) -> None:
        words = self._whole if self._fits(self._whole) else self._brief
        if words != self._open.text():
            self._open.setText(words)
        self._open.setToolTip(tips.plain(self._whole) if words != self._whole else "")

    def _fits(self, words: str) -> bool:
        metrics = fonts.measured(9)[1]
        taken = 24 + self._mark.sizeHint().width() + 8 + self._buttons.sizeHint().width() + 8
        room = max(self.width() - taken, fonts.scaled(WORDS))
        if fonts.advance(words, 9) <= room:
            return True
        high = metrics.boundingRect(0, 0, room, 10_000, int(Qt.TextFlag.TextWordWrap), words).height()
        return high <= self._lines * metrics.lineSpacing()

    # Qt overrides

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._match()
