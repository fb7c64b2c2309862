"""The one place that knows every layer: paths, log, settings, the door, and the window behind it."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from app import paths
from app.i18n import LANGUAGES
from app.settings import Settings
from app.ui import spoken
from app.ui.choices import Choices
from app.ui.doors import Doors
from app.ui.first_paint import FirstPaint
from app.ui.operations import Operations

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from types import TracebackType

    from app.services.context import Context
    from app.ui.darkness import Idleness
    from app.ui.desk import Desk
    from app.ui.place import Place
    from app.ui.theme import Theme
    from app.ui.window import MainWindow


@dataclass(frozen=True, slots=True)
class Options:
    """The global options of the command line."""

    data_dir: Path | None = None
    language: str = ""  # "": the one that was chosen before, else the system's
    exit_when_painted: bool = False


def run(options: Options, *, context: Context | None = None, study: Path | None = None) -> int:
    """Open the first window and stay until the last is closed; the exit status.

    With a `context` of the file `study` (the demonstration) the window opens on it at once, without the door.
    """
    if options.language and options.language not in LANGUAGES:
        sys.stderr.write(f"--language: choose from {', '.join(LANGUAGES)}\n")
        return 2
    paths.keep_private()
    application = QApplication(sys.argv[:1])
    program = Program(application, options)
    program.start(context, study)
    status = application.exec()
    program.end()
    return status


def play(options: Options, *, out: Path, passphrase: str) -> list[Path]:
    """Play the main job on the one study of the data folder; the pictures and PDFs written into `out`.

    Raises PlaybackError where the screen does not come to show what the story waits for.
    """
    from app.ui.playback.player import Player, off_screen
    from app.ui.playback.story import play as play_story

    program = Program(QApplication(sys.argv[:1]), options)
    with off_screen():
        program.start()
        try:
            return play_story(Player(program, out), passphrase=passphrase)
        finally:
            program.end()


class Program(QObject):
    """Leads from the door to the window and back. Holds what outlives a lock."""

    def __init__(self, application: QApplication, options: Options) -> None:
        super().__init__()
        self._application = application
        self._options = options
        self.paths = paths.find(options.data_dir)
        self.settings = Settings(self.paths.settings)
        self.choices = Choices(application, self.settings, wanted=options.language, parent=self)
        self.operations = Operations(self)
        self.doors = Doors(
            paths=self.paths,
            texts=self.choices.texts,
            settings=self.settings,
            operations=self.operations,
            parent=self,
        )
        self.doors.entered.connect(lambda context: self._enter(context, context.db.path))
        self.doors.closed.connect(self._on_door_closed)
        self.doors.language_wanted.connect(self.choices.choose_language)
        self.idle: Idleness | None = None
        self.window: MainWindow | None = None
        self._desk: Desk | None = None
        self._place: tuple[Path, str, Place] | None = None  # file, user and page before a lock
        self._study: Path | None = None
        self._hook = sys.excepthook
        application.setApplicationName("MarrowTrack")
        application.setQuitOnLastWindowClosed(False)
        self.choices.dressed.connect(self._on_dressed)
        self.choices.remade.connect(self._build_anew)

    def start(self, context: Context | None = None, study: Path | None = None) -> None:
        """Show the first window: the door of an existing study, the first run, or an open study."""
        self._hook, sys.excepthook = sys.excepthook, self._on_fault
        if context is not None:
            spoken.install()
            self._enter(context, study)
            first: QWidget | None = self.window
        else:
            first = self.doors.show_first()
        if first is not None:
            FirstPaint(first, self).painted.connect(self._painted)

    def end(self) -> None:
        """After the event loop: close the study and stop the worker."""
        sys.excepthook = self._hook
        self.doors.put_away()
        self._leave()
        self.operations.close()

    def lock(self, said: str = "") -> None:
        """Hide everything at once; the study is closed when drafts are kept. `said` stands at the door."""
        window, desk = self.window, self._desk
        if window is None or desk is None:
            return
        from app.ui import darkness

        window.hide()
        darkness.hide_all(self._application)
        if self._study is not None:
            self._place = (self._study, desk.context.user.user_name, window.place())
        window.keep_drafts()
        desk.locking.emit()
        self._leave()
        if self._place is None:
            self.doors.show_unlock()
        else:
            self.doors.show_unlock(self._place[0], user_name=self._place[1], said=said)

    def _lock_idle(self) -> None:
        from app.ui.darkness import SETTING, minutes

        waited = minutes(self.settings.get(SETTING, 0))
        self.lock(self.choices.texts("unlock.idle", minutes=waited))

    # doors

    @property
    def door(self) -> QWidget | None:
        """The door that stands before the window, None while that is open."""
        return self.doors.current

    def _on_door_closed(self) -> None:
        if self.window is None:
            self._application.quit()

    # window

    def _enter(self, context: Context, study: Path | None = None) -> None:
        from app.ui.darkness import SETTING, Idleness

        if self.idle is None:
            self.idle = Idleness(self._application, self)
            self.idle.due.connect(self._lock_idle)
        self.idle.watch(self.settings.get(SETTING, 0))
        self._study = study
        place, self._place = self._place, None
        same = place is not None and place[:2] == (study, context.user.user_name)
        window = self._furnish(context, place[2] if place is not None and same else None)
        self.doors.put_away(window.finder)

    def _furnish(self, context: Context, place: Place | None) -> MainWindow:
        """Build the window on an open study and show it, at a place where there is one."""
        from app.ui.desk import Desk
        from app.ui.window import MainWindow

        self._desk = Desk(
            context=context,
            texts=self.choices.texts,
            theme=self.choices.theme,
            operations=self.operations,
            settings=self.settings,
            parent=self,
        )
        self._desk.rebuild_wanted.connect(self._build_anew)
        window = self.window = MainWindow(self._desk)
        window.lock_wanted.connect(self.lock)
        window.scheme_wanted.connect(self.choices.choose_scheme)
        window.text_size_wanted.connect(self.choices.choose_text_size)
        window.density_wanted.connect(self.choices.choose_density)
        window.lock_after_wanted.connect(self._choose_lock_after)
        window.language_wanted.connect(self.choices.choose_language)
        window.closed.connect(self._on_window_closed)
        if place is not None:
            from app.ui.place import lead

            lead(window, place)
        window.show()
        QTimer.singleShot(0, self._desk, self._look_after)
        return window

    def _look_after(self) -> None:
        """What can wait until the window stands: the last backup in words, news of the way in."""
        if self._desk is not None and self.window is not None:
            from app.ui.welcome import welcome

            welcome(self._desk, self.window.column)

    def _on_window_closed(self) -> None:
        """Leave with the backup that is due; whoever waits long is told for what."""
        from app.ui.leaving import Leaving

        if self._desk is not None:
            self._desk.locking.emit()
        waiting = Leaving(self.choices.texts)
        waiting.done.connect(self._application.quit)
        self._leave(done=waiting.end)
        waiting.begin()

    def _leave(self, done: Callable[[], object] | None = None) -> None:
        """Take the window away; the worker backs up and closes its study behind what was asked before."""
        window, self.window = self.window, None
        desk, self._desk = self._desk, None
        if desk is None:
            return
        context, settings = desk.context, self.settings
        if self.idle is not None:
            self.idle.rest()
        from app.ui import darkness

        darkness.forget_clipboard()
        _put_away(window)
        desk.deleteLater()
        from app.ui.leaving import leave

        leave(context, operations=self.operations, settings=settings, owner=self, done=done)

    # choices

    def _on_dressed(self, theme: Theme) -> None:
        if self._desk is not None:
            self._desk.theme = theme
            self._desk.themed.emit()

    def _build_anew(self) -> None:
        """Other words, letters or rows: door and window come anew where they were, what was typed stays."""
        self.doors.speak(self.choices.texts)
        before, desk = self.window, self._desk
        if before is None or desk is None:
            return
        place, geometry = before.place(), before.saveGeometry()
        before.keep_drafts()
        self._furnish(desk.context, place).restoreGeometry(geometry)
        _put_away(before)
        desk.deleteLater()

    def _choose_lock_after(self, minutes: int) -> None:
        from app.ui.darkness import SETTING

        self.settings.put(SETTING, minutes)
        if self.idle is not None:
            self.idle.watch(minutes)

    # after the first paint

    def _painted(self) -> None:
        if self._options.exit_when_painted:
            self._application.exit(0)
            return
        from app import log
        from app.ui import place, warming
        from app.ui.widgets.emblem import emblem_icon

        log.begin(self.paths.log)
        spoken.install()
        self._application.setWindowIcon(emblem_icon(self.choices.theme))
        self.choices.complete()
        self._application.styleHints().colorSchemeChanged.connect(lambda _scheme: self.choices.dress())
        home = place.home_of(self.settings)
        self.operations.run(lambda: warming.warm_up(home), owner=self)

    def _on_fault(self, kind: type[BaseException], fault: BaseException, trace: TracebackType | None) -> None:
        import logging

        logging.getLogger(__name__).error("fault in the window", exc_info=(kind, fault, trace))
        self.operations.crashed.emit(kind.__name__)


def _put_away(widget: QWidget | None) -> None:
    if widget is not None:
        widget.hide()
        widget.deleteLater()
