"""The limits of normal beside a value: those of the study's table in grey, those of the print typed over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QWidget

from app.domain.printed_range import LONGEST
from app.i18n.limits import limits_text, origin_text
from app.ui.widgets import tips
from app.ui.widgets.number_line import NumberLine

if TYPE_CHECKING:
    from app.domain.grading.normal import Normal
    from app.i18n import Texts

# What nobody prints limits of normal beside.
WITHOUT = frozenset({"WEIGHT", "HEIGHT", "KPS", "LANSKY", "TEMP"})


class RangeField(NumberLine):
    """One range. Enter goes on to the next value, as it does in the field of the value."""

    stepped = Signal(int)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("dense", True)
        self.setProperty("quiet", True)
        self.setMaxLength(LONGEST)
        self.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)

    def show_table(self, limits: Normal, code: str, unit: str, texts: Texts) -> None:
        """Show what holds while nothing is typed, in the unit of the value."""
        shown = limits_text(limits, code, unit, texts)
        self.setPlaceholderText(shown or "–")
        said = (
            texts("visit_form.reference_hint", limits=texts.spoken([shown, origin_text(limits, texts)]))
            if shown
            else texts("visit_form.reference_hint_none")
        )
        self.setToolTip(tips.plain(said))
        self.setAccessibleDescription(said)

    # Qt overrides

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.left.emit()
            self.stepped.emit(-1 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1)
            event.accept()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.left.emit()
