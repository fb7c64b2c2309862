"""What is chosen in the menus and kept between runs: colours, text size, height of rows, language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from app.i18n import LANGUAGES, Texts
from app.ui import fonts, language, style

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from app.settings import Settings
    from app.ui.theme import Theme


class Choices(QObject):
    """Keeps each choice and carries it out on the application."""

    dressed = Signal(object)  # Theme: another scheme, text size or height of rows
    remade = Signal()  # build what is on the screen anew: other words in `texts`, other letters or rows

    def __init__(
        self, application: QApplication, settings: Settings, *, wanted: str, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._application = application
        self._settings = settings
        self.texts = Texts(language.chosen(wanted, settings))
        fonts.load_latin()
        if self.texts.language == "zh":
            fonts.load_chinese()
        self.dress()

    @property
    def theme(self) -> Theme:
        """The chosen colours."""
        return style.chosen(self._settings.get("scheme", "system"))

    def dress(self) -> None:
        """Put the chosen colours, text size and height of rows on."""
        theme = self.theme
        size, density = self._settings.get("text_size", 100), self._settings.get("density", "normal")
        style.dress(self._application, theme, text_size=size, density=density)
        self.dressed.emit(theme)

    def choose_scheme(self, scheme: str) -> None:
        """Other colours."""
        self._settings.put("scheme", scheme)
        self.dress()

    def choose_text_size(self, per_cent: int) -> None:
        """Another text size."""
        if per_cent == self._settings.get("text_size", 100):
            return
        self._settings.put("text_size", per_cent)
        self.dress()
        self.remade.emit()

    def choose_density(self, density: str) -> None:
        """Lower or higher rows, one of `fonts.DENSITIES`."""
        if density == fonts.density():
            return
        self._settings.put("density", density)
        self.dress()
        self.remade.emit()

    def choose_language(self, wanted: str) -> None:
        """Another language, at once."""
        if wanted not in LANGUAGES or wanted == self.texts.language:
            return
        self._settings.put(language.SETTING, wanted)
        self.texts = Texts(wanted)
        self.complete()
        self.remade.emit()

    def complete(self) -> None:
        """What can wait for the first paint: the Chinese face and Qt's own words."""
        fonts.load_chinese()
        language.teach_qt(self._application, self.texts.language)
