"""The buttons under the steps, why the next one is not open yet, and the way to a screen failure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from app.ui.pages.enrol.fields import TypedField
from app.ui.pages.enrol.presenter import STEPS
from app.ui.widgets.buttons import Button
from app.ui.widgets.elided import Elided
from app.ui.widgets.labels import label

if TYPE_CHECKING:
    from app.i18n import Texts

LEAST_WORDS = 120  # pixels for why the next step is not open


class Actions(QFrame):
    """Keep as screen failure, close, back, next; the rightmost is the page's one default button."""

    next_wanted = Signal()
    back_wanted = Signal()
    close_wanted = Signal()
    failure_given = Signal(str)  # the reason

    def __init__(self, texts: Texts) -> None:
        super().__init__()
        self._texts = texts
        self.setProperty("panel", True)
        self.failure = Button(texts("enrol.screen_failure"))
        self.hindrance = Elided()
        self.close_button = Button(texts("enrol.close"), keys="Esc")
        self.back = Button(texts("enrol.back"))
        self.next = Button(texts("enrol.next.subject"), kind="primary")
        self.next.setDefault(True)
        self.failure.clicked.connect(self.open_failure)
        self.close_button.clicked.connect(self.close_wanted)
        self.back.clicked.connect(self.back_wanted)
        self.next.clicked.connect(self.next_wanted)
        line = self._line = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        line.setContentsMargins(12, 8, 12, 8)
        line.setSpacing(8)
        line.addLayout(_row(self.failure, self.hindrance), 1)
        line.addLayout(_row(None, self.close_button, self.back, self.next))
        self._box = self._failure_box()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(self._box)
        outer.addLayout(line)

    def show_step(self, at: int, *, hindrance: str, busy: bool) -> None:
        """Name the next step and say what hinders it."""
        last = at == len(STEPS) - 1
        self.next.setText(self._texts("enrol.enrol" if last else f"enrol.next.{STEPS[at + 1]}"))
        self.next.setEnabled(not hindrance and not busy)
        self.next.setToolTip(hindrance)
        self.next.setAccessibleDescription(hindrance)
        self.back.setEnabled(at > 0 and not busy)
        self.hindrance.set_text(hindrance)
        self._fit()

    def allow_failure(self, hindrance: str) -> None:
        """Open or bar the way to a screen failure, with the reason as tooltip."""
        self.failure.setEnabled(not hindrance)
        self.failure.setToolTip(hindrance)
        self.failure.setAccessibleDescription(hindrance)

    def open_failure(self) -> None:
        """Ask for the reason."""
        self._box.show()
        self.reason.setFocus(Qt.FocusReason.OtherFocusReason)

    def close_failure(self) -> bool:
        """Put the question away; whether it was there."""
        was_open = not self._box.isHidden()
        self._box.hide()
        return was_open

    def _fit(self) -> None:
        """Two lines where large text or a narrow window leave no room for one."""
        buttons = (self.failure, self.close_button, self.back, self.next)
        one = sum(button.sizeHint().width() + 8 for button in buttons) + 24 + LEAST_WORDS <= self.width()
        direction = QBoxLayout.Direction.LeftToRight if one else QBoxLayout.Direction.TopToBottom
        if self._line.direction() != direction:
            self._line.setDirection(direction)

    def _failure_box(self) -> QWidget:
        texts = self._texts
        box = QWidget()
        layout = QVBoxLayout(box)
        layout.setContentsMargins(12, 10, 12, 0)
        layout.setSpacing(8)
        layout.addWidget(label(texts("enrol.failure.title"), role="section"))
        layout.addWidget(label(texts("enrol.failure.about"), role="about", wrap=True))
        self.reason = QLineEdit()
        self.reason.setPlaceholderText(texts("enrol.failure.hint"))
        self._reason_field = TypedField(texts("enrol.failure.reason"), self.reason)
        self.reason.returnPressed.connect(self._keep)
        self.keep = Button(texts("enrol.failure.keep"))
        self.keep.clicked.connect(self._keep)
        self.leave = Button(texts("enrol.failure.back"))
        self.leave.clicked.connect(self.close_failure)
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(self._reason_field, 1)
        for button in (self.leave, self.keep):
            line.addWidget(button, 0, Qt.AlignmentFlag.AlignBottom)
        layout.addLayout(line)
        box.hide()
        return box

    def _keep(self) -> None:
        reason = self.reason.text().strip()
        if reason:
            self._reason_field.show_problem("")
            self.failure_given.emit(reason)
        else:
            self._reason_field.show_problem(self._texts("enrol.failure.reason_missing"))
            self.reason.setFocus()

    # Qt overrides

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()


def _row(*parts: QWidget | None) -> QHBoxLayout:
    """Parts beside each other; None is room to spare."""
    row = QHBoxLayout()
    row.setSpacing(8)
    for part in parts:
        if part is None:
            row.addStretch(1)
        else:
            row.addWidget(part, 1 if isinstance(part, Elided) else 0)
    return row
