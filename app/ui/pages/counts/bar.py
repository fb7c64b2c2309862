"""Above the grid: which analytes, in which units, with grades or not, and the actions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QCheckBox, QSizePolicy, QWidget

from app.services.treatment import kind_of
from app.ui.pages.counts.grid import GROUPS
from app.ui.widgets.buttons import Button
from app.ui.widgets.choice_box import ChoiceBox
from app.ui.widgets.corrected import CorrectedLegend, MarkLegend
from app.ui.widgets.flow import Flow
from app.ui.widgets.icon_mark import IconMark, pressed
from app.ui.widgets.segments import Segment, SegmentRow

if TYPE_CHECKING:
    from app.ui.desk import Desk
    from app.ui.subject_view import SubjectView


GROUP, UNITS, GRADES = "counts.group", "counts.units", "counts.grades"  # kept for each person


class GridBar(QWidget):
    """Choices at the left, actions at the right."""

    group_chosen = Signal(str)
    units_chosen = Signal(str)  # stored or entered
    grades_shown = Signal(bool)

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        texts = self._texts = desk.texts
        self._state = desk.state
        self.buttons: dict[str, Segment] = {}
        group = QButtonGroup(self)
        parts = Flow(self, gap=12)
        parts.setContentsMargins(0, 0, 0, 0)
        row = SegmentRow()
        for key in (*(name for name in GROUPS if name != "body"), "all"):
            choice = Segment(self, text=texts(f"counts.group_{key}"))
            choice.setCheckable(True)
            choice.clicked.connect(lambda _on=False, wanted=key: self._on_group(wanted))
            group.addButton(choice)
            row.addWidget(choice)
            self.buttons[key] = choice
        self.buttons["blood"].setChecked(True)
        self.units = ChoiceBox(self)
        self.units.setAccessibleName(texts("counts.units"))
        for key in ("stored", "entered"):
            self.units.addItem(texts(f"counts.units_{key}"), key)
        self.units.currentIndexChanged.connect(lambda _at: self._on_units(self.units.code))
        self.units.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.grades = QCheckBox(texts("counts.show_grade"), self)
        self.grades.setChecked(True)
        self.grades.toggled.connect(self._on_grades)
        self.undo = Button(texts("counts.undo"), keys="Ctrl+Z", parent=self)
        self.add = Button(texts("counts.add_date"), parent=self)
        self.paste = Button(texts("counts.paste"), keys="Ctrl+V", parent=self)
        parts.add_row(row)
        self.corrected = CorrectedLegend(texts, self)
        ring = IconMark("ring", pressed, size=10)
        self.growth = MarkLegend(ring, texts("counts.growth_legend"), self)
        parts.add(self.units, self.grades, self.corrected, self.growth)
        parts.add(self.undo, self.add, self.paste, right=True)

    def restore(self) -> None:
        """Choose what the person had chosen the last time, and tell where that is not the usual."""
        group, units = self._state.get(GROUP, "blood"), self.units.findData(self._state.get(UNITS, "stored"))
        if group in self.buttons and not self.buttons[group].isChecked():
            self.buttons[group].click()
        self.units.setCurrentIndex(max(units, 0))
        self.grades.setChecked(self._state.get(GRADES, True))

    def _on_group(self, group: str) -> None:
        self._state.put(GROUP, group)
        self.group_chosen.emit(group)

    def _on_units(self, units: str) -> None:
        self._state.put(UNITS, units)
        self.units_chosen.emit(units)

    def _on_grades(self, on: bool) -> None:
        self._state.put(GRADES, on)
        self.grades_shown.emit(on)

    def show_version(self, version: str) -> None:
        """Say by which version of CTCAE the grades are."""
        self.grades.setToolTip(self._texts("counts.show_grade_tip", version=version))

    def show_marks(self, view: SubjectView) -> None:
        """Say what the marks in the grid mean, of those that it can have."""
        factors = view.template.response.gcsf_washout_days
        given = (kind_of(row.drug, factors) for row in view.course.medications)
        self.corrected.setVisible(bool(view.former))
        self.growth.setVisible("growth_factor" in given)

    def allow_undo(self, on: bool) -> None:
        """Whether something was typed that can be taken back."""
        self.undo.setEnabled(on)
        self.undo.setToolTip("" if on else self._texts("counts.nothing_to_undo"))

    def show_role(self, *, may: bool) -> None:
        """Leave out what the role lacks."""
        for button in (self.undo, self.add, self.paste):
            button.setVisible(may)
