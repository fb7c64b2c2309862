"""The language of the window: which one at the start, how it is changed, and Qt's own words in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale, QPoint, Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from app.i18n import LANGUAGES
from app.i18n.texts import NAMES
from app.paths import RESOURCES
from app.ui.widgets.buttons import Button

if TYPE_CHECKING:
    from PySide6.QtCore import QCoreApplication
    from PySide6.QtWidgets import QMenu

    from app.settings import Settings

SETTING = "language"
_LOCALES = {"en": "en_GB", "zh": "zh_CN", "pt": "pt_BR"}
_TRANSLATOR = "qtbase"  # object name of the translator that is in use


def chosen(wanted: str, settings: Settings) -> str:
    """What the command line wants, else what was chosen before, else what the system speaks, else English."""
    system = [name[:2] for name in QLocale.system().uiLanguages()[:1]]
    offered = (wanted, settings.get(SETTING, ""), *system)
    return next((language for language in offered if language in LANGUAGES), "en")


def teach_qt(application: QCoreApplication, language: str) -> None:
    """Calendars, file dialogs and the menu of a field speak the language too."""
    from PySide6.QtCore import QLibraryInfo, QTranslator

    QLocale.setDefault(QLocale(_LOCALES[language]))
    for known in application.findChildren(QTranslator, _TRANSLATOR):
        application.removeTranslator(known)
        known.deleteLater()
    if language == "en":
        return
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    ours = str(RESOURCES / "translations" / language)
    # Ours: words of Qt's own file dialog that Qt's translation lacks, from the .ts beside them.
    for name, place in ((f"qtbase_{_LOCALES[language]}", folder), ("qt_lacking", ours)):
        translator = QTranslator(application)
        translator.setObjectName(_TRANSLATOR)
        if translator.load(name, place):
            application.installTranslator(translator)


class LanguageButton(Button):
    """The present language at the door; a click offers the others, each in its own words."""

    wanted = Signal(str)

    def __init__(self, language: str, *, name: str, parent: QWidget | None = None) -> None:
        super().__init__(NAMES[language], kind="link", parent=parent)
        self._language = language
        self.setAccessibleName(f"{name}: {NAMES[language]}")
        self.setToolTip(name)
        self.clicked.connect(self._offer)

    def offers(self) -> QMenu:
        """The menu of the languages."""
        from PySide6.QtWidgets import QMenu

        menu = QMenu(self)
        for language in LANGUAGES:
            action = menu.addAction(NAMES[language])
            action.setCheckable(True)
            action.setChecked(language == self._language)
            action.triggered.connect(lambda _checked, to=language: self.wanted.emit(to))
        return menu

    def _offer(self) -> None:
        menu = self.offers()
        menu.aboutToHide.connect(menu.deleteLater)
        corner = self.mapToGlobal(self.rect().topLeft())
        menu.popup(corner - QPoint(0, menu.sizeHint().height()))


def carry_over(before: QWidget, after: QWidget) -> None:
    """Give a page what was typed into the same page in another language."""
    fields = zip(before.findChildren(QLineEdit), after.findChildren(QLineEdit), strict=False)
    for old, new in fields:
        new.setText(old.text())
