"""The first thing after a new study: its recovery key, told once, before the window opens."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QCloseEvent, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.ui.widgets.emblem import door_head
from app.ui.widgets.fit import fit
from app.ui.widgets.key_card import KeyCard

if TYPE_CHECKING:
    from app.i18n import Texts
    from app.services.context import Context

WIDTH, HEIGHT = 560, 440


class RecoveryKeyPage(QWidget):
    """A window of its own. `opened` carries the Context on once the key is kept."""

    opened = Signal(object)
    closed = Signal()

    def __init__(self, *, context: Context, key: str, texts: Texts) -> None:
        super().__init__()
        self.setWindowTitle(texts("common.program"))
        self.card = KeyCard(texts, self)
        self.card.show_key(key, study=context.study.name, day=texts.date(context.today()))
        head = door_head(texts("recovery.title"), texts("recovery.subtitle"), parent=self)
        page = QVBoxLayout(self)
        page.setContentsMargins(32, 28, 32, 24)
        page.setSpacing(16)
        page.addLayout(head)
        page.addWidget(self.card, 1)
        fit(self, WIDTH, HEIGHT)
        self.card.kept.connect(lambda: self.opened.emit(context))

    # Qt overrides

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.card.print_button.setFocus()

    def closeEvent(self, event: QCloseEvent) -> None:
        super().closeEvent(event)
        self.card.forget()
        self.closed.emit()
