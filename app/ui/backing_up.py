"""Backups while the window is open: the one that is due after a change, the last one in words."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from app.services import backups
from app.ui import words
from app.ui.desk import Notice

if TYPE_CHECKING:
    from app.services.context import Context, ServiceError
    from app.settings import Settings
    from app.ui.desk import Desk


def second_place(settings: Settings, study: str) -> Path | None:
    """The folder for second copies of a study file, None when there is none."""
    kept = settings.get(f"backup_place.{study}", "")
    return Path(kept) if kept else None


def choose_second_place(settings: Settings, study: str, folder: Path | None) -> None:
    """Keep another folder for second copies, or none."""
    settings.put(f"backup_place.{study}", "" if folder is None else str(folder))


class BackingUp(QObject):
    """Listens to changes; works beside the worker of the pages, so that nobody waits for a backup."""

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent or desk)
        self._desk = desk
        self._work = desk.operations.beside()
        self._day: date | None = None  # of the newest backup that is known
        self._busy = False
        desk.changed.connect(lambda _changes: self.look())
        desk.backed_up.connect(self._say)

    def begin(self) -> None:
        """Say when the last backup was made; a trouble on leaving is told now."""
        context = self._desk.context
        name = context.db.path.name
        code = self._desk.settings.get(f"backup_failed.{name}", "")
        if code:
            why = words.no_backup(self._desk.texts, str(code))
            self._desk.noticed.emit(Notice("warning", self._desk.texts("backups.failed", why=why)))
        self._work.run(
            lambda: backups.listing(context),
            owner=self,
            done=lambda rows: self._say(rows[0] if rows else None),
            failed=lambda _error: self._say(None),
        )

    def look(self) -> None:
        """Make the backup that is due; at most one a day, and one at a time."""
        context = self._desk.context
        if self._busy or self._day == context.today() or context.read_only:
            return
        self._busy = True
        second = second_place(self._desk.settings, context.db.path.name)
        self._work.run(lambda: keep_if_due(context, second), owner=self, done=self._done, failed=self._failed)

    def _done(self, made: backups.Made | None) -> None:
        self._busy = False
        if made is None:
            return
        remember_trouble(self._desk.settings, self._desk.context.db.path.name, "")
        if made.trouble:
            why = words.no_backup(self._desk.texts, made.trouble)
            self._desk.noticed.emit(Notice("warning", self._desk.texts("backups.made_trouble", why=why)))
        self._desk.backed_up.emit(made.here)

    def _failed(self, error: ServiceError) -> None:
        self._busy = False
        texts = self._desk.texts
        why = words.no_backup(texts, error.code, **error.params)
        self._desk.noticed.emit(Notice("warning", texts("backups.failed", why=why)))
        self._desk.backup_said.emit(texts("backups.last_failed"))

    def _say(self, row: backups.BackupRow | None) -> None:
        texts = self._desk.texts
        if row is None:
            self._desk.backup_said.emit(texts("backups.last_none"))
            return
        made = row.made_at.astimezone()
        self._day = made.date()
        when = f"{texts.short_date(made.date())} {made:%H:%M}"
        self._desk.backup_said.emit(texts("backups.last", when=when))


def keep_if_due(context: Context, second: Path | None) -> backups.Made | None:
    """The backup of the day's first change, None when it is there. For a worker."""
    why = backups.due(context)
    return backups.keep(context, why=why, second=second) if why else None


def remember_trouble(settings: Settings, study: str, code: str) -> None:
    """Keep why the last backup on leaving failed, to tell it at the next start; "" forgets."""
    settings.put(f"backup_failed.{study}", code)
