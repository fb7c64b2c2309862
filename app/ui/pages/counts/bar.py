"""Above the grid: which analytes, in which units, with grades or not, and the actions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QButtonGroup,
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QSizePolicy,
    QWidget,
)

from app.ui.pages.counts.grid import GROUPS
from app.ui.pages.today.filters import Choice
from app.ui.widgets.buttons import Button

if TYPE_CHECKING:
    from app.i18n import Texts


class GridBar(QWidget):
    """Choices at the left, actions at the right."""

    group_chosen = Signal(str)
    units_chosen = Signal(str)  # stored or entered
    grades_shown = Signal(bool)

    def __init__(self, texts: Texts, parent: QWidget) -> None:
        super().__init__(parent)
        self._texts = texts
        self.buttons: dict[str, Choice] = {}
        group = QButtonGroup(self)
        self._parts = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._parts.setContentsMargins(0, 0, 0, 0)
        self._parts.setSpacing(8)
        self._rows = [QHBoxLayout(), QHBoxLayout(), QHBoxLayout()]
        row, shown, acts = self._rows
        row.setSpacing(0)
        acts.setSpacing(8)
        for key in (*(name for name in GROUPS if name != "body"), "all"):
            choice = Choice(self)
            choice.setText(texts(f"counts.group_{key}"))
            choice.setCheckable(True)
            choice.clicked.connect(lambda _on=False, wanted=key: self.group_chosen.emit(wanted))
            group.addButton(choice)
            row.addWidget(choice)
            self.buttons[key] = choice
        self.buttons["blood"].setChecked(True)
        self.units = QComboBox(self)
        self.units.setAccessibleName(texts("counts.units"))
        for key in ("stored", "entered"):
            self.units.addItem(texts(f"counts.units_{key}"), key)
        self.units.currentIndexChanged.connect(
            lambda _at: self.units_chosen.emit(str(self.units.currentData()))
        )
        self.units.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.grades = QCheckBox(texts("counts.show_grade"), self)
        self.grades.setChecked(True)
        self.grades.toggled.connect(self.grades_shown)
        shown.addWidget(self.units)
        shown.addSpacing(12)
        shown.addWidget(self.grades, 0, Qt.AlignmentFlag.AlignVCenter)
        shown.addStretch(1)
        self.undo = Button(texts("counts.undo"), keys="Ctrl+Z", parent=self)
        self.add = Button(texts("counts.add_date"), parent=self)
        self.paste = Button(texts("counts.paste"), keys="Ctrl+V", parent=self)
        for button in (self.undo, self.add, self.paste):
            acts.addWidget(button)
        row.addStretch(1)
        acts.insertStretch(0, 1)
        for each in self._rows:
            self._parts.addLayout(each)
        self._parts.setStretch(1, 1)

    def show_version(self, version: str) -> None:
        """Say by which version of CTCAE the grades are."""
        self.grades.setToolTip(self._texts("counts.show_grade_tip", version=version))

    def show_role(self, *, may: bool) -> None:
        """Leave out what the role lacks."""
        for button in (self.undo, self.add, self.paste):
            button.setVisible(may)

    def _needed(self) -> list[int]:
        return [each.minimumSize().width() for each in self._rows]

    # Qt overrides

    def minimumSizeHint(self) -> QSize:
        return QSize(max(self._needed()), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        fits = sum(self._needed()) + 16 <= event.size().width()
        way = QBoxLayout.Direction.LeftToRight if fits else QBoxLayout.Direction.TopToBottom
        if way != self._parts.direction():
            self._parts.setDirection(way)
            self.updateGeometry()
