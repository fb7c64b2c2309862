"""An icon to press at the right end of a field: opens its calendar, or empties it. Keys have other ways."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from app.ui import fonts
from app.ui.widgets.icon_mark import IconButton

_EDGE = 3  # pixels of the field's own edge and a little air
_AIR = 8  # pixels around the icon


class FieldButton(IconButton):
    """Grows with the text, which Qt's own buttons in a field don't. The field tells it of its new sizes."""

    def __init__(self, icon: str, field: QLineEdit) -> None:
        super().__init__(icon, parent=field)
        self._field = field
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setCursor(Qt.CursorShape.ArrowCursor)
        self.settle()

    def offer(self, on: bool) -> None:
        """Be there or not; what stands in the field has the room else."""
        self.setVisible(on)
        self.settle()

    def settle(self) -> None:
        """Lie at the end of the field, whose words end before it."""
        field = self._field
        side = min(fonts.scaled(16) + _AIR, max(field.height() - 2 * _EDGE, 0))
        self.setGeometry(field.width() - side - _EDGE, (field.height() - side) // 2, side, side)
        margins = field.textMargins()
        margins.setRight(0 if self.isHidden() else side - _EDGE)
        field.setTextMargins(margins)
