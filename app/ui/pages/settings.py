"""Settings: what the menus let a person choose, in one place, and the way back to the usual arrangement."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from app.ui import fonts
from app.ui.widgets.buttons import Button
from app.ui.widgets.choice_box import ChoiceBox
from app.ui.widgets.field import Field
from app.ui.widgets.flow import Flow
from app.ui.widgets.labels import label, without_mnemonic
from app.ui.widgets.panel import Panel
from app.ui.widgets.tab_order import through

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PySide6.QtGui import QActionGroup

    from app.ui.desk import Desk

# The panels, each with the groups of the menus that stand in it.
PANELS = {
    "screen": ("language", "scheme", "size", "density"),
    "start": ("home", "lock_after"),
}
# What a person has drawn or hidden, by how its settings begin; saved views have names and stay.
ARRANGED = ("split.", "widths.", "columns_away.", "order.")
WIDTH = 220  # pixels of a box at 100 per cent


class SettingsPage(QWidget):
    """Each box is a group of a menu: what is chosen in one is chosen in the other."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.boxes: dict[str, ChoiceBox] = {}
        self._rows: dict[str, Flow] = {}
        texts = desk.texts
        self.usual = Button(texts("settings.usual"), parent=self)
        self.passphrase = Button(texts("settings.passphrase"), parent=self)
        self.backups = Button(texts("settings.backups"), parent=self)
        self._lay_out()
        self.usual.clicked.connect(self._give_back)
        self.passphrase.clicked.connect(lambda: desk.study_wanted.emit("users"))
        self.backups.clicked.connect(lambda: desk.study_wanted.emit("backups"))

    def begin(self) -> None:
        """Come to the front."""
        self._offer_usual()
        first = next(iter(self.boxes.values()), None)
        if first is not None:
            first.setFocus(Qt.FocusReason.OtherFocusReason)

    def offer(self, groups: Mapping[str, QActionGroup]) -> None:
        """Show the groups of the menus."""
        for panel, names in PANELS.items():
            for name in names:
                self._rows[panel].add(self._field(name, groups[name]))
        through(*self.boxes.values(), self.usual, self.passphrase, self.backups)

    def _field(self, name: str, group: QActionGroup) -> Field:
        box = self.boxes[name] = ChoiceBox(self)
        box.addItems([without_mnemonic(action.text()) for action in group.actions()])
        box.setMinimumWidth(fonts.scaled(WIDTH))

        def show() -> None:
            box.setCurrentIndex(next(at for at, each in enumerate(group.actions()) if each.isChecked()))

        show()
        group.triggered.connect(lambda _action: show())
        box.activated.connect(lambda at: group.actions()[at].trigger())
        return Field(self._desk.texts(f"settings.{name}"), box, parent=self)

    def _give_back(self) -> None:
        self._desk.state.forget(ARRANGED)
        self._desk.rebuild_wanted.emit()

    def _offer_usual(self) -> None:
        arranged = bool(self._desk.state.own(ARRANGED))
        self.usual.setEnabled(arranged)
        self.usual.setToolTip("" if arranged else self._desk.texts("settings.usual_already"))

    def _lay_out(self) -> None:
        texts = self._desk.texts
        inside = QWidget(self)
        column = QVBoxLayout(inside)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(12)
        head = Flow(gap=12)
        head.add(label(texts("settings.title"), role="title", parent=self))
        head.add(label(texts("settings.about"), role="about", wrap=True, parent=self), grows=True)
        column.addLayout(head)
        for name in PANELS:
            panel = Panel(texts(f"settings.panel_{name}"), parent=self)
            self._rows[name] = Flow(gap=16)
            panel.body.addLayout(self._rows[name])
            column.addWidget(panel)
        for name, buttons in (("arranged", (self.usual,)), ("account", (self.passphrase, self.backups))):
            panel = Panel(texts(f"settings.panel_{name}"), parent=self)
            panel.body.setSpacing(8)
            panel.body.addWidget(label(texts(f"settings.about_{name}"), role="about", wrap=True, parent=self))
            row = Flow(gap=12)
            row.add(*buttons)
            panel.body.addLayout(row)
            column.addWidget(panel)
        column.addStretch(1)
        area = QScrollArea(self)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(inside)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(area)
