"""The first size of the window: the remembered or the designed one, as far as the screen has room for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QSize

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

FRAME = QSize(4, 36)  # a title bar and borders: what they really take is known only once the window is shown


def give(window: QWidget, kept: str, *, otherwise: QSize) -> None:
    """Give a window that is not shown yet what was kept of its geometry, else a size, as far as it fits.

    Its place is left alone: the system chooses that of a new window, and Qt brings a remembered one back
    from a screen that is gone. One that fills the screen is the system's to fit.
    """
    if not (kept and window.restoreGeometry(QByteArray.fromBase64(kept.encode()))):
        window.resize(otherwise)
    if not (window.isMaximized() or window.isFullScreen()):
        room = window.screen().availableGeometry().size()
        window.resize(fitting(window.size(), room=room, least=window.minimumSize()))


def fitting(wanted: QSize, *, room: QSize, least: QSize) -> QSize:
    """A size that fits the room with its frame around it, though never below `least`."""
    return wanted.boundedTo(room - FRAME).expandedTo(least)
