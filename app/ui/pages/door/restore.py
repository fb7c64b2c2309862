"""The door for a study that no longer opens: a backup takes its place, by an administrator's passphrase."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QVBoxLayout

from app.i18n import backups as said
from app.services import backups
from app.services.context import now
from app.ui.pages.door.form import DoorForm
from app.ui.widgets.buttons import Button
from app.ui.widgets.choice_box import ChoiceBox
from app.ui.widgets.field import Field
from app.ui.widgets.secret_field import shows_last
from app.ui.widgets.tab_order import through

if TYPE_CHECKING:
    from app.i18n import Texts
    from app.services.backups import BackupRow
    from app.ui.operations import Operations


class RestorePage(DoorForm):
    """Which backup, who, why. The backups beside the study are offered, newest first."""

    restored = Signal()

    def __init__(self, *, path: Path, user_name: str, texts: Texts, operations: Operations) -> None:
        self._path = path
        self.backup = ChoiceBox()
        super().__init__(
            "restore_door",
            {"user_name": False, "passphrase": True, "reason": False},
            texts=texts,
            operations=operations,
            height=470,
        )
        self.other = Button(texts("backups.other"), kind="link", parent=self)
        self.inputs["user_name"].setText(user_name)
        page = self.layout()
        if isinstance(page, QVBoxLayout):
            page.insertWidget(1, Field(texts("restore_door.backup"), self.backup, parent=self))
            page.insertWidget(2, self.other, 0, Qt.AlignmentFlag.AlignLeft)
        self.other.clicked.connect(self._choose_other)
        through(self.backup, self.other, *self.inputs.values(), self.strip, self.back, self.finish)
        shows_last(self.inputs.values())
        self._fit()
        operations.run(lambda: backups.found_at(path), owner=self, done=self._offer)

    def problems(self) -> dict[str, str]:
        """Field → code of what is missing."""
        empty = {key: f"{key}_missing" for key, made in self.inputs.items() if not made.text().strip()}
        codes = {"reason_missing": "restore_reason_missing", "passphrase_missing": "passphrase_untyped"}
        return {key: codes.get(code, code) for key, code in empty.items()}

    def try_it(self) -> None:
        """Restore when nothing stands against it."""
        if not self.finish.isEnabled() or self._show_problems() or self.backup.currentData() is None:
            return
        self._be_busy(on=True)
        self._operations.run(self._restore(), owner=self, done=self._on_restored, failed=self._refused)

    def choose(self, backup: Path) -> None:
        """Offer a file that lies elsewhere, and take it."""
        self.backup.insertItem(0, backup.name, str(backup))
        self.backup.setCurrentIndex(0)

    def _restore(self) -> Callable[[], None]:
        given = {key: made.text() for key, made in self.inputs.items()}
        path, backup = self._path, Path(self.backup.code)
        return lambda: backups.restore_closed(
            path,
            backup,
            user_name=given["user_name"].strip(),
            passphrase=given["passphrase"],
            reason=given["reason"],
            clock=now,
        )

    def _on_restored(self, _nothing: None) -> None:
        for field in self.inputs.values():
            field.clear()
        self._be_busy(on=False)
        self.restored.emit()

    def _offer(self, rows: tuple[BackupRow, ...]) -> None:
        texts = self._texts
        for row in rows:
            when = texts.moment(row.made_at.astimezone())
            self.backup.addItem(f"{when} · {said.size(texts, row.size)}", str(row.path))
        if not rows:
            self.backup.setPlaceholderText(texts("restore_door.none"))
            self.backup.setCurrentIndex(-1)

    def _choose_other(self) -> None:
        chosen, _kind = QFileDialog.getOpenFileName(
            self,
            self._texts("backups.other_title"),
            str(self._path.parent),
            self._texts("backups.file_kind"),
        )
        if chosen:
            self.choose(Path(chosen))
