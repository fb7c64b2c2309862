"""The forms that stage GVHD below an event: organs or sites, with stage, grade and source as one types."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QVBoxLayout,
    QWidget,
)

from app.domain.grading import gvhd_record
from app.domain.grading.chronic_gvhd import SITES
from app.domain.quantities import exact_number
from app.i18n.grading import gvhd_text
from app.ui.widgets.choice_box import ChoiceBox
from app.ui.widgets.flow import Flow
from app.ui.widgets.labels import label, restyle
from app.ui.widgets.number_line import NumberLine
from app.ui.widgets.value_field import ValueValidator

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from app.i18n import Texts

BILIRUBIN_UNITS = ("umol/L", gvhd_record.MG_DL)


class StagingForm(QFrame):
    """Base of the two: fields above, what they mean below."""

    edited = Signal()
    term = ""

    def __init__(self, findings: Mapping[str, str], *, texts: Texts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._texts = texts
        self._answer = label(wrap=True, parent=self)
        self._source = label(role="secondary", parent=self)
        self._fields = QVBoxLayout()
        self._fields.setSpacing(4)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(12, 4, 0, 6)
        outer.setSpacing(4)
        outer.addLayout(self._fields)
        outer.addWidget(self._answer)
        outer.addWidget(self._source)
        self._build(findings)
        self.restage()

    @property
    def answer(self) -> str:
        """What the findings mean, in words."""
        return self._answer.text()

    @abstractmethod
    def findings(self) -> dict[str, str]:
        """The fields as typed; empty ones are left out."""

    @abstractmethod
    def details(self) -> dict[str, object] | None:
        """What would be stored; None while nothing is said."""

    @abstractmethod
    def _build(self, findings: Mapping[str, str]) -> None: ...

    def restage(self) -> None:
        """Show stage and grade of what stands there."""
        kind = self.term.removesuffix("_gvhd")
        staged = self.details()
        nothing = self._texts(f"grading.{kind}.nothing")
        self._answer.setText(gvhd_text(staged, self._texts) if staged else nothing)
        self._source.setText(self._texts(f"grading.{kind}.source"))

    def _changed(self) -> None:
        self.restage()
        self.edited.emit()

    def _named(self, control: QWidget, key: str) -> None:
        words = self._texts(f"visit_form.gvhd.{key}")
        control.setAccessibleName(words)
        control.setToolTip(words)
        control.setProperty("dense", True)


class AcuteForm(StagingForm):
    """Skin, liver, lower and upper gut. Stool is an average of three days; 50 kg or less goes by weight."""

    term = gvhd_record.ACUTE

    def __init__(
        self,
        findings: Mapping[str, str],
        *,
        weight: Callable[[], str],
        texts: Texts,
        parent: QWidget | None = None,
    ) -> None:
        self._weight = weight
        super().__init__(findings, texts=texts, parent=parent)

    def findings(self) -> dict[str, str]:
        typed = {key: field.number().strip() for key, field in self.numbers.items()}
        typed |= {key: "1" if box.isChecked() else "" for key, box in self.ticks.items()}
        typed["nausea"] = self.nausea.code
        if not any(typed.values()):
            return {}
        typed["bilirubin_unit"] = self.unit.code if typed["bilirubin"] else ""
        stool = typed["volume_ml"] or typed["episodes"]
        typed["weight_kg"] = (self._weight() or self._kept_weight) if stool else ""
        return {key: text for key, text in typed.items() if text}

    def mark(self, name: str) -> None:
        """Mark the field of a finding that is refused, and no other."""
        for key, field in self.numbers.items():
            state = "error" if key == name else ""
            if (field.property("state") or "") != state:
                field.setProperty("state", state)
                restyle(field)

    def details(self) -> dict[str, object] | None:
        typed = self.findings()
        if not typed:
            return None
        numbers = {key: exact_number(typed.get(key, "")) for key in gvhd_record.ACUTE_NUMBERS}
        return gvhd_record.details(self.term, typed, gvhd_record.acute(typed, numbers))

    def _build(self, findings: Mapping[str, str]) -> None:
        self._kept_weight = findings.get("weight_kg", "")
        self.numbers: dict[str, NumberLine] = {}
        self.ticks: dict[str, QCheckBox] = {}
        first, second = Flow(), Flow()
        for row in (first, second):
            self._fields.addLayout(row)
        self._number(first, "skin_pct", findings, digits=7)
        self._tick(first, "blistering", findings)
        self._number(first, "bilirubin", findings, digits=8)
        self.unit = ChoiceBox(self)
        for unit in BILIRUBIN_UNITS:
            self.unit.addItem(self._texts.unit(unit), unit)
        self.unit.choose(findings.get("bilirubin_unit", ""))
        self._named(self.unit, "bilirubin_unit")
        self.unit.currentIndexChanged.connect(lambda _index: self._changed())
        first.addWidget(self.unit)
        self._number(second, "volume_ml", findings, digits=8)
        self._number(second, "episodes", findings, digits=7)
        self._tick(second, "severe_gut", findings)
        self.nausea = ChoiceBox(self)
        for code in ("", "0", "1"):
            self.nausea.addItem(self._texts(f"visit_form.gvhd.nausea_{code or 'unsaid'}"), code)
        self.nausea.choose(findings.get("nausea", ""))
        self._named(self.nausea, "nausea")
        self.nausea.currentIndexChanged.connect(lambda _index: self._changed())
        second.addWidget(self.nausea)

    def _number(self, row: Flow, key: str, findings: Mapping[str, str], *, digits: int) -> None:
        field, typed = NumberLine(self), findings.get(key, "")
        field.show_number(typed, self._texts.figures(typed))
        field.setValidator(ValueValidator(field))
        field.setFixedWidth(self.fontMetrics().horizontalAdvance("0") * digits)
        self._named(field, key)
        field.textChanged.connect(lambda _text: self._changed())
        self.numbers[key] = field
        pair = QHBoxLayout()
        pair.setSpacing(8)
        pair.addWidget(label(self._texts(f"visit_form.gvhd.{key}"), role="secondary", parent=self))
        pair.addWidget(field)
        row.add_row(pair)

    def _tick(self, row: Flow, key: str, findings: Mapping[str, str]) -> None:
        box = QCheckBox(self._texts(f"visit_form.gvhd.{key}_short"), self)
        self._named(box, key)
        box.setChecked(bool(findings.get(key)))
        box.toggled.connect(lambda _on: self._changed())
        self.ticks[key] = box
        row.addWidget(box)


class ChronicForm(StagingForm):
    """Eight sites, each scored 0 to 3 or left out."""

    term = gvhd_record.CHRONIC
    COLUMNS = 4

    def findings(self) -> dict[str, str]:
        typed = {site: box.code for site, box in self.scores.items()}
        return {site: text for site, text in typed.items() if text}

    def details(self) -> dict[str, object] | None:
        typed = self.findings()
        return gvhd_record.details(self.term, typed, gvhd_record.chronic(typed)) if typed else None

    def _build(self, findings: Mapping[str, str]) -> None:
        self.scores: dict[str, ChoiceBox] = {}
        grid = QGridLayout()
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(4)
        for number_, site in enumerate(SITES):
            words = self._texts(f"grading.chronic.site.{site}")
            box = ChoiceBox(self)
            for score in ("", "0", "1", "2", "3"):
                box.addItem(score or "–", score)
            box.choose(findings.get(site, ""))
            box.setProperty("dense", True)
            box.setAccessibleName(self._texts("visit_form.gvhd.score_of", site=words))
            box.currentIndexChanged.connect(lambda _index: self._changed())
            self.scores[site] = box
            row, column = divmod(number_, self.COLUMNS)
            grid.addWidget(label(words, role="secondary", parent=self), row, 2 * column)
            grid.addWidget(box, row, 2 * column + 1)
        grid.setColumnStretch(2 * self.COLUMNS, 1)
        self._fields.addLayout(grid)
