"""The program's sign: a rising course over a dashed limit. A picture file: part of the first paint."""

from __future__ import annotations

from PySide6.QtCore import QEvent
from PySide6.QtGui import QIcon, QPixmap
from PySide6.QtWidgets import QLabel, QWidget

from app.paths import RESOURCES
from app.ui.style import theme_of
from app.ui.theme import Theme

SIZE = 32


def emblem_icon(theme: Theme) -> QIcon:
    """The sign for the window's frame and the task bar."""
    return QIcon(str(RESOURCES / "icons" / theme.icons / "emblem.png"))


class Emblem(QLabel):
    """The sign as a widget; the words beside it say what it means."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown = ""
        self.setFixedSize(SIZE, SIZE)
        self._draw()

    def _draw(self) -> None:
        sharp, scheme = self.devicePixelRatioF() > 1, theme_of(self).icons
        if scheme == self._shown:
            return
        self._shown = scheme
        name = "emblem@2x.png" if sharp else "emblem.png"
        picture = QPixmap(str(RESOURCES / "icons" / scheme / name))
        picture.setDevicePixelRatio(2.0 if sharp else 1.0)
        self.setPixmap(picture)

    # Qt overrides

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._draw()
