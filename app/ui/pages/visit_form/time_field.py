"""The sample time with its label; what is wrong with it is said once the field was left."""

from __future__ import annotations

from PySide6.QtWidgets import QLineEdit, QWidget

from app.ui.widgets.field import Field


class TimeField(Field):
    """A time of day. `line` may be laid out elsewhere: the field has room for a time only."""

    def __init__(self, caption: str, edit: QLineEdit, *, parent: QWidget | None = None) -> None:
        super().__init__(caption, edit, parent=parent)
        self._begun = False
        edit.setPlaceholderText("HH:MM")
        edit.textEdited.connect(self._on_typed)
        edit.editingFinished.connect(self.settle)

    def settle(self) -> None:
        """Treat the time as said."""
        self._begun = False

    def show_problem(self, text: str, *, soft: bool = False) -> None:
        super().show_problem("" if self._begun else text, soft=soft)

    def _on_typed(self, _text: str) -> None:
        self._begun = True
