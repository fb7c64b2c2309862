"""A small form before the window: fields with words beside them, work in the worker, a way back."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QCloseEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from app.ui.failed import failure
from app.ui.widgets.busy import BusyBar
from app.ui.widgets.buttons import Button
from app.ui.widgets.emblem import door_head
from app.ui.widgets.field import Field
from app.ui.widgets.fit import fit
from app.ui.widgets.notice import NoticeStrip
from app.ui.widgets.secret_field import SecretField, lead_to, shows_last
from app.ui.widgets.tab_order import enter_leads, set_aside

if TYPE_CHECKING:
    from app.i18n import Texts
    from app.services.context import Context, ServiceError
    from app.ui.operations import Operations

WIDTH = 480


class DoorForm(QWidget):
    """`opened` carries the Context on. `fields` maps a field to whether it is a secret."""

    opened = Signal(object)
    back_wanted = Signal()
    closed = Signal()

    def __init__(
        self, area: str, fields: dict[str, bool], *, texts: Texts, operations: Operations, height: int
    ) -> None:
        super().__init__()
        self._area = area
        self._texts = texts
        self._operations = operations
        self._height = height
        self.setWindowTitle(texts("common.program"))
        self.inputs: dict[str, QLineEdit] = {
            key: SecretField(texts, parent=self) if secret else QLineEdit(self)
            for key, secret in fields.items()
        }
        self.fields = {key: Field(texts(f"{area}.{key}"), self.inputs[key], parent=self) for key in fields}
        self.strip = NoticeStrip(texts, closable=False, parent=self)
        self.busy = BusyBar(self)
        self.back = Button(texts(f"{area}.back"), parent=self)
        self.finish = Button(texts(f"{area}.finish"), kind="primary", parent=self)
        self._lay_out()
        shows_last(self.inputs.values())
        self._connect()
        self._fit()

    def problems(self) -> dict[str, str]:
        """Field → code of what hinders; each form answers for itself."""
        return {}

    def work(self) -> Callable[[], Context]:
        """What is done in the worker when nothing hinders; each form answers for itself."""
        raise TypeError(type(self).__name__)

    def try_it(self) -> None:
        """Do the work when nothing stands against it."""
        if not self.finish.isEnabled() or self._show_problems():
            return
        self._be_busy(on=True)
        self._operations.run(self.work(), owner=self, done=self._done, failed=self._refused)

    def show_refusal(self, error: ServiceError) -> None:
        """Say in the strip why nothing came of it."""
        self.strip.show_notice(failure(self._texts, error))
        self._fit()

    def _done(self, context: Context) -> None:
        for field in self.inputs.values():
            field.clear()
        self._be_busy(on=False)
        self.opened.emit(context)

    def _refused(self, error: ServiceError) -> None:
        self._be_busy(on=False)
        self.show_refusal(error)

    def _show_problems(self) -> bool:
        found = self.problems()
        for key, field in self.fields.items():
            field.show_problem(self._texts(f"errors.{found[key]}") if key in found else "")
        first = next((key for key in self.fields if key in found), None)
        if first is not None:
            lead_to(self.inputs[first])
        self._fit()
        return first is not None

    def _fit(self) -> None:
        """As high as the words need at this width: lines under fields come and go."""
        layout = self.layout()
        needed = layout.totalHeightForWidth(WIDTH) if layout is not None else 0
        fit(self, WIDTH, max(self._height, needed))

    def _be_busy(self, *, on: bool) -> None:
        if on:
            self._give_back = set_aside(self)
        self.finish.setText(self._texts(f"{self._area}.{'working' if on else 'finish'}"))
        for control in (self.finish, self.back, *self.inputs.values()):
            control.setEnabled(not on)
        (self.busy.begin if on else self.busy.end)()
        if on:
            self.strip.clear()
        else:
            self._give_back()

    def _connect(self) -> None:
        inputs = list(self.inputs.values())
        for before, after in pairwise(inputs):
            enter_leads(before, after)
        inputs[-1].returnPressed.connect(self.try_it)
        for key, field in self.inputs.items():
            field.textEdited.connect(lambda _text, which=key: self.fields[which].clear_problem())
        self.finish.clicked.connect(self.try_it)
        self.back.clicked.connect(self.back_wanted)

    def _lay_out(self) -> None:
        texts = self._texts
        head = door_head(texts(f"{self._area}.title"), texts(f"{self._area}.about"), parent=self)
        buttons = QHBoxLayout()
        buttons.addWidget(self.back)
        buttons.addStretch(1)
        buttons.addWidget(self.finish)
        page = QVBoxLayout(self)
        page.setContentsMargins(32, 28, 32, 24)
        page.setSpacing(12)
        page.addLayout(head)
        for field in self.fields.values():
            page.addWidget(field)
        page.addWidget(self.strip)
        page.addWidget(self.busy)
        page.addStretch(1)
        page.addLayout(buttons)

    # Qt overrides

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        empty = next((field for field in self.inputs.values() if not field.text()), None)
        if empty is not None:
            empty.setFocus()

    def closeEvent(self, event: QCloseEvent) -> None:
        super().closeEvent(event)
        self.closed.emit()
