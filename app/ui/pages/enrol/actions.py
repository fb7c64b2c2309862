"""The buttons under the steps, why the next one is not open yet, and the way to a screen failure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from app.ui import fonts
from app.ui.kept_line import KeptLine
from app.ui.pages.enrol.fields import TypedField
from app.ui.pages.enrol.keeping import FAILURE_KEY
from app.ui.pages.enrol.presenter import STEPS
from app.ui.widgets.buttons import Button
from app.ui.widgets.flow import Flow
from app.ui.widgets.labels import label

if TYPE_CHECKING:
    from app.ui.desk import Desk


KEYS = "Ctrl+Enter"


class Actions(QFrame):
    """Keep as screen failure, close, back, next; the rightmost is the page's one default button."""

    next_wanted = Signal()
    back_wanted = Signal()
    close_wanted = Signal()
    failure_given = Signal(str)  # the reason

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._texts = texts = desk.texts
        self.setProperty("panel", True)
        self.failure = Button(texts("enrol.screen_failure"))
        self.hindrance = label(role="secondary", wrap=True)
        self._next_is_due = self._pressed_early = False
        self._early = QShortcut(QKeySequence("Ctrl+Return"), self, self._press_early)
        self._early.setEnabled(False)
        self.close_button = Button(texts("enrol.close"), keys="Esc")
        self.back = Button(texts("enrol.back"))
        self.next = Button(texts("enrol.next.subject"), kind="primary", keys=KEYS)
        self.next.setDefault(True)
        self.failure.clicked.connect(self.open_failure)
        self.close_button.clicked.connect(self.close_wanted)
        self.back.clicked.connect(self.back_wanted)
        self.next.clicked.connect(self.next_wanted)
        for button in (self.close_button, self.next):
            button.show_keys(fonts.scaled(100) <= 100)  # the list of keys tells them, too
        line = Flow()
        line.setContentsMargins(12, 8, 12, 8)
        line.add(self.failure)
        line.add(self.hindrance, grows=True)
        ways = Flow()  # they stay together while there is room
        ways.add(self.close_button, self.back, self.next, right=True)
        line.add_row(ways, right=True)
        self._box = self._failure_box()
        self._kept = KeptLine(desk, self.reason)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(self._box)
        outer.addLayout(line)

    def show_step(self, at: int, *, hindrance: str, busy: bool, waits: bool = False) -> None:
        """Name the next step and say what hinders it. `waits`: what was typed last is still being checked."""
        last = at == len(STEPS) - 1
        self.next.setText(self._texts("enrol.enrol" if last else f"enrol.next.{STEPS[at + 1]}"))
        self.next.setShortcut(QKeySequence("Ctrl+Return"))  # a new text takes it away
        self.next.setEnabled(not hindrance and not busy)
        self.next.setToolTip(hindrance)
        self.next.setAccessibleDescription(hindrance)
        self.back.setVisible(at > 0)
        self.back.setEnabled(not busy)
        self.hindrance.setText(hindrance)
        self._early.setEnabled(waits and not self.next.isEnabled())
        if self._pressed_early and self.next.isEnabled():
            QTimer.singleShot(0, self, self._press)
        elif not waits:
            self._pressed_early = False
        if self._next_is_due and self.next.isEnabled():
            self.lead_on()

    def lead_on(self) -> None:
        """The last field is done: the focus goes to the next step's button, at once or when it opens."""
        self._next_is_due = not self.next.isEnabled()
        if not self._next_is_due:
            self.next.setFocus(Qt.FocusReason.OtherFocusReason)

    def stay(self) -> None:
        """A field is in hand again."""
        self._next_is_due = self._pressed_early = False

    def _press_early(self) -> None:
        """The keys of the next step, before what was typed is checked: the step opens once it is."""
        self._pressed_early = True

    def _press(self) -> None:
        if self._pressed_early:
            self._pressed_early = False
            self.next.click()

    def allow_failure(self, hindrance: str) -> None:
        """Open or bar the way to a screen failure, with the reason as tooltip."""
        self.failure.setEnabled(not hindrance)
        self.failure.setToolTip(hindrance)
        self.failure.setAccessibleDescription(hindrance)

    def open_failure(self) -> None:
        """Ask for the reason."""
        self._box.show()
        self._kept.about(FAILURE_KEY)
        self.reason.setFocus(Qt.FocusReason.OtherFocusReason)

    def close_failure(self) -> bool:
        """Put the question away; whether it was there."""
        was_open = not self._box.isHidden()
        self._box.hide()
        return was_open

    def forget(self) -> None:
        """Another person's enrolment begins: the reason of the one before goes."""
        self._kept.discard()
        self.reason.clear()
        self._box.hide()

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
