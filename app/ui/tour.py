"""The first-run tour: a quiet strip of steps above the page. Nothing waits for it; it goes when sent away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from app.ui.widgets.buttons import Button
from app.ui.widgets.labels import label

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.i18n import Texts
    from app.settings import Settings

SETTING = "tour"
DUE, DONE = "due", "done"
# Step → the page that it speaks of, "" for the one in front.
STEPS = {"today": "today", "subjects": "subjects", "find": "", "keys": "", "backup": "study"}


def is_due(settings: Settings) -> bool:
    """Whether the study was just made here and the tour not yet sent away."""
    return settings.get(SETTING, "") == DUE


class Tour(QFrame):
    """One step at a time: what stands where, with the way to it."""

    page_wanted = Signal(str)
    left = Signal()

    def __init__(
        self, texts: Texts, settings: Settings, parent: QWidget, *, current: Callable[[], str]
    ) -> None:
        super().__init__(parent)
        self._texts = texts
        self._settings = settings
        self._at = 0
        self._current = current
        self.setProperty("strip", "done")
        self.setAccessibleName(texts("tour.name"))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.place = label(role="secondary", parent=self)
        self.sentence = label(wrap=True, parent=self)
        self.show_button = Button(texts("tour.show"), kind="link", parent=self)
        self.next_button = Button("", dense=True, parent=self)
        self.leave_button = Button(texts("tour.leave"), kind="quiet", parent=self)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 4, 8, 4)
        row.setSpacing(10)
        row.addWidget(self.place)
        row.addWidget(self.sentence, 1)
        for button in (self.show_button, self.next_button, self.leave_button):
            row.addWidget(button)
        self.show_button.clicked.connect(lambda: self.page_wanted.emit(STEPS[self.step]))
        self.next_button.clicked.connect(self._go_on)
        self.leave_button.clicked.connect(self.leave)
        self._say()

    @property
    def step(self) -> str:
        """The step in front."""
        return list(STEPS)[self._at]

    def offer_way(self) -> None:
        """Show the way to the page of the step, unless that is in front already."""
        self.show_button.setVisible(STEPS[self.step] not in ("", self._current()))

    def leave(self) -> None:
        """End the tour; it comes back only from the Help menu."""
        self._settings.put(SETTING, DONE)
        self.hide()
        self.left.emit()

    def _go_on(self) -> None:
        if self._at + 1 == len(STEPS):
            self.leave()
            return
        self._at += 1
        self._say()

    def _say(self) -> None:
        texts, last = self._texts, self._at + 1 == len(STEPS)
        self.place.setText(texts("tour.place", number=self._at + 1, count=len(STEPS)))
        self.sentence.setText(texts(f"tour.step_{self.step}"))
        self.setAccessibleDescription(self.sentence.text())
        self.offer_way()
        self.next_button.setText(texts("tour.done" if last else "tour.next"))
        self.leave_button.setVisible(not last)

    # Qt overrides

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._go_on()  # F6 leads to the strip itself
        else:
            super().keyPressEvent(event)
