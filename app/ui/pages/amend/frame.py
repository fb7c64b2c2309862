"""The parts of the page and where they stand: title, day 0, what changes, reason and the button."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from app.ui import fonts
from app.ui.pages.amend.table import DiffPanel
from app.ui.way_out import WayOut
from app.ui.widgets.broken_check import BrokenCheck
from app.ui.widgets.buttons import Button
from app.ui.widgets.date_field import DateField
from app.ui.widgets.flow import Flow
from app.ui.widgets.labels import label
from app.ui.widgets.notice import NoticeStrip

if TYPE_CHECKING:
    from app.ui.desk import Desk


class AmendFrame(QWidget):
    """Builds and places the parts, in reading order, which is that of Tab."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk, self._texts = desk, desk.texts
        texts = desk.texts
        self.title = label(role="title", parent=self)
        self.about = label(role="about", wrap=True, parent=self)
        self.strip = NoticeStrip(texts, parent=self)
        self.day0_now = label(parent=self)
        self.field = DateField(
            texts, today=desk.context.today, calendar_hint=texts("amend.day0_calendar"), parent=self
        )
        self.field.setAccessibleName(texts("amend.day0_field"))
        self.field.setFixedWidth(fonts.scaled(150))
        self.show_button = Button(texts("amend.day0_show"), parent=self)
        self.problem = label(role="problem", wrap=True, parent=self)
        self.everybody = BrokenCheck(parent=self)
        self.everybody.hide()
        self.sentence = label(role="about", wrap=True, parent=self)
        self.subjects = self._panel("subjects", ("subject", "before", "after", "what"))
        self.visits = self._panel("visits", ("visit", "before", "after", "what"))
        self.verdicts = self._panel("verdicts", ("day", "before", "after"))
        self.rules = self._panel("rules", ("rule", "before", "after"))
        self.area = self._scrolled()
        self.reason_label = label(texts("amend.reason"), parent=self)
        self.reason = QLineEdit(self)
        self.reason.setAccessibleName(texts("amend.reason"))
        self.reason.setMaxLength(500)
        self.reason_problem = label(role="problem", wrap=True, parent=self)
        self.way_out = WayOut(texts, self)
        self.cancel_button = self.way_out.button
        self.apply_button = Button("", kind="primary", parent=self)
        self._lay_out()

    def _panel(self, key: str, heads: tuple[str, ...]) -> DiffPanel:
        texts = self._texts
        about = texts("amend.verdicts_about") if key == "verdicts" else ""
        return DiffPanel(
            texts(f"amend.{key}"),
            [texts(f"amend.col.{head}") for head in heads],
            none=texts(f"amend.{key}_none"),
            about=about,
            statuses=key == "verdicts",
            parent=self,
        )

    def _scrolled(self) -> QScrollArea:
        inner = QWidget()
        inner.setObjectName("page")
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 4, 0)
        column.setSpacing(12)
        for panel in (self.subjects, self.verdicts, self.visits, self.rules):
            column.addWidget(panel)
        column.addStretch(1)
        area = QScrollArea(self)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(inner)
        return area

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(self.title)
        head.addWidget(self.about, 1)
        day = Flow()
        day.add(self.day0_now, self.field, self.show_button)
        day.add(self.problem, grows=True)
        foot = Flow()
        foot.add(self.reason_label)
        foot.add(self.reason, grows=True)
        foot.add(self.way_out.told, self.way_out.forget)
        foot.add(self.cancel_button, self.apply_button, right=True)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(16, 12, 16, 12)
        outer.setSpacing(10)
        outer.addLayout(head)
        outer.addWidget(self.strip)
        outer.addLayout(day)
        outer.addWidget(self.everybody)
        outer.addWidget(self.sentence)
        outer.addWidget(self.area, 1)
        outer.addStretch(0)
        outer.addWidget(self.reason_problem)
        outer.addLayout(foot)
