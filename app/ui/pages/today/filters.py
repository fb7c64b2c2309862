"""The filters of the home page: one group at a time, each with how many lines it has."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QWidget

from app.i18n.today import amount
from app.services.contracts.today import GROUPS
from app.ui import kept_choice
from app.ui.widgets.segments import Segment, SegmentRow

if TYPE_CHECKING:
    from app.services.contracts.today import Today
    from app.ui.desk import Desk

KEPT = "today.group"


class Filters(QWidget):
    """All, then the groups that have lines."""

    chosen = Signal(str)

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk = desk
        self._texts = texts = desk.texts
        self.setAccessibleName(texts("today.filters"))
        row = SegmentRow(self)
        group = QButtonGroup(self)
        self.buttons: dict[str, Segment] = {}
        for key in ("", *GROUPS):
            button = Segment(self)
            button.setCheckable(True)
            group.addButton(button)
            row.addWidget(button)
            self.buttons[key] = button
            button.clicked.connect(lambda _checked, wanted=key: self._choose(wanted))
        kept = kept_choice.chosen(desk, KEPT)
        self.buttons[kept if kept in self.buttons else ""].setChecked(True)
        self.show_counts(None)

    @property
    def only(self) -> str:
        """The group chosen, "" for all."""
        return next(key for key, button in self.buttons.items() if button.isChecked())

    def choose(self, key: str) -> None:
        """Press a button without telling."""
        kept_choice.keep(self._desk, KEPT, key)
        self.buttons[key].setChecked(True)

    def _choose(self, key: str) -> None:
        kept_choice.keep(self._desk, KEPT, key)
        self.chosen.emit(key)

    def show_counts(self, today: Today | None) -> None:
        """Say how many lines each has; an empty group has no button unless it is the one in front."""
        for key, button in self.buttons.items():
            group = today.group(key) if today is not None and key else None
            if group is not None:
                count, more = len(group.lines), group.more
            else:
                count, more = (today.total, today.more) if today is not None else (0, False)
            name = self._texts(f"today.filter_{key}" if key else "today.all")
            said = amount(count, self._texts, more=more)
            button.say(name, said if today is not None else "")
            button.setAccessibleName(self._texts("today.of_group", group=name, count=said))
            button.setVisible(not key or count > 0 or button.isChecked())
