"""A line for a number: filled in with the decimal sign of the language, read back as it was given."""

from __future__ import annotations

from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QLineEdit


class NumberLine(QLineEdit):
    """Left as it was filled in, it says the very text that it was given: 2.80 shown as 2,80 is no change."""

    _given = _shown = ""

    def show_number(self, given: str, shown: str) -> None:
        """Fill in a number: `given` as it is kept, `shown` as the language writes it."""
        self._given, self._shown = given, shown
        self.setText(shown)

    def number(self) -> str:
        """What was given while it stands there, else what was typed."""
        text = self.text()
        return self._given if text == self._shown else text

    # Qt overrides

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        super().mouseDoubleClickEvent(event)
        self.selectAll()  # a word ends at the decimal sign: half of the number would stay
