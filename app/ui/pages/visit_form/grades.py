"""The grade beside each value, and what a ciclosporin trough means against its target."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.domain.dosing.drugs import Safety, treatment_of, trough_advice
from app.domain.grading import Grade, Ungraded, ctcae
from app.domain.grading.normal import NONE, Normal, beside
from app.domain.printed_range import usable_range
from app.domain.quantities import Quantity, QuantityError, quantity
from app.domain.values import dataclass
from app.i18n.grading import grade_text, grade_tip
from app.i18n.limits import limits_text, origin_text

if TYPE_CHECKING:
    from collections.abc import Iterable
    from decimal import Decimal

    from app.domain.protocol.model import Template
    from app.i18n import Texts
    from app.services.visits import Previous, VisitForm
    from app.ui.pages.visit_form.texts_of_form import ValueText

CICLOSPORIN = "CSA"


@dataclass(frozen=True, slots=True)
class GradeCell:
    """Grade now, "was G2" where the one before differs, and the baseline as a tooltip."""

    now: str
    was: str = ""
    tip: str = ""
    severe: int = 0  # 3 or 4, to be shown so


class Grader:
    """Grades typed values by the template's version, the limits of the day and the baseline."""

    def __init__(self, form: VisitForm, template: Template, *, arm: str, texts: Texts) -> None:
        self._form, self._texts = form, texts
        self._csa = treatment_of(template, CICLOSPORIN, arm=arm)

    def stand_on(self, form: VisitForm) -> None:
        """Grade by the limits of another day and against what stands before it."""
        self._form = form

    @property
    def version(self) -> str:
        """CTCAE version of the template."""
        return self._form.ctcae

    def cell(self, value: ValueText, *, open_question: bool) -> GradeCell:
        """The cell beside a value: "G2 was G3", "none was G1", "open" with its question, else "–"."""
        texts = self._texts
        if open_question:
            return GradeCell(texts("grading.open"))
        typed = _typed(value)
        if typed is None:
            return GradeCell("–")
        limits = self.limits(value)
        now = self._grade(value.analyte, typed, limits)
        before = self._form.previous.get(value.analyte)
        was = self._earlier(before)
        shown, shown_before = grade_text(now, texts), grade_text(was, texts)
        differs = was is not None and shown_before not in ("–", shown) and shown != "–"
        grade = now.grade if isinstance(now, Grade) else 0
        return GradeCell(
            shown,
            texts("grading.was", grade=shown_before) if differs else "",
            self._tip(value, now, limits),
            grade if grade >= 3 else 0,
        )

    def advice(self, values: Iterable[ValueText]) -> str:
        """What to ask the physician about ciclosporin; "" where nothing speaks for it."""
        by_code = {value.analyte: value for value in values}
        level = self._now(by_code, CICLOSPORIN)
        if level is None:
            return ""
        creatinine = self._now(by_code, "CREA") or self._before("CREA")
        start = self._form.baselines.get("CREA")
        codes = trough_advice(
            self._csa,
            level,
            Safety(
                creatinine=creatinine,
                creatinine_baseline=start.quantity.value if start is not None else None,
                bilirubin=self._now(by_code, "BILT") or self._before("BILT"),
                bilirubin_uln=self._bilirubin_limit(by_code.get("BILT")),
            ),
        )
        texts, target = self._texts, self._csa
        params = {
            "low": texts.number(target.trough_low) if target is not None and target.trough_low else "",
            "high": texts.number(target.trough_high) if target is not None and target.trough_high else "",
        }
        return texts.sentences(texts(f"visit_form.trough.{code}", **params) for code in codes)

    @property
    def no_target(self) -> str:
        """What stands beside a trough that the protocol names no target for; "" where it names one."""
        named = self._csa is not None and (self._csa.trough_low or self._csa.trough_high) is not None
        return "" if named else self._texts("visit_form.trough.no_target")

    def table(self, code: str) -> Normal:
        """The limits of the study's table on the day of the form, for haemoglobin else of the template's."""
        return self._form.normals.get(code, NONE)

    def limits(self, value: ValueText) -> Normal:
        """The limits that a typed value is held against: those printed beside it first."""
        return beside(usable_range(value.analyte, value.reference, value.unit), self.table(value.analyte))

    def _bilirubin_limit(self, value: ValueText | None) -> Decimal | None:
        if value is not None and value.text.strip():
            return self.limits(value).high
        before = self._form.previous.get("BILT")
        return beside(before.printed if before is not None else None, self.table("BILT")).high

    def _grade(self, code: str, value: Quantity, limits: Normal) -> Grade | Ungraded | None:
        if value.bound:
            return None
        start = self._form.baselines.get(code)
        return ctcae(
            self.version,
            code,
            value.value,
            lln=limits.low,
            uln=limits.high,
            baseline=start.quantity.value if start is not None and not start.quantity.bound else None,
        )

    def _earlier(self, before: Previous | None) -> Grade | Ungraded | None:
        if before is None:
            return None
        limits = beside(before.printed, self.table(before.analyte))
        return self._grade(before.analyte, before.quantity, limits)

    def _tip(self, value: ValueText, now: Grade | Ungraded | None, limits: Normal) -> str:
        texts = self._texts
        start: Previous | None = self._form.baselines.get(value.analyte)
        day = texts.date_from(start.day, self._form.day) if start is not None else ""
        said = grade_tip(now, self._earlier(start), day, texts)
        shown = limits_text(limits, value.analyte, value.unit, texts)
        if not shown:
            return said
        return texts.sentences(
            [texts("grading.tip_limits", limits=shown, origin=origin_text(limits, texts)), said]
        )

    def _now(self, values: dict[str, ValueText], code: str) -> Decimal | None:
        value = values.get(code)
        typed = _typed(value) if value is not None else None
        return typed.value if typed is not None and not typed.bound else None

    def _before(self, code: str) -> Decimal | None:
        before = self._form.previous.get(code)
        return before.quantity.value if before is not None and not before.quantity.bound else None


def _typed(value: ValueText) -> Quantity | None:
    if not value.text.strip():
        return None
    try:
        return quantity(value.analyte, value.text, value.unit)
    except QuantityError:
        return None
