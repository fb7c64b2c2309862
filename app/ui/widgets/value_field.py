"""A field for one laboratory value: digits, a bound, a decimal comma or point, "-" for not done."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QInputMethodEvent, QKeyEvent, QValidator
from PySide6.QtWidgets import QWidget

from app.domain.lab_names import is_not_done
from app.ui.widgets.number_line import NumberLine

_LONGEST = 24
_DASHES = {"-", "\N{MINUS SIGN}", "\N{FULLWIDTH HYPHEN-MINUS}"}


class ValueValidator(QValidator):
    """Lets through whatever is short. A letter dropped unseen would make 15 of "1O5": what is no number
    stays in sight, and is refused in words on leaving.
    """

    def validate(self, text: str, position: int) -> tuple[QValidator.State, str, int]:
        """Acceptable or Invalid, never Intermediate: leaving is always possible."""
        fits = len(text) <= _LONGEST and text.isprintable()
        return (QValidator.State.Acceptable if fits else QValidator.State.Invalid), text, position


class ValueField(NumberLine):
    """One value. Empty with `placeholderText` set while there is a reason for having none."""

    stepped = Signal(int)  # +1 on Enter, −1 on Shift+Enter
    declared_missing = Signal()  # "-" typed into the empty field, "n.d." left in it
    taken_back = Signal()  # Backspace or Delete where there is a reason for having none
    units_wanted = Signal()  # Alt+Down
    left = Signal()  # the focus went elsewhere, or Enter was pressed

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setValidator(ValueValidator(self))
        self.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._untouched = True
        self.textEdited.connect(self._on_edited)

    @property
    def being_typed(self) -> bool:
        """Whether the person is in the middle of it: in focus and edited since."""
        return self.hasFocus() and not self._untouched

    def settle(self) -> bool:
        """Treat what stands there as said, though the focus may stay; whether it says that there is none."""
        self._untouched = True
        missing = not self.isReadOnly() and is_not_done(self.text())
        if missing:
            self.clear()
            self.declared_missing.emit()
        return missing

    @property
    def _begins(self) -> bool:
        return not self.text() or self.hasSelectedText()

    def _on_edited(self, _text: str) -> None:
        self._untouched = False

    def _leave(self) -> bool:
        missing = self.settle()
        self.left.emit()
        return missing

    # Qt overrides

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, modifiers = event.key(), event.modifiers()
        if key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            if not self._leave():
                self.stepped.emit(-1 if modifiers & Qt.KeyboardModifier.ShiftModifier else 1)
        elif self.isReadOnly():
            super().keyPressEvent(event)
            return
        elif key == Qt.Key.Key_Down and modifiers & Qt.KeyboardModifier.AltModifier:
            self.units_wanted.emit()
        elif key in {Qt.Key.Key_Backspace, Qt.Key.Key_Delete} and not self.text() and self.placeholderText():
            self.taken_back.emit()
        elif event.text() in _DASHES and self._begins:
            self.declared_missing.emit()
        else:
            super().keyPressEvent(event)
            return
        event.accept()

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        if event.commitString() in _DASHES and self._begins and not self.isReadOnly():
            event.setCommitString("")  # what an input method hands over is no key
            super().inputMethodEvent(event)
            self.declared_missing.emit()
            return
        super().inputMethodEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._untouched = True
        if event.reason() in {Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason}:
            self.selectAll()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._leave()
