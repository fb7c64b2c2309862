"""The words of the grid's cells. No Qt in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.domain.quantities import ANALYTES, analyte
from app.i18n.drugs import drug_name
from app.i18n.grading import grade_text
from app.i18n.limits import limits_text, origin_text
from app.i18n.problems import analyte_title
from app.ui.pages.counts.grid import GIVEN, short_unit
from app.ui.pages.counts.typed import as_entered

if TYPE_CHECKING:
    from collections.abc import Mapping
    from decimal import Decimal

    from app.i18n import Texts
    from app.services.contracts.subjects import Former
    from app.ui.pages.counts.grid import GridRow
    from app.ui.pages.counts.marks import Marker
    from app.ui.pages.counts.typed import Typed


def was_text(former: Former, texts: Texts) -> str:
    """2.4 ×10⁹/L, as it was entered; not done."""
    if former.missing:
        return texts(f"counts.missing_{former.missing}")
    return f"{texts.figures(former.text)} {texts.unit(former.unit)}".strip()


def former_text(former: Former, texts: Texts) -> str:
    """Corrected, was 2.4 ×10⁹/L."""
    return texts("counts.former", value=was_text(former, texts))


class CellWords:
    """How a cell reads. `entered`: values as they were entered, in place of those in the stored unit."""

    def __init__(self, texts: Texts) -> None:
        self._texts = texts
        self.entered = False
        self.former: Mapping[int, Former] = {}  # of corrected values, by the ids of their rows

    def head(self, code: str) -> str:
        """The short name over a column."""
        key = f"counts.head_{code}"
        return self._texts(key) if self._texts.has(key) else code

    def name(self, code: str) -> str:
        """The full name, to open a sentence with."""
        return analyte_title(self._texts, code)

    def shown(self, row: GridRow, code: str, over: Typed | None) -> str:
        """The text of a cell."""
        texts = self._texts
        if code == "date":
            return texts.date(row.day)
        if code == "day":
            return str(row.study_day).replace("-", "\N{MINUS SIGN}") if row.study_day is not None else ""
        if code == "visit":
            return row.title
        if code == GIVEN:
            given = [
                texts("counts.given", product=product, units=texts.number(units))
                for product, units in row.given
            ]
            return texts.listed(given) or ("–" if row.visit_id is not None else "")
        if over is not None:
            return self.typed(over)
        held = row.values.get(code)
        if held is None:
            return ""
        if held.value is None:
            return texts(f"counts.missing_{held.missing or 'unknown'}")
        if self.entered:
            return as_entered(held, texts)
        return held.bound + self.number(code, held.value)

    def given(self, row: GridRow, *, editable: bool) -> str:
        """The transfusions of a row, and where they are entered: the grid only shows them."""
        texts = self._texts
        parts = [texts.date(row.day)]
        if row.given:
            parts.append(self.shown(row, GIVEN, None))
        if editable:
            tab, button = texts("subject.tab_support"), texts("support.add_transfusion").rstrip("…")
            parts.append(texts("counts.given_elsewhere", tab=tab, button=button))
        return texts.clauses(parts)

    def number(self, code: str, value: Decimal) -> str:
        """A value in its stored unit, with more decimals than usual only where they say something."""
        places = analyte(code).places
        if round(value, places) == 0 and value != 0:
            return self._texts.number(value)
        return self._texts.number(value, places)

    def typed(self, over: Typed) -> str:
        """A value that is not stored yet: in the stored unit once it is known what it is."""
        texts = self._texts
        if over.missing:
            return texts(f"counts.missing_{over.missing}")
        if over.quantity is not None and over.problem is None and not self.entered:
            return over.quantity.bound + self.number(over.analyte, over.quantity.value)
        unit = "" if over.unit == ANALYTES[over.analyte].unit else f" {texts.unit(over.unit)}"
        return f"{texts.figures(over.text)}{unit}"

    def to_edit(self, row: GridRow, code: str, over: Typed | None) -> str:
        """The text that an editor opens with: as it was entered."""
        if over is not None:
            if over.missing:
                return "-"
            unit = "" if over.unit == ANALYTES[code].unit else f" {self._texts.unit(over.unit)}"
            return f"{over.text}{unit}"
        held = row.values.get(code)
        if held is None:
            return ""
        return "-" if held.value is None else as_entered(held, self._texts)

    def sentence(self, row: GridRow, code: str, over: Typed | None, *, marks: Marker | None) -> str:
        """All that there is to say of a cell: for the line below the grid, tooltips and screen readers."""
        shown = self.shown(row, code, over)
        if code not in ANALYTES or not shown:
            return shown
        texts = self._texts
        held = row.values.get(code)
        value = over.quantity if over is not None else held
        parts = [f"{self.name(code)} {shown}"]
        if value is not None and value.value is not None and (over is None or over.problem is None):
            if not self.entered:
                parts[0] = f"{self.name(code)} {shown} {short_unit(code, texts)}".strip()
            if value.entered_unit and value.entered_unit != ANALYTES[code].unit and not self.entered:
                entered = f"{value.entered_value} {texts.unit(value.entered_unit)}"
                parts.append(texts("counts.entered", value=texts.figures(entered)))
            if marks is not None:
                parts += self._graded(row, code, value.value, marks)
                if drug := marks.growth_factor(code, row.day):
                    parts.append(texts("counts.on_growth_factor", drug=drug_name(texts, drug)))
        former = self.former.get(held.id) if held is not None else None
        if former is not None:
            parts.append(former_text(former, texts))
        if over is not None:
            parts.append(texts("counts.not_stored"))
            if held is not None:
                stored = self.shown(row, code, None)
                parts.append(texts("counts.stored_is", value=stored))
        return texts.clauses(parts)

    def of_row(self, shown: str, unsaved: int, refused: str) -> str:
        """A cell that names its row: how many of its values are not stored, and why they were refused."""
        texts = self._texts
        key = "counts.row_unsaved_one" if unsaved == 1 else "counts.row_unsaved"
        parts = (shown, texts(key, count=unsaved) if unsaved else "", refused)
        return texts.clauses(part for part in parts if part)

    def _graded(self, row: GridRow, code: str, value: Decimal, marks: Marker) -> list[str]:
        """Beyond which limit a value lies, its grade, and the limits with their origin."""
        texts, own = self._texts, row.values.get(code)
        limits = marks.of(code, row.day, own)
        parts = []
        side = marks.range(code, value, row.day, own)
        if side:
            limit = limits.low if side == "low" else limits.high
            parts.append(texts(f"counts.{side}", limit=texts.number(limit or 0)))
        grade = grade_text(marks.grade(code, value, row.day, own), texts)
        if grade != "–":
            parts.append(texts("counts.grade", grade=grade, version=marks.version))
        shown = limits_text(limits, code, ANALYTES[code].unit, texts)
        if shown:
            parts.append(texts("counts.limits", limits=shown, origin=origin_text(limits, texts)))
        return parts
