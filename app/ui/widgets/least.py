"""Rows with a least height of the design that text never outgrows."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QFrame, QWidget


class LeastHeight(QFrame):
    """At least so high, and higher where its content needs it.

    `setMinimumHeight` would do the first only: a layout takes it in place of the content's own least height
    and squeezes large text.
    """

    def __init__(self, least: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._least = least

    # Qt overrides

    def sizeHint(self) -> QSize:
        return super().sizeHint().expandedTo(QSize(0, self._least))

    def minimumSizeHint(self) -> QSize:
        return super().minimumSizeHint().expandedTo(QSize(0, self._least))
