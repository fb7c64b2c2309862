"""The size of a small window: that of the design, wider with the text, never too small for its content."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QWidget

from app.ui.fonts import BODY_POINTS


def fit(window: QWidget, width: int, height: int) -> None:
    """Give a window its size at the text size in use; called again when its content grows."""
    scale = window.font().pointSizeF() / BODY_POINTS
    if scale <= 1:  # the design's own size holds everything: nothing to measure before the first paint
        window.setMinimumSize(width, height)
        return
    wide = round(width * scale)
    layout = window.layout()
    needed = layout.totalHeightForWidth(wide) if layout is not None and layout.hasHeightForWidth() else 0
    least = window.minimumSizeHint()
    window.setMinimumSize(QSize(wide, max(height, needed, least.height())).expandedTo(least))
