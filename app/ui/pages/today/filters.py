"""The filters of the home page: one group at a time, each with how many lines it has."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QToolButton, QWidget

from app.i18n.today import amount
from app.services.contracts.today import GROUPS
from app.ui import fonts
from app.ui.widgets.buttons import pressed_by_enter
from app.ui.widgets.flow import Flow

if TYPE_CHECKING:
    from app.i18n import Texts
    from app.services.contracts.today import Today


class Choice(QToolButton):
    """A button of a row of which one is down: as wide as its words in bold, so that nothing moves."""

    # Qt overrides

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not pressed_by_enter(self, event):
            super().keyPressEvent(event)

    def sizeHint(self) -> QSize:
        return QSize(fonts.advance(self.text(), 10, bold=True) + 24, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()


class Filters(QWidget):
    """All, then the groups that have lines."""

    chosen = Signal(str)

    def __init__(self, texts: Texts, parent: QWidget) -> None:
        super().__init__(parent)
        self._texts = texts
        self.setAccessibleName(texts("today.filters"))
        row = Flow(self, gap=0, between=4)
        row.setContentsMargins(0, 0, 0, 0)
        group = QButtonGroup(self)
        self.buttons: dict[str, Choice] = {}
        for key in ("", *GROUPS):
            button = Choice(self)
            button.setCheckable(True)
            group.addButton(button)
            row.addWidget(button)
            self.buttons[key] = button
            button.clicked.connect(lambda _checked, wanted=key: self.chosen.emit(wanted))
        self.buttons[""].setChecked(True)
        self.show_counts(None)

    @property
    def only(self) -> str:
        """The group chosen, "" for all."""
        return next(key for key, button in self.buttons.items() if button.isChecked())

    def choose(self, key: str) -> None:
        """Press a button without telling."""
        self.buttons[key].setChecked(True)

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
            button.setText(f"{name}  {said}" if today is not None else name)
            button.setAccessibleName(self._texts("today.of_group", group=name, count=said))
            button.setVisible(not key or count > 0 or button.isChecked())
            button.updateGeometry()
