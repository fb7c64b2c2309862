"""The foot of the form: what is still open, and the three ways out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from app.ui import fonts
from app.ui.widgets.buttons import Button
from app.ui.widgets.flow import Flow
from app.ui.widgets.icon_mark import IconMark
from app.ui.widgets.labels import label

if TYPE_CHECKING:
    from app.i18n import Texts


class ButtonBar(QWidget):
    """Count of open answers left, buttons right, the default one last."""

    def __init__(self, texts: Texts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self._mark = IconMark("warning", parent=self)
        self._open = label(wrap=True, role="question", parent=self)
        two_lines = 2 * QFontMetrics(fonts.sized(9)).lineSpacing()
        self._open.setMinimumHeight(two_lines)
        self.close_button = Button(texts("visit_form.close"), keys="Esc", parent=self)
        self.print_button = Button(texts("visit_form.save_and_print"), parent=self)
        self.save_button = Button(texts("visit_form.save"), kind="primary", keys="Ctrl+S", parent=self)
        line = QFrame(self)
        line.setProperty("line", True)
        line.setFixedHeight(1)
        row = Flow(words=170)  # the words break rather than the row of buttons
        row.setContentsMargins(12, 8, 12, 8)
        row.add(self._mark)
        row.add(self._open, grows=True)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        for button in (self.close_button, self.print_button, self.save_button):
            buttons.addWidget(button)
        row.add_row(buttons, right=True)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(line)
        outer.addLayout(row)

    def offer_save(self, on: bool) -> None:
        """Offer to save, or nothing but the way out to somebody who may not."""
        self.print_button.setVisible(on)
        self.save_button.setVisible(on)
        self._mark.setVisible(on and bool(self._open.text()))
        if not on:
            self._open.clear()

    def hold(self, on: bool) -> None:
        """Let nothing be saved for the moment; the way out stays."""
        for button in (self.print_button, self.save_button):
            button.setEnabled(not on)

    @property
    def open_words(self) -> str:
        """What is said to be open, "" for nothing."""
        return self._open.text()

    def show_open(self, words: str) -> None:
        """Say what is open."""
        self._mark.setVisible(bool(words))
        self._open.setText(words)
