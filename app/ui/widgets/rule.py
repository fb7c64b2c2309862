"""The thin line between two parts of a page."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QWidget


def rule(parent: QWidget | None = None, *, upright: bool = False) -> QFrame:
    """A line across, or `upright` between what stands beside each other."""
    made = QFrame(parent)
    made.setProperty("line", True)
    if upright:
        made.setFixedWidth(1)
    else:
        made.setFixedHeight(1)
    return made
