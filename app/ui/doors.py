"""What stands before the window: unlocking, a first study, a lost passphrase, a passphrase that is due."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from pathlib import Path

    from app.i18n import Texts
    from app.paths import Paths
    from app.services.context import Context
    from app.settings import Settings
    from app.ui.finder import Finder
    from app.ui.operations import Operations
    from app.ui.pages.door.first_run import FirstRunPage
    from app.ui.pages.door.form import DoorForm
    from app.ui.pages.door.recovery_key import RecoveryKeyPage
    from app.ui.pages.door.unlock import UnlockPage

    Door = UnlockPage | FirstRunPage | RecoveryKeyPage | DoorForm


class Doors(QObject):
    """One door at a time. Holds an open study only between two of them."""

    entered = Signal(object)  # Context: the window may open
    closed = Signal()  # the door was closed by hand
    language_wanted = Signal(str)

    def __init__(
        self, *, paths: Paths, texts: Texts, settings: Settings, operations: Operations, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._paths = paths
        self._texts = texts
        self._settings = settings
        self._operations = operations
        self._waiting: Context | None = None
        self.current: Door | None = None

    def show_first(self) -> QWidget:
        """The door of an existing study, or the first run."""
        return self.show_unlock() if self._paths.studies() else self.show_first_run()

    def show_unlock(self, study: Path | None = None, *, user_name: str = "", said: str = "") -> QWidget:
        """Ask for the passphrase, of a given study and user after a lock; `said` is told above it."""
        from app.ui.pages.door.unlock import UnlockPage

        self._close_waiting()
        page = UnlockPage(
            paths=self._paths, texts=self._texts, settings=self._settings, operations=self._operations
        )
        page.new_study_wanted.connect(self.show_first_run)
        page.recovery_wanted.connect(self._show_recover)
        page.one_time.connect(self._show_own_passphrase)
        if study is not None:
            page.choose(study, user_name=user_name)
        if said:
            page.tell("done", said)
        page.restore_wanted.connect(self._show_restore)
        page.opened.connect(self.entered)
        page.language.wanted.connect(self.language_wanted)
        self._put(page)
        return page

    def show_first_run(self) -> QWidget:
        """Ask for a new study."""
        from app.ui.pages.door.first_run import FirstRunPage

        page = FirstRunPage(
            paths=self._paths, texts=self._texts, settings=self._settings, operations=self._operations
        )
        page.back_wanted.connect(self._back_to_unlock)
        page.opened.connect(self._show_recovery_key)
        page.language.wanted.connect(self.language_wanted)
        self._put(page)
        return page

    def speak(self, texts: Texts) -> None:
        """Speak another language: a door that asks is built anew with what was typed into it."""
        from app.ui.language import carry_over
        from app.ui.pages.door.first_run import FirstRunPage
        from app.ui.pages.door.unlock import UnlockPage

        self._texts, before = texts, self.current
        if isinstance(before, UnlockPage):
            carry_over(before, self.show_unlock(before.path))
        elif isinstance(before, FirstRunPage):
            carry_over(before, self.show_first_run())

    def put_away(self, finder: Finder | None = None) -> None:
        """Take the door away; a study that waited behind it is closed. `finder`: of the window behind it."""
        from app.ui.pages.door.unlock import UnlockPage

        self._close_waiting()
        ahead = self.current.ahead if isinstance(self.current, UnlockPage) else None
        if finder is not None and ahead is not None:
            ahead.lead(finder)
        self._take_away()

    def _show_recovery_key(self, context: Context) -> None:
        from app.services import accounts
        from app.ui.pages.door.recovery_key import RecoveryKeyPage

        self._waiting = context
        self._settings.put("tour", "due")
        page = RecoveryKeyPage(
            context=context, key=accounts.take_new_recovery_key(context), texts=self._texts
        )
        page.opened.connect(self._enter)
        self._put(page)

    def _show_own_passphrase(self, context: Context, once: str) -> None:
        from app.ui.pages.door.passphrases import OwnPassphrasePage

        self._waiting = context
        page = OwnPassphrasePage(context=context, once=once, texts=self._texts, operations=self._operations)
        page.back_wanted.connect(self._back_to_unlock)
        page.opened.connect(self._enter)
        self._put(page)

    def _show_recover(self, path: Path, user_name: str) -> None:
        from app.ui.pages.door.passphrases import RecoverPage

        page = RecoverPage(path=path, user_name=user_name, texts=self._texts, operations=self._operations)
        page.back_wanted.connect(lambda: self.show_unlock(path, user_name=user_name))
        page.opened.connect(self._enter)
        self._put(page)

    def _show_restore(self, path: Path, user_name: str) -> None:
        from app.ui.pages.door.restore import RestorePage

        page = RestorePage(path=path, user_name=user_name, texts=self._texts, operations=self._operations)
        page.back_wanted.connect(lambda: self.show_unlock(path, user_name=user_name))
        page.restored.connect(
            lambda: self.show_unlock(path, user_name=user_name, said=self._texts("backups.restored"))
        )
        self._put(page)

    def _back_to_unlock(self) -> None:
        self.show_unlock()

    def _enter(self, context: Context) -> None:
        self._waiting = None
        self.entered.emit(context)

    def _close_waiting(self) -> None:
        context, self._waiting = self._waiting, None
        if context is not None:
            from app.services import studies

            self._operations.run(lambda: studies.close(context), owner=self)

    def _put(self, page: Door) -> None:
        before, self.current = self.current, page
        page.closed.connect(self.closed)
        if before is not None and before.isVisible():
            _take_place(page, before)
        page.show()
        _away(before)

    def _take_away(self) -> None:
        before, self.current = self.current, None
        _away(before)


def _take_place(page: QWidget, before: QWidget) -> None:
    """Stand where the door before stood, with all of it on the screen: the eye is there already."""
    lowest = before.screen().availableGeometry().bottom() - page.height()
    page.move(before.x(), max(0, min(before.y(), lowest)))


def _away(page: QWidget | None) -> None:
    if page is not None:
        page.hide()
        page.deleteLater()
