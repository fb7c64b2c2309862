"""Which day's verdict is shown: an assessed day from the list, or any other day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.ui import fonts
from app.ui.dates import parse_day
from app.ui.widgets.buttons import Button
from app.ui.widgets.choice_box import ChoiceBox
from app.ui.widgets.date_field import DateField
from app.ui.widgets.labels import label, restyle

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from app.ui.desk import Desk
    from app.ui.pages.response.past import DayChoice


class DayChooser(QWidget):
    """A list of the assessed days; its last entry opens a date field."""

    chosen = Signal(object)  # date

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._texts = desk.texts
        self._days: tuple[DayChoice, ...] = ()
        self._other: date | None = None
        self._day0: date | None = None
        texts = desk.texts
        self.list = ChoiceBox(self)
        self.list.setAccessibleName(texts("response.day_chooser"))
        self.list.setMinimumWidth(fonts.scaled(180))
        self.field = DateField(
            texts, today=desk.context.today, calendar_hint=texts("response.any_day_calendar"), parent=self
        )
        self.field.setAccessibleName(texts("response.any_day"))
        self.field.setFixedWidth(fonts.scaled(140))
        self.show_button = Button(texts("response.any_day_show"), parent=self)
        self.problem = label(role="problem", parent=self)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        for part in (self.list, self.field, self.show_button, self.problem):
            layout.addWidget(part)
        self.list.activated.connect(self._on_chosen)
        self.field.stepped.connect(self._on_typed)
        self.show_button.clicked.connect(self._on_typed)
        self._open_field(wanted=False)

    @property
    def day(self) -> date | None:
        """The day chosen; None when none has been assessed and none was typed."""
        at = self.list.currentIndex()
        if 0 <= at < len(self._days):
            return self._days[at].day
        return self._other or next((choice.day for choice in self._days), None)

    @property
    def visit_id(self) -> int | None:
        """The visit whose day is chosen; None for any other day."""
        at = self.list.currentIndex()
        return self._days[at].visit_id if 0 <= at < len(self._days) else None

    def show_days(self, days: Sequence[DayChoice], *, keep: bool, day0: date | None) -> None:
        """Offer the assessed days; `keep` the chosen one where it is still there."""
        before = self.day if keep else None
        latest_before = self._days[0].day if keep and self._days else None
        self._days, self._day0 = tuple(days), day0
        self.list.clear()
        for choice in days:
            self.list.addItem(choice.text)
        if day0 is not None:
            self.list.addItem(self._texts("response.any_day"))
        at = next((i for i, choice in enumerate(days) if choice.day == before), 0)
        if before == latest_before:
            at = 0  # whoever looked at the newest day sees the newer one
        elif before is not None and before == self._other and at == 0:
            at = len(days)
        if at < len(days):
            self._other = None
        self.list.setCurrentIndex(at)
        self.list.setEnabled(day0 is not None)
        self._open_field(wanted=bool(days) and at == len(days))

    def _on_chosen(self, at: int) -> None:
        if at < len(self._days):
            self._other = None
            self._open_field(wanted=False)
            self.chosen.emit(self._days[at].day)
        else:
            self._open_field(wanted=True)
            self.field.setFocus()

    def _on_typed(self, _step: int = 1) -> None:
        day = parse_day(self.field.text())
        if day is None:
            self._complain(self._texts("response.bad_day", text=self.field.text().strip()))
        elif self._day0 is not None and day < self._day0:
            shown = {"date": self._texts.date(day), "day0": self._texts.date(self._day0)}
            self._complain(self._texts("response.before_day0", **shown))
        else:
            self._complain("")
            self._other = day
            self.chosen.emit(day)

    def _complain(self, sentence: str) -> None:
        self.problem.setText(sentence)
        self.problem.setVisible(bool(sentence))
        self.field.setAccessibleDescription(sentence or self._texts("response.any_day_about"))
        self.field.setProperty("state", "error" if sentence else "")
        restyle(self.field)

    def _open_field(self, *, wanted: bool) -> None:
        for part in (self.field, self.show_button):
            part.setVisible(wanted)
        self.field.setToolTip(self._texts("response.any_day_about"))
        self._complain("")
