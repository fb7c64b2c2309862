"""An icon beside words, as a mark or on a button: in a colour of the theme and as large as the words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QSize
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLabel, QToolButton, QWidget

from app.ui import fonts, icons
from app.ui.style import theme_of
from app.ui.widgets.buttons import pressed_by_enter

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.ui.theme import Theme

    Ink = Callable[[Theme], str]

_LOOKS_CHANGE = {QEvent.Type.PaletteChange, QEvent.Type.FontChange}


def warned(theme: Theme) -> str:
    """The colour of a warning."""
    return theme.warning.ink


def wrong(theme: Theme) -> str:
    """The colour of a refusal."""
    return theme.error.ink


def pressed(theme: Theme) -> str:
    """The colour of what can be pressed."""
    return theme.accent


def quiet(theme: Theme) -> str:
    """The colour of what is secondary."""
    return theme.text2


class IconMark(QLabel):
    """Drawn anew with another scheme or text size: a picture alone would keep the colour it was made in."""

    def __init__(
        self, name: str, ink: Ink = warned, *, size: int = 16, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._size = size
        self.show_icon(name, ink)

    def show_icon(self, name: str, ink: Ink) -> None:
        """Another icon, or another colour."""
        self._name, self._ink = name, ink
        self._draw()

    def _draw(self) -> None:
        size, colour = fonts.scaled(self._size), self._ink(theme_of(self))
        self.setPixmap(icons.pixmap(self._name, colour=colour, size=size))

    # Qt overrides

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in _LOOKS_CHANGE:
            self._draw()


class IconButton(QToolButton):
    """A bare button that shows an icon alone; its name is spoken and stands in its tooltip.

    `whole`: a row that lacks room does not press it small.
    """

    def __init__(
        self, icon: str, ink: Ink = quiet, *, whole: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setProperty("bare", True)
        self._whole = whole
        self._icon = icon
        self.colour(ink)

    def colour(self, ink: Ink) -> None:
        """In another colour."""
        self._ink = ink
        self._draw()

    def show_icon(self, icon: str) -> None:
        """Another icon."""
        self._icon = icon
        self._draw()

    def say(self, name: str, *, hint: str = "") -> None:
        """What it does, spoken and as the tooltip; `hint` where the tooltip says more."""
        self.setAccessibleName(name)
        self.setToolTip(hint or name)

    def _draw(self) -> None:
        size = fonts.scaled(16)
        self.setIconSize(QSize(size, size))
        if self._whole:
            self.setMinimumWidth(size + 8)
        self.setIcon(icons.icon(self._icon, colour=self._ink(theme_of(self)), size=size))

    # Qt overrides

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not pressed_by_enter(self, event):
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in _LOOKS_CHANGE:
            self._draw()
