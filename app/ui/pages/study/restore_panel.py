"""Restoring a backup: what would be lost by counts and lines, then a reason and the passphrase."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QAbstractItemView, QListWidget, QWidget

from app.i18n import backups as said
from app.services import backups
from app.ui import fonts, words
from app.ui.failed import failure
from app.ui.pages.study.inline_form import SECRET, TEXT, InlineForm
from app.ui.widgets.labels import label
from app.ui.widgets.panel import Panel

if TYPE_CHECKING:
    from app.services.backups import Difference
    from app.services.context import Changes, ServiceError
    from app.ui.desk import Desk

_SHOWN = 8


class RestorePanel(Panel):
    """Opens below the list of backups; nothing changes before its last button."""

    shown = Signal()
    put_away = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        texts = desk.texts
        super().__init__(texts("backups.lost_list"), parent=parent)
        self._desk = desk
        self._texts = texts
        self._backup, self._when = Path(), ""
        self._old = ""  # the passphrase of the backup's time, where its key is another one
        self._round = 0
        self.counts = label(role="strong", wrap=True, parent=self)
        self.lines = QListWidget(self)
        self.lines.setAccessibleName(texts("backups.lost_list"))
        self.lines.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.about = label(texts("backups.aside"), role="about", wrap=True, parent=self)
        self.key = InlineForm("restore_key", {"old": SECRET}, texts=texts, problems=_untyped("old"))
        self.form = InlineForm(
            "restore_form",
            {"reason": TEXT, "passphrase": SECRET},
            texts=texts,
            problems=_untyped("reason", "passphrase"),
        )
        self.body.setSpacing(8)
        for part in (self.counts, self.lines, self.about, self.key, self.form):
            self.body.addWidget(part)
        self.key.finished.connect(lambda given: self._ask(given["old"]))
        self.form.finished.connect(self._restore)
        for form in (self.key, self.form):
            form.closed.connect(self._on_closed)
        self.hide()

    def ask(self, backup: Path, when: str) -> None:
        """Tell what restoring a backup would change."""
        self._backup, self._when = backup, when
        self.title.setText(self._texts("backups.preview_title", when=when))
        self.forget()
        self.show()
        self.counts.setText(self._texts("backups.preview_reading"))
        self._ask("")

    def forget(self) -> None:
        """Take away what is typed and shown."""
        self._round += 1
        self._old = ""
        for form in (self.key, self.form):
            form.forget()
            form.hide()
        self.lines.clear()
        self.lines.hide()
        self.about.hide()
        self.counts.setText("")
        self.hide()

    def _ask(self, old: str) -> None:
        self._old = old
        self._round += 1
        asked, context, path = self._round, self._desk.context, self._backup
        self._desk.operations.run(
            lambda: backups.preview(context, path, passphrase=old),
            owner=self,
            done=lambda found: self._show(asked, found),
            failed=lambda error: self._refused(asked, error),
        )

    def _show(self, asked: int, found: Difference) -> None:
        if asked != self._round:
            return
        self.key.forget()
        self.key.hide()
        self.counts.setText(said.counts(self._texts, found))
        self.lines.clear()
        for line in found.lines:
            self.lines.addItem(said.lost_line(self._texts, line))
        if found.more:
            self.lines.addItem(self._texts("backups.more", n=found.more))
        rows = min(self.lines.count(), _SHOWN)
        self.lines.setFixedHeight(rows * max(self.lines.sizeHintForRow(0), fonts.scaled(20)) + 8)
        self.lines.setVisible(rows > 0)
        self.about.show()
        self.form.keep_as(self._desk, f"restore:{self._backup.name}")
        self.form.ask()
        self.shown.emit()

    def _refused(self, asked: int, error: ServiceError) -> None:
        if asked != self._round:
            return
        if error.code == "backup_other_key" or (self._old and error.code == "cannot_unlock"):
            self.counts.setText(words.refusal(self._texts, error))
            self.key.ask()
            self.shown.emit()
            return
        self._on_closed()  # there is nothing to answer
        why = words.refusal(self._texts, error)
        if self._when not in why:  # the news stays while another backup is asked about
            why = self._texts("backups.preview_refused", when=self._when, why=why)
        self._desk.noticed.emit(failure(self._texts, error, why))

    def _restore(self, given: Mapping[str, str]) -> None:
        context, path, old = self._desk.context, self._backup, self._old
        self._desk.operations.beside().run(
            lambda: backups.restore(
                context,
                path,
                passphrase=given["passphrase"],
                reason=given["reason"],
                old_passphrase=old,
            ),
            owner=self,
            done=self._done,
            failed=self.form.show_refusal,
        )

    def _done(self, _changes: Changes) -> None:
        self.forget()
        self._desk.lock_wanted.emit(self._texts("backups.restored"))

    def _on_closed(self) -> None:
        self.forget()
        self.put_away.emit()


def _untyped(*fields: str) -> Callable[[dict[str, str]], dict[str, str]]:
    def problems(given: dict[str, str]) -> dict[str, str]:
        return {field: f"{field}_missing" for field in fields if not given[field].strip()}

    return problems
