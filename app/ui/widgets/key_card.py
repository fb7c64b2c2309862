"""A secret that is told once: in large groups, with the ways to keep it and one to say that it is kept."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from app.ui import fonts
from app.ui.widgets.buttons import Button
from app.ui.widgets.labels import label, set_role

if TYPE_CHECKING:
    from app.i18n import Texts

_GROUPS_A_LINE = 3


class KeyCard(QFrame):
    """The recovery key, with Print…, Save… and "I have kept it"."""

    kept = Signal()

    def __init__(self, texts: Texts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._texts = texts
        self._about = ("", "", "")  # study, key, day
        self.setProperty("panel", True)
        self.ask_path: Callable[[], Path | None] = self._ask_path
        self._groups = QGridLayout()
        self._groups.setHorizontalSpacing(28)
        self._groups.setVerticalSpacing(8)
        self._shown: list[QLabel] = []
        self.state = label(role="secondary", wrap=True, parent=self)
        self.print_button = Button(texts("recovery.print"), parent=self)
        self.save_button = Button(texts("recovery.save"), parent=self)
        self.kept_button = Button(texts("recovery.kept"), kind="primary", parent=self)
        self._lay_out()
        self.print_button.clicked.connect(self._print)
        self.save_button.clicked.connect(self._save)
        self.kept_button.clicked.connect(self._on_kept)

    @property
    def key(self) -> str:
        """The key that is shown, "" when there is none."""
        return self._about[1]

    def show_key(self, key: str, *, study: str, day: str) -> None:
        """Show a key."""
        self._about = (study, key, day)
        self.setAccessibleName(self._texts("recovery.key_said", key=key))
        for place, group in enumerate(key.split("-")):
            made = label(group, parent=self)
            made.setFont(fonts.sized(15, bold=True))
            self._groups.addWidget(made, place // _GROUPS_A_LINE, place % _GROUPS_A_LINE)
            self._shown.append(made)
        self.state.setText("")

    def forget(self) -> None:
        """Take the key away."""
        self._about = ("", "", "")
        self.setAccessibleName("")
        for made in self._shown:
            made.setText("")
            made.hide()
            made.deleteLater()
        self._shown = []

    def _on_kept(self) -> None:
        self.forget()
        self.kept.emit()

    def _print(self) -> None:
        from app.ui import key_paper

        study, key, day = self._about
        if key_paper.send(self, study=study, key=key, day=day, texts=self._texts):
            self._say("recovery.printed", role="secondary")

    def _save(self) -> None:
        from app.ui import key_paper

        path = self.ask_path()
        if path is None:
            return
        study, key, day = self._about
        done = key_paper.save(path, study=study, key=key, day=day, texts=self._texts)
        self._say("recovery.saved" if done else "recovery.not_saved", role="secondary" if done else "problem")

    def _ask_path(self) -> Path | None:
        from app.ui import key_paper

        return key_paper.ask_path(self, self._texts)

    def _say(self, code: str, *, role: str) -> None:
        set_role(self.state, role)
        self.state.setText(self._texts(code))

    def _lay_out(self) -> None:
        keys = QHBoxLayout()
        keys.addLayout(self._groups)
        keys.addStretch(1)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.print_button)
        buttons.addWidget(self.save_button)
        buttons.addStretch(1)
        buttons.addWidget(self.kept_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(12)
        column.addWidget(label(self._texts("recovery.about"), wrap=True, parent=self))
        column.addLayout(keys)
        column.addWidget(self.state)
        column.addLayout(buttons)
