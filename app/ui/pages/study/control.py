"""What the study asks of its data: after how many days an entry is late, whether counts are typed twice."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from app.services import access, controlling
from app.services.visits import Reason
from app.ui.desk import Notice
from app.ui.failed import failure
from app.ui.kept_fields import KeptFields
from app.ui.widgets.broken_check import BrokenCheck
from app.ui.widgets.buttons import Button
from app.ui.widgets.field import Field
from app.ui.widgets.labels import label
from app.ui.widgets.notice import NoticeStrip

if TYPE_CHECKING:
    from app.services.context import Changes, ServiceError
    from app.services.contracts.control import Settings
    from app.ui.desk import Desk


class ControlTab(QScrollArea):
    """Two settings and the reason of their change; others than administrators read them."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._known: Settings | None = None
        texts = desk.texts
        self.setAccessibleName(texts("data_control.title"))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # what it holds is brought into sight as Tab comes there
        self.strip = NoticeStrip(texts, parent=self)
        self.days = QLineEdit(self)
        self.days.setFixedWidth(self.fontMetrics().horizontalAdvance("0") * 10)
        self.days_field = Field(texts("data_control.late_days"), self.days, parent=self)
        self.second = BrokenCheck(texts("data_control.second"), self)
        self.second.setSizePolicy(
            QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed
        )  # Qt never narrows a box
        self.reason = QLineEdit(self)
        self.reason_field = Field(texts("data_control.reason"), self.reason, parent=self)
        self._kept = KeptFields(desk, {"days": self.days, "second": self.second, "reason": self.reason}, self)
        self.save = Button(texts("data_control.save"), kind="primary", parent=self)
        self._lay_out()
        self.save.clicked.connect(self._save)
        self.reason.returnPressed.connect(self._save)
        self.strip.action_wanted.connect(self.read)

    def begin(self) -> None:
        """The tab comes to the front."""
        self.days.setFocus()

    def read(self) -> None:
        """Read the settings."""
        context = self._desk.context
        self._desk.operations.run(
            lambda: controlling.settings(context), owner=self, done=self._show, failed=self._on_refused
        )

    def _show(self, settings: Settings) -> None:
        if self._known == settings and not self._kept.over:
            return  # what is being typed stays
        self._kept.flush()
        self._known = settings
        self.days.setText(str(settings.late_entry_days))
        self.second.setChecked(settings.second_entry)
        self.reason.clear()
        if not self.save.isHidden():
            self._kept.about("study:control")

    def keep_draft(self) -> None:
        """Keep what is typed, at once."""
        self._kept.flush()

    def _save(self) -> None:
        if self._known is None or not self.save.isEnabled():
            return
        texts, text, why = self._desk.texts, self.days.text().strip(), self.reason.text().strip()
        readable = text.isdecimal() and int(text) <= controlling.LONGEST_LATE_DAYS
        self.days_field.show_problem("" if readable else texts("data_control.days_unreadable", text=text))
        self.reason_field.show_problem("" if why else texts("data_control.reason_missing"))
        if not readable or not why:
            wrong = self.reason_field if readable else self.days_field
            wrong.control.setFocus()
            QTimer.singleShot(0, wrong, lambda: self.ensureWidgetVisible(wrong, 0, 12))  # with its sentence
            return
        new = replace(self._known, late_entry_days=int(text), second_entry=self.second.isChecked())
        context = self._desk.context
        self.save.setEnabled(False)
        self._desk.operations.run(
            lambda: controlling.change_settings(context, new, reason=Reason("other", why)),
            owner=self,
            done=self._on_saved,
            failed=self._on_refused,
        )

    def _on_saved(self, changes: Changes) -> None:
        self.save.setEnabled(True)
        self._kept.discard()
        self._desk.changed.emit(changes)
        self._tell(Notice("done", self._desk.texts("data_control.saved")))
        self.read()

    def _on_refused(self, error: ServiceError) -> None:
        self.save.setEnabled(True)
        self._tell(failure(self._desk.texts, error), action=self._desk.texts("common.try_again"))

    def _tell(self, notice: Notice, action: str = "") -> None:
        """Above all else, and in sight: at large text the button stands a screen below."""
        self.strip.show_notice(notice, action=action)
        self.verticalScrollBar().setValue(0)

    def _lay_out(self) -> None:
        texts = self._desk.texts
        may = access.may(self._desk.context, "study.control")
        for control in (self.days, self.second):
            control.setEnabled(may)
        self.reason_field.setVisible(may)
        self.save.setVisible(may)
        inside = QWidget(self)
        outer = QVBoxLayout(inside)
        outer.setContentsMargins(16, 12, 16, 12)
        outer.setSpacing(10)
        outer.addWidget(label(texts("data_control.title"), role="section", parent=inside))
        outer.addWidget(self.strip)
        outer.addWidget(self.days_field)
        outer.addWidget(label(texts("data_control.late_about"), role="secondary", wrap=True, parent=inside))
        outer.addSpacing(6)
        outer.addWidget(self.second)
        outer.addWidget(label(texts("data_control.second_about"), role="secondary", wrap=True, parent=inside))
        outer.addSpacing(6)
        if not may:
            outer.addWidget(label(texts("data_control.only_admin"), role="secondary", parent=inside))
        outer.addWidget(self.reason_field)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.save)
        outer.addLayout(row)
        outer.addStretch(1)
        self.setWidget(inside)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
