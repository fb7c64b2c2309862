"""Nothing to show: one sentence and one action."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QFrame, QVBoxLayout, QWidget

from app.ui.widgets.buttons import Button
from app.ui.widgets.labels import label


class EmptyState(QFrame):
    """Stands where the content would stand."""

    action_wanted = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("panel", True)
        column = QVBoxLayout(self)
        column.setSpacing(12)
        self.sentence = label(wrap=True, parent=self)
        self.sentence.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.action = Button("", parent=self)
        self.action.clicked.connect(self.action_wanted)
        column.addStretch(2)
        column.addWidget(self.sentence)
        column.addWidget(self.action, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(3)

    def show_state(self, sentence: str, action: str = "") -> None:
        """Say why there is nothing, and what to do."""
        self.sentence.setText(sentence)
        self.action.setText(action)
        self.action.setVisible(bool(action))
        self.setAccessibleName(sentence)

    def take_over(self, part: QWidget) -> None:
        """Stand in the place of a part of the page, with the focus that is in it."""
        self.setVisible(True)
        focused = QApplication.focusWidget()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        if focused is not None and part.isAncestorOf(focused):
            self.setFocus(Qt.FocusReason.OtherFocusReason)
        part.setVisible(False)
