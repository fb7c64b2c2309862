"""The parts of the form that ends a participation, and where they stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from app.domain.endings import KINDS, LAST_VISIT_DAYS
from app.ui import fonts
from app.ui.pages.form_above import SHARES, FormAbove, line
from app.ui.widgets import tips
from app.ui.widgets.buttons import Button
from app.ui.widgets.choice_box import ChoiceBox
from app.ui.widgets.date_field import DateField
from app.ui.widgets.field import Field
from app.ui.widgets.labels import label

if TYPE_CHECKING:
    from app.ui.desk import Desk

AROUND = 60  # pixels at 100 %: the edges and the arrow of a list, and half the space between fields


class EndingFrame(FormAbove):
    """Fields in reading order, which is that of Tab; what follows stands below them, the buttons last."""

    _alone: bool | None = None  # whether what ended has a row of its own; None while nothing is placed

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        texts = desk.texts
        self.setAccessibleName(texts("endings.title"))
        self.title = label(texts("endings.title"), role="section", parent=self)
        self.standing = label(wrap=True, parent=self)
        self.standing_link = Button(texts("endings.correct_link"), kind="link", parent=self)
        self.kind = _box(self)
        self._longest = max((texts(f"endings.kind.{kind}") for kind in KINDS), key=len)
        self.day = DateField(
            texts, today=desk.context.today, calendar_hint=texts("endings.day_calendar"), parent=self
        )
        self.reason = _box(self)
        self.note = line(self)
        self.why = _box(self)
        self.why_text = line(self)
        self.fields = {
            "kind": Field(texts("endings.kind"), self.kind, parent=self),
            "day": Field(texts("endings.day"), self.day, parent=self),
            "reason": Field(texts("endings.reason"), self.reason, parent=self),
            "note": Field(texts("endings.note"), self.note, parent=self),
            "why": Field(texts("endings.why"), self.why, parent=self),
            "why_text": Field(texts("endings.why_text"), self.why_text, parent=self),
        }
        self.last_visit = QCheckBox(texts("endings.last_visit", days=LAST_VISIT_DAYS), self)
        self.last_visit.setToolTip(tips.plain(texts("visits.not_in_protocol")))
        self.last_visit.setAccessibleDescription(texts("visits.not_in_protocol"))
        self.follows = label(role="about", wrap=True, parent=self)
        self.undo_button = Button(texts("endings.undo"), parent=self.foot)
        self.visit_button = Button(texts("endings.open_visit"), parent=self.foot)
        self.way_out = self._leave()
        self.back_button = self.way_out.button
        self.go_button = Button("", kind="primary", parent=self.foot)
        self._lay_out()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(self.title)
        head.addWidget(self.standing, 1)
        head.addWidget(self.standing_link)
        head.addStretch(0)
        self._grid = self._grid_below()
        self._place()
        self._lay_out_foot(
            self.way_out, self.undo_button, self.visit_button, self.back_button, self.go_button
        )
        outer = QVBoxLayout(self)
        outer.setContentsMargins(12, 8, 12, 0)
        outer.setSpacing(8)
        outer.addLayout(head)
        outer.addLayout(self._grid)
        outer.addWidget(self.last_visit)
        outer.addWidget(self.follows)

    def _place(self) -> None:
        """What ended has a row of its own where its words would be cut: two of them begin alike."""
        width = fonts.advance(self._longest, 10) + fonts.scaled(AROUND)
        alone = width > self.width() * SHARES[0] // sum(SHARES)
        if alone == self._alone:
            return
        self._alone = alone
        self._grid.addWidget(self.fields["kind"], 0, 0, 1, 3 if alone else 1)
        self._grid.addWidget(self.fields["day"], int(alone), 0 if alone else 1)
        self._grid.addWidget(self.fields["reason"], int(alone), 1 if alone else 2, 1, 2 if alone else 1)

    # Qt overrides

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._place()
        super().resizeEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and self._alone is not None:
            self._place()


def _box(parent: QWidget) -> ChoiceBox:
    made = ChoiceBox(parent)
    made.give_way(16)
    return made
