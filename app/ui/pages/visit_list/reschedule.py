"""Asks for which day a planned visit was agreed with the family."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from app.domain.schedule import place
from app.domain.values import dataclass
from app.i18n.agreed import agreed_with_window, span_of
from app.ui.kept_fields import KeptFields
from app.ui.way_out import WayOut
from app.ui.widgets.buttons import Button
from app.ui.widgets.date_field import DateField
from app.ui.widgets.escape_strip import EscapeStrip
from app.ui.widgets.flow import Flow
from app.ui.widgets.labels import label, restyle

if TYPE_CHECKING:
    from datetime import date

    from app.domain.timeline import Window
    from app.i18n import Texts
    from app.ui.desk import Desk

LONGEST = 300  # letters of a reason


@dataclass(frozen=True, slots=True)
class Asked:
    """A visit that is asked about: its name in words, its window, and what is agreed already."""

    visit_id: int
    title: str
    window: Window
    agreed: date | None = None
    note: str = ""

    def words(self, day: date, texts: Texts, today: date) -> str:
        """A day beside the window: planned 24 Nov (window 15–22 Nov)."""
        return agreed_with_window(texts, day, self.window, today=today)


class RescheduleStrip(EscapeStrip):
    """The day, what it means against the window, a reason if there is one."""

    answered = Signal(object, object, str)  # Asked, date, reason
    taken_back = Signal(object)  # Asked

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._texts, self._today = desk.texts, desk.context.today
        texts = desk.texts
        self._asked: Asked | None = None
        self.setProperty("panel", True)
        self._what = label(parent=self)
        self.day = DateField(
            texts, today=self._today, calendar_hint=texts("visits.reschedule_calendar"), parent=self
        )
        self.day.setAccessibleName(texts("visits.reschedule_day"))
        self.note = QLineEdit(self)
        self.note.setMaxLength(LONGEST)
        self.note.setAccessibleName(texts("visits.reschedule_note"))
        self.note.setPlaceholderText(texts("visits.reschedule_note"))
        self.told = label(role="about", wrap=True, parent=self)
        self.way_out = WayOut(texts, self)
        self.back = self.way_out.button
        self.take_back = Button(texts("visits.reschedule_undo"), parent=self)
        self.go = Button(texts("visits.reschedule_now"), parent=self)
        self._kept = KeptFields(desk, {"day": self.day, "note": self.note}, self)
        row = Flow()
        row.add(self._what, self.day)
        row.add(self.note, grows=True)
        row.add(self.way_out.told, self.way_out.forget)
        row.add(self.back, self.take_back, self.go, right=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 12, 8)
        column.setSpacing(4)
        column.addLayout(row)
        column.addWidget(self.told)
        self.day.day_changed.connect(lambda _day: self._match())
        self.day.stepped.connect(lambda _by: self.note.setFocus(Qt.FocusReason.TabFocusReason))
        self.note.returnPressed.connect(self._answer)
        self.go.clicked.connect(self._answer)
        self.take_back.clicked.connect(self._take_back)
        self.back.clicked.connect(self.put_away)
        self.way_out.follow(self._kept, self.day)
        self.hide()

    def ask(self, asked: Asked) -> None:
        """Ask about one visit; a day that is agreed already stands in the field."""
        self._asked = asked
        self._what.setText(self._texts("visits.reschedule_asked", visit=asked.title))
        self._kept.flush()
        self.day.set_day(asked.agreed)
        self.note.setText(asked.note)
        self.take_back.setVisible(asked.agreed is not None)
        self._kept.about(f"reschedule:{asked.visit_id}")
        self._match()
        self.show()
        self.day.setFocus(Qt.FocusReason.OtherFocusReason)
        self.day.selectAll()

    def put_away(self) -> None:
        """Close; what was typed stays kept."""
        self._kept.flush()
        super().put_away()

    def used(self) -> None:
        """What was answered is stored."""
        self._kept.discard()

    def _match(self) -> None:
        """Say what the day means; a day that cannot be agreed says so beside the field."""
        words, role = self._judged()
        self.told.setText(words)
        if self.told.property("role") != role:
            self.told.setProperty("role", role)
            restyle(self.told)
        self.go.setEnabled(role in ("about", "question") and self.day.day() is not None)
        self.go.setToolTip("" if self.go.isEnabled() else self._texts("visits.reschedule_wanted"))

    def _judged(self) -> tuple[str, str]:
        texts, asked, day = self._texts, self._asked, self.day.day()
        if asked is None:
            return "", "about"
        span = span_of(asked.window, texts)
        if day is None:
            typed = self.day.text().strip()
            if typed:
                return texts("errors.day_unreadable", text=typed), "problem"
            return texts("visits.reschedule_window", window=span), "about"
        if day < self._today():
            return texts("errors.reschedule_past", day=texts.date(day)), "problem"
        where = place(asked.window, day)
        weekday = texts(f"today.weekday_{day.weekday()}")
        said = texts(f"visits.reschedule_{where}", weekday=weekday, day=texts.date(day), window=span)
        return said, "about" if where == "in_window" else "question"

    def _answer(self) -> None:
        self.day.settle()
        day = self.day.day()
        if not self.go.isEnabled() or day is None or self._asked is None:
            self.day.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.hide()
        self._kept.flush()
        self.answered.emit(self._asked, day, self.note.text().strip())

    def _take_back(self) -> None:
        self.hide()
        self._kept.flush()
        self.taken_back.emit(self._asked)
