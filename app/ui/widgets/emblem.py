"""The program's sign: a rising course over a dashed limit. A picture file: part of the first paint."""

from __future__ import annotations

from PySide6.QtCore import QEvent
from PySide6.QtGui import QIcon, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from app.paths import RESOURCES
from app.ui import fonts
from app.ui.style import theme_of
from app.ui.theme import Theme
from app.ui.widgets.labels import label

SIZE = 32


def emblem_icon(theme: Theme) -> QIcon:
    """The sign for the window's frame and the task bar."""
    return QIcon(str(RESOURCES / "icons" / theme.name / "emblem.png"))


class Emblem(QLabel):
    """The sign as a widget; the words beside it say what it means."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown = ("", 0)
        self._draw()

    def _draw(self) -> None:
        scheme, size = theme_of(self).name, fonts.scaled(SIZE)
        if (scheme, size) == self._shown:
            return
        self._shown = (scheme, size)
        self.setFixedSize(size, size)
        times = size * self.devicePixelRatioF() / SIZE
        name = "emblem" if times <= 1 else "emblem@2x" if times <= 2 else "emblem_large@2x"
        picture = QPixmap(str(RESOURCES / "icons" / scheme / f"{name}.png"))
        picture.setDevicePixelRatio(picture.width() / size)
        self.setPixmap(picture)

    # Qt overrides

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in {QEvent.Type.PaletteChange, QEvent.Type.FontChange}:
            self._draw()


def door_head(title: str, about: str, *, wrap: bool = True, parent: QWidget) -> QHBoxLayout:
    """The head of what stands before the window: the sign, and beside it what this is."""
    head = QHBoxLayout()
    head.setSpacing(12)
    head.addWidget(Emblem(parent))
    words = QVBoxLayout()
    words.setSpacing(0)
    words.addWidget(label(title, role="title", parent=parent))
    words.addWidget(label(about, role="secondary", wrap=wrap, parent=parent))
    head.addLayout(words, 1)
    return head
