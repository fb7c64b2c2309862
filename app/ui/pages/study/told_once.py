"""One-time passphrases: shown until the administrator says that they are passed on, and never again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from app.ui import fonts
from app.ui.widgets.buttons import Button
from app.ui.widgets.labels import label
from app.ui.widgets.tab_order import follow

if TYPE_CHECKING:
    from collections.abc import Mapping

    from app.i18n import Texts

_SELECTABLE = Qt.TextInteractionFlag.TextSelectableByKeyboard | Qt.TextInteractionFlag.TextSelectableByMouse


class ToldOnce(QFrame):
    """User names with their one-time passphrases."""

    passed_on = Signal()

    def __init__(self, texts: Texts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._texts = texts
        self.setProperty("strip", "done")
        self.about = label(texts("users.once_about"), wrap=True, parent=self)
        self.done = Button(texts("users.once_done"), kind="primary", parent=self)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(20)
        self._made: list[QLabel] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 10, 12, 10)
        column.setSpacing(8)
        column.addWidget(self.about)
        row = QHBoxLayout()
        row.addLayout(self._grid)
        row.addStretch(1)
        row.addWidget(self.done, 0, Qt.AlignmentFlag.AlignBottom)
        column.addLayout(row)
        self.done.clicked.connect(self.forget)
        self.hide()

    @property
    def secrets(self) -> dict[str, str]:
        """What is shown: user name → one-time passphrase."""
        texts = [made.text() for made in self._made]
        return dict(zip(texts[::2], texts[1::2], strict=True))

    def tell(self, secrets: Mapping[str, str]) -> None:
        """Show passphrases by user name."""
        self.forget()
        for place, (name, secret) in enumerate(secrets.items()):
            who, what = label(name, parent=self), label(secret, parent=self)
            who.setFont(fonts.sized(11))
            what.setFont(fonts.sized(13, bold=True))
            what.setAccessibleName(self._texts("users.once_said", user=name, secret=secret))
            what.setTextInteractionFlags(_SELECTABLE)
            self._grid.addWidget(who, place, 0)
            self._grid.addWidget(what, place, 1)
            self._made += [who, what]
        self.show()
        follow(self.done, self._made[1::2])
        if self._made:  # not the button: a second Enter behind "Add user" took them away unread
            self._made[1].setFocus(Qt.FocusReason.OtherFocusReason)
            self._made[1].setSelection(0, len(self._made[1].text()))

    def forget(self) -> None:
        """Take the passphrases away."""
        shown = bool(self._made)
        for made in self._made:
            made.setText("")
            made.setAccessibleName("")
            made.hide()
            made.deleteLater()
        self._made = []
        self.hide()
        if shown:
            self.passed_on.emit()
